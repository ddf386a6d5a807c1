"""`python -m tests`: every test, in two halves side by side, and then alone those that hold a clock against what people wait for.

Much of a test of whole hubs is waiting, so two cores carry two of them.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
FIRST: Final = ("gate", "faults", "demo", "cases", "parts", "watch")
"""The half that kills and waits most; everything else, whatever comes later too, is the other."""
BESIDE: Final = ("-m", "not alone and not faults")
CLOSING: Final = re.compile(r"^=* ?(\d+ \w+.*) in [\d.]+s.*$")


def main() -> int:
    """Runs all, says what each part said and last a closing line over all; 0 only if every part passes."""
    begun = time.monotonic()
    folders = sorted(one.parent for one in FOLDER.glob("*/test_*.py"))
    first = [str(FOLDER / name) for name in FIRST]
    others = sorted({str(one) for one in folders} - set(first))
    with tempfile.TemporaryFile() as said:
        halves = [
            subprocess.Popen([*PYTEST, *BESIDE, *several], stdout=out, stderr=subprocess.STDOUT)
            for several, out in ((first, said), (others, subprocess.PIPE))
        ]
        try:
            lines = _shown(halves[1].stdout or ())
            halves[0].wait()
        finally:
            for half in halves:
                half.terminate()
                half.wait()
        said.seek(0)
        lines += _shown(said)
    codes = [half.returncode for half in halves]
    alone = subprocess.run([*PYTEST, "-m", "alone and not faults"], check=False, capture_output=True)
    lines += _shown(alone.stdout.splitlines())
    sys.stdout.write(f"{summed(lines)} in {time.monotonic() - begun:.2f}s\n")
    return int(any((*codes, alone.returncode)))


def _shown(out: Iterable[bytes]) -> list[str]:
    """Show what a half says as it says it; its closing line."""
    last = ""
    for octets in out:
        last = octets.decode("utf-8", "replace").rstrip()
        sys.stdout.write(f"{last}\n")
        sys.stdout.flush()
    return [last]


def summed(lines: Sequence[str]) -> str:
    """The counts of closing lines such as `7 passed, 1 failed in 3.00s`, added up."""
    counts: Counter[str] = Counter()
    for line in lines:
        found = CLOSING.match(line)
        for number, word in re.findall(r"(\d+) (\w+)", found[1] if found else "1 unfinished"):
            counts[word] += int(number)
    return ", ".join(f"{number} {word}" for word, number in counts.items())


PYTEST: Final = (sys.executable, "-m", "pytest", *sys.argv[1:])

if __name__ == "__main__":
    sys.exit(main())
