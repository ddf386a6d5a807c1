"""Distinct persons of a region and a year, kept as they take part."""

from datetime import date

from projections.statistics import Question, ask
from tests.projections.anew import Anew
from tests.projections.play import Playing
from tests.projections.test_laws import made_anew
from tests.views.both_ways import whole_and_stored
from tests.views.test_merged import merged
from tests.views.world import ACTIVITY, COUNTY, COUNTY_SYSTEM, TOWN, TOWN_SYSTEM, held, mandate, said, world

KEPT = "SELECT region, year, n FROM {view}.attended ORDER BY region, year"
COUNTED = """
SELECT u.region, extract(year FROM p.day)::integer AS year, count(DISTINCT p.person) AS n
FROM {view}.participation AS p CROSS JOIN LATERAL unnest(p.chain) AS u (region)
WHERE p.known_to IS NULL AND p.day IS NOT NULL
GROUP BY 1, 2 ORDER BY 1, 2
"""


def persons(hub: Playing, region: str, year: int, by: tuple[str, ...] = ()) -> int:
    """Of the whole year; by level they are counted from rows."""
    last = date(year, 12, 31)
    return sum(row.n or 0 for row in ask(hub.connection, Question(("persons",), region, by, first=date(year, 1, 1), last=last, as_of=last)).rows)


def settled(hub: Playing) -> None:
    """What is kept is what is counted, and rows are the same derived whole, the quick way and anew."""
    hub.fold()
    assert hub.rows(KEPT) == hub.rows(COUNTED)
    whole, stored = whole_and_stored(hub, "attendance", "person, year")
    assert whole == stored


def test_a_person_counts_once_a_year_in_every_region_above(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given one person with two mandates, and one that nobody has registered, in two activities of a year and one of another
        hub.tell(*world(), mandate("mT", "p", TOWN), mandate("mC", "p", COUNTY))
        hub.tell(held(mandates=["mT", "mx"]), held(COUNTY_SYSTEM, f"{COUNTY_SYSTEM}/a-9", f"{COUNTY}-rd", mandates=["mC"]))
        hub.tell(held(TOWN_SYSTEM, f"{TOWN_SYSTEM}/a-8", time="2024-03-06T09:00:00+08:00", mandates=["mT"]))
        settled(hub)
        # then the person is one of the county and of the town, in each year
        rows = hub.rows("SELECT person, year, regions[1] AS top, cardinality(regions) AS n FROM {view}.attendance ORDER BY person, year")
        assert [(row["person"], row["year"], row["top"]) for row in rows] == [("?mx", 2025, "00"), ("p", 2024, "00"), ("p", 2025, "00")]
        for region in (TOWN, COUNTY, "00"):
            assert (persons(hub, region, 2025), persons(hub, region, 2024), persons(hub, region, 2023)) == (2, 1, 0)


def test_who_is_taken_off_is_merged_or_was_never_there_counts_no_more(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given two who took part, of whom one is not registered yet
        hub.tell(*world(), mandate("mT", "p", TOWN), held(id="e", mandates=["mT", "mx"]))
        settled(hub)
        assert persons(hub, COUNTY, 2025) == 2
        corrects = {"corrects": {"source": TOWN_SYSTEM, "id": "e"}}
        for event, number in (
            # when the other is learnt to be the same person, when it is another's after all, and when one of both is taken off
            (mandate("mx", "p", COUNTY), 1),
            (merged("p", "q"), 1),
            ({**held(id="c"), "type": "cn.npc.activity.corrected.v1", "data": {**corrects, "fields": {"participants": [{"mandate": "mT"}]}}}, 1),
            # and when nothing was held
            (said("activity.retracted", TOWN_SYSTEM, ACTIVITY, corrects), 0),
        ):
            hub.tell(event)
            settled(hub)
            # then the year has so many, as they are counted of their rows
            assert persons(hub, COUNTY, 2025) == persons(hub, COUNTY, 2025, by=("kind",)) == number
        assert made_anew(hubs.dsn) == []
