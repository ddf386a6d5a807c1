"""Figures are for every reader; what lies behind them for whoever may read it."""

from collections.abc import Iterator
from datetime import date

import pytest
from psycopg2 import errors, extensions

from projections.statistics import Listing, Question, ask, list_cell
from schemas.days import format_instant
from schemas.errors import NotFound, UsageError
from tests.api.conftest import SIBLING_CITY
from tests.api.readers import ask as query
from tests.api.readers import reader, signed_in
from tests.projections.play import Playing
from tests.views.world import ACTIVITY, CITY, COUNTY, COUNTY_SYSTEM, PROVINCE, TOWN, TOWN_SYSTEM, held, said

TODAY = date(2025, 12, 31)


@pytest.fixture
def city(hub: Playing, database: str) -> Iterator[extensions.connection]:
    with signed_in(database, reader(hub, "city", CITY)) as session:
        yield session


@pytest.fixture
def sibling(hub: Playing, database: str) -> Iterator[extensions.connection]:
    with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session:
        yield session


def opened(connection: extensions.connection, name: str, region: str = TOWN, **more: object) -> Listing:
    """The list behind a figure."""
    try:
        return list_cell(connection, Question((name,), region, **more), TODAY)  # type: ignore[arg-type]
    finally:
        connection.rollback()


def test_any_reader_may_ask_for_figures_of_any_region(sibling: extensions.connection) -> None:
    figure = "SELECT measure, n FROM api.stat(ARRAY['activities.held', 'people.received', 'participations', 'persons', 'mandates'], %s)"
    assert query(sibling, figure, TOWN) == [
        ("activities.held", 1),
        ("people.received", 30),
        ("participations", 1),
        ("persons", 1),
        ("mandates", 2),
    ]
    assert [row.n for row in ask(sibling, Question(("persons", "deputies"), PROVINCE), TODAY).rows] == [2, 2]
    assert query(sibling, "SELECT sum(n) FROM api.city_statistics WHERE statistic = 'people.received' AND region = %s", CITY) == [(30,)]


def test_an_answer_says_on_how_much_it_rests_whoever_asks(hub: Playing, sibling: extensions.connection) -> None:
    # Given an event of the town in two copies
    hub.tell(held(id="e", subject=f"{TOWN_SYSTEM}/a-9", counts={"people": 1}), held(id="e", subject=f"{TOWN_SYSTEM}/a-9", counts={"people": 2}))
    hub.fold()
    # When a reader asks who may see neither
    answer = ask(sibling, Question(("people.received",), COUNTY), TODAY)
    # Then the answer counts it as disputed, and shows the positions of the whole ledger
    assert answer.disputed == 1
    assert ask(sibling, Question(("people.received",), SIBLING_CITY), TODAY).disputed == 0
    assert ask(sibling, Question(("people.received",), COUNTY, as_of=date(2025, 3, 5)), TODAY).disputed == 0
    assert (answer.last_event, len(answer.position)) == ("2025-12-31T04:00:00.000Z", 4)
    # And in SQL each row says the same, with its unit and whether it adds up
    rests = 'unit, additive, regions, as_of, known_at, "position", last_event, disputed'
    asked = f"SELECT {rests} FROM api.stat(ARRAY['people.received', 'persons'], %s, as_of => '2025-12-31')"
    told = query(sibling, asked, COUNTY)
    assert [row[:5] for row in told] == [("人次", True, "recorded", TODAY, None), ("人", False, "recorded", TODAY, None)]
    assert {(format_instant(round(newest.timestamp() * 1000)), disputed) for *_, newest, disputed in told} == {(answer.last_event, 1)}
    assert [row[5] for row in told] == [answer.position] * 2
    assert query(sibling, "SELECT disputed FROM api.stat(ARRAY['people.received'], %s, as_of => '2025-03-05')", COUNTY) == [(0,)]


def test_the_list_adds_up_to_the_figure(city: extensions.connection) -> None:
    listing = opened(city, "people.received")
    assert (listing.n, [(item.key, item.region, item.n) for item in listing.items]) == (30, [(ACTIVITY, TOWN, 30)])
    assert [item.key for item in opened(city, "mandates", CITY).items] == [f"{ACTIVITY} mC", f"{ACTIVITY} mT"]
    assert [item.key for item in opened(city, "persons", COUNTY).items] == ["p"]
    assert [(item.key, item.n) for item in opened(city, "deputies", CITY).items] == [("p", 1)]
    assert opened(city, "activities.held", where={"kind": "visit"}).items == ()
    assert opened(city, "activities.held", first=date(2025, 4, 1)).items == ()


