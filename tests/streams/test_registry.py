"""Dated reference facts: from which day, which of two that contradict, what corrections and retractions do."""

import itertools
from datetime import date

import pytest

from streams.gate import registry as known
from streams.gate.facts import day_of
from streams.gate.registry import Registry
from tests.streams.world import COUNTY, HUB, by_hub, event, federation, fold, region, settled, source, unit

pytestmark = pytest.mark.quick


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def test_the_nation_and_the_administrator_are_known_from_the_start() -> None:
    nothing = Registry()
    assert known.known(nothing, "00", day("1954-09-15"))
    assert known.unit(nothing, "00-hub", day("1954-09-15")) is not None
    assert known.source(nothing, HUB) is not None
    assert not known.known(nothing, "42", day("2025-01-01"))


def test_a_day_is_a_beijing_day() -> None:
    assert day_of(-8 * 3_600_000) == 0
    assert day_of(-8 * 3_600_000 - 1) == -1


def test_a_region_is_known_from_its_first_day_on_and_after_its_last() -> None:
    registry = Registry()
    repealed = region("420624102", "420624", "2010-05-01")
    repealed["data"]["valid_through"] = "2020-12-31"
    fold(registry, [repealed])
    assert [known.known(registry, "420624102", day(one)) for one in ("2010-04-30", "2010-05-01", "2025-01-01")] == [False, True, True]


def test_a_fact_without_a_day_holds_from_the_day_of_its_time() -> None:
    registry = Registry()
    fact = unit("420624-cwh", "420624", time="2024-12-31T17:00:00Z")
    del fact["data"]["valid_from"]
    fold(registry, [fact])
    assert known.unit(registry, "420624-cwh", day("2024-12-31")) is None
    assert known.unit(registry, "420624-cwh", day("2025-01-01")) is not None


def test_ancestry_climbs_to_the_nation_whatever_is_missing_between() -> None:
    registry = settled()
    assert known.ancestry(registry, "420624101", day("2025-01-01")) == ("420624101", "420624", "4206", "42", "00")
    assert known.ancestry(registry, "999", day("2025-01-01")) == ("999", "00")


def test_ancestry_is_that_of_the_day() -> None:
    registry = settled()
    old = region("430601", "4306", "2000-01-01")
    old["data"]["valid_through"] = "2025-02-28"
    fold(
        registry,
        [region("4306", "43"), region("4307", "43"), region("43", "00"), old, region("430601", "4307", "2025-03-01", time="2025-03-01T00:00:00Z")],
    )
    assert known.ancestry(registry, "430601", day("2025-02-28"))[1] == "4306"
    assert known.ancestry(registry, "430601", day("2025-03-01"))[1] == "4307"


def test_of_two_parents_on_one_day_the_smaller_fact_holds_in_any_order() -> None:
    facts = [
        region("430601", "4306", time="2025-01-01T00:00:00Z", id="b"),
        region("430601", "4307", time="2025-01-01T00:00:00Z", id="a"),
        region("430601", "4308", time="2025-01-02T00:00:00Z", id="0"),
    ]
    for order in itertools.permutations(facts):
        registry = Registry()
        fold(registry, order)
        assert known.ancestry(registry, "430601", day("2025-06-01")) == ("430601", "4307", "00")


def test_in_a_cycle_the_largest_fact_does_not_hold_in_any_order() -> None:
    facts = [
        region("1", "2", time="2025-01-01T00:00:00Z"),
        region("2", "3", time="2025-01-03T00:00:00Z"),
        region("3", "1", time="2025-01-02T00:00:00Z"),
    ]
    for order in itertools.permutations(facts):
        registry = Registry()
        fold(registry, order)
        assert known.ancestry(registry, "2", day("2025-06-01")) == ("2", "00")
        assert known.ancestry(registry, "1", day("2025-06-01")) == ("1", "2", "00")


def correction(of: dict[str, object], fields: dict[str, object], **members: object) -> dict[str, object]:
    data = {"corrects": {"source": of["source"], "id": of["id"]}, "fields": fields}
    return by_hub("reference.corrected", str(of["subject"]), data, **members)


def retraction(of: dict[str, object], **members: object) -> dict[str, object]:
    return by_hub("reference.retracted", str(of["subject"]), {"corrects": {"source": of["source"], "id": of["id"]}}, **members)


def test_the_latest_correction_of_a_field_stands_in_any_order() -> None:
    fact = unit("420624-cwh", "420625", time="2025-01-01T00:00:00Z")
    first = correction(fact, {"region": "420626", "level": "city"}, time="2025-01-02T00:00:00Z")
    second = correction(fact, {"region": "420624"}, time="2025-01-03T00:00:00Z")
    for order in itertools.permutations([fact, first, second]):
        registry = Registry()
        fold(registry, order)
        found = known.unit(registry, "420624-cwh", day("2025-06-01"))
        assert found is not None
        assert (found.region, found.level) == ("420624", "city")


