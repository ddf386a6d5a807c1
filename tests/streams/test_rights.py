"""Who may state which reference fact, and what no single record may say: a row a case."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from schemas.registry import FOLDER, all_types
from streams.gate.decide import decide
from streams.gate.intake import take
from streams.gate.registry import Registry
from streams.gate.rights import SUBJECTS
from streams.gate.standing import Memory, Ruling
from tests.streams.world import CITY, CLOCK, COUNTY, FOREIGN, HUB, event, fold, sent, settled, source, unit

pytestmark = pytest.mark.quick
TOWN, NEIGHBOUR = "420624101", "420625"


def ruling(body: Mapping[str, Any], registry: Registry | None = None) -> Ruling | None:
    taken = take([sent(body)])
    return decide(taken.batch, taken.carriers, registry or settled(), CLOCK, Memory()).rulings.get(0)


def national(name: str, subject: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return event(name, data, subject=subject, source=HUB, unit="00-hub", level="national", region="00")


def by_county(name: str, subject: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return event(name, data, subject=subject)


FACTS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "region.renamed": (TOWN, {"code": TOWN, "name": "新名"}),
    "region.moved": (TOWN, {"code": TOWN, "parent": NEIGHBOUR, "new_code": "420625109"}),
    "region.abolished": (TOWN, {"code": TOWN, "successors": [{"code": "420624102"}]}),
    "region.merged": (TOWN, {"code": TOWN, "into": "420624102"}),
    "region.split": (TOWN, {"code": TOWN, "successors": [{"code": "420624102", "share": "60%"}, {"code": "420624103", "share": "40%"}]}),
    "calendar.set": ("2025", {"year": 2025, "holidays": ["2025-01-01"], "workdays": ["2025-01-26"]}),
    "person.erased": ("p-7", {"person": "p-7"}),
}


@pytest.mark.parametrize("name", FACTS)
def test_reforms_calendars_and_erasures_are_the_administrators_alone(name: str) -> None:
    subject, data = FACTS[name]
    # given the fact from the administrator, and from a county; then the one passes and the other is refused for good
    assert ruling(national(name, subject, data)) is None
    found = ruling(by_county(name, subject, data))
    assert found is not None
    assert (found.kind, found.problem.code, found.problem.field) == ("refused", "NOT_YOUR_RIGHT", "/source")


def rule(jurisdiction: str) -> dict[str, Any]:
    return {"jurisdiction": jurisdiction, "step": "contact", "amount": 20, "period": "wd"}


def figure(region: str) -> dict[str, Any]:
    return {"figure": "f-1", "title": "数字", "measure": "suggestions.completed", "region": region, "n": 1, "question": "{}", "position": "0"}


CONCERNING: Mapping[str, tuple[str, str, Any]] = {
    "rule.set": ("r", "/data/jurisdiction", rule),
    "category_scheme.set": ("s", "/data/region", lambda region: {"scheme": "s", "region": region}),
    "department.changed": ("d", "/data/region", lambda region: {"dept": "d", "region": region}),
    "station.changed": ("z", "/data/region", lambda region: {"station": "z", "region": region}),
    "figure.published": ("f-1", "/data/region", figure),
    "object.allocated": (f"{COUNTY}/s-12", "/data/region", lambda region: {"object": f"{COUNTY}/s-12", "region": region}),
}


@pytest.mark.parametrize("name", CONCERNING)
def test_what_names_a_region_is_said_by_a_source_of_that_region_or_above(name: str) -> None:
    subject, place, data = CONCERNING[name]
    # given the fact about the own region and one below, from the county and from its city
    for region in ("420624", TOWN):
        assert ruling(by_county(name, subject, data(region))) is None
        assert ruling(event(name, data(region), subject=subject, source=CITY)) is None
    # then about the neighbour, or the city above, it waits for a fact that would make it right
    for region in (NEIGHBOUR, "4206"):
        found = ruling(by_county(name, subject, data(region)))
        assert found is not None
        assert (found.kind, found.problem.code, found.problem.field) == ("waiting", "NOT_YOUR_RIGHT", place)
        assert f"region:{region}" in found.missing


def test_rules_of_the_nation_are_the_administrators_even_before_another_source_of_the_nation() -> None:
    registry = settled()
    fold(registry, [source("//00/other", "00")])
    # given a source of the whole nation that is not the administrator
    assert ruling(event("rule.set", rule("42"), subject="r", source="//00/other"), registry) is None
    found = ruling(event("rule.set", rule("00"), subject="r", source="//00/other"), registry)
    assert found is not None
    assert (found.kind, found.problem.code) == ("refused", "NOT_YOUR_RIGHT")
    assert ruling(national("rule.set", "r", rule("00")), registry) is None


CONCERNED: Mapping[str, dict[str, Any]] = {
    "unit.changed": {"name": "新名"},
    "unit.closed": {"reason": "撤销"},
    "term.opened": {"term": 19, "opened": "2025-01-10"},
    "session.held": {"term": 19, "session": 1, "first": "2025-01-10", "last": "2025-01-12"},
}


@pytest.mark.parametrize("name", CONCERNED)
def test_what_concerns_a_unit_is_said_by_a_source_that_contains_its_region(name: str) -> None:
    def about(code: str, **members: Any) -> dict[str, Any]:
        return event(name, {"unit": code, **CONCERNED[name]}, subject=code, **members)

    # given the own unit, one of a town below, and the county's from the city
    assert ruling(about("420624-cwh")) is None
    assert ruling(about("420624101-zxt")) is None
    assert ruling(about("420624-cwh", source=CITY)) is None
    # then of the neighbour's unit it waits, and so it does of one that is not registered: nobody knows whose it is
    found = ruling(about("420625-cwh"))
    assert found is not None
    assert (found.kind, found.problem.code, found.problem.field) == ("waiting", "NOT_YOUR_RIGHT", "/data/unit")
    assert {f"source:{COUNTY}", "unit:420625-cwh", f"region:{NEIGHBOUR}"} <= set(found.missing)
    registry = settled()
    unknown = about("420624-new")
    found = ruling(unknown, registry)
    assert found is not None
    assert (found.kind, found.problem.code, found.problem.field, found.missing) == ("waiting", "UNIT_UNKNOWN", "/data/unit", ("unit:420624-new",))
    # and it passes once the unit is registered
    fold(registry, [unit("420624-new", "420624")])
    assert ruling(unknown, registry) is None


def test_a_unit_is_given_another_region_only_by_who_contains_both() -> None:
    def moved(to: str, by: str) -> Ruling | None:
        return ruling(event("unit.changed", {"unit": "420624-cwh", "region": to}, subject="420624-cwh", source=by))

    assert moved(NEIGHBOUR, CITY) is None
    assert moved(TOWN, COUNTY) is None
    found = moved(NEIGHBOUR, COUNTY)
    assert found is not None
    assert (found.kind, found.problem.code, found.problem.field) == ("waiting", "NOT_YOUR_RIGHT", "/data/region")


def test_a_unit_speaks_for_its_new_region_from_the_day_it_changed() -> None:
    registry = settled()

    def spoken(region: str, time: str) -> Ruling | None:
        return ruling(event("suggestion.drafted", {"origin": TOWN}, unit="420624101-zxt", level="town", region=region, time=time), registry)

    # given a town's unit that comes under the county itself on 1 June
    changed = event("unit.changed", {"unit": "420624101-zxt", "region": "420624", "valid_from": "2025-06-01"}, subject="420624101-zxt")
    assert ruling(changed, registry) is None
    fold(registry, [changed])
    # then it is of the town before, and of the county from then on; the other region waits for the unit
    assert spoken(TOWN, "2025-05-31T12:00:00+08:00") is None
    assert spoken("420624", "2025-06-01T00:00:00+08:00") is None
    found = spoken(TOWN, "2025-06-01T00:00:00+08:00")
    assert found is not None
    assert (found.kind, found.problem.code) == ("waiting", "REGION_MISMATCH")
    assert "unit:420624101-zxt" in found.missing


OPEN: Mapping[str, tuple[str, dict[str, Any]]] = {
    "station.changed": ("z", {"station": "z", "name": "新名"}),
    "station.roster_changed": ("z", {"station": "z", "mandates": ["m-1"]}),
    "department.changed": ("d", {"dept": "d", "name": "新名"}),
    "department.merged": ("d", {"dept": "d", "successors": ["e"]}),
    "deputy.merged": ("p-1", {"from": "p-1", "into": "p-2"}),
    "mandate.suspended": ("m-1", {"mandate": "m-1"}),
    "mandate.restored": ("m-1", {"mandate": "m-1"}),
}


@pytest.mark.parametrize("name", OPEN)
def test_what_the_gate_knows_no_region_of_passes_and_the_fold_decides(name: str) -> None:
    subject, data = OPEN[name]
    foreign = {"source": FOREIGN, "unit": "420625-cwh", "region": NEIGHBOUR}
    assert ruling(by_county(name, subject, data)) is None
    assert ruling(event(name, data, subject=subject, **foreign)) is None


def calendar(**data: Any) -> dict[str, Any]:
    return national("calendar.set", "2025", {"year": 2025, **data})


def reform(name: str, **data: Any) -> dict[str, Any]:
    return national(f"region.{name}", TOWN, {"code": TOWN, **data})


def shares(*parts: str | None) -> list[dict[str, Any]]:
    return [{"code": f"42062420{place}"} | ({} if part is None else {"share": part}) for place, part in enumerate(parts)]


CONTRADICTING: Mapping[str, tuple[dict[str, Any], str]] = {
    "a region moved into itself": (reform("moved", parent=TOWN), "/data/parent"),
    "a new code that is the old one": (reform("moved", parent=NEIGHBOUR, new_code=TOWN), "/data/new_code"),
    "a new code that is the parent's": (reform("moved", parent=NEIGHBOUR, new_code=NEIGHBOUR), "/data/new_code"),
    "a region merged into itself": (reform("merged", into=TOWN), "/data/into"),
    "a region split into itself": (reform("split", successors=[{"code": TOWN}, {"code": "420624102"}]), "/data/successors"),
    "a successor named twice": (reform("split", successors=[{"code": "420624102"}, {"code": "420624102"}]), "/data/successors"),
    "shares beyond the whole": (reform("split", successors=shares("60%", "50%")), "/data/successors"),
    "shares beyond one": (reform("abolished", successors=shares("0.7", None, "0.4")), "/data/successors"),
    "a region abolished into itself": (reform("abolished", successors=[{"code": TOWN}]), "/data/successors"),
    "a unit above itself": (by_county("unit.changed", "420624-cwh", {"unit": "420624-cwh", "parent_unit": "420624-cwh"}), "/data/parent_unit"),
    "a department above itself": (by_county("department.changed", "d", {"dept": "d", "parent": "d"}), "/data/parent"),
    "a new department above itself": (
        by_county("department.registered", "d", {"dept": "d", "name": "局", "region": "420624", "parent": "d"}),
        "/data/parent",
    ),
    "a department that succeeds itself": (by_county("department.merged", "d", {"dept": "d", "successors": ["e", "d"]}), "/data/successors"),
    "a person merged into the same": (by_county("deputy.merged", "p-1", {"from": "p-1", "into": "p-1"}), "/data/into"),
    "a session that ends before it begins": (
        by_county("session.held", "420624-cwh", {"unit": "420624-cwh", "term": 19, "session": 1, "first": "2025-01-12", "last": "2025-01-10"}),
        "/data/last",
    ),
    "a rule that ends before it begins": (
        by_county("rule.set", "r", {**rule("420624"), "valid_from": "2025-01-02", "valid_through": "2025-01-01"}),
        "/data/valid_through",
    ),
    "a deadline of so many times a year": (by_county("rule.set", "r", {**rule("420624"), "period": "per_year"}), "/data/period"),
    "a duty within so many working days": (by_county("rule.set", "r", {**rule("420624"), "step": "duty_speech"}), "/data/period"),
    "a calendar of another year than its subject": (national("calendar.set", "2024", {"year": 2025}), "/subject"),
    "a holiday outside the year": (calendar(holidays=["2025-01-01", "2024-12-31"]), "/data/holidays"),
    "a workday outside the year": (calendar(workdays=["2026-01-04"]), "/data/workdays"),
    "a holiday that is worked": (calendar(holidays=["2025-01-01", "2025-01-26"], workdays=["2025-01-26"]), "/data/workdays"),
    "a letter with two outcomes": (
        by_county(
            "class_scheme.set",
            "s",
            {"scheme": "s", "region": "420624", "classes": [{"code": "A", "outcome": "solved"}, {"code": "A", "outcome": "planned"}]},
        ),
        "/data/classes",
    ),
    "a category mapped twice": (
        by_county(
            "category_scheme.set",
            "s",
            {"scheme": "s", "region": "420624", "categories": [{"code": "道路", "category": "transport"}, {"code": "道路", "category": "urban"}]},
        ),
        "/data/categories",
    ),
    "more than the whole done": (
        by_county("project.progressed", f"{COUNTY}/x-1", {"project": f"{COUNTY}/x-1", "progress": 101}),
        "/data/progress",
    ),
}


@pytest.mark.parametrize("name", CONTRADICTING)
def test_a_record_that_contradicts_itself_is_refused(name: str) -> None:
    body, place = CONTRADICTING[name]
    found = ruling(body)
    assert found is not None
    assert (found.kind, found.problem.code, found.problem.field) == ("refused", "CONTRADICTION", place)
    assert found.problem.got != ""


@pytest.mark.parametrize(("year", "passes"), [(2200, True), (2201, False), (2**31 - 1, False)])
def test_a_calendar_of_a_year_far_off_is_refused(year: int, passes: bool) -> None:
    found = ruling(national("calendar.set", str(year), {"year": year}))
    assert (found is None) is passes
    assert found is None or (found.problem.code, found.problem.field, found.problem.expected) == ("FIELD_RANGE", "/data/year", "1954 … 2200")


AGREEING: Mapping[str, dict[str, Any]] = {
    "three thirds, each rounded up": reform("split", successors=shares("33.34%", "33.33%", "33.33%")),
    "shares that are no numbers": reform("split", successors=shares("约六成", "其余")),
    "no shares": reform("split", successors=shares(None, None)),
    "no successors": reform("abolished"),
    "a day-long session": by_county(
        "session.held", "420624-cwh", {"unit": "420624-cwh", "term": 19, "session": 1, "first": "2025-01-10", "last": "2025-01-10"}
    ),
    "a session that goes on": by_county("session.held", "420624-cwh", {"unit": "420624-cwh", "term": 19, "session": 1, "first": "2025-01-10"}),
    "a rule without an end": by_county("rule.set", "r", rule("420624")),
    "three speeches a year": by_county("rule.set", "r", {**rule("420624"), "step": "duty_speech", "amount": 3, "period": "per_year"}),
    "a year without days": calendar(),
    "a project that is done": by_county("project.progressed", f"{COUNTY}/x-1", {"project": f"{COUNTY}/x-1", "progress": 100}),
}


@pytest.mark.parametrize("name", AGREEING)
def test_what_only_looks_like_a_contradiction_passes(name: str) -> None:
    assert ruling(AGREEING[name]) is None


@pytest.mark.parametrize("name", [name for name in SUBJECTS if name.startswith("cn.npc.")])
def test_the_object_of_every_type_is_its_subject_and_another_subject_is_refused(name: str) -> None:
    # given the example of a type, whose subject is what its data name
    example = json.loads((FOLDER / "examples" / f"{name}.json").read_text("utf-8"))
    assert example["data"][SUBJECTS[name]] == example["subject"]
    # when it says another subject
    found = ruling({**example, "subject": f"{example['subject']}x", "source": HUB, "unit": "00-hub", "level": "national", "region": "00"})
    # then it is refused
    assert found is not None
    assert (found.kind, found.problem.code, found.problem.field) == ("refused", "CONTRADICTION", "/subject")


def test_every_type_whose_data_name_an_object_of_their_own_is_in_the_table() -> None:
    """A subject of one's choice is named here with the reason."""
    free = {
        "cn.npc.rule.set.v1",  # a rule is known by jurisdiction, level and step
        "cn.npc.calendar.set.v1",  # a year is a number; schemas/contradictions.py compares it
        "cn.npc.training.completed.v1",  # a course of one deputy
    }
    named = {one.name for one in all_types() if one.family != "suggestion" and not one.name.endswith((".corrected.v1", ".retracted.v1"))}
    assert named - free == set(SUBJECTS)
