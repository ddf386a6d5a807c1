"""Figures by category and by month are those counted by hand, and each of their cells opens into what adds up to it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from projections.statistics import Question, ask, list_cell
from projections.statistics.question import period_of_month
from tests.api.readers import reader, signed_in
from tests.projections.play import Event, Playing, categories
from tests.views.world import CITY, COUNTY, COUNTY_SYSTEM, OTHER_TOWN, TOWN, TOWN_SYSTEM, said

TODAY = date(2025, 12, 31)
COMMON = {"交通": "transport", "水利": "water", None: "uncategorised"}
TOLD = (
    (TOWN, "交通", "2025-03"), (TOWN, "交通", "2025-03"), (OTHER_TOWN, "水利", "2025-03"), (TOWN, "交通", "2025-05"), (OTHER_TOWN, "水利", "2025-06"),
    (TOWN, None, "2025-05"),
)  # fmt: skip
"""Where a matter arose, its category, the month of its registration; the opinions of towns likewise."""

MONTHS = ("2025-03", "2025-04", "2025-05", "2025-06")


def matter(number: int, origin: str, category: str | None, month: str) -> Event:
    name, more = f"{COUNTY_SYSTEM}/s-{number}", {} if category is None else {"category": category}
    data = {"origin": origin, "term": 17, "session": 4, "no": str(number), "kind": "own", **more}
    event = said("suggestion.registered", COUNTY_SYSTEM, name, {}, f"{month}-15T09:00:00+08:00")
    return {**event, "data": data}


def opinion(number: int, category: str | None, month: str) -> Event:
    name, more = f"{TOWN_SYSTEM}/o-{number}", {} if category is None else {"category": category}
    return said("opinion.collected", TOWN_SYSTEM, name, {"origin": TOWN, **more}, f"{month}-15T09:00:00+08:00")


def told(hub: Playing) -> None:
    hub.tell(categories(交通="transport", 水利="water"))
    hub.tell(*(matter(number, *one) for number, one in enumerate(TOLD)))
    hub.tell(*(opinion(number, category, month) for number, (_, category, month) in enumerate(TOLD)))
    hub.fold()


def asked(hub: Playing, name: str, by: Sequence[str]) -> Counter[tuple[str, ...]]:
    """The figures of the county from March to June, without those that are 0."""
    question = Question((name,), COUNTY, tuple(by), date(2025, 3, 1), date(2025, 6, 30), TODAY)
    rows = ask(hub.connection, question, TODAY).rows
    return Counter({tuple(row.by[one] or "" for one in by): row.n for row in rows if row.n})


def test_figures_by_category_and_by_month(hub: Playing) -> None:
    # given matters and opinions of several categories over four months
    told(hub)
    for name in ("suggestions.consolidated", "suggestions.registered", "opinions.collected"):
        # when figures are divided, then they are those counted by hand
        assert asked(hub, name, ["category"]) == Counter((COMMON[category],) for _, category, _ in TOLD)
        assert asked(hub, name, ["month"]) == Counter((month,) for *_, month in TOLD)
        assert asked(hub, name, ["month", "category"]) == Counter((month, COMMON[category]) for _, category, month in TOLD)
        # and every month has its row, also one in which nothing was
        question = Question((name,), COUNTY, ("month",), date(2025, 3, 1), date(2025, 6, 30), TODAY)
        assert [row.by["month"] for row in ask(hub.connection, question, TODAY).rows] == list(MONTHS)


def test_every_cell_of_category_and_month_opens(hub: Playing, database: str) -> None:
    # given the same, and a reader of the city
    told(hub)
    with signed_in(database, reader(hub, "city", CITY)) as city:
        for category in ("交通", "水利"):
            for month in MONTHS:
                first, last = period_of_month(month)
                # when a cell is opened, then what is listed is what was told of it, by name, and adds up to it
                listing = list_cell(
                    city, Question(("suggestions.consolidated",), COUNTY, (), first, last, TODAY, {"category": COMMON[category]}), TODAY
                )
                city.rollback()
                wanted = {f"{COUNTY_SYSTEM}/s-{number}": one[0] for number, one in enumerate(TOLD) if one[1:] == (category, month)}
                assert {item.key: item.region for item in listing.items} == wanted
                assert listing.n == sum(item.n for item in listing.items) == len(wanted)
