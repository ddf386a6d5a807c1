"""The keeper writes nothing that goes against what was signed: another writer, a disk or database of earlier, another ledger."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from projections.archive.growing import entries_of
from projections.archive.keeper import Ahead, Differs, Forked, Keeper
from projections.archive.logs import LOGS
from projections.archive.served import part_of, read_part
from projections.archive.signing import Signer
from projections.archive.store import Damaged, Fenced
from projections.archive.verifier import Tree, leaf, unbundle, verify
from projections.ledger import MadeAgain
from tests.archive.made import KEY, NAMES, SIGNER, Archive, entry, tree_of
from tests.archive.program import BY_NAME, MADE, keep, records

LOG = "ledger.activity/3"
PLACE = ("ledger.activity", 3)
TOPICS = {topic: uuid.UUID(number) for topic, number in MADE.items()}
ENOUGH = {(one.topic, one.part): 1_000 for one in LOGS}


@pytest.fixture
def folder(tmp_path: Path, bare: str) -> Path:
    """An archive of 300 records in one log, 5 of them in a first round."""
    keep(tmp_path / "archive", bare, [{LOG: 5}, {LOG: 300}])
    return tmp_path / "archive"


@contextmanager
def opened(folder: Path, dsn: str, signer: Signer = SIGNER) -> Iterator[Keeper]:
    with closing(Keeper(folder, dsn, signer)) as keeper:
        yield keeper


def said(dsn: str, statement: str, words: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, words)
        return cursor.fetchall() if cursor.description else []


def test_entries_are_the_records_with_their_time(folder: Path) -> None:
    bundle = unbundle((folder / LOG / "tile/entries/000").read_bytes())
    made = records(BY_NAME[LOG], 0, 256)
    assert [int.from_bytes(one[:8]) for one in bundle] == list(made.stamps)
    assert [one[8:] for one in bundle] == list(made.values)
    assert verify(folder, KEY).logs[LOG] == 300


def test_only_the_partial_tiles_of_now_lie_there_and_those_of_before_are_served_out_of_them(folder: Path) -> None:
    # given a log that had 5 entries before it had 300
    files = {name for name in tree_of(folder / LOG) if ".p/" in name}
    assert files == {"tile/0/001.p/44", "tile/entries/001.p/44", "tile/1/000.p/1"}
    whole = (folder / LOG / "tile/0/000").read_bytes()
    # when the tiles of its checkpoint of 5 are asked for, then they are the beginning of those of now
    asked = {path: part_of(path) for path in ("tile/0/000.p/5", "tile/entries/000.p/5", "tile/entries/001.p/3", "tile/0/001.p/44")}
    found = {path: read_part(folder / LOG, part) for path, part in asked.items() if part}
    assert found["tile/0/000.p/5"] == whole[: 5 * 32]
    assert [leaf(one) for one in unbundle(found["tile/entries/000.p/5"] or b"")] == [whole[at : at + 32] for at in range(0, 160, 32)]
    assert len(unbundle(found["tile/entries/001.p/3"] or b"")) == 3
    # and nothing is served of which no checkpoint speaks, nor what is no tile
    for path in ("tile/0/001.p/45", "tile/0/001", "tile/1/000.p/2", "tile/2/000.p/1"):
        part = part_of(path)
        assert part is not None
        assert read_part(folder / LOG, part) is None
    for path in (
        "tile/0/1",
        "tile/00/000",
        "tile/0/x000/000",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "checkpoint/..",
        "record/../keys",
    ):
        assert part_of(path) is None


def test_one_writer_at_a_time(folder: Path, bare: str, tmp_path: Path) -> None:
    with opened(folder, bare) as first:
        # on the same disk the second is kept out
        with pytest.raises(Fenced):
            Keeper(folder, bare, SIGNER)
        # on another disk whoever comes later does not move the heads, and publishes nothing
        shutil.copytree(folder, tmp_path / "other")
        with opened(tmp_path / "other", bare) as second:
            first.take([records(BY_NAME[LOG], 300, 310)], head=True)
            before = (tmp_path / "other" / LOG / "checkpoint").read_bytes()
            with pytest.raises(Fenced):
                second.take([records(BY_NAME[LOG], 300, 305)], head=True)
            assert (tmp_path / "other" / LOG / "checkpoint").read_bytes() == before
    assert verify(folder, KEY).logs[LOG] == 310


def test_records_are_taken_where_they_belong_only(folder: Path, bare: str) -> None:
    for first in (299, 301, 0):
        with opened(folder, bare) as keeper, pytest.raises(Differs):
            keeper.take([records(BY_NAME[LOG], first, first + 2)], head=False)


def test_another_ledger_is_found_before_anything_is_written(folder: Path, bare: str) -> None:
    before = tree_of(folder)
    with opened(folder, bare) as keeper:
        keeper.check(TOPICS, ENOUGH, keeper.ends)
        # a topic that was made again
        with pytest.raises(MadeAgain):
            keeper.check({**TOPICS, "ledger.activity": uuid.uuid4()}, ENOUGH, keeper.ends)
        # a partition that lost its tail
        with pytest.raises(Ahead):
            keeper.check(TOPICS, {**ENOUGH, PLACE: 299}, keeper.ends)
        keeper.check(TOPICS, {**ENOUGH, PLACE: 300}, keeper.ends)
        # one that lost its tail and was written to since: the last record or its time is another
        made = records(BY_NAME[LOG], 299, 300)
        keeper.join(PLACE, made.stamps[0], made.values[0])
        for stamp, value in ((made.stamps[0] + 1, made.values[0]), (made.stamps[0], entry(1)), (made.stamps[0], None)):
            with pytest.raises(Differs):
                keeper.join(PLACE, stamp, value)
    assert tree_of(folder) == before


def test_a_database_of_earlier_is_brought_up_and_one_that_forgot_too(folder: Path, bare: str) -> None:
    before, heads = tree_of(folder), said(bare, "SELECT log, size, root, checkpoint FROM core.archive_head ORDER BY log")
    for lose in ("TRUNCATE core.archive_head", "DELETE FROM core.archive_head WHERE log = 'heads'"):
        said(bare, lose)
        keep(folder, bare, [])
        assert said(bare, "SELECT log, size, root, checkpoint FROM core.archive_head ORDER BY log") == heads
    # of earlier: the head of 5
    early = SIGNER.checkpoint(LOG, 5, root := bytes(32))
    said(
        bare,
        "UPDATE core.archive_head SET size = 5, root = %(root)s, checkpoint = %(text)s WHERE log = %(log)s",
        {"root": root, "text": early, "log": LOG},
    )
    with pytest.raises(Forked):
        Keeper(folder, bare, SIGNER)
    assert tree_of(folder) == before


def test_a_published_checkpoint_of_earlier_is_brought_up_from_the_database(folder: Path, bare: str) -> None:
    # given a hub that ended between telling the database and telling the world
    before = tree_of(folder)
    tree = Tree()
    made = records(BY_NAME[LOG], 0, 5)
    tree.grow([leaf(one) for one in entries_of(made.stamps, made.values)[0]])
    (folder / LOG / "checkpoint").write_text(SIGNER.checkpoint(LOG, 5, tree.root))
    # when the next one comes, then the world is told
    keep(folder, bare, [])
    assert tree_of(folder) == before


def test_a_disk_that_lost_or_changed_what_was_signed_is_not_written_to(folder: Path, bare: str, tmp_path: Path) -> None:
    for name in ("tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44", "checkpoint"):
        path = folder / LOG / name
        octets = path.read_bytes()
        for broken in (octets[:-1] + bytes([octets[-1] ^ 1]), octets[:-1], b"", None):
            path.unlink() if broken is None else path.write_bytes(broken)
            if broken is None and name == "checkpoint":
                continue
            with pytest.raises(Damaged):
                Keeper(folder, bare, SIGNER)
        path.write_bytes(octets)
    # a disk that was put back to an earlier day: what the database says was signed is not there
    shutil.rmtree(folder)
    with pytest.raises(Damaged):
        Keeper(folder, bare, SIGNER)
    # and a key that is not the one of before
    said(bare, "TRUNCATE core.archive_head")
    keep(tmp_path / "again", bare, [{LOG: 5}])
    with pytest.raises(Damaged):
        Keeper(tmp_path / "again", bare, Signer("hub.example", bytes(32)))
    with pytest.raises(Damaged):
        Keeper(tmp_path / "again", bare, Signer("hub.other", SIGNER.seed))


def test_an_archive_from_before_the_audit_log_goes_on_with_it(bare: str, tmp_path: Path) -> None:
    # given an archive, and heads in the database, of a release that knew no audit log
    early = Archive(names=tuple(name for name in NAMES if name != "audit")).add(LOG, [entry(one) for one in range(5)]).head()
    folder = early.lay(tmp_path / "early")
    keep(folder, bare, [])
    said(bare, "DELETE FROM core.archive_head WHERE log = 'audit'")
    shutil.rmtree(folder / "audit")
    # when it is verified, then it holds as it is
    assert "audit" not in verify(early.lay(tmp_path / "kept"), KEY).logs
    # when this release goes on, then the next head names the audit log too, and all of it is verified
    with opened(folder, bare) as keeper:
        assert keeper.heads_behind
        keeper.begin(TOPICS)
        keeper.take([records(BY_NAME["audit"], 0, 3)], head=True)
    assert verify(folder, KEY).logs["audit"] == 3
    assert said(bare, "SELECT size FROM core.archive_head WHERE log = 'audit'") == [(3,)]
