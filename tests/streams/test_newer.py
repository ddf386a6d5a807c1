"""What an older vocabulary refuses is judged anew by a newer one, and by no other."""

import json
from typing import Any

import pytest

from schemas import codec, quarantine
from schemas.errors import Problem
from schemas.quarantine import Quarantined
from schemas.topics import QUARANTINE, inbox
from streams.gate import newer
from streams.gate.judge import Judge, Judgement
from streams.gate.waiting import Waiting, concerns, note
from tests.faults.release import HELD, MEMBER, NUMBER
from tests.projections.vocabularies import CANCELLED, Vocabularies, vocabularies
from tests.streams.world import CLOCK, COUNTY, arrival, event, settled

__all__ = ["vocabularies"]

WORDS = {"activity": f"{COUNTY}/a", "kind": "reception", "host_unit": "420624-cwh"}


def held(**data: Any) -> dict[str, Any]:
    """An activity of the county."""
    return event("activity.held", {**WORDS, **data}, subject=f"{COUNTY}/a")


def told(judgement: Judgement) -> list[Quarantined]:
    return [quarantine.decode(value) for one in judgement.parcels if one.topic == QUARANTINE for value in one.values]


def test_what_a_later_version_has_is_let_in_by_it_and_what_nobody_has_stays_refused(vocabularies: Vocabularies) -> None:
    # given a newer system that sends Avro and JSON, one of whose members is misspelt, and noise
    with vocabularies.of(vocabularies.newer):
        avro = codec.encode(held(**{MEMBER: "晴"}))
    values = [avro, json.dumps(held(**{MEMBER: "雨"})).encode(), json.dumps(held(wether="雪")).encode(), b"\x00\x00\x0f\xff\xff?"]
    records = [arrival(value, inbox("county", "activity"), offset=at) for at, value in enumerate(values)]
    # when a gate of the older vocabulary judges them
    kept = told(Judge(settled()).arrived(records, CLOCK))
    # then it refuses them and says what it would have to know
    assert [(one.kind, one.code, one.missing) for one in kept] == [
        ("refused", "SCHEMA_UNKNOWN", (f"schema:{NUMBER}",)),
        *[("refused", "FIELD_UNKNOWN", (f"version:{HELD}/2",))] * 2,
        # What cannot be read as far as to prove it free of personal data is not kept, so no vocabulary can judge it anew.
        ("refused", "SCHEMA_UNKNOWN", ()),
    ]
    waiting = Waiting()
    assert not [one for one in kept if concerns(waiting, "refused", quarantine.key_of(one), quarantine.lacked(quarantine.headers_of(one)))]
    # when one of the newer vocabulary reads them, then it judges those that it may know
    with vocabularies.of(vocabularies.newer):
        due = [(at, one) for at, one in enumerate(kept) if note(waiting, at, one)]
        assert [at for at, _ in due] == [0, 1, 2]
        judgement = Judge(settled()).anew(due, CLOCK)
        # and lets in what it knows; the other is refused until yet another version comes
        assert [(one.kind, one.missing) for one in told(judgement)] == [("released", ()), ("released", ()), ("refused", (f"version:{HELD}/3",))]
        passed = [codec.decode(value) for one in judgement.parcels if one.topic == "ledger.activity" for value in one.values]
        assert sorted(one["data"][MEMBER] for one in passed) == ["晴", "雨"]
        assert [note(waiting, 9, one) for one in told(judgement)] == [False] * 3
        assert not waiting.open


@pytest.mark.parametrize("code", ["TYPE_UNKNOWN", "TYPE_VERSION_UNKNOWN"])
def test_a_type_that_comes_later_is_named_and_known_then(code: str, vocabularies: Vocabularies) -> None:
    with vocabularies.of(vocabularies.older):
        lacked = newer.lacking(Problem(code, "/type"), CANCELLED)
        assert lacked
        assert not newer.known(lacked)
        older = newer.fingerprint()
    assert newer.known(lacked)
    assert newer.fingerprint() != older


@pytest.mark.parametrize(("code", "name"), [("TIME_IN_FUTURE", HELD), ("FIELD_UNKNOWN", None), ("TYPE_UNKNOWN", 7), ("FIELD_VALUE", "x")])
def test_of_what_no_vocabulary_helps_nothing_is_named(code: str, name: object) -> None:
    assert newer.lacking(Problem(code), name) == ()


def test_the_records_of_the_hub_itself_are_no_events_of_any_vocabulary() -> None:
    own = quarantine.schema()
    assert not newer.known([f"schema:{own.schema_id}"])
    assert not newer.known([f"type:{own.name}"])
    assert not newer.known([])
