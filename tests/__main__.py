"""`python -m tests`: every test, in three parts side by side, and then alone those that hold a clock against what people wait for.

Much of a test of whole hubs is waiting, so two cores carry three of them: in two parts a fifth of their time was idle.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

FOLDER: Final = Path(__file__).parent
PARTS: Final = (("gate", "demo", "cases", "parts"), ("faults", "watch", "doors", "feeds"))
"""What kills and waits most, in two parts; everything else, whatever comes later too, is the third."""
BESIDE: Final = ("-m", "not alone and not faults")
CLOSING: Final = re.compile(r"^=* ?(\d+ \w+.*) in [\d.]+s.*$")


def main() -> int:
    """Runs all, says what each part said and last a closing line over all; 0 only if every part passes."""
    begun = time.monotonic()
    parts = [[str(FOLDER / name) for name in part] for part in PARTS]
    others = {str(one.parent) for one in FOLDER.glob("*/test_*.py")} - {name for part in parts for name in part}
    codes, lines = _side_by_side([*parts, sorted(others)])
    alone = subprocess.run([*PYTEST, "-m", "alone and not faults"], check=False, capture_output=True)
    lines += _shown(alone.stdout.splitlines())
    sys.stdout.write(f"{summed(lines)} in {time.monotonic() - begun:.2f}s\n")
    return int(any((*codes, alone.returncode)))


def _side_by_side(parts: Sequence[Sequence[str]]) -> tuple[list[int], list[str]]:
    """Run parts at once: the last is shown as it goes, the others when they end; how each ended, and its closing line."""
    with ExitStack() as files:
        said = [files.enter_context(tempfile.TemporaryFile()) for _ in parts[1:]]
        outs: list[IO[bytes] | int] = [*said, subprocess.PIPE]
        started = [subprocess.Popen([*PYTEST, *BESIDE, *part], stdout=out, stderr=subprocess.STDOUT) for part, out in zip(parts, outs, strict=True)]
        try:
            lines = _shown(started[-1].stdout or ())
            for one in started:
                one.wait()
        finally:
            for one in started:
                one.terminate()
                one.wait()
        for out in said:
            out.seek(0)
            lines += _shown(out)
    return [one.returncode for one in started], lines


def _shown(out: Iterable[bytes]) -> list[str]:
    """Show what a part says as it says it; its closing line."""
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
