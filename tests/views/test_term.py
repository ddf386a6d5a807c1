"""Terms have the boundaries of their unit, and sessions lie in them; what is not known is said."""

from collections.abc import Callable, Sequence
from datetime import date

from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, content, fact, playing
from tests.views.world import CITY, COUNTY, OTHER_CITY, OTHER_TOWN, PROVINCE, TOWN, world

UNIT = f"{COUNTY}-rd"


def opened(term: int, day: str, unit: str = UNIT, event: str | None = None, **envelope: str) -> Event:
    """A term of a unit began."""
    said = fact("term.opened", unit, {"unit": unit, "term": term, "opened": day}, time=f"{day}T09:00:00+08:00")
    return {**said, **({} if event is None else {"id": event}), **envelope}


def session(term: int, number: int, first: str, last: str | None = None, unit: str = UNIT) -> Event:
    """A session of a unit was held."""
    data = {"unit": unit, "term": term, "session": number, "first": first, "last": last}
    return fact("session.held", unit, data, time=f"{first}T09:00:00+08:00")


Terms = dict[int, tuple[str | None, str | None, list[str]]]

LIVES: dict[str, tuple[str, Sequence[Event], Terms]] = {
    "each ends where the next of its unit begins": (
        f"{TOWN}-rd",
        [opened(18, "2026-11-20", f"{TOWN}-rd"), opened(17, "2021-12-20", f"{TOWN}-rd")],
        {17: ("2021-12-20", "2026-11-20", []), 18: ("2026-11-20", None, [])},
    ),
    "the session numbered 1 opens its term": (
        f"{OTHER_TOWN}-rd",
        [session(17, 1, "2021-12-20", "2021-12-23", f"{OTHER_TOWN}-rd"), session(16, 5, "2021-01-07", unit=f"{OTHER_TOWN}-rd")],
        {17: ("2021-12-20", None, [])},
    ),
    "of two facts about one first day the smaller holds": (
        f"{CITY}-rd",
        [opened(17, "2021-12-21", f"{CITY}-rd"), session(17, 1, "2021-12-20", unit=f"{CITY}-rd")],
        {17: ("2021-12-20", None, ["TERM_CONTRADICTED"])},
    ),
    "without the next one the end is not known": (
        f"{OTHER_CITY}-rd",
        [opened(16, "2016-12-28", f"{OTHER_CITY}-rd"), opened(18, "2026-11-20", f"{OTHER_CITY}-rd")],
        {16: ("2016-12-28", None, ["TERM_END_UNKNOWN"]), 18: ("2026-11-20", None, [])},
    ),
    "days in another order than numbers contradict each other": (
        f"{PROVINCE}-rd",
        [
            opened(17, "2021-12-20", f"{PROVINCE}-rd"),
            opened(18, "2020-01-05", f"{PROVINCE}-rd", "wrong", time="2022-01-05T09:00:00+08:00"),
        ],
        {17: ("2021-12-20", None, []), 18: (None, None, ["TERM_CONTRADICTED"])},
    ),
}
SITTING = [
    opened(17, "2021-12-20"),
    opened(18, "2026-11-20"),
    session(17, 2, "2021-12-19"),
    session(17, 3, "2024-01-08"),
    {**session(17, 3, "2024-01-09"), "id": "other"},
    session(17, 4, "2023-01-08"),
    session(17, 6, "2026-11-19", "2026-11-20"),
    session(19, 3, "2033-01-01"),
]


def terms(hub: Playing, unit: str = UNIT) -> Terms:
    """By number the first day of each term, the first day of the next, and what is implausible, as known now."""
    rows = hub.rows("SELECT * FROM {view}.term WHERE unit = %s AND known_to IS NULL", unit)
    return {row["term"]: (_text(row["day"]), _text(row["ended"]), row["anomalies"]) for row in rows}


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def test_terms_and_sessions_lie_where_their_unit_says(hubs: Anew, new_database: Callable[[], str]) -> None:
    told = [event for _, events, _ in LIVES.values() for event in events] + SITTING
    with hubs.playing() as hub:
        hub.tell(*world(), recorded="2024-12-31T09:00:00+08:00")
        # when the terms and sessions of six units are told
        hub.tell(*told)
        hub.fold()
        # then each unit has boundaries of its own
        for name, (unit, _, found) in LIVES.items():
            assert terms(hub, unit) == found, name
        # and a session outside of its term, or in the wrong order, is an anomaly
        rows = hub.rows("SELECT term, session, day, last, anomalies FROM {view}.session WHERE unit = %s AND known_to IS NULL ORDER BY 1, 2", UNIT)
        assert [(row["session"], row["day"], row["last"], row["anomalies"]) for row in rows] == [
            (2, date(2021, 12, 19), None, ["SESSION_OUTSIDE_TERM"]),
            (3, date(2024, 1, 8), None, ["VALUES_DIFFER"]),
            (4, date(2023, 1, 8), None, ["SESSION_OUT_OF_ORDER"]),
            (6, date(2026, 11, 19), date(2026, 11, 20), ["SESSION_OUTSIDE_TERM"]),
            (3, date(2033, 1, 1), None, ["SESSION_WITHOUT_TERM"]),
        ]
        # and in the other order, fold by fold, it is the same
        with playing(new_database()) as other:
            other.tell(*reversed(told))
            other.fold()
            other.tell(*world(), recorded="2024-12-31T09:00:00+08:00")
            other.fold()
            assert content(other) == content(hub)


def test_boundaries_are_known_by_recorded_days_and_cured_by_what_comes(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a term and a session of the one before; later the next term, and one that is wrong
        hub.tell(*world(), opened(17, "2021-12-20"), session(16, 5, "2021-01-07"), recorded="2025-01-05T09:00:00+08:00")
        hub.tell(opened(18, "2026-11-20"), opened(15, "2022-01-01", event="wrong"), recorded="2026-11-21T09:00:00+08:00")
        hub.fold()
        rows = hub.rows("SELECT known_from, ended FROM {view}.term WHERE term = 17 ORDER BY known_from")
        assert [tuple(row.values()) for row in rows] == [(date(2025, 1, 5), None), (date(2026, 11, 21), date(2026, 11, 20))]
        assert hub.rows("SELECT anomalies FROM {view}.session WHERE known_to IS NULL") == [{"anomalies": ["SESSION_WITHOUT_TERM"]}]
        # when the opening of the session's term comes, and the wrong one is retracted
        hub.tell(opened(16, "2016-12-28"), fact("reference.retracted", UNIT, {"corrects": {"source": "//00/hub", "id": "wrong"}, "reason": "误报"}))
        hub.fold()
        # then both are cured
        assert terms(hub) == {16: ("2016-12-28", "2021-12-20", []), 17: ("2021-12-20", "2026-11-20", []), 18: ("2026-11-20", None, [])}
        assert hub.rows("SELECT anomalies FROM {view}.session WHERE known_to IS NULL") == [{"anomalies": []}]
