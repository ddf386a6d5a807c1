"""A system's own categories become the common ones by the scheme in force; what none names is uncategorised, and nothing is dropped."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from projections.statistics import Question, ask
from tests.projections.play import Event, Playing, categories, content, playing, source
from tests.views import office
from tests.views.office import CITY, COUNTY, TOWN, heard, opinion, registered, suggestion, told

TODAY = date(2025, 12, 31)
OTHER_COUNTY, OTHER_TOWN = "420625", "420624102"
ONE, TWO, THREE = (suggestion(number) for number in (1, 2, 3))
OTHER = suggestion(1, OTHER_COUNTY)
FIRST, LATER = "2025-06-01T09:00:00+08:00", "2025-07-01T09:00:00+08:00"


def counted(hub: Playing, name: str = "suggestions.consolidated", region: str = CITY, **more: Any) -> list[tuple[str | None, int | None]]:
    """Figures by category in the order of the answer."""
    rows = ask(hub.connection, Question((name,), region, ("category",), **more), TODAY).rows
    return [(row.by["category"], row.n) for row in rows]


def filed(hub: Playing, view: str = "suggestion") -> Mapping[str, str]:
    found = hub.rows(f"SELECT {view} AS one, category FROM {{view}}.{view} WHERE known_to IS NULL ORDER BY 1")
    return {row["one"]: row["category"] for row in found}


def tell(hub: Playing, *events: Event, recorded: str = FIRST) -> None:
    hub.tell(*events, recorded=recorded)
    hub.fold()


def test_own_categories_are_counted_as_common_ones(hub: Playing) -> None:
    # given three matters of a county and an opinion of its town; one says no category, and one a category that no scheme names
    tell(hub, categories(道路="transport", 学校="education"))
    tell(hub, registered(ONE, "2025-06-01", category="道路"), registered(TWO, "2025-06-02", category="杂事"), registered(THREE, "2025-06-03"))
    tell(hub, registered(suggestion(4), "2025-06-04", category="学校"), heard("collected", opinion(1), "2025-06-01", category="学校"))
    # when figures are divided by category, then what is uncategorised stands last, and the rows add up to what is counted
    assert counted(hub) == [("education", 1), ("transport", 1), ("uncategorised", 2)]
    assert counted(hub, "suggestions.registered", COUNTY) == [("education", 1), ("transport", 1), ("uncategorised", 2)]
    assert counted(hub, "opinions.collected") == [("education", 1)]
    assert counted(hub, where={"category": "uncategorised"}) == [("uncategorised", 2)]
    # and what the system said itself is kept
    own = hub.rows("SELECT own_category FROM {view}.suggestion WHERE category = 'uncategorised' ORDER BY suggestion")
    assert [row["own_category"] for row in own] == ["杂事", ""]


def test_the_nearest_scheme_that_names_the_code_holds(hub: Playing) -> None:
    # given a county with two systems that mean different things by 01, under a scheme of the nation
    second = f"//{COUNTY}/t"
    tell(hub, source(second, COUNTY), categories(**{"01": "other", "02": "water", "03": "health"}))
    by_first = told("registered", ONE, "2025-06-01", category="01", term=17, no="1")
    by_second = [
        told("registered", f"{second}/{number}", "2025-06-01", source=second, category=code, term=17, no=f"2{number}")
        for number, code in enumerate(("01", "02", "03"))
    ]
    scheme = categories(COUNTY, "a", **{"01": "transport", "02": "housing"})
    of_second = {**categories(COUNTY, "b", **{"01": "education"}), "source": second, "unit": f"{COUNTY}-cwh", "level": "county", "region": COUNTY}
    tell(hub, by_first, *by_second, registered(OTHER, "2025-06-01", origin=f"{OTHER_COUNTY}", category="01"))
    # when both set a scheme, the second system's of later validity
    tell(hub, scheme, {**of_second, "data": {**of_second["data"], "valid_from": "2025-01-01"}})
    # then each system's own holds for it before the county's other one, that before the nation's, code by code; the other county has the nation's
    named = {**{f"{second}/{number}": one for number, one in enumerate(("education", "housing", "health"))}, OTHER: "other"}
    # the first system set none: of the county's two the one that came into force last
    assert filed(hub) == {**named, ONE: "education"}


def test_a_scheme_holds_from_its_day(hub: Playing) -> None:
    # given a code that means another thing from July on, and nothing from September on
    tell(hub, categories(since="2025-07-01", 治水="environment"), categories(since="2025-01-01", 治水="water"), categories(since="2025-09-01"))
    days = ("2024-12-31", "2025-06-30", "2025-07-01", "2025-08-31", "2025-09-01")
    tell(hub, *(registered(suggestion(number), day, category="治水") for number, day in enumerate(days)))
    rows = hub.rows(
        "SELECT category, valid_from::text, nullif(valid_to, 'infinity')::text AS valid_to FROM {view}.category_scheme ORDER BY valid_from"
    )
    assert [tuple(row.values()) for row in rows] == [("water", "2025-01-01", "2025-07-01"), ("environment", "2025-07-01", "2025-09-01")]
    # then each suggestion has what held on the day on which its category was given
    assert list(filed(hub).values()) == ["uncategorised", "water", "environment", "environment", "uncategorised"]
    # and so has one that was submitted before and registered after, without a category or with one
    early = {"kind": "own", "category": "治水"}
    tell(hub, told("submitted", suggestion(7), "2025-06-30", **early), registered(suggestion(7), "2025-07-01"))
    tell(hub, told("submitted", suggestion(8), "2025-06-30", **early), registered(suggestion(8), "2025-07-01", category="治水"))
    assert [filed(hub)[suggestion(number)] for number in (7, 8)] == ["water", "environment"]


def test_a_scheme_that_comes_later_touches_what_stands_under_it(hub: Playing) -> None:
    # given matters of two counties and an opinion, with the same category
    tell(hub, registered(ONE, "2025-06-01", category="道路"), registered(TWO, "2025-06-02", category="学校"))
    tell(hub, registered(OTHER, "2025-06-01", origin=OTHER_COUNTY, category="道路"), heard("collected", opinion(1), "2025-06-01", category="道路"))
    places = "SELECT suggestion, ctid::text || xmin::text AS at FROM {view}.suggestion"
    before = {row["suggestion"]: row["at"] for row in hub.rows(places)}
    # when one county sets a scheme a month later
    scheme = categories(COUNTY, 道路="transport")
    tell(hub, scheme, recorded=LATER)
    # then its matter and its town's opinion are of that category, and no other row is written
    assert counted(hub) == [("transport", 1), ("uncategorised", 2)]
    assert (filed(hub)[ONE], filed(hub, "opinion")) == ("transport", {opinion(1): "transport"})
    after = {row["suggestion"]: row["at"] for row in hub.rows(places)}
    assert {one for one in before if before[one] != after[one]} == {ONE}
    # and what was known before is what was told then
    assert counted(hub, known_at="2025-06-30") == [("uncategorised", 3)]
    assert counted(hub, "opinions.collected", known_at="2025-06-30") == [("uncategorised", 1)]
    assert counted(hub, known_at="2025-07-01") == [("transport", 1), ("uncategorised", 2)]
    # when it is corrected, then it says the other thing; when it is retracted, nothing
    listed = {"categories": [{"code": "道路", "category": "urban"}]}
    amends = {"corrects": {"source": scheme["source"], "id": scheme["id"]}}
    said = {**scheme, "id": "c", "type": "cn.npc.reference.corrected.v1", "data": {**amends, "fields": listed}}
    tell(hub, said, recorded="2025-08-01T09:00:00+08:00")
    assert counted(hub) == [("urban", 1), ("uncategorised", 2)]
    tell(hub, {**said, "id": "r", "type": "cn.npc.reference.retracted.v1", "data": amends}, recorded="2025-09-01T09:00:00+08:00")
    assert counted(hub) == [("uncategorised", 3)]
    assert counted(hub, known_at="2025-08-31") == [("urban", 1), ("uncategorised", 2)]


def test_any_order_gives_the_same_rows(new_database: Callable[[], str]) -> None:
    # given a matter that climbs, whose category is that of where it arose, and schemes of the county and the nation
    climbing = [
        registered(ONE, "2025-06-01", category="道路"),
        registered(suggestion(9, CITY), "2025-07-01", category="学校", continues=[ONE]),
        registered(TWO, "2025-06-01", origin=OTHER_TOWN, category="学校"),
        heard("collected", opinion(1), "2025-06-01", category="道路"),
    ]
    schemes = [categories(学校="education"), categories(COUNTY, 道路="transport"), categories(COUNTY, since="2025-06-01", 道路="urban")]
    found = []
    for events in ([*climbing, *schemes], [*reversed(schemes), *reversed(climbing)]):
        with playing(new_database()) as hub:
            tell(hub, *office.reference())
            # when they are told one by one, in two orders
            for event in events:
                tell(hub, event)
            found.append(content(hub))
            # then the figures are the same, and so are all rows
            assert counted(hub) == [("education", 1), ("urban", 1)]
            assert counted(hub, region=TOWN) == [("urban", 1)]
    assert found[0] == found[1]
