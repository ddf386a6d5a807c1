"""A process that keeps an archive and is killed at named places: `python -m tests.archive.program`, a JSON line of what to do a line.

It forks a child for each line, which goes on from where the folder is to the end of STEPS, and says how the child ended.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from projections.archive.keeper import Keeper
from projections.archive.logs import LOGS, Log
from projections.records import Slice
from schemas import faults
from tests.archive.made import SIGNER, entry

BY_NAME: Final = {one.name: one for one in LOGS}
STEPS: Final[Sequence[dict[str, int]]] = (
    {"ledger.reference/0": 5},
    {"ledger.reference/0": 250, "ledger.activity/3": 100},
    {"ledger.reference/0": 256, "ledger.activity/3": 130, "quarantine": 3},
    {"ledger.reference/0": 700},
    {"ledger.activity/3": 131},
)
"""The ends of logs after each round."""
MADE: Final = {one.topic: f"00000000-0000-0000-0000-00000000000{number}" for number, one in enumerate({log.topic: log for log in LOGS}.values())}


def records(log: Log, first: int, end: int) -> Slice:
    """Records of a partition as the broker would give them."""
    span = range(first, end)
    large = [bytes(70_000) + bytes([number]) if log.name == "quarantine" else entry(number)[8:] for number in span]
    return Slice(log.family, log.part, first, [1_700_000_000_000 + number for number in span], large)


def keep(folder: Path, dsn: str, steps: Sequence[dict[str, int]] = STEPS) -> None:
    """Go on to the end of the steps."""
    keeper = Keeper(folder, dsn, SIGNER)
    try:
        keeper.begin(MADE)  # type: ignore[arg-type]
        for step in steps:
            ends = keeper.ends
            places = {name: ends[BY_NAME[name].topic, BY_NAME[name].part] for name in step}
            slices = [records(BY_NAME[name], places[name], end) for name, end in step.items() if end > places[name]]
            if slices:
                keeper.take(slices, head=True)
    finally:
        keeper.close()


def main() -> None:
    """Does what the lines say."""
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if not child:
            os.environ[faults.VARIABLE] = wanted["fault"]
            importlib.reload(faults)
            keep(Path(wanted["folder"]), wanted["dsn"])
            os._exit(0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
