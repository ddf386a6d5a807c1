"""Witnessing: two hubs cosign the heads of a third; nothing forged, stale, forked, rolled back or of another log is ever cosigned."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from hub.audit.copying import copy
from hub.audit.trusting import of_head, of_log, within
from hub.embedded.parts import Parts
from hub.witness.adding import written
from hub.witness.register import policy_of
from projections.archive.proofs import Tiles, consistency
from projections.archive.signing import Signer
from projections.archive.verifier import (
    EMPTY,
    HEADS,
    WITNESSED,
    Policy,
    Wrong,
    cosigned,
    folder_policy,
    notes,
    read_checkpoint,
    read_note,
    read_policy,
    read_witness,
    verify,
)
from tests.archive.made import KEY, SIGNER, Archive, entry
from tests.archive.witnesses import LOG, ROWS, Witnessing, asking, grown, said, sizes, witnessing
from tests.conftest import eventually

SIZES = range(7)


@pytest.fixture(scope="module")
def two(postgres_server: Parts, copied: Callable[[str], str], migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Witnessing]]:
    """Two hubs that witness."""
    with witnessing(postgres_server, lambda: copied(migrated), tmp_path_factory.mktemp("witnesses"), ("city.example", "province.example")) as several:
        yield several


def tree(size: int, other: int | None = None) -> Archive:
    """A log of so many entries; `other`: the index of one that is another."""
    return Archive(names=(LOG,)).add(LOG, [entry(99 if one == other else one) for one in range(size)])


def proof(one: Archive, old: int) -> list[bytes]:
    size = one.grown[LOG].tree.size
    return consistency(old, size, Tiles(lambda path: one.files[f"{LOG}/{path}"], size).root)


def asked(one: Archive, old: int) -> bytes:
    return written(old, proof(one, old), one.said[LOG])


def reset(witness: Witnessing, one: Archive | None = None) -> None:
    """As if it had cosigned this last, or nothing."""
    row = (0, EMPTY) if one is None else (one.grown[LOG].tree.size, one.grown[LOG].root)
    witness.sql("UPDATE core.witness_log SET trusted = TRUE, size = %s, root = %s WHERE origin = %s", *row, f"hub.example/{LOG}")


@pytest.fixture
def witness(two: list[Witnessing]) -> Witnessing:
    """One that has cosigned nothing of the log yet."""
    assert two[0].trust(f"hub.example/{LOG}", KEY.of(f"hub.example/{LOG}")).status_code == 201
    reset(two[0])
    return two[0]


def test_every_pair_of_sizes_is_cosigned_from_where_it_was_and_from_nowhere_else(witness: Witnessing) -> None:
    # given a witness that has cosigned any size, when any size is sent with the proof from any size
    for before in SIZES:
        for old in SIZES:
            for size in range(old, len(SIZES)):
                reset(witness, tree(before))
                given = witness.add(asked(tree(size), old))
                # then it is cosigned where the proof begins at what it cosigned last, and else told where that is
                if old != before:
                    assert (given.status_code, given.text, given.headers["content-type"]) == (409, f"{before}\n", "text/x.tlog.size")
                    continue
                assert given.status_code == 200, (before, old, size, given.text)
                note = read_note(tree(size).said[LOG].encode() + given.content)
                assert cosigned(note, witness.witness) is not None
                assert witness.sql("SELECT size, root FROM core.witness_log WHERE origin = %s", note.origin)[0][0] == size


def test_a_fork_is_cosigned_at_no_size(witness: Witnessing) -> None:
    # given a witness that has cosigned a log, when another that parts from it anywhere comes with any proof of its own
    for before in SIZES[1:]:
        reset(witness, tree(before))
        for other in range(before):
            for size in range(before, len(SIZES)):
                forked = tree(size, other)
                given = witness.add(asked(forked, before))
                assert given.status_code == (409 if size == before else 422), given.text
                # nor with the honest log's proof
                given = witness.add(written(before, proof(tree(size), before), forked.said[LOG]))
                assert given.status_code in (409, 422)
    # then the state is what it was
    ((size, root),) = witness.sql("SELECT size, root FROM core.witness_log WHERE origin = %s", f"hub.example/{LOG}")
    assert (size, bytes(root)) == (SIZES[-1], tree(SIZES[-1]).grown[LOG].root)


def test_what_is_not_as_it_should_be_is_refused_each_by_its_status(witness: Witnessing) -> None:
    # given a log of five of which three are cosigned
    reset(witness, tree(3))
    five, good = tree(5), asked(tree(5), 3)
    note, hashes = five.said[LOG], proof(five, 3)
    forger = Signer("hub.example", bytes(32))
    cases = {
        "signed by nobody it knows": (403, written(3, hashes, forger.checkpoint(LOG, 5, five.grown[LOG].root))),
        "a bit of the root": (403, good.replace(note.split("\n")[2].encode(), b"A" * 43 + b"=")),
        "another log's checkpoint under this origin": (403, written(0, [], SIGNER.checkpoint(HEADS, 5, EMPTY).replace(HEADS, LOG, 1))),
        "a log that it does not know": (404, written(0, [], SIGNER.checkpoint("ledger.activity/4", 5, EMPTY))),
        "rolled back": (400, written(3, [], tree(2).said[LOG])),
        "stale": (409, written(2, proof(five, 2), note)),
        "a proof cut short": (422, written(3, hashes[:-1], note)),
        "a proof too long": (422, written(3, [*hashes, EMPTY], note)),
        "another proof": (422, written(3, [EMPTY for _ in hashes], note)),
        "64 lines": (400, written(3, [EMPTY] * 64, note)),
        "a hash too short": (400, good.replace(b"\n", b"\nAAAA\n", 1)),
        "no hash": (400, good.replace(b"\n", b"\n*\n", 1)),
        "a size with a nought": (400, good.replace(b"old 3", b"old 03")),
        "no old size": (400, good.partition(b"\n")[2]),
        "no checkpoint": (400, b"old 3\n\n"),
        "nothing": (400, b""),
        "not text": (400, b"old 3\n\n\xff\xfe"),
        "too long": (413, good + b"\n" * 70_000),
    }
    told = {name: witness.add(body).status_code for name, (_, body) in cases.items()}
    assert told == {name: status for name, (status, _) in cases.items()}
    # then nothing was cosigned, and the honest one is
    assert witness.sql("SELECT size FROM core.witness_log WHERE origin = %s", f"hub.example/{LOG}") == [(3,)]
    assert witness.add(good).status_code == 200
    # nor is anything of a log that is trusted no more, until it is again: from where it was
    assert witness.post("logs/drop", {"origin": f"hub.example/{LOG}"}).status_code == 200
    assert witness.add(asked(tree(6), 5)).status_code == 404
    assert witness.trust(f"hub.example/{LOG}", KEY.of(f"hub.example/{LOG}")).status_code == 201
    assert witness.add(asked(tree(6), 0)).text == "5\n"
    # and nobody gives a known log another key
    assert witness.trust(f"hub.example/{LOG}", forger.key.of(f"hub.example/{LOG}")).status_code == 409


def test_of_several_at_once_one_is_cosigned_at_each_size(witness: Witnessing) -> None:
    # given eight forks of one size, each from an empty log, when they are sent at once
    forks = [asked(tree(8, other), 0) for other in range(8)]
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(witness.add, forks))
    # then one is cosigned, and the others are told that they are late
    assert sorted(one.status_code for one in given) == [200] + [409] * 7
    assert {one.text for one in given if one.status_code == 409} == {"8\n"}


@pytest.fixture
def asker(two: list[Witnessing], bare: str) -> str:
    """The database of a hub that asks the two, who know it and have cosigned nothing of it."""
    for one in two:
        assert one.trust(KEY.name, KEY).status_code == 201
        one.sql("UPDATE core.witness_log SET size = 0, root = sha256('')")
        said(bare, "INSERT INTO core.witness (name, key, url) VALUES (%s, %s, %s)", one.witness.name, one.witness.text(), one.api)
    return bare


def test_a_head_is_trusted_with_two_of_three(two: list[Witnessing], asker: str, tmp_path: Path) -> None:
    # given a hub with two witnesses, when its heads grow
    one, folder = Archive(), tmp_path / "archive"
    grown(one, folder, 0, 3)
    with asking(asker, folder):
        eventually(lambda: sizes(asker) == [3, 3])
        grown(one, folder, 3, 5)
        eventually(lambda: sizes(asker) == [5, 5])
    # then the archive says who stands for the last: the hub and both
    policy = folder_policy(folder, None)
    assert policy is not None
    assert policy == policy_of([one.witness.text() for one in two]) == read_policy(policy.text())
    trust = verify(folder, KEY, policy=policy).trust
    assert trust is not None
    assert (trust.size, trust.by, trust.needed, trust.of, trust.trusted) == (
        5,
        ("hub.example", "city.example/witness", "province.example/witness"),
        2,
        3,
        True,
    )
    # when one is away, nothing waits: the other stands for it, and two of three are enough
    said(asker, "UPDATE core.witness SET url = 'http://127.0.0.1:9' WHERE name LIKE 'city%%'")
    with asking(asker, folder):
        grown(one, folder, 5, 6)
        eventually(lambda: sizes(asker) == [5, 6])
        eventually(lambda: said(asker, ROWS)[0][2] == "WITNESS_AWAY")
        trust = verify(folder, KEY, policy=policy).trust
        assert trust is not None
        assert (trust.by, trust.trusted) == (("hub.example", "province.example/witness"), True)
    # when both are away, it says how many are lacking, and up to where it is trusted
    grown(one, folder, 6, 8)
    trust = verify(folder, KEY, policy=policy).trust
    assert trust is not None
    assert (trust.by, trust.trusted, trust.upto) == (("hub.example",), False, 6)
    assert "还缺 1 个" in trust.sentence()
    assert "1 lacking (2 of 3 wanted); trusted up to 6" in trust.sentence("en")
    # when the database was lost, the disk keeps what was cosigned; when a file was, the database does
    said(asker, "UPDATE core.witness SET size = 0, checkpoint = '', line = '', url = 'http://127.0.0.1:9'")
    before = (folder / HEADS / WITNESSED).read_bytes()
    with asking(asker, folder):
        eventually(lambda: {row[2] for row in said(asker, ROWS)} == {"WITNESS_AWAY"})
    assert (folder / HEADS / WITNESSED).read_bytes() == before
    assert [read_note(note).size for note in notes(before)] == [5, 6]


def test_a_hub_that_was_put_back_is_seen_by_its_witnesses(two: list[Witnessing], asker: str, tmp_path: Path) -> None:
    # given a hub whose disk and database are both put back to an earlier day
    one, folder, before = Archive(), tmp_path / "archive", tmp_path / "before"
    grown(one, folder, 0, 3)
    shutil.copytree(folder, before)
    with asking(asker, folder):
        eventually(lambda: sizes(asker) == [3, 3])
        grown(one, folder, 3, 5)
        eventually(lambda: sizes(asker) == [5, 5])
    said(asker, "UPDATE core.witness SET size = 0, checkpoint = '', line = ''")
    # when it asks again, then both say so
    with asking(asker, before):
        eventually(lambda: [row[2] for row in said(asker, ROWS)] == ["WITNESS_AHEAD"] * 2)
    # when it signs other heads up to that size and beyond, then it forks
    other = Archive()
    grown(other, before, 0, 3)
    for end in (5, 7):
        for number in range(end - 2, end):
            other.add(LOG, [entry(number + 100)]).head()
        other.lay(before)
        said(asker, "UPDATE core.witness SET problem = ''")
        with asking(asker, before):
            eventually(lambda: {row[2] for row in said(asker, ROWS)} == {"WITNESS_FORKED"})
    # and none of it was cosigned; who has the cosigned head refuses the other archive
    assert [row[0] for each in two for row in each.sql("SELECT size FROM core.witness_log WHERE origin = %s", KEY.name)] == [5, 5]
    shutil.copy(folder / HEADS / WITNESSED, before / HEADS / WITNESSED)
    with pytest.raises(Wrong, match=r"not the signed one|two roots"):
        verify(before, KEY)


def test_a_witness_that_was_restored_from_an_older_state_is_told_of(two: list[Witnessing], asker: str, tmp_path: Path) -> None:
    # given heads that are cosigned, when a witness is put back, then it cosigns what goes on, and it is told how far it had fallen
    one, folder = Archive(), tmp_path / "archive"
    grown(one, folder, 0, 2)
    with asking(asker, folder):
        eventually(lambda: sizes(asker) == [2, 2])
        older = two[0].sql("SELECT size, root FROM core.witness_log WHERE origin = %s", KEY.name)[0]
        grown(one, folder, 2, 4)
        eventually(lambda: sizes(asker) == [4, 4])
        two[0].sql("UPDATE core.witness_log SET size = %s, root = %s WHERE origin = %s", *older, KEY.name)
        grown(one, folder, 4, 6)
        eventually(lambda: sizes(asker) == [6, 6])
    assert [row[4] for row in said(asker, ROWS)] == ["4 → 2", ""]


def test_an_answer_that_is_no_cosignature_is_not_taken(two: list[Witnessing], asker: str, tmp_path: Path) -> None:
    # given a witness whose key is not the one that was told: another stands at its address
    said(asker, "UPDATE core.witness SET url = %s WHERE name = %s", two[1].api, two[0].witness.name)
    one, folder = Archive(), tmp_path / "archive"
    grown(one, folder, 0, 2)
    with asking(asker, folder):
        eventually(lambda: [(row[1], row[2]) for row in said(asker, ROWS)] == [(0, "WITNESS_WRONG"), (2, "")])
    # then only the other stands for it
    assert [read_note(note).size for note in notes((folder / HEADS / WITNESSED).read_bytes())] == [2]
    trust = verify(folder, KEY, policy=Policy(2, tuple(each.witness for each in two))).trust
    assert trust is not None
    assert trust.by == ("hub.example", "province.example/witness")


def test_what_stands_for_a_head_stands_for_manifests_and_receipts_that_it_covers(two: list[Witnessing], asker: str, tmp_path: Path) -> None:
    # given heads of which the first four are cosigned, and two more that are not
    one, folder = Archive(), tmp_path / "archive"
    grown(one, folder, 0, 2)
    early = read_checkpoint(one.said[LOG].encode(), KEY)
    head = read_checkpoint(one.said[HEADS].encode(), KEY)
    grown(one, folder, 2, 4)
    with asking(asker, folder):
        eventually(lambda: sizes(asker) == [4, 4])
    grown(one, folder, 4, 6)
    late, last = (read_checkpoint(one.said[name].encode(), KEY) for name in (LOG, HEADS))
    policy = policy_of([each.witness.text() for each in two])
    # then what a manifest names, and what a receipt carries, is trusted where such a head covers it, and nowhere else
    read = within(folder)
    assert [of_head(read, KEY, policy, each.size, each.root).by[1:] for each in (head, last)] == [tuple(w.witness.name for w in two), ()]
    assert [of_log(read, KEY, policy, each).trusted for each in (early, late)] == [True, False]
    # nor a head or a log that is another at that size
    assert not of_head(read, KEY, policy, head.size, EMPTY).trusted
    assert not of_log(read, KEY, policy, replace(early, root=EMPTY)).trusted
    # and the copy that a stranger takes says the same
    copy(read, tmp_path / "copy", KEY, True, lambda _done, _all: None)
    trust = verify(tmp_path / "copy", KEY, policy=folder_policy(tmp_path / "copy", None)).trust
    assert trust is not None
    assert (trust.size, trust.upto, trust.trusted) == (6, 4, False)


@pytest.mark.quick
def test_a_policy_that_is_none_is_refused() -> None:
    witness = "example.com/w+d24a1d2b+BLJbCNiUmLcYpQpLX1Bs2Vw9iSyXKjzuY6UVT5oDYnYF"
    for wrong in ("", "needed", "needed 0", "needed 2", "needed x", "needed 1\nwitness", "needed 1\nother x", f"needed 1\nwitness {witness[:-2]}"):
        with pytest.raises(Wrong):
            read_policy(wrong)
    with pytest.raises(Wrong):
        read_witness(KEY.text())
