"""What the shipped rules of named places forbid: until when a suggestion may be withdrawn and by whom, and until when a department may refuse."""

from collections.abc import Iterator

import pytest

from hub.shipped import events
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, region, source

PLACES = {
    "11": ("00", "province"), "31": ("00", "province"), "33": ("00", "province"), "37": ("00", "province"), "3702": ("37", "city"),
    "41": ("00", "province"), "42": ("00", "province"), "50": ("00", "province"), "51": ("00", "province"),
    "500101": ("50", "county"), "500101101": ("500101", "town"),
}  # fmt: skip
"""Beijing, Shanghai, Zhejiang, Shandong with Qingdao, Henan, Hubei without a rule of its own, Chongqing with a county and a town of it,
Sichuan."""


def places() -> list[Event]:
    """Regions, a unit and a system of each."""
    found: list[Event] = []
    for code, (parent, level) in PLACES.items():
        unit = {"unit": f"{code}-cwh", "name": code, "kind": "standing_committee", "level": level, "region": code}
        found += [region(code, parent, level), fact("unit.registered", unit["unit"], unit), source(f"//{code}/s", code)]
    return found


def said(step: str, at: str, number: int, day: str, **data: object) -> Event:
    """What the system of a place says of a suggestion of its own that arose there."""
    envelope = {"specversion": "1.0", "source": f"//{at}/s", "type": f"cn.npc.suggestion.{step}.v1", "subject": f"//{at}/s/{number}"}
    when = {"id": f"{step}-{at}-{number}-{day}", "time": f"{day}T09:00:00+08:00"}
    return {**envelope, **when, "unit": f"{at}-cwh", "level": PLACES[at][1], "region": at, "data": {"origin": at, **data}}


def assigned(at: str, number: int, day: str, **roles: str) -> Event:
    return said("assigned", at, number, day, departments=[{"dept": dept, "role": role} for dept, role in roles.items()])


def breaches(hub: Playing) -> dict[str, list[str]]:
    rows = hub.rows("SELECT suggestion, anomalies FROM {view}.breach WHERE known_to IS NULL ORDER BY suggestion")
    return {row["suggestion"]: row["anomalies"] for row in rows}


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*places(), *events())
        hub.fold()
        yield hub


def test_until_when_it_may_be_withdrawn_is_the_rule_of_the_place(hub: Playing) -> None:
    for at in ("11", "31", "37", "3702", "42", "50", "500101101"):
        # given one that is withdrawn after it was assigned, and one after it was replied to
        hub.tell(assigned(at, 1, "2025-06-02", A="main"), said("withdrawn", at, 1, "2025-06-05"))
        replied = said("replied", at, 2, "2025-06-05", dept="A")
        hub.tell(assigned(at, 2, "2025-06-02", A="main"), replied, said("withdrawn", at, 2, "2025-06-06"))
    hub.fold()
    # then Beijing forbids both by its own rule, Chongqing, Shandong and Qingdao nothing, and others what comes after the reply
    assert breaches(hub) == {
        "//11/s/1": ["WITHDRAWN_AFTER_ASSIGNMENT"],
        "//11/s/2": ["WITHDRAWN_AFTER_ASSIGNMENT"],
        "//31/s/2": ["WITHDRAWN_AFTER_REPLY"],
        "//42/s/2": ["WITHDRAWN_AFTER_REPLY"],
    }
    # and before the rule of Beijing was there, it forbade nothing of the kind
    hub.tell(assigned("11", 3, "2013-06-03", A="main"), said("withdrawn", "11", 3, "2013-06-05"))
    hub.fold()
    assert "//11/s/3" not in breaches(hub)


def test_what_several_signed_is_withdrawn_by_all_of_them_in_shanghai_alone(hub: Playing) -> None:
    for at in ("31", "50"):
        hub.tell(said("submitted", at, 1, "2025-06-01", kind="co_signed", lead="m-1", signers=["m-2"]))
        hub.tell(said("withdrawn", at, 1, "2025-06-02", by=["m-1"]))
    hub.fold()
    assert breaches(hub) == {"//31/s/1": ["WITHDRAWN_NOT_BY_ALL"]}
    # when the other asks too, then all have
    hub.tell(said("withdrawn", "31", 1, "2025-06-03", by=["m-2"]))
    hub.fold()
    assert breaches(hub) == {}


REFUSALS = (
    ("50", "2025-06-16", "2025-06-17"),
    ("33", "2025-06-12", "2025-06-13"),
    ("41", "2025-06-16", "2025-06-17"),
    ("37", "2025-06-09", "2025-06-10"),
    ("3702", "2025-06-09", "2025-06-10"),
    ("31", "2025-06-11", "2025-06-12"),
)
"""Assigned on 2 June 2025, a holiday: the last day to refuse, and the day after. 7 and 8 June are a weekend, so Shandong's fifth day is the ninth."""


def test_until_when_a_department_may_refuse_is_the_rule_of_the_place(hub: Playing) -> None:
    for at, last, late in (*REFUSALS, ("42", "2025-12-31", "2025-12-31")):
        for number, day in enumerate((last, late), 1):
            hub.tell(assigned(at, number, "2025-06-02", A="main"), said("refused", at, number, day, dept="A"))
    hub.fold()
    assert breaches(hub) == {f"//{at}/s/2": ["REFUSED_LATE"] for at, *_ in sorted(REFUSALS)}
    # and where no calendar says when the period ends nothing is broken, until one does
    hub.tell(assigned("50", 3, "2027-06-01", A="main"), said("refused", "50", 3, "2027-12-01", dept="A"))
    hub.fold()
    assert "//50/s/3" not in breaches(hub)
    hub.tell(fact("calendar.set", "2027", {"year": 2027, "holidays": [], "workdays": []}))
    hub.fold()
    assert breaches(hub)["//50/s/3"] == ["REFUSED_LATE"]
