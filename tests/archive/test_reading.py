"""A log is read as it was written, from any offset to any size that was signed; what is not what was signed is named by its first index."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from projections.archive.growing import entries_of
from projections.archive.logs import LOGS
from projections.archive.reading import Reading, beneath, head_at, open_log
from projections.archive.store import Damaged
from projections.archive.verifier import HEADS, Checkpoint, bundled, read_checkpoint, unbundle
from schemas.errors import NotFound
from tests.archive.made import KEY, Archive, entry, relaid

pytestmark = pytest.mark.quick
LOG = next(one for one in LOGS if one.name == "ledger.activity/3")
ASIDE = next(one for one in LOGS if one.name == "quarantine")
SIZE = 256 * 258 + 3
"""Tiles of three levels, none of whose right ones is full."""
VALUES: list[bytes | None] = [bytes(70_000), None, b"\xff of the form of an entry that lies aside", b"\x00record"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that was signed at 1,000 and at its end, and records of every kind in quarantine."""
    archive = Archive().add(LOG.name, [entry(number) for number in range(1_000)]).head()
    archive.add(LOG.name, [entry(number) for number in range(1_000, SIZE)])
    entries, beside = entries_of(range(4), VALUES)
    archive.add(ASIDE.name, entries).head()
    archive.files |= {f"{ASIDE.name}/{path}": octets for path, octets in beside.items()}
    return archive.lay(Path(tmp_path_factory.mktemp("archive")))


def test_records_come_as_columns_from_any_offset_to_any_other(folder: Path) -> None:
    reading = open_log(folder, LOG.name, KEY)
    assert reading.size == SIZE
    for first, end in ((0, SIZE), (0, 0), (0, 1), (255, 257), (256, 512), (8_191, 8_193), (66_000, SIZE), (SIZE - 1, SIZE + 9), (SIZE, SIZE)):
        slices = [*reading.slices(LOG, first, end)]
        last = min(end, SIZE)
        assert [one.first for one in slices] == [slices[0].first + sum(len(one.values) for one in slices[:at]) for at in range(len(slices))]
        assert [*chain.from_iterable(one.stamps for one in slices)] == [*range(first, last)]
        assert [*chain.from_iterable(one.values for one in slices)] == [entry(number)[8:] for number in range(first, last)]
        assert all((one.family, one.part) == (LOG.family, LOG.part) for one in slices)
    # records that no entry can hold come whole
    ((only),) = open_log(folder, ASIDE.name, KEY).slices(ASIDE)
    assert (only.stamps, only.values) == ([0, 1, 2, 3], VALUES)
    assert not [*open_log(folder, "ledger.reference/0", KEY).slices(LOGS[0])]


def test_a_head_of_before_says_how_far_a_log_is_to_be_read(folder: Path) -> None:
    heads = open_log(folder, HEADS, KEY)
    then = head_at(heads, 0, KEY)[LOG.name]
    reading = Reading(beneath(folder / LOG.name), LOG.name, then)
    assert [len(one.values) for one in reading.slices(LOG)] == [1_000]
    for index in (-1, 2):
        with pytest.raises(NotFound):
            head_at(heads, index, KEY)
    # a root that was never signed at this size has no entry to be read
    with pytest.raises(Damaged) as wrong:
        Reading(beneath(folder / LOG.name), LOG.name, Checkpoint(then.origin, 999, then.root, then.text))
    assert wrong.value.problem.field == LOG.name


@pytest.mark.parametrize(
    ("path", "at", "first"),
    [
        ("tile/entries/001", 5, 256),
        ("tile/0/001", 32 * 7, 263),
        ("tile/0/258.p/3", 64, SIZE - 1),
        ("tile/1/000", 32 * 9, 9 * 256),
        ("tile/1/001.p/2", 32, 257 * 256),
        ("tile/2/000.p/1", 0, 0),
        ("checkpoint", -5, None),
    ],
)
def test_what_was_changed_is_named_by_its_first_index(folder: Path, path: str, at: int, first: int | None) -> None:
    place = folder / LOG.name / path
    octets = place.read_bytes()
    for broken in (octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :], octets[:at], None):
        place.unlink() if broken is None else place.write_bytes(broken)
        with pytest.raises(Damaged) as wrong:
            list(open_log(folder, LOG.name, KEY).slices(LOG))
        problem = wrong.value.problem
        assert problem.field.split(" #")[0] in (LOG.name, f"{LOG.name}/{path}")
        if broken and len(broken) == len(octets) and first is not None:
            assert (problem.field, problem.got) == (f"{LOG.name} #{first}", f"{LOG.name}/{path}")
        place.write_bytes(octets)


def test_entries_that_were_swapped_dropped_or_hashed_anew_are_not_given(folder: Path, tmp_path: Path) -> None:
    place = folder / LOG.name / "tile/entries/002"
    octets = place.read_bytes()
    entries = unbundle(octets)
    for broken in ([entries[1], entries[0], *entries[2:]], entries[:-1], [*entries, b"more than it had"]):
        place.write_bytes(bundled(broken))
        with pytest.raises(Damaged) as wrong:
            list(open_log(folder, LOG.name, KEY).slices(LOG))
        assert wrong.value.problem.field == f"{LOG.name} #{512 if broken[0] != entries[0] else 512 + 255}"
        # what lies before it, or after it, is given
        assert sum(len(one.values) for one in open_log(folder, LOG.name, KEY).slices(LOG, 0, 512)) == 512
    place.write_bytes(octets)
    # all hashed anew, without the key: the root is not the one that was signed
    Archive().add(LOG.name, [entry(number) for number in range(600)]).head().lay(tmp_path)
    relaid(tmp_path, LOG.name, [entry(number if number != 300 else 7) for number in range(600)])
    with pytest.raises(Damaged):
        open_log(tmp_path, LOG.name, KEY)


def test_a_record_that_lies_aside_must_be_the_one_that_was_told(folder: Path) -> None:
    (name,) = {path.name for path in (folder / ASIDE.name / "record").iterdir() if path.stat().st_size == 70_000}
    place = folder / ASIDE.name / "record" / name
    octets = place.read_bytes()
    for broken in (octets[:-1] + b"\x01", octets[:-1], None):
        place.unlink() if broken is None else place.write_bytes(broken)
        with pytest.raises(Damaged) as wrong:
            list(open_log(folder, ASIDE.name, KEY).slices(ASIDE))
        assert (wrong.value.problem.field, wrong.value.problem.got) == ("quarantine #0", f"quarantine/record/{name}")
        place.write_bytes(octets)


def test_a_checkpoint_of_another_hub_is_none(folder: Path) -> None:
    other = KEY.of("hub.other/heads")
    with pytest.raises(Damaged):
        open_log(folder, LOG.name, other)
    assert read_checkpoint((folder / LOG.name / "checkpoint").read_bytes(), KEY).size == SIZE
