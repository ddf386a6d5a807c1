"""`python -m tests`: every test, in two halves side by side. Much of a test of whole hubs is waiting, so two cores carry two of them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
FIRST: Final = ("gate", "faults", "demo", "cases", "parts", "watch")
"""The half that kills and waits most; everything else, whatever comes later too, is the other."""


def main() -> int:
    """Runs both, says the first half's words after the other's; 0 only if both pass."""
    folders = sorted(one.parent for one in FOLDER.glob("*/test_*.py"))
    first = [str(FOLDER / name) for name in FIRST]
    others = sorted({str(one) for one in folders} - set(first))
    with tempfile.TemporaryFile() as said:
        beside = subprocess.Popen([*PYTEST, *first], stdout=said, stderr=subprocess.STDOUT)
        try:
            code = subprocess.run([*PYTEST, *others], check=False).returncode
            beside.wait()
        finally:
            beside.terminate()
            beside.wait()
        said.seek(0)
        sys.stdout.write(said.read().decode("utf-8", "replace"))
    return code or beside.returncode


PYTEST: Final = (sys.executable, "-m", "pytest", *sys.argv[1:])

if __name__ == "__main__":
    sys.exit(main())
