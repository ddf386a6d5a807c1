"""The disk of the archive loses its power, or is full: no checkpoint is ahead of its tiles, and in the end all is as if nothing had happened.

A file system of its own, ext4 on a file, is shut down without its journal being written out; so root is wanted, and a kernel with loop devices.
"""

from __future__ import annotations

import fcntl
import os
import random
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest

from projections.archive.store import Damaged
from projections.archive.verifier import verify
from tests.archive.made import KEY, tree_of
from tests.archive.program import keep

pytestmark = [pytest.mark.faults, pytest.mark.skipif(os.geteuid() != 0, reason="mounts a file system")]
SHUTDOWN = 0x8004587D
"""FS_IOC_SHUTDOWN; 2: nothing is written out any more, not even the journal."""
OCTETS = 64 * 1024 * 1024
ROUNDS = [{"ledger.reference/0": 40 * number, "ledger.activity/3": 30 * number, "ledger.suggestion/1": 3 * number} for number in range(1, 60)]
MANY = [{"ledger.reference/0": 11 * number, "ledger.activity/3": 7 * number, "ledger.suggestion/1": number} for number in range(1, 500)]
RUNS = 30


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> tuple[Path, Path]:
    """A file that is a file system, and where it is mounted."""
    image, place = tmp_path / "image", tmp_path / "disk"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(OCTETS)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    return image, place


def cut(place: Path) -> None:
    number = os.open(place, os.O_RDONLY)
    fcntl.ioctl(number, SHUTDOWN, struct.pack("I", 2))
    os.close(number)


def forget(dsn: str) -> None:
    connection = psycopg2.connect(dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE core.archive_head")
    connection.close()


PROGRAM = """
import os, sys
from pathlib import Path
from tests.archive import program, test_disk
{first}
program.keep(Path(sys.argv[1]), sys.argv[2], test_disk.MANY)
"""


def kept_and_cut(place: Path, dsn: str, seconds: float, first: str = "pass") -> None:
    """Let a process keep the archive on a disk that loses its power after some seconds."""
    command = [sys.executable, "-c", PROGRAM.format(first=first), str(place / "archive"), dsn]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL) as keeping:
        with suppress(subprocess.TimeoutExpired):
            keeping.wait(seconds)
        cut(place)
        keeping.kill()


def test_the_power_of_the_disk_fails_at_random_moments(bare: str, tmp_path: Path, disk: tuple[Path, Path]) -> None:
    # given an archive that was kept without a break, and one whose disk loses its power again and again
    keep(tmp_path / "whole", bare, MANY)
    whole = tree_of(tmp_path / "whole")
    forget(bare)
    image, place = disk
    drawn = random.Random(20261130)
    sizes = set()
    for _ in range(RUNS):
        with mounted(image, place):
            kept_and_cut(place, bare, drawn.uniform(0.6, 1.0))
        # then what is published is whole when the disk is back
        with mounted(image, place):
            if (place / "archive" / "heads" / "checkpoint").is_file():
                sizes.add(verify(place / "archive", KEY).logs["ledger.reference/0"])
    # (it was cut while it grew, most of the times)
    assert len(sizes) > RUNS // 2
    # and it goes on to the same octets
    with mounted(image, place):
        keep(place / "archive", bare, MANY)
        assert tree_of(place / "archive") == whole


def test_without_fsync_the_same_would_be_lost(bare: str, disk: tuple[Path, Path]) -> None:
    """The cut bites: a keeper that does not wait for the disk is left with less than it signed."""
    image, place = disk
    with mounted(image, place):
        kept_and_cut(place, bare, 1.5, first="os.fsync = lambda _number: None")
    with mounted(image, place), pytest.raises(Damaged):
        keep(place / "archive", bare, MANY)


def test_a_full_disk_stops_the_archive_and_it_goes_on_when_there_is_room(bare: str, tmp_path: Path, disk: tuple[Path, Path]) -> None:
    keep(tmp_path / "whole", bare, ROUNDS)
    whole = tree_of(tmp_path / "whole")
    forget(bare)
    image, place = disk
    with mounted(image, place):
        keep(place / "archive", bare, ROUNDS[:10])
        before = verify(place / "archive", KEY)
        filler = place / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        # when nothing can be written any more, then the archive stands, and is whole
        with pytest.raises(OSError, match="No space left"):
            keep(place / "archive", bare, ROUNDS)
        assert verify(place / "archive", KEY).logs["ledger.reference/0"] >= before.logs["ledger.reference/0"]
        filler.unlink()
        keep(place / "archive", bare, ROUNDS)
        assert tree_of(place / "archive") == whole
