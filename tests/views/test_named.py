"""What an event names need not be known: it is accepted, and an anomaly stands until the other comes (contract 3); each reference of each type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from psycopg2 import extensions

from schemas.reasons import BROKEN, REASONS
from tests.api.readers import ask, reader, signed_in
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, region, source
from tests.views.world import COUNTY, COUNTY_SYSTEM, OTHER_TOWN, TOWN, TOWN_SYSTEM, held, mandate, said, world

A, OPINION, S, T, M, R, P = (f"{COUNTY_SYSTEM}/{name}" for name in ("a-9", "o-9", "s-9", "t-9", "y-9", "r-9", "p-9"))


@dataclass(frozen=True)
class Named:
    """Something that names what nobody told: the kind and id of the object that is shown, the code, the event, and what cures it."""

    kind: str
    object: str
    code: str
    event: Event
    cure: Sequence[Event]


def by(kind: str, subject: str, day: str = "2025-03-06", /, system: str = COUNTY_SYSTEM, **data: Any) -> Event:
    """What a system says; nothing but `data` is in it."""
    event = said(kind, system, subject, {}, f"{day}T09:00:00+08:00", id=f"{kind}-{subject}-{'-'.join(sorted(data))}-{day}")
    return {**event, "data": data}


def step(name: str, subject: str, **data: Any) -> Event:
    return by(f"suggestion.{name}", subject, origin=TOWN, **data)


def heard(subject: str, **data: Any) -> Event:
    return by("opinion.collected", subject, opinion=subject, origin=TOWN, **data)


def made(subject: str, **data: Any) -> Event:
    return step("submitted", subject, kind="own", **data)


def department(code: str) -> Event:
    return fact("department.registered", code, {"dept": code, "name": code, "region": COUNTY})


def unit(code: str, **data: str) -> Event:
    return fact("unit.registered", code, {"unit": code, "name": code, "kind": "office", "level": "county", "region": COUNTY, **data})


def seated(code: str) -> Sequence[Event]:
    return mandate(code, f"of-{code}", COUNTY), fact("deputy.registered", f"of-{code}", {"person": f"of-{code}", "name": "甲"})


def given(subject: str, *departments: str) -> Event:
    return step("assigned", subject, departments=[{"dept": one, "role": "main"} for one in departments])


NAMED = (
    Named("suggestion", f"{S}1", "DEPARTMENT_UNKNOWN", given(f"{S}1", "d1"), [department("d1")]),
    Named(
        "suggestion",
        f"{S}2",
        "DEPARTMENT_UNKNOWN",
        step("reassigned", f"{S}2", departments=[{"dept": "d2", "role": "separate"}]),
        [department("d2"), given(f"{S}2", "d2")],
    ),
    Named("suggestion", f"{S}3", "MANDATE_UNKNOWN", made(f"{S}3", lead="m3"), seated("m3")),
    Named("suggestion", f"{S}4", "MANDATE_UNKNOWN", made(f"{S}4", signers=["m4"]), seated("m4")),
    Named("suggestion", f"{S}5", "OPINION_UNKNOWN", made(f"{S}5", opinions=[f"{OPINION}5"]), [heard(f"{OPINION}5")]),
    Named("suggestion", f"{S}6", "SUGGESTION_UNKNOWN", made(f"{S}6", continues=[f"{S}6-old"]), [made(f"{S}6-old")]),
    Named("suggestion", f"{S}7", "SUGGESTION_UNKNOWN", made(f"{S}7", recurs=f"{S}7-old"), [made(f"{S}7-old")]),
    Named("suggestion", f"{S}8", "SUGGESTION_UNKNOWN", step("linked", f"{S}8", other=f"{S}8-x"), [made(f"{S}8-x")]),
    Named("suggestion", f"{S}9", "NAMED_UNIT_UNKNOWN", step("escalated", f"{S}9", to_unit="u9", kind="reported_upward"), [unit("u9")]),
    Named("suggestion", f"{S}10", "NAMED_UNIT_UNKNOWN", step("delegated", f"{S}10", to_unit="u10"), [unit("u10")]),
    Named(
        "suggestion",
        f"{S}11",
        "CLASS_UNKNOWN",
        step("replied", f"{S}11", dept="d11", scheme="x11", **{"class": "C"}),
        [fact("class_scheme.set", "x11", {"scheme": "x11", "region": COUNTY, "classes": [{"code": "C", "outcome": "planned"}]})],
    ),
    Named("opinion", f"{OPINION}1", "ACTIVITY_UNKNOWN", heard(f"{OPINION}1", activity=f"{A}1"), [held(COUNTY_SYSTEM, f"{A}1")]),
    Named(
        "opinion",
        f"{OPINION}2",
        "SUGGESTION_UNKNOWN",
        by("opinion.converted", f"{OPINION}2", opinion=f"{OPINION}2", origin=TOWN, suggestion=f"{S}12"),
        [made(f"{S}12")],
    ),
    Named(
        "opinion",
        f"{OPINION}3",
        "NAMED_UNIT_UNKNOWN",
        by("opinion.forwarded", f"{OPINION}3", opinion=f"{OPINION}3", origin=TOWN, to_unit="u3"),
        [unit("u3")],
    ),
    Named("activity", f"{A}4", "NAMED_UNIT_UNKNOWN", held(COUNTY_SYSTEM, f"{A}4", co_units=["u4"]), [unit("u4")]),
    Named(
        "activity",
        f"{A}5",
        "STATION_UNKNOWN",
        held(COUNTY_SYSTEM, f"{A}5", station="z5"),
        [fact("station.opened", "z5", {"station": "z5", "tier": "station", "region": TOWN, "host_unit": f"{TOWN}-rd"})],
    ),
    Named("participation", f"{A}6 m6", "MANDATE_UNKNOWN", held(COUNTY_SYSTEM, f"{A}6", mandates=["m6"]), seated("m6")),
    Named("training", f"{T}1", "MANDATE_UNKNOWN", by("training.completed", f"{T}1", course="c", mandate="m7"), seated("m7")),
    Named("motion", f"{M}1", "MANDATE_UNKNOWN", by("motion.submitted", f"{M}1", motion=f"{M}1", lead="m8", signers=["m8"]), seated("m8")),
    Named("deed", f"{M}2", "MANDATE_UNKNOWN", by("session.speech_made", f"{M}2", speech=f"{M}2", mandate="m9"), seated("m9")),
    Named("deed", f"{M}3", "MANDATE_UNKNOWN", by("duty.report_given", f"{M}3", report=f"{M}3", mandate="m10"), seated("m10")),
    Named(
        "deed",
        f"{R}1",
        "ACTIVITY_UNKNOWN",
        by("research.report_forwarded", f"{R}1", report=f"{R}1", activity=f"{A}7", to_units=[]),
        [held(COUNTY_SYSTEM, f"{A}7")],
    ),
    Named("deed", f"{R}2", "NAMED_UNIT_UNKNOWN", by("research.report_forwarded", f"{R}2", report=f"{R}2", to_units=["u11"]), [unit("u11")]),
    Named(
        "deed",
        f"{R}3",
        "REPORT_UNKNOWN",
        by("research.report_handled", f"{R}3", report=f"{R}3"),
        [by("research.report_forwarded", f"{R}3", "2025-03-01", report=f"{R}3", to_units=[])],
    ),
    Named("mandate", "m12", "PERSON_UNKNOWN", seated("m12")[0], seated("m12")[1:]),
    Named(
        "mandate",
        "m13",
        "NAMED_UNIT_UNKNOWN",
        {**seated("m13")[0], "data": {**seated("m13")[0]["data"], "unit": "u13"}},
        [unit("u13"), seated("m13")[1]],
    ),
    Named(
        "station",
        "z14",
        "NAMED_UNIT_UNKNOWN",
        fact("station.opened", "z14", {"station": "z14", "tier": "station", "region": TOWN, "host_unit": "u14"}),
        [unit("u14")],
    ),
    Named(
        "roster",
        "z15 2025-03-06",
        "STATION_UNKNOWN",
        by("station.roster_changed", "z15", station="z15", mandates=[]),
        [fact("station.opened", "z15", {"station": "z15", "tier": "station", "region": TOWN, "host_unit": f"{TOWN}-rd"})],
    ),
    Named(
        "department",
        "d15",
        "DEPARTMENT_UNKNOWN",
        fact("department.registered", "d15", {"dept": "d15", "name": "d", "region": COUNTY, "parent": "d16"}),
        [department("d16")],
    ),
    Named("unit", "u15", "NAMED_UNIT_UNKNOWN", unit("u15", parent_unit="u16"), [unit("u16")]),
    Named(
        "region",
        OTHER_TOWN,
        "SUCCESSOR_UNKNOWN",
        fact("region.abolished", OTHER_TOWN, {"code": OTHER_TOWN, "successors": [{"code": "220122199"}], "valid_from": "2025-01-01"}),
        [region("220122199", COUNTY, "town")],
    ),
    Named(
        "source",
        f"//{COUNTY}/new",
        "SUCCEEDED_UNKNOWN",
        source(f"//{COUNTY}/new", COUNTY, succeeds=f"//{COUNTY}/old"),
        [source(f"//{COUNTY}/old", COUNTY)],
    ),
    Named(
        "allocation",
        f"{A}8",
        "OBJECT_UNKNOWN",
        fact("object.allocated", f"{A}8", {"object": f"{A}8", "region": TOWN}),
        [held(COUNTY_SYSTEM, f"{A}8")],
    ),
)
"""Every member of a type by which it names what is no region, no acting and no host unit of an activity: those the gate wants known."""


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*world())
        hub.fold()
        yield hub


@pytest.fixture
def session(hub: Playing) -> Iterator[extensions.connection]:
    with signed_in(hub.connection.dsn, reader(hub, "province", "22")) as found:
        yield found


def shown(session: extensions.connection) -> set[tuple[str, str, str]]:
    """What the province is shown."""
    rows = ask(session, "SELECT kind, object, code FROM api.province_anomalies")
    assert {code for *_, code in rows} <= {*REASONS} & {*BROKEN}
    return set(rows)


def test_whatever_an_event_names_may_come_later(hub: Playing, session: extensions.connection) -> None:
    hub.tell(*(one.event for one in NAMED), heard(f"{OPINION}2"), heard(f"{OPINION}3"))
    hub.fold()
    # given all of them, then each is shown of the object that names it
    found = shown(session)
    assert {(one.kind, one.object, one.code) for one in NAMED} - found == set()
    # when what is named comes, then nothing of it is shown any more
    hub.tell(*(event for one in NAMED for event in one.cure))
    hub.fold()
    assert {(one.kind, one.object, one.code) for one in NAMED} & shown(session) == set()
    # and nothing is left but what only the order of those events makes implausible
    assert {code for *_, code in shown(session)} <= {
        "ASSIGNED_UNREGISTERED",
        "OPINION_UNHEARD",
        "REPLY_WITHOUT_ASSIGNMENT",
        "SUGGESTION_UNHEARD",
        "STATION_UNKNOWN",
        "LINK_WAITING",
    }


def test_who_may_not_see_the_other_is_not_told_that_it_is_missing(hub: Playing) -> None:
    # given a suggestion of the town led by a deputy of the county, whom the town does not see
    hub.tell(by("suggestion.submitted", f"{TOWN_SYSTEM}/s-1", system=TOWN_SYSTEM, origin=TOWN, kind="own", lead="m1"), *seated("m1"))
    hub.fold()
    with (
        signed_in(hub.connection.dsn, reader(hub, "town", TOWN)) as town,
        signed_in(hub.connection.dsn, reader(hub, "elsewhere", "2202")) as elsewhere,
    ):
        assert ask(town, "SELECT count(*) FROM view_1.mandate") == [(0,)]
        assert ask(town, "SELECT * FROM api.town_anomalies") == []
        # and what a place names is shown to those alone who may see it
        hub.tell(made(f"{S}1", lead="nobody"))
        hub.fold()
        asked = "SELECT object FROM view_1.stray WHERE code = 'MANDATE_UNKNOWN'"
        assert (ask(town, asked), ask(elsewhere, asked)) == ([(f"{S}1",)], [])


CLOSED: dict[tuple[str, str], Event] = {
    ("project", P): by("project.candidate_listed", P, project=P, year=2025),
    ("vote", f"{COUNTY} 2025"): by("project.voted", P, project=P, year=2025, votes_for=3, against=0, abstain=0, elected=False),
    ("motion", M): by("motion.submitted", M, motion=M),
    ("training", T): by("training.completed", T, course="c", mandate="m1"),
    ("deed", f"{M}1"): by("session.speech_made", f"{M}1", speech=f"{M}1", mandate="m1"),
    ("deed", f"{R}1"): by("research.report_forwarded", f"{R}1", report=f"{R}1", to_units=[]),
    ("station", "z"): {**by("station.opened", "z", station="z", tier="station", region=TOWN, host_unit=f"{TOWN}-rd")},
    ("term", f"{COUNTY}-rd 18"): by("term.opened", f"{COUNTY}-rd", unit=f"{COUNTY}-rd", term=18, opened="2025-03-06"),
    ("session", f"{COUNTY}-rd 18 1"): by("session.held", f"{COUNTY}-rd", unit=f"{COUNTY}-rd", term=18, session=1, first="2025-03-06"),
    ("mandate", "m1"): by("mandate.started", "m1", mandate="m1", person="of-m1", unit=f"{COUNTY}-rd", level="county", region=COUNTY),
}


def test_whatever_a_closed_unit_does_is_shown_until_it_is_open_again(hub: Playing, session: extensions.connection) -> None:
    hub.tell(*CLOSED.values(), by("term.opened", f"{COUNTY}-rd", "2025-03-01", unit=f"{COUNTY}-rd", term=17, opened="2020-01-01"))
    hub.fold()
    assert {code for *_, code in shown(session)} & {"UNIT_CLOSED"} == set()
    # when the unit turns out to have been closed on the day on which all but one of them was said, then each is shown
    hub.tell(fact("unit.closed", f"{COUNTY}-rd", {"unit": f"{COUNTY}-rd", "valid_from": "2025-03-06"}, id="closing"))
    hub.fold()
    assert {(kind, object_) for kind, object_, code in shown(session) if code == "UNIT_CLOSED"} == {*CLOSED}
    # when the closing is corrected to the day after
    amends = {"corrects": {"source": "//00/hub", "id": "closing"}, "fields": {"valid_from": "2025-03-07"}}
    hub.tell(fact("reference.corrected", f"{COUNTY}-rd", amends))
    hub.fold()
    assert "UNIT_CLOSED" not in {code for *_, code in shown(session)}
