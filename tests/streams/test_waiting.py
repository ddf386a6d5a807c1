"""The index of what waits."""

import pytest

from schemas.quarantine import Kind, Quarantined
from streams.gate import newer
from streams.gate.waiting import Mark, Waiting, concerns, due, floor, lacks, mark, note, resume, want

pytestmark = pytest.mark.quick


def record(kind: Kind, offset: int, *missing: str) -> Quarantined:
    return Quarantined(kind, "inbox.county.suggestion", 0, offset, 0, missing=missing)


def test_a_record_is_due_when_one_of_its_facts_comes() -> None:
    waiting = Waiting()
    assert note(waiting, 100, record("waiting", 1, "unit:a", "region:b"))
    assert note(waiting, 101, record("waiting", 2, "unit:a"))
    assert due(waiting, ["source:x"]) == []
    assert due(waiting, ["unit:a"]) == [100, 101]
    assert due(waiting, ["unit:a"]) == []
    want(waiting, 101, ["unit:a"])
    assert due(waiting, ["unit:a", "region:b"]) == [100, 101]


@pytest.mark.parametrize("kind", ["released", "fix", "dropped", "refused"])
def test_what_was_dealt_with_is_due_no_more(kind: Kind) -> None:
    waiting = Waiting()
    note(waiting, 100, record("waiting", 1, "unit:a"))
    assert concerns(waiting, kind, b"inbox.county.suggestion/0/1")
    assert not note(waiting, 101, record(kind, 1))
    assert due(waiting, ["unit:a"]) == []
    assert floor(waiting, 102) == 102


def test_a_refused_record_that_never_waited_is_not_even_read() -> None:
    assert not concerns(Waiting(), "refused", b"inbox.county.suggestion/0/1")


def test_a_newer_record_replaces_the_older() -> None:
    waiting = Waiting()
    note(waiting, 100, record("waiting", 1, "unit:a"))
    note(waiting, 105, record("waiting", 1, "region:b"))
    assert due(waiting, ["unit:a"]) == []
    assert due(waiting, ["region:b"]) == [105]
    assert floor(waiting, 200) == 105


def test_a_resubmitted_record_is_judged_anew() -> None:
    waiting = Waiting()
    assert note(waiting, 100, record("resubmit", 1))
    assert floor(waiting, 101) == 100


UNKNOWN, KNOWN = "schema:4095", "type:cn.npc.activity.held.v1"


def test_a_refused_record_that_this_vocabulary_reads_is_judged_anew_and_others_are_not_held() -> None:
    waiting = Waiting()
    # given what an older and what no vocabulary knows, when it is read, then only the first is held
    assert not concerns(waiting, "refused", b"inbox.county.suggestion/0/1", [UNKNOWN])
    assert concerns(waiting, "refused", b"inbox.county.suggestion/0/2", [KNOWN])
    assert note(waiting, 7, record("refused", 2, KNOWN))
    assert floor(waiting, 9) == 7
    # when it is refused for something else, then it is due no more
    assert not note(waiting, 8, record("refused", 2, UNKNOWN))
    assert floor(waiting, 9) == 9


def test_a_vocabulary_that_has_changed_begins_at_the_first_record_that_was_refused_for_want_of_it() -> None:
    # given what is noted by one to whom something was lacking at 4 and something is waiting at 8
    waiting = Waiting()
    for offset, lacked in ((3, KNOWN), (4, UNKNOWN), (6, UNKNOWN)):
        lacks(waiting, offset, [lacked])
    note(waiting, 8, record("waiting", 1, "unit:a"))
    kept = str(mark(waiting, 9))
    # when one of the same vocabulary resumes, then at what waits, and it passes on what was lacking
    other = Waiting()
    assert resume(other, Mark.of(kept)) == 8
    assert mark(other, 9).lacking == 4
    # when one of another resumes, then at what was lacking
    assert resume(Waiting(), Mark.of(kept.replace(newer.fingerprint(), "another"))) == 4
    # and one to whom nothing was noted begins at the beginning
    assert resume(Waiting(), Mark.of("")) == 0
