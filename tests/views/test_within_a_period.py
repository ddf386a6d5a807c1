"""What is not additive is told within a period as what began within it, each once, never less than nothing (contract 5)."""

from collections.abc import Mapping
from datetime import date

from psycopg2 import extensions

from projections.statistics import Question, ask
from projections.statistics.listing import list_cell
from tests.api.readers import reader, signed_in
from tests.projections.play import Event, Playing, fact
from tests.views.office import CITY, COUNTY, PROVINCE, TOWN, assigned, registered, suggestion, told

HANDLED, BELOW, DEPARTMENTS = "suggestions.handled", "suggestions.handled_from_below", "suggestions.by_department"
OUT, MOVED, AGAIN, OTHER = (suggestion(number) for number in (1, 2, 3, 4))
CITYS = suggestion(9, CITY)

YEARS = {
    "2023": (date(2023, 1, 1), date(2023, 12, 31)),
    "2024": (date(2024, 1, 1), date(2024, 12, 31)),
    "2025": (date(2025, 1, 1), date(2025, 12, 31)),
}


def reassigned(subject: str, day: str, old: str, new: str) -> Event:
    return told("reassigned", subject, day, replaces=[old], departments=[{"dept": new, "role": "main"}])


def history() -> list[Event]:
    """One withdrawn in the year after; one given to another department in May and back in October; one that the county assigns again in another
    year, by a suggestion that continues it, as the city had in between; one withdrawn and made again."""
    return [
        registered(OUT, "2023-11-01"), assigned(OUT, "2023-11-02", "A"), told("withdrawn", OUT, "2024-02-01"),
        registered(MOVED, "2024-03-01"), assigned(MOVED, "2024-03-02", "A"), reassigned(MOVED, "2024-05-05", "A", "B"),
        reassigned(MOVED, "2024-10-05", "B", "A"),
        registered(AGAIN, "2023-06-01"), assigned(AGAIN, "2023-06-02", "A"),
        registered(CITYS, "2023-09-01", continues=[AGAIN]), assigned(CITYS, "2023-09-02", "K"),
        registered(suggestion(30), "2024-06-01", continues=[AGAIN]), assigned(suggestion(30), "2024-06-02", "B"),
        registered(OTHER, "2024-01-10"), assigned(OTHER, "2024-01-11", "A"), told("withdrawn", OTHER, "2024-01-20"),
        told("submitted", OTHER, "2025-03-01", kind="own"),
    ]  # fmt: skip


def told_of(hub: Playing, name: str, region: str, years: str, by: tuple[str, ...] = (), **asked: str) -> Mapping[tuple[object, ...], int]:
    first, last = YEARS[years]
    rows = ask(hub.connection, Question((name,), region, by, first, last, **asked), date(2026, 6, 1)).rows  # type: ignore[arg-type]
    assert all(row.n is None or row.n >= 0 for row in rows)
    return {tuple(row.by.values()): row.n for row in rows if row.n}


def listed(session: extensions.connection, name: str, region: str, years: str) -> dict[str, int]:
    """As a reader opens it."""
    first, last = YEARS[years]
    found = list_cell(session, Question((name,), region, (), first, last), date(2026, 6, 1))
    session.rollback()
    return {item.key: item.n for item in found.items}


