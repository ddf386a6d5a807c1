"""What passes, what is refused, what waits: a row a case."""

from collections.abc import Mapping
from typing import Any

import pytest

from schemas import codec
from schemas.topics import inbox, native_inbox
from streams.gate.decide import decide
from streams.gate.intake import Arrival, take
from streams.gate.registry import Registry
from streams.gate.standing import Memory, Ruling
from tests.streams.world import CITY, CLOCK, COUNTY, FOREIGN, HUB, arrival, assigned, by_hub, event, fold, region, sent, settled, source, unit

pytestmark = pytest.mark.quick
TOWN = "420624101"


def ruling(record: Arrival, registry: Registry | None = None, clock: int = CLOCK) -> Ruling | None:
    """The ruling about one record; null when it passes."""
    taken = take([record])
    verdicts = decide(taken.batch, taken.carriers, registry or settled(), clock, Memory())
    assert verdicts.rows.height == 0 or verdicts.rows["passes"][0] == (not verdicts.rulings)
    return verdicts.rulings.get(0)


def held(**data: Any) -> dict[str, Any]:
    a = f"{COUNTY}/a-1"
    return event("activity.held", {"activity": a, "kind": "visit", "host_unit": "420624-cwh", **data}, subject=a)


PASSES: Mapping[str, dict[str, Any]] = {
    "a county's own suggestion": assigned(),
    "the city about the county's matter": assigned(source=CITY),
    "a town's unit through the county's system": assigned(unit="420624101-zxt", level="town", region=TOWN),
    "an object that another source minted": assigned(subject=f"{CITY}/s-1"),
    "a host elsewhere": held(host_unit="420625-cwh"),
    "an announced activity far ahead": event(
        "activity.announced", {"activity": f"{COUNTY}/a-1", "kind": "visit"}, subject=f"{COUNTY}/a-1", time="2031-01-01T00:00:00Z"
    ),
    "a due date far ahead": event("suggestion.extended", {"origin": TOWN, "until": "2031-01-01"}),
    "23 hours ahead": assigned(time="2025-11-25T15:00:00Z"),
    "1 January 1954 in Beijing": by_hub("deputy.registered", "p-1", {"person": "p-1"}, time="1953-12-31T16:00:00Z"),
    "a region before its parent": region("430601", "4306"),
    "a unit of an unknown region, by the administrator": unit("999-cwh", "999"),
    "a source by the administrator": source("//999/x", "999"),
    "a unit of its own subtree": event(
        "unit.registered", {"unit": "420624101-x", "name": "办", "kind": "office", "level": "town", "region": TOWN}, subject="420624101-x"
    ),
    "a deputy": event("deputy.registered", {"person": "p-1"}, subject="p-1"),
    "a day-long activity": held(start="2025-06-08", end="2025-06-08"),
    "an end on the day of an instant": held(start="2025-06-08T09:00:00+08:00", end="2025-06-08"),
    "a reply before any assignment": event("suggestion.replied", {"origin": TOWN, "dept": "420624-jtj"}),
    "a department nobody knows": event("suggestion.contacted", {"origin": TOWN, "dept": "420624-none"}),
}


@pytest.mark.parametrize("name", PASSES)
def test_passes(name: str) -> None:
    assert ruling(sent(PASSES[name])) is None