def test_a_retraction_outweighs_corrections_and_a_retracted_correction_counts_no_more() -> None:
    fact = unit("420624-cwh", "420624")
    wrong = correction(fact, {"region": "420625"})
    for order in itertools.permutations([fact, wrong, retraction(wrong)]):
        registry = Registry()
        fold(registry, order)
        found = known.unit(registry, "420624-cwh", day("2025-06-01"))
        assert found is not None
        assert found.region == "420624"
    fold(registry, [retraction(fact)])
    assert known.unit(registry, "420624-cwh", day("2025-06-01")) is None


def test_only_the_same_source_or_its_successor_corrects() -> None:
    fact = event("unit.registered", unit("420624101-zxt", "420624101", "town")["data"], subject="420624101-zxt")
    foreign = correction(fact, {"region": "420625"}, source="//420625/jyxt")
    heir = correction(fact, {"level": "county"}, source="//420624/new")
    succession = by_hub(
        "source.registered", "//420624/new", {"source": "//420624/new", "region": "420624", "families": ["reference"], "succeeds": COUNTY}
    )
    for order in itertools.permutations([fact, foreign, heir, succession]):
        registry = Registry()
        fold(registry, order)
        found = known.unit(registry, "420624101-zxt", day("2025-06-08"))
        assert found is not None
        assert (found.region, found.level) == ("420624101", "county")


def test_a_correction_that_makes_no_fact_leaves_the_original() -> None:
    fact = region("420624", "4206")
    registry = Registry()
    fold(registry, [fact, correction(fact, {"valid_from": "soon"}), correction(fact, {"parent": 7})])
    assert known.ancestry(registry, "420624", day("2025-01-01")) == ("420624", "4206", "00")


def test_of_two_copies_under_one_identity_the_smaller_digest_stands_in_any_order() -> None:
    copies = [unit("420624-cwh", "420624", id="same"), unit("420624-cwh", "420625", id="same")]
    regions = set()
    for order in itertools.permutations(copies):
        registry = Registry()
        fold(registry, order)
        found = known.unit(registry, "420624-cwh", day("2025-06-01"))
        assert found is not None
        regions.add(found.region)
    assert len(regions) == 1


def test_a_revocation_holds_from_its_instant() -> None:
    registry = settled()
    assert known.revoked_from(registry, COUNTY) is None
    touched = fold(registry, [by_hub("source.revoked", COUNTY, {"source": COUNTY}, time="2025-07-01T00:00:00Z")])
    assert touched == {f"source:{COUNTY}"}
    assert known.revoked_from(registry, COUNTY) == 1_751_328_000_000


def test_a_duplicate_touches_nothing() -> None:
    registry = Registry()
    facts = federation()
    assert fold(registry, facts)
    assert fold(registry, facts) == frozenset()
    assert fold(registry, [source(COUNTY, "420624", id="another")]) == {f"source:{COUNTY}"}


def reform(kind: str, code: str, since: str, **data: object) -> dict[str, object]:
    time = data.pop("time", "2025-02-10T00:00:00Z")
    return by_hub(f"region.{kind}", code, {"code": code, "valid_from": since, **data}, time=time)


def test_a_new_code_is_known_from_the_move_on_in_any_order() -> None:
    facts = [
        region("4306", "43"),
        region("430621", "4306"),
        region("430621101", "430621"),
        reform("moved", "430621", "2025-03-01", parent="4307", new_code="430722"),
    ]
    for order in itertools.permutations(facts):
        registry = Registry()
        touched = [fold(registry, [one]) for one in order]
        # then whoever waits for either code is judged anew
        assert {"region:430621", "region:430722"} <= touched[order.index(facts[-1])]
        assert [known.known(registry, "430722", day(one)) for one in ("2025-02-28", "2025-03-01")] == [False, True]
        assert known.ancestry(registry, "430722", day("2025-03-01")) == ("430722", "4307", "00")
        # and what lies in the old one goes along, while what is said of the old one lies where it was
        assert known.ancestry(registry, "430621101", day("2025-02-28")) == ("430621101", "430621", "4306", "43", "00")
        assert known.ancestry(registry, "430621101", day("2025-03-01")) == ("430621101", "430722", "4307", "00")
        assert known.ancestry(registry, "430621", day("2025-03-01")) == ("430621", "4306", "43", "00")


def test_when_a_moved_region_becomes_known_late_whoever_waits_for_its_new_code_is_judged_anew() -> None:
    # given a region that was moved twice before anybody established it, then it is established
    registry = Registry()
    fold(registry, [reform("moved", "430621", "2025-03-01", parent="4307", new_code="430722")])
    fold(registry, [reform("moved", "430722", "2025-05-01", parent="4308", new_code="430822")])
    touched = fold(registry, [region("430621", "4306")])
    assert {"region:430621", "region:430722", "region:430822"} <= touched
    assert known.known(registry, "430822", day("2025-05-01"))


