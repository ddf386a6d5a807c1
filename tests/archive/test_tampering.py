"""A log of a thousand entries in which something was changed, dropped, swapped, put in, forked or rolled back: refused, and the place is named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from projections.archive import verifier
from projections.archive.growing import entries_of
from projections.archive.signing import Signer
from projections.archive.verifier import HEADS, Tree, Wrong, bundled, leaf, unbundle, verify
from tests.archive.made import KEY, NAMES, SIGNER, Archive, entry, relaid

LOG = "ledger.activity/3"
SIZE = 1_000
ENTRIES = [entry(number) for number in range(SIZE)]
BUNDLES = [f"{LOG}/tile/entries/00{number}" + ("" if number < 3 else ".p/232") for number in range(4)]
TILES = [f"{LOG}/tile/0/00{number}" + ("" if number < 3 else ".p/232") for number in range(4)]
UPPER = f"{LOG}/tile/1/000.p/3"


def grown() -> Archive:
    """A log that grew in steps, with heads in between."""
    archive = Archive(names=(LOG,)).head()
    for first, end in ((0, 100), (100, 256), (256, 700), (700, SIZE)):
        archive.add(LOG, ENTRIES[first:end]).head()
    return archive


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grown().lay(Path(tmp_path_factory.mktemp("archive")))


@contextmanager
def changed(path: Path, octets: bytes) -> Iterator[None]:
    before = path.read_bytes()
    _put(path, octets)
    try:
        yield
    finally:
        _put(path, before)


def _put(path: Path, octets: bytes) -> None:
    """Written over in place: a file that is emptied first is made durable by ext4, which takes longer than to verify the whole archive."""
    with path.open("r+b") as file:
        file.write(octets)
        file.truncate()


def flipped(octets: bytes, bit: int) -> bytes:
    return octets[: bit // 8] + bytes([octets[bit // 8] ^ 1 << bit % 8]) + octets[bit // 8 + 1 :]


def refused(folder: Path) -> Wrong:
    with pytest.raises(Wrong) as told:
        verify(folder, KEY)
    return told.value


@pytest.mark.quick
def test_a_whole_archive_is_verified(folder: Path) -> None:
    report = verify(folder, KEY)
    assert report.logs[LOG] == SIZE
    assert report.logs[HEADS] == 5
    assert report.entries == SIZE + 5
    # and without entries, where only those of the heads are there
    assert verify(folder, KEY, hashes_only=True).logs[LOG] == SIZE


@pytest.mark.quick
def test_a_bit_of_every_entry_is_missed_at_its_index(folder: Path) -> None:
    # given each entry of the log, when one bit of it is another (each time another one), then its index is named
    for number, name in enumerate(BUNDLES):
        path = folder / name
        octets, at = path.read_bytes(), 0
        for within, one in enumerate(unbundle(octets)):
            index = number * 256 + within
            with changed(path, flipped(octets, (at + 2) * 8 + index % (8 * len(one)))):
                wrong = refused(folder)
            assert (wrong.code, wrong.log, wrong.index) == ("ENTRY_DIFFERS", LOG, index)
            at += 2 + len(one)


@pytest.mark.quick
def test_a_bit_of_a_hash_is_missed_at_its_index(folder: Path) -> None:
    """Of every fourth hash; every bit of every hash in `make faults`."""
    for number, name in enumerate(TILES):
        octets = (folder / name).read_bytes()
        for within in range(number, len(octets) // 32, 4):
            index = number * 256 + within
            with changed(folder / name, flipped(octets, within * 256 + index % 256)):
                wrong = refused(folder)
            assert (wrong.code, wrong.index) == ("ENTRY_DIFFERS", index)
    octets = (folder / UPPER).read_bytes()
    for bit in range(0, len(octets) * 8, 37):
        with changed(folder / UPPER, flipped(octets, bit)):
            wrong = refused(folder)
        assert (wrong.code, wrong.index) == ("TILE_DIFFERS", bit // 256 * 256)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_no_bit_of_any_file_can_be_another(folder: Path) -> None:
    """Every single bit of every file of the log and of the heads: most of an hour."""
    for path in sorted(one for name in (LOG, HEADS) for one in (folder / name).rglob("*") if one.is_file()):
        octets = path.read_bytes()
        for bit in range(len(octets) * 8):
            with changed(path, flipped(octets, bit)):
                if ".p/" in str(path) and _passed(path):
                    continue
                refused(folder)


def _passed(path: Path) -> bool:
    """A partial tile of a size that has passed is no part of the log any more."""
    full = Path(str(path.parent).removesuffix(".p"))
    return full.is_file() or int(path.name) < max(int(one.name) for one in path.parent.iterdir())


def histories() -> Iterator[tuple[str, int, list[bytes]]]:
    """Every entry dropped, every pair of neighbours swapped, every place with one put in."""
    for at in range(SIZE):
        yield "dropped", at, [*ENTRIES[:at], *ENTRIES[at + 1 :]]
        yield "put in", at, [*ENTRIES[:at], b"foreign", *ENTRIES[at:]]
        if at:
            yield "swapped", at - 1, [*ENTRIES[: at - 1], ENTRIES[at], ENTRIES[at - 1], *ENTRIES[at + 1 :]]


@pytest.mark.quick
def test_no_other_history_has_a_root_that_was_signed() -> None:
    # given every history with one entry dropped, put in or swapped, then its trees have none of the roots that were signed, and none can be shown
    signed = {size: root_of(ENTRIES[:size]) for size in (700, SIZE)}
    assert len(set(signed.values())) == 2
    known: dict[bytes, bytes] = {one: leaf(one) for one in (*ENTRIES, b"foreign")}
    tried, begun = 0, [Tree() for _ in range(4)]
    for number, tree in enumerate(begun):
        tree.grow([known[one] for one in ENTRIES[: number * 256]])
    for _, at, entries in histories():
        # what comes before the place is as it was
        tree = begun[at // 256].copy()
        tree.grow([known[one] for one in entries[tree.size : SIZE]])
        assert tree.root != signed[SIZE], at
        tried += 1
    assert tried == 3 * SIZE - 1


def root_of(entries: list[bytes]) -> bytes:
    tree = Tree()
    tree.grow([leaf(one) for one in entries])
    return tree.root


def _tried(folder: Path, step: int) -> None:
    for kind, at, entries in histories():
        if at % step:
            continue
        relaid(folder, LOG, entries[:SIZE] if len(entries) >= SIZE else [*entries, b"filled"])
        wrong = refused(folder)
        # all was hashed anew, so that the root tells, and the heads between which it parts
        assert wrong.code == "ROOT_DIFFERS", (kind, at)
        assert wrong.index == max(size for size in (0, 100, 256, 700) if size <= at or size == 0), (kind, at)
    relaid(folder, LOG, ENTRIES)
    verify(folder, KEY)


@pytest.mark.quick
def test_a_log_hashed_anew_is_refused_where_it_parts(folder: Path) -> None:
    _tried(folder, 99)


@pytest.mark.faults
def test_every_log_hashed_anew_is_refused_where_it_parts(folder: Path) -> None:
    _tried(folder, 1)


@pytest.mark.quick
def test_forks_and_rollbacks_are_refused(tmp_path: Path, folder: Path) -> None:
    # given a hub that signed two logs of one size
    kept = (folder / HEADS / "checkpoint").read_bytes()
    log = (folder / LOG / "checkpoint").read_bytes()
    other = Archive(names=(LOG,)).head()
    for first, end in ((0, 100), (100, 256), (256, 700), (700, SIZE)):
        other.add(LOG, [*ENTRIES[first : end - 1], b"another"]).head()
    forked = other.lay(tmp_path / "forked")
    assert verify(forked, KEY).logs[LOG] == SIZE
    # when somebody has kept a checkpoint of the first, of the heads or of the log, then the second is refused
    for seen in (kept, log):
        with pytest.raises(Wrong) as told:
            verify(forked, KEY, [seen])
        assert told.value.code == "FORKED"
    # when all is as it was earlier, then too
    early = Archive(names=(LOG,)).head().add(LOG, ENTRIES[:100]).head().lay(tmp_path / "early")
    for seen in (kept, log):
        with pytest.raises(Wrong) as told:
            verify(early, KEY, [seen])
        assert told.value.code == "SHORTER"
    assert verify(folder, KEY, [(early / HEADS / "checkpoint").read_bytes(), (early / LOG / "checkpoint").read_bytes()])
    # when the log alone was rolled back, then its heads show it
    alone = grown().lay(tmp_path / "alone")
    (alone / LOG / "checkpoint").write_bytes((early / LOG / "checkpoint").read_bytes())
    assert refused(alone).code == "SHORTER"
    # and where the heads say of one size two things, that is the fork
    both = grown()
    both.said[LOG] = other.said[LOG]
    assert refused(both.head().lay(tmp_path / "both")).code in ("FORKED", "ROOT_DIFFERS")


@pytest.mark.quick
def test_what_is_missing_cut_or_foreign_is_named(tmp_path: Path) -> None:
    def broken(name: str) -> tuple[Path, Path]:
        whole = grown().lay(tmp_path / str(len(list(tmp_path.iterdir()))))
        return whole, whole / name

    for name in (BUNDLES[1], TILES[2], UPPER, f"{LOG}/checkpoint", f"{HEADS}/checkpoint"):
        whole, path = broken(name)
        path.unlink()
        assert (refused(whole).code, refused(whole).file) == ("MISSING", name)
    for name, code in ((BUNDLES[0], "BUNDLE_FORM"), (TILES[0], "FILE_SIZE"), (f"{LOG}/checkpoint", "NOTE_FORM")):
        whole, path = broken(name)
        octets = path.read_bytes()
        for cut in (1, 2, 31, len(octets)):
            path.write_bytes(octets[:-cut])
            assert refused(whole).code == code
        path.write_bytes(octets + b"\x00")
        assert refused(whole).code in (code, "NOTE_FORM")
    # a checkpoint of another log, or of another hub
    whole, path = broken(f"{LOG}/checkpoint")
    path.write_bytes((whole / HEADS / "checkpoint").read_bytes())
    assert refused(whole).code == "OTHER_LOG"
    stranger = Signer("hub.example", bytes(32))
    with pytest.raises(Wrong, match="signature"):
        verify(whole, stranger.key)
    # a head that leaves a log out
    poor = Archive().add(LOG, ENTRIES).head()
    poor.add(HEADS, ["".join(poor.said[name] for name in NAMES if name != LOG).encode()])
    assert (refused(poor.lay(tmp_path / "poor")).code, refused(tmp_path / "poor").index) == ("HEAD_FORM", 1)


@pytest.mark.quick
def test_a_record_too_large_for_an_entry_lies_aside_and_counts(tmp_path: Path) -> None:
    # given records that no entry can hold, or that look as if they lay aside, and one without a value
    values = [b"\x00plain", bytes(70_000), b"\xff" + bytes(40), b"", None]
    entries, files = entries_of([1, 2, 3, 4, 5], values)
    assert len(files) == 3
    assert [len(one) for one in entries] == [14, 49, 49, 49, 8]
    archive = Archive().add("quarantine", entries).head()
    archive.files |= {f"quarantine/{path}": octets for path, octets in files.items()}
    folder = archive.lay(tmp_path)
    assert verify(folder, KEY).logs["quarantine"] == 5
    # when one of their files is another, or gone, then that is named
    path = next(one for one in sorted((folder / "quarantine" / "record").iterdir()) if one.stat().st_size == 70_000)
    with changed(path, bytes(69_999) + b"\x01"):
        assert (refused(folder).code, refused(folder).index) == ("RECORD_DIFFERS", 1)
    path.unlink()
    assert refused(folder).code == "MISSING"


@pytest.mark.quick
def test_the_verifier_is_one_file(folder: Path, tmp_path: Path) -> None:
    # given the verifier alone in an empty folder, with nothing of ours on its path
    alone = tmp_path / "verifier.py"
    alone.write_bytes(Path(verifier.__file__).read_bytes())

    def run(*words: str) -> tuple[int, str, str]:
        done = subprocess.run([sys.executable, "-I", str(alone), *words], capture_output=True, text=True, cwd=tmp_path, check=False)
        return done.returncode, done.stdout, done.stderr

    # when it is run on an archive, then it says the same as ours, with words of its own
    code, said, _ = run(str(folder), "--key", KEY.text())
    assert (code, said.splitlines()[-1]) == (0, "ok")
    assert f"hub.example/{LOG} 1000" in said
    octets = (folder / BUNDLES[0]).read_bytes()
    with changed(folder / BUNDLES[0], bundled([b"other", *unbundle(octets)[1:]])):
        code, said, told = run(str(folder), "--lang", "en")
    assert (code, said, told) == (1, "", f"{LOG} #0 {BUNDLES[0]}: the content of this entry is not that of its hash\n")
    imported = [line for line in alone.read_text("utf-8").splitlines() if line.startswith(("import ", "from "))]
    assert not [line for line in imported if line.split()[1].split(".")[0] in ("schemas", "projections", "hub", "streams", "connectors")]
    assert SIGNER.hub in KEY.text()