@pytest.mark.parametrize("name", ["activities.held", "people.received", "participations", "mandates", "persons", "deputies"])
def test_for_whoever_may_not_read_all_of_it_the_list_is_not_found(city: extensions.connection, name: str) -> None:
    # The city sees one of the two that the province's figure counts
    for region in (PROVINCE, SIBLING_CITY):
        with pytest.raises(NotFound):
            opened(city, name, region)


def test_one_figure_is_opened_at_a_time(city: extensions.connection) -> None:
    for question in (Question(("persons", "mandates"), TOWN), Question(("persons",), COUNTY, by=("region",))):
        with pytest.raises(UsageError) as caught:
            list_cell(city, question, TODAY)
        assert caught.value.problem.code == "ONE_CELL_ONLY"
    with pytest.raises(UsageError) as caught:
        opened(city, "persons", "999999")
    assert caught.value.problem.code == "REGION_NEVER_ESTABLISHED"


def test_a_cohort_is_what_entered_and_what_became_of_it(hub: Playing, city: extensions.connection) -> None:
    # Given a station that opened in 2023 and closed in 2025, and one that opened in 2024
    for code, opened_on in (("z1", "2023-05-01"), ("z2", "2024-05-01")):
        hub.tell(said("station.opened", COUNTY_SYSTEM, code, {"tier": "station", "region": TOWN, "valid_from": opened_on}))
    hub.tell(said("station.closed", COUNTY_SYSTEM, "z1", {"valid_from": "2025-02-01"}))
    hub.fold()

    # When the cohort of each year is asked for
    def cohort(year: int, as_of: str) -> int | None:
        question = Question(("stations.open",), CITY, (), date(year, 1, 1), date(year, 12, 31), date.fromisoformat(as_of), cohort=True)
        (row,) = ask(city, question, TODAY).rows
        return row.n

    # Then it is followed beyond its year
    assert [cohort(2023, day) for day in ("2023-04-30", "2023-12-31", "2025-01-31", "2025-02-01")] == [0, 1, 1, 0]
    assert cohort(2024, "2025-12-31") == 1
    assert query(city, "SELECT n FROM api.stat(ARRAY['stations.open'], %s, first => '2023-01-01', last => '2023-12-31', cohort => TRUE)", CITY) == [
        (0,)
    ]
    assert query(city, "SELECT n FROM api.stat(ARRAY['stations.open'], %s, first => '2025-01-01', last => '2025-12-31')", CITY) == [(-1,)]
    by_month = ask(city, Question(("stations.open",), CITY, ("month",), date(2024, 4, 1), date(2024, 6, 30), TODAY, cohort=True), TODAY)
    assert [row.n for row in by_month.rows] == [0, 1, 0]


def test_a_count_of_persons_has_no_cohort(city: extensions.connection) -> None:
    with pytest.raises(UsageError) as caught:
        ask(city, Question(("persons",), CITY, first=date(2025, 1, 1), cohort=True), TODAY)
    assert caught.value.problem.code == "COHORT_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("SELECT * FROM api.stat(ARRAY['no.such'], '22')", "STATISTIC_UNKNOWN"),
        ("SELECT * FROM api.stat(ARRAY['persons'], '22', ARRAY['grade'])", "DIMENSION_NOT_ALLOWED"),
        ("SELECT * FROM api.stat(ARRAY['persons'], '99')", "REGION_NEVER_ESTABLISHED"),
        ("SELECT * FROM api.stat(ARRAY['persons'], '22', cohort => TRUE)", "FIELD_MISSING"),
        ("SELECT * FROM api.stat(ARRAY['persons'], '22', ARRAY['month'], first => '2000-01-15', as_of => '2200-01-01')", "FIELD_RANGE"),
        (
            "SELECT * FROM api.stat(ARRAY['persons'], '22', ARRAY['month'], last => 'infinity', as_of => 'infinity')",
            "FIELD_RANGE",
        ),
    ],
)
def test_a_wrong_question_in_sql_is_refused_by_its_code(city: extensions.connection, statement: str, code: str) -> None:
    with pytest.raises(errors.RaiseException, match=code):
        query(city, statement)
