"""The keeper of the archive is killed at every step of writing: what is published is true then, and in the end all is as if nothing had happened."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg2
import pytest

from projections.archive.verifier import verify
from tests.archive.made import KEY, tree_of
from tests.archive.program import keep

FAULTS = ("archive.written", "archive.laid:2", "archive.signed:2", "archive.remembered:2", "archive.published:2")
"""Each place once: the first file ever, and the second of everything else."""
LATER = ("archive.written:20", "archive.written:27", "archive.written:44", "archive.laid:5", "archive.published:19", "archive.published:22")
EVERYWHERE = (
    *(f"archive.written:{number}" for number in range(2, 48)), *(f"archive.laid:{number}" for number in range(1, 9)),
    *(f"archive.signed:{number}" for number in range(1, 9)), *(f"archive.remembered:{number}" for number in range(1, 6)),
    *(f"archive.published:{number}" for number in range(1, 28)),
)  # fmt: skip
HEADS = "SELECT log, family, part, topic, size, root, checkpoint FROM core.archive_head ORDER BY log"
Hand = Callable[[Path, str, str], int]


@pytest.fixture(scope="module")
def hand() -> Iterator[Hand]:
    """Lets another process keep an archive until it ends or is killed: its exit code."""
    program = [sys.executable, "-m", "tests.archive.program"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        given, said = process.stdin, process.stdout

        def hand(folder: Path, dsn: str, fault: str) -> int:
            given.write(json.dumps({"folder": str(folder), "dsn": dsn, "fault": fault}) + "\n")
            given.flush()
            return int(said.readline())

        yield hand
        given.close()


def stored(dsn: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(HEADS)
            return [tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in cursor.fetchall()]
    finally:
        connection.close()


def forget(dsn: str) -> None:
    connection = psycopg2.connect(dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE core.archive_head")
    connection.close()


def test_killed_at_every_step_and_resumed_to_the_same_octets(bare: str, tmp_path: Path, hand: Hand) -> None:
    _killed((*FAULTS, *LATER), bare, tmp_path, hand)


@pytest.mark.faults
def test_killed_at_every_passing_of_every_step(bare: str, tmp_path: Path, hand: Hand) -> None:
    _killed(EVERYWHERE, bare, tmp_path, hand)


def _killed(faults: Sequence[str], bare: str, tmp_path: Path, hand: Hand) -> None:
    # given an archive that was kept without a break
    keep(tmp_path / "whole", bare)
    whole, said = tree_of(tmp_path / "whole"), stored(bare)
    assert verify(tmp_path / "whole", KEY).logs["ledger.reference/0"] == 700
    for fault in faults:
        # when another is killed at a place, twice at the same if it gets there again
        forget(bare)
        folder = tmp_path / fault.replace(":", "-")
        assert hand(folder, bare, fault) == -signal.SIGKILL, fault
        # then whatever is published is true: no checkpoint is ahead of its tiles
        if (folder / "heads" / "checkpoint").is_file() and all(
            (folder / name / "checkpoint").is_file() for name in ("quarantine", "ledger.suggestion/7")
        ):
            verify(folder, KEY)
        hand(folder, bare, fault)
        # and it goes on to the same octets on disk and in the database
        assert hand(folder, bare, "") == 0, fault
        assert tree_of(folder) == whole, fault
        assert stored(bare) == said, fault
        verify(folder, KEY)
