"""`python -m tests`: every test, in four parts side by side, and then alone those that hold a clock against what people wait for.

Much of a test of whole hubs is waiting: three parts left two cores idle for two fifths of the time, and the longest lasted a quarter of an hour.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Final

FOLDER: Final = Path(__file__).parent
PARTS: Final = (
    ("gate", "parts", "watch", "deadlines", "oracle"),
    ("faults", "house", "cases"),
    ("doors", "projections", "bench"),
)
"""The folders that kill and wait most, and what lasts as long by itself; everything else, whatever comes later too, is the last part."""
BESIDE: Final = ("-m", "not alone and not faults and not foreign")
CLOSING: Final = re.compile(r"^=* ?(\d+ \w+.*) in [\d.]+s.*$")


def main() -> int:
    """Runs all, says what each part said and last a closing line over all; 0 only if every part passes."""
    begun = time.monotonic()
    folders = {one.parent.name for one in FOLDER.glob("*/test_*.py")}
    parts = (*PARTS, sorted(folders - {name for part in PARTS for name in part}))
    with contextlib.ExitStack() as open_until_told:
        told = [open_until_told.enter_context(tempfile.TemporaryFile()) for _ in PARTS]
        outs: list[IO[bytes] | int] = [*told, subprocess.PIPE]
        running = [
            subprocess.Popen([*PYTEST, *BESIDE, *(str(FOLDER / name) for name in part)], stdout=out, stderr=subprocess.STDOUT)
            for part, out in zip(parts, outs, strict=True)
        ]
        try:
            lines = _shown(running[-1].stdout or ())
            for one in running:
                one.wait()
        finally:
            for one in running:
                one.terminate()
                one.wait()
        for out in told:
            out.seek(0)
            lines += _shown(out)
    codes = [one.returncode for one in running]
    alone = subprocess.run([*PYTEST, "-m", "alone and not faults and not foreign"], check=False, capture_output=True)
    lines += _shown(alone.stdout.splitlines())
    sys.stdout.write(f"{summed(lines)} in {time.monotonic() - begun:.2f}s\n")
    return int(any((*codes, alone.returncode)))


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