REFUSED: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "25 hours ahead": (assigned(time="2025-11-25T17:00:00Z"), "TIME_IN_FUTURE", "/time"),
    "31 December 1953 in Beijing": (assigned(time="1953-12-31T15:59:59Z"), "TIME_TOO_OLD", "/time"),
    "a source that is no source": (assigned(source="jyxt"), "FIELD_FORMAT", "/source"),
    "a subject that no source minted": (assigned(subject="s-12"), "FIELD_FORMAT", "/subject"),
    "a subject that is only a source": (assigned(subject=COUNTY), "FIELD_FORMAT", "/subject"),
    "a subject that is another object": (held(activity=f"{COUNTY}/a-2"), "CONTRADICTION", "/subject"),
    "an end before the start": (held(start="2025-06-08", end="2025-06-07"), "CONTRADICTION", "/data/end"),
    "an instant before a day": (held(start="2025-06-08", end="2025-06-07T23:59:59+08:00"), "CONTRADICTION", "/data/end"),
    "a link to itself": (event("suggestion.linked", {"origin": TOWN, "other": f"{COUNTY}/s-12"}), "CONTRADICTION", "/data/other"),
    "an escalation into itself": (
        event("suggestion.escalated", {"origin": TOWN, "to_unit": "4206-cwh", "kind": "new_submission", "new_id": f"{COUNTY}/s-12"}),
        "CONTRADICTION",
        "/data/new_id",
    ),
    "a suggestion that continues itself": (
        event("suggestion.submitted", {"origin": TOWN, "kind": "own", "continues": [f"{COUNTY}/s-12"]}),
        "CONTRADICTION",
        "/data/continues",
    ),
    "a region in itself": (region("430601", "430601"), "CONTRADICTION", "/data/parent"),
    "a region by a county": (event("region.established", region("420624102", "420624")["data"], subject="420624102"), "NOT_YOUR_RIGHT", "/source"),
    "a source by a county": (
        event("source.registered", {"source": "//420624/x", "region": "420624", "families": []}, subject="//420624/x"),
        "NOT_YOUR_RIGHT",
        "/source",
    ),
    "a reader by a county": (event("reader.registered", {"reader": "r", "region": "420624"}, subject="r"), "NOT_YOUR_RIGHT", "/source"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused(name: str) -> None:
    body, code, place = REFUSED[name]
    found = ruling(sent(body))
    assert found is not None
    assert (found.kind, found.problem.code, found.problem.field, found.missing) == ("refused", code, place, ())


WAITS: Mapping[str, tuple[dict[str, Any], str, str, set[str]]] = {
    "an unknown source": (assigned(source="//420624/new"), "SOURCE_UNKNOWN", "/source", {"source://420624/new"}),
    "an unknown unit": (assigned(unit="420624-x"), "UNIT_UNKNOWN", "/unit", {"unit:420624-x"}),
    "a unit before its first day": (
        assigned(time="1999-12-31T00:00:00Z"),
        "UNIT_UNKNOWN",
        "/unit",
        {"unit:420624-cwh", "region:420624", "region:420624101"},
    ),
    "an unknown host": (held(host_unit="420624-x"), "UNIT_UNKNOWN", "/data/host_unit", {"unit:420624-x"}),
    "an unknown origin": (event("suggestion.drafted", {"origin": "420624999"}), "REGION_UNKNOWN", "/data/origin", {"region:420624999"}),
    "unit and origin unknown": (
        event("suggestion.drafted", {"origin": "420624999"}, unit="420624-x"),
        "UNIT_UNKNOWN",
        "/unit",
        {"unit:420624-x", "region:420624999"},
    ),
    "another region than the unit's": (assigned(region=TOWN), "REGION_MISMATCH", "/region", {"unit:420624-cwh", "region:420624", f"region:{TOWN}"}),
    "another level than the unit's": (assigned(level="city"), "LEVEL_MISMATCH", "/level", {"unit:420624-cwh"}),
    "a county about its neighbour": (
        assigned(source=FOREIGN),
        "NOT_YOUR_REGION",
        "/unit",
        {f"source:{FOREIGN}", "unit:420624-cwh", "region:420624", "region:4206", "region:42", "region:00"},
    ),
    "a county about its city": (
        assigned(unit="4206-cwh", level="city", region="4206"),
        "NOT_YOUR_REGION",
        "/unit",
        {f"source:{COUNTY}", "unit:4206-cwh", "region:4206", "region:42", "region:00"},
    ),
    "a unit registered for the neighbour": (
        event("unit.registered", unit("420625-x", "420625")["data"], subject="420625-x"),
        "NOT_YOUR_RIGHT",
        "/data/region",
        {f"source:{COUNTY}", "unit:420624-cwh", "region:420625", "region:4206", "region:42", "region:00"},
    ),
}


@pytest.mark.parametrize("name", WAITS)
def test_waits(name: str) -> None:
    body, code, place, missing = WAITS[name]
    found = ruling(sent(body))
    assert found is not None
    assert (found.kind, found.problem.code, found.problem.field, set(found.missing)) == ("waiting", code, place, missing)


def test_what_waits_passes_once_the_fact_has_come() -> None:
    registry = settled()
    record = sent(assigned(source="//420624/new"))
    assert ruling(record, registry) is not None
    touched = fold(registry, [source("//420624/new", "4206")])
    assert "source://420624/new" in touched
    assert ruling(record, registry) is None


def test_a_family_the_source_was_not_given_waits_for_the_source() -> None:
    registry = settled()
    fold(registry, [source("//420624/acts", "420624", ["activity"])])
    found = ruling(sent(assigned(source="//420624/acts")), registry)
    assert found is not None
    assert (found.kind, found.problem.code, found.missing) == ("waiting", "FAMILY_NOT_ALLOWED", ("source://420624/acts",))


def test_a_revoked_source_is_refused_from_the_instant_on_by_the_gates_clock() -> None:
    registry = settled()
    fold(registry, [by_hub("source.revoked", COUNTY, {"source": COUNTY}, time="2025-07-01T00:00:00Z")])
    memory = Memory()
    codes = []
    for clock in (1_751_327_999_999, 1_751_328_000_000):
        taken = take([sent(assigned())])
        found = decide(taken.batch, taken.carriers, registry, clock, memory).rulings.get(0)
        codes.append(found and (found.kind, found.problem.code))
    assert codes == [None, ("refused", "SOURCE_REVOKED")]


def test_a_correction_may_not_move_an_event_out_of_time() -> None:
    target = {"source": COUNTY, "id": "x"}
    found = ruling(sent(event("suggestion.corrected", {"corrects": target, "fields": {"time": "2031-01-01T00:00:00+08:00"}})))
    assert found is not None
    assert (found.problem.code, found.problem.field) == ("TIME_IN_FUTURE", "/data/fields/time")
    found = ruling(sent(event("suggestion.corrected", {"corrects": target, "fields": {"time": "1950-01-01T00:00:00Z"}})))
    assert found is not None
    assert found.problem.code == "TIME_TOO_OLD"


def test_a_door_vouches_for_the_sender() -> None:
    frame = codec.encode(assigned())
    for sender in (FOREIGN, "", None):
        found = ruling(arrival(frame, sender=sender))
        assert found is not None
        assert (found.kind, found.problem.code) == ("refused", "NOT_YOU")


def test_on_a_native_topic_the_topic_is_the_identity_and_the_header_is_not_believed() -> None:
    frame = codec.encode(assigned())
    assert ruling(arrival(frame, native_inbox("county", "suggestion", COUNTY), sender=None)) is None
    assert ruling(arrival(frame, native_inbox("county", "suggestion", COUNTY), sender=FOREIGN)) is None
    found = ruling(arrival(frame, native_inbox("county", "suggestion", FOREIGN), sender=COUNTY))
    assert found is not None
    assert (found.problem.code, found.problem.expected, found.problem.got) == ("NOT_YOU", FOREIGN, COUNTY)


def test_an_event_of_another_family_than_its_topic_is_refused() -> None:
    found = ruling(arrival(codec.encode(assigned()), inbox("county", "activity")))
    assert found is not None
    assert (found.problem.code, found.problem.expected) == ("TOPIC_MISMATCH", "activity")


def test_the_sender_is_told_before_the_standing_and_the_form_before_the_sender() -> None:
    found = ruling(arrival(codec.encode(assigned(source=FOREIGN, time="2031-01-01T00:00:00Z")), sender=HUB))
    assert found is not None
    assert found.problem.code == "NOT_YOU"
    found = ruling(arrival(b"\x00\x00\x00\x00\x01rest", sender=HUB))
    assert found is not None
    assert found.problem.code == "SCHEMA_UNKNOWN"
