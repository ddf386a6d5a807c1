"""The index of what waits."""

import pytest

from schemas.quarantine import Kind, Quarantined
from streams.gate.waiting import Waiting, concerns, due, floor, note, want

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