def test_a_repealed_code_is_known_and_keeps_its_last_place() -> None:
    for ending in (
        reform("abolished", "420624101", "2025-01-01"),
        reform("merged", "420624101", "2025-01-01", into="420624102"),
        reform("split", "420624101", "2025-01-01", successors=[{"code": "420624102"}]),
    ):
        registry = settled()
        fold(registry, [ending, reform("moved", "420624", "2025-02-01", parent="4207")])
        assert known.known(registry, "420624101", day("2025-06-01"))
        # the county was moved when the town was no more
        assert known.ancestry(registry, "420624101", day("2025-06-01")) == ("420624101", "420624", "4206", "42", "00")
        assert known.ancestry(registry, "420624", day("2025-06-01")) == ("420624", "4207", "00")


def test_a_move_that_something_smaller_contradicts_makes_no_code() -> None:
    merged = reform("merged", "420624", "2025-03-01", into="420625", time="2025-02-09T00:00:00Z")
    moved = reform("moved", "420624", "2025-03-01", parent="4207", new_code="420722")
    for order in itertools.permutations([merged, moved]):
        registry = settled()
        fold(registry, order)
        assert not known.known(registry, "420722", day("2025-06-01"))
        fold(registry, [retraction(merged)])
        assert known.known(registry, "420722", day("2025-06-01"))


def test_what_was_moved_on_from_a_code_that_never_was_makes_no_code() -> None:
    # given a region that was moved to a second code and on to a third, and something smaller that ends it otherwise; or moves that lead back
    merged = reform("merged", "420624", "2025-03-01", into="420625", time="2025-02-09T00:00:00Z")
    first = reform("moved", "420624", "2025-03-01", parent="4207", new_code="420722")
    second = reform("moved", "420722", "2025-05-01", parent="4208", new_code="420823")
    for order in itertools.permutations([merged, first, second]):
        registry = settled()
        fold(registry, order)
        # then neither code is known; both are when that is taken back
        assert [known.known(registry, code, day("2025-06-01")) for code in ("420722", "420823")] == [False, False]
        fold(registry, [retraction(merged)])
        assert [known.known(registry, code, day("2025-06-01")) for code in ("420722", "420823")] == [True, True]
    registry = settled()
    fold(
        registry,
        [reform("moved", one, day_, parent="4207", new_code=other) for one, other, day_ in (("1", "2", "2025-03-01"), ("2", "1", "2025-04-01"))],
    )
    assert [known.known(registry, code, day("2025-06-01")) for code in ("1", "2")] == [False, False]


def test_a_correction_moves_the_new_code() -> None:
    moved = reform("moved", "420624", "2025-03-01", parent="4207", new_code="420722")
    registry = settled()
    fold(registry, [moved])
    touched = fold(registry, [correction(moved, {"new_code": "420723"})])
    assert {"region:420722", "region:420723"} <= touched
    assert [known.known(registry, code, day("2025-06-01")) for code in ("420722", "420723")] == [False, True]


def test_a_unit_that_changes_has_its_new_region_and_level_from_that_day_on_in_any_order() -> None:
    # given a unit, that it moves in 2024 and rises in 2025, a second word about the same day of 2024, and one that is retracted
    def change(number: str, since: str, **data: str) -> dict[str, object]:
        said = {"unit": "420624101-x", "valid_from": since, **data}
        return by_hub("unit.changed", "420624101-x", said, id=f"c-{number}", time="2024-01-01T00:00:00Z")

    told = [
        unit("420624101-x", "420624101", "town", "2010-01-01"),
        change("1", "2024-01-01", region="420624"),
        change("2", "2024-01-01", region="420625"),
        change("3", "2025-01-01", level="county"),
        change("4", "2023-01-01", region="42"),
        by_hub("reference.retracted", "420624101-x", {"corrects": {"source": HUB, "id": "c-4"}}),
    ]
    for order in itertools.permutations(told):
        registry = Registry()
        touched = [fold(registry, [one]) for one in order]
        assert sum("unit:420624101-x" in one for one in touched) >= 4
        # then each day has what was last said to hold; of two words about one day the smaller holds
        found = [known.unit(registry, "420624101-x", day(one)) for one in ("2009-12-31", "2023-06-01", "2024-01-01", "2025-01-01")]
        assert [one and (one.region, one.level) for one in found] == [None, ("420624101", "town"), ("420624", "town"), ("420624", "county")]
        # and a border of days lies wherever something changes
        assert known.era(registry, day("2024-12-31")) != known.era(registry, day("2025-01-01"))