def test_what_ends_or_begins_again_counts_once_in_each_period(hub: Playing) -> None:
    hub.tell(*history())
    hub.fold()
    # given 2024, then what was withdrawn takes none off, and what was assigned anew counts in both years; the city's is the city's
    assert [told_of(hub, HANDLED, COUNTY, year) for year in YEARS] == [{(): 2}, {(): 3}, {(): 1}]
    assert [told_of(hub, HANDLED, CITY, year) for year in YEARS] == [{(): 1}, {}, {}]
    assert told_of(hub, HANDLED, PROVINCE, "2023", ("level",)) == {("county",): 2, ("city",): 1}
    assert told_of(hub, HANDLED, CITY, "2024", ("region",)) == {(COUNTY,): 3}
    # and months are distinct each: May and October are assignments of one matter
    months = told_of(hub, HANDLED, COUNTY, "2024", ("month",))
    assert months == {("2024-01",): 1, ("2024-03",): 1, ("2024-05",): 1, ("2024-06",): 1, ("2024-10",): 1}
    # and of departments what began within the year: MOVED stood with A twice, that is once
    assert told_of(hub, DEPARTMENTS, TOWN, "2023") == {("A", "main"): 2, ("K", "main"): 1}
    assert told_of(hub, DEPARTMENTS, TOWN, "2024") == {("A", "main"): 2, ("B", "main"): 2}
    assert told_of(hub, DEPARTMENTS, TOWN, "2025") == {("A", "main"): 1}
    spring = told_of(hub, DEPARTMENTS, TOWN, "2024", ("month",))
    assert spring[("2024-10", "A", "main")] == spring[("2024-05", "B", "main")] == 1
    # and each figure opens; a matter is named by its smallest suggestion
    with signed_in(hub.connection.dsn, reader(hub, "county", COUNTY)) as session:
        assert listed(session, HANDLED, COUNTY, "2024") == {MOVED: 1, CITYS: 1, OTHER: 1}
        assert listed(session, DEPARTMENTS, TOWN, "2024") == {MOVED: 2, CITYS: 1, OTHER: 1}
    # and without a period it is what holds on the day
    now = ask(hub.connection, Question((HANDLED,), COUNTY, as_of=date(2024, 2, 28), last=date(2024, 2, 28)), date(2026, 6, 1)).rows
    assert [row.n for row in now] == [1]


def both(hub: Playing, region: str, by: tuple[str, ...] = (), **asked: object) -> Mapping[tuple[object, ...], tuple[int | None, int | None]]:
    """What a congress handled from below, and of how many."""
    rows = ask(hub.connection, Question((BELOW,), region, by, **asked), date(2026, 6, 1)).rows  # type: ignore[arg-type]
    return {tuple(row.by.values()): (row.n, row.of) for row in rows if row.n or row.of}


def test_of_what_a_congress_handled_it_is_told_what_came_from_below(hub: Playing) -> None:
    # given a matter that climbs from county to city and is assigned by both again, and others of the county alone
    hub.tell(*history())
    # and one that the city hands down to the county, one that both assign on one day, one from a town where nobody assigned it
    down, same, town = suggestion(5, CITY), suggestion(6), suggestion(7, TOWN)
    hub.tell(registered(down, "2024-03-01"), assigned(down, "2024-03-02", "K"))
    hub.tell(registered(suggestion(50), "2024-04-01", continues=[down]), assigned(suggestion(50), "2024-04-02", "A"))
    hub.tell(registered(same, "2024-05-01"), assigned(same, "2024-05-02", "A"))
    hub.tell(registered(suggestion(60, CITY), "2024-05-02", continues=[same]), assigned(suggestion(60, CITY), "2024-05-02", "K"))
    hub.tell(registered(town, "2024-06-01"), registered(suggestion(70), "2024-06-02", continues=[town]), assigned(suggestion(70), "2024-06-03", "A"))
    hub.fold()
    # then two of the city's three came from below, none of the county's: what was handed down did not, nor what nobody below assigned
    assert both(hub, CITY, as_of=date(2025, 1, 1)) == {(): (2, 3)}
    assert both(hub, COUNTY, as_of=date(2025, 1, 1)) == {(): (0, 5)}
    assert both(hub, PROVINCE, as_of=date(2025, 1, 1)) == {}
    assert both(hub, PROVINCE, ("level",), as_of=date(2025, 1, 1)) == {("city",): (2, 3), ("county",): (0, 5)}
    assert both(hub, CITY, ("region",), as_of=date(2025, 1, 1)) == {("own",): (2, 3), (COUNTY,): (0, 5)}
    # and so on the day on which the second was assigned, not the day before
    assert [both(hub, CITY, as_of=date(2024, 5, day)) for day in (1, 2)] == [{(): (1, 2)}, {(): (2, 3)}]
    # and within a period those that the city assigned within it, of as many, also anew
    assert [both(hub, CITY, first=first, last=last) for first, last in YEARS.values()] == [{(): (1, 1)}, {(): (1, 2)}, {}]
    hub.tell(registered(suggestion(80, CITY), "2025-02-01", continues=[CITYS]), assigned(suggestion(80, CITY), "2025-02-02", "K"))
    hub.fold()
    first, last = YEARS["2025"]
    assert both(hub, CITY, first=first, last=last) == {(): (1, 1)}
    assert both(hub, CITY, ("month",), first=first, last=last) == {("2025-02",): (1, 1)}
    # when it is withdrawn, as all of the matter is, then the city handles it no more; in its period it did
    hub.tell(*(told("withdrawn", one, "2025-08-01") for one in (AGAIN, CITYS, suggestion(30), suggestion(80, CITY))))
    hub.fold()
    assert both(hub, CITY, as_of=date(2025, 12, 31)) == {(): (1, 2)}
    assert both(hub, CITY, first=first, last=last) == {(): (1, 1)}
    # and each figure opens
    with signed_in(hub.connection.dsn, reader(hub, "city", CITY)) as session:
        found = list_cell(session, Question((BELOW,), CITY, (), as_of=date(2025, 1, 1)), date(2026, 6, 1)).items
        assert {item.key for item in found} == {f"{min(AGAIN, CITYS)} {CITY}", f"{min(same, suggestion(60, CITY))} {CITY}"}


