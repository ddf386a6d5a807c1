"""The record of quarantine keeps what the gate did not let pass, to the byte."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import codec, quarantine, registry
from schemas.errors import NotFound, Problem, Refused
from schemas.limits import QUARANTINE_VALUE_BYTES
from schemas.quarantine import Quarantined, with_problem

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)

RECORDS = st.builds(
    Quarantined,
    kind=st.sampled_from(["refused", "waiting", "released", "fix", "resubmit", "dropped"]),
    topic=TEXT,
    partition=st.integers(0, 2**31 - 1),
    offset=st.integers(0, 2**62),
    received=st.integers(0, 2**45),
    missing=st.lists(TEXT).map(tuple),
    id=st.none() | TEXT,
    key=st.none() | st.binary(),
    value=st.none() | st.binary(max_size=2000),
    headers=st.lists(st.tuples(TEXT, st.binary())).map(tuple),
)


@given(record=RECORDS)
def test_a_quarantined_record_is_read_back_as_it_was(record: Quarantined) -> None:
    size = None if record.value is None else len(record.value)
    assert quarantine.decode(quarantine.encode(record)) == replace(record, size=size)


def test_of_a_value_too_long_for_quarantine_the_beginning_and_the_size_are_kept() -> None:
    record = Quarantined("refused", "inbox.county.activity", 0, 7, 1, value=b"x" * 5_000_000)
    kept = quarantine.decode(quarantine.encode(record))
    assert (kept.value, kept.size) == (b"x" * QUARANTINE_VALUE_BYTES, 5_000_000)
    again = quarantine.decode(quarantine.encode(replace(kept, kind="dropped")))
    assert (again.kind, again.size) == ("dropped", 5_000_000)


def test_a_problem_fills_its_members() -> None:
    problem = Problem("NOT_YOU", "/source", "//420624/jyxt", "//420600/x")
    record = with_problem(Quarantined("refused", "inbox.county.activity", 0, 7, 1), problem)
    assert (record.code, record.field, record.expected, record.got) == ("NOT_YOU", "/source", "//420624/jyxt", "//420600/x")


def test_a_quarantined_record_is_no_event_and_an_event_is_none_of_those() -> None:
    with pytest.raises(Refused):
        codec.decode(quarantine.encode(Quarantined("refused", "t", 0, 0, 0)))
    event = registry.FOLDER / "examples" / "cn.npc.suggestion.contacted.v1.json"
    with pytest.raises(Refused):
        quarantine.decode(codec.encode(json.loads(event.read_text("utf-8"))))


def test_the_key_names_the_inbox_record_and_the_header_the_kind() -> None:
    kept = Quarantined("waiting", "inbox.county.suggestion", 3, 17, 0)
    assert quarantine.key_of(kept) == b"inbox.county.suggestion/3/17"
    assert quarantine.kind_of(quarantine.headers_of(kept)) == "waiting"
    assert quarantine.kind_of(()) is None


def test_a_record_is_resubmitted_as_it_was_kept_and_not_when_it_was_not_kept_whole() -> None:
    kept = Quarantined(
        "refused", "inbox.county.suggestion", 3, 17, 0, code="TIME_IN_FUTURE", value=b"abc", size=3, headers=(("hub-source", b"//1/a"),)
    )
    again = quarantine.resubmission(kept, "//420624/desk", "时钟已校准")
    assert (again.kind, again.code, again.value, again.headers, again.actor) == ("resubmit", None, b"abc", kept.headers, "//420624/desk")
    for broken in (replace(kept, value=None), replace(kept, size=4)):
        with pytest.raises(NotFound):
            quarantine.resubmission(broken, "//420624/desk")


def test_a_fix_closes_the_record_and_its_event_names_the_original() -> None:
    kept = Quarantined("refused", "inbox.county.suggestion", 3, 17, 0, source="//420624/jyxt", id="e-1", value=b"abc")
    closed = quarantine.settlement(kept, "fix", "//420624/desk")
    assert (closed.kind, closed.value, quarantine.key_of(closed)) == ("fix", None, quarantine.key_of(kept))
    assert quarantine.fix_cause(kept) == "fix://420624/jyxt e-1"
    assert quarantine.fix_cause(replace(kept, id=None)) == "fix://420624/jyxt inbox.county.suggestion/3/17"