def test_restated_departments_begin_as_those_they_became(hub: Playing) -> None:
    # given A and B merged into C, then what went from one to the other and back has stood with C since March, and began once
    registered_ = [fact("department.registered", one, {"dept": one, "name": one, "region": COUNTY}) for one in "ABC"]
    merged = [fact("department.merged", one, {"dept": one, "successors": ["C"]}, time="2025-06-01T09:00:00+08:00") for one in "AB"]
    hub.tell(*registered_, *merged, *history())
    hub.fold()
    assert told_of(hub, DEPARTMENTS, TOWN, "2024", regions="2025-12-31") == {("C", "main"): 2}
    months = told_of(hub, DEPARTMENTS, TOWN, "2024", ("month",), regions="2025-12-31")
    assert months == {("2024-01", "C", "main"): 1, ("2024-03", "C", "main"): 1}


def test_numbers_are_of_a_session_or_from_between(hub: Playing) -> None:
    # given two numbers of a session and one from between sessions, one of which two systems registered
    between = told("registered", suggestion(3), "2024-07-01", term=17, no="3")
    hub.tell(registered(suggestion(1), "2024-03-01"), registered(suggestion(2), "2024-03-02"), between)
    hub.tell(told("registered", f"//{COUNTY}/s/twin", "2024-06-01", term=17, no="3"))
    hub.fold()
    names = tuple(f"suggestions.registered{end}" for end in ("", "_in_session", "_between"))
    first, last = YEARS["2024"]
    rows = ask(hub.connection, Question(names, COUNTY, (), first, last), date(2026, 6, 1)).rows
    assert {row.measure: (row.n, row.of) for row in rows} == {names[0]: (3, None), names[1]: (2, 3), names[2]: (1, 3)}
    # and its own source may say later that it was of a session after all
    amended = {"corrects": {"source": f"//{COUNTY}/s", "id": between["id"]}, "fields": {"session": 4}}
    hub.tell(told("corrected", suggestion(3), "2024-08-01", origin=None, **amended))
    hub.fold()
    counted = {row.measure: row.n for row in ask(hub.connection, Question(names, COUNTY, (), first, last), date(2026, 6, 1)).rows}
    assert counted == {names[0]: 4, names[1]: 3, names[2]: 1}
