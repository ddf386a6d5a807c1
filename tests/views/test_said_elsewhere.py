"""What another region's organ said of something is shown to readers of that region, and where that region lies decides who else sees it."""

import json
from datetime import date
from typing import Any, Final

import pytest

from projections import folders
from projections.statistics import Question, ask, list_cell
from schemas.registry import FOLDER
from tests.projections.anew import Anew
from tests.projections.play import Event, fact, federation
from tests.statistics.test_restated import suggestion
from tests.views.both_ways import quick_and_stored, whole_and_stored
from tests.views.test_many_regions import apart
from tests.views.test_region import move
from tests.views.world import COUNTY, COUNTY_SYSTEM, OTHER_CITY, TOWN, mandate, said, unit, world

THERE = "220221100"
UNIT, STATION = f"{THERE}-rd", f"{THERE}-z"
SAID = (
    said("mandate.suspended", COUNTY_SYSTEM, "unknown", {}),
    mandate("known", "p1", THERE),
    said("mandate.ended", COUNTY_SYSTEM, "known", {"reason": "调离"}),
    said("term.opened", COUNTY_SYSTEM, UNIT, {"unit": UNIT, "term": 17, "opened": "2025-01-08"}, id="term"),
    said("session.held", COUNTY_SYSTEM, UNIT, {"unit": UNIT, "term": 17, "session": 4, "first": "2025-03-06", "last": "2025-03-07"}, id="session"),
    fact("station.opened", STATION, {"station": STATION, "name": "站", "tier": "station", "region": THERE, "host_unit": UNIT}),
    said("station.closed", COUNTY_SYSTEM, STATION, {}),
)
GROUND: Final = ("region", "unit", "source", "reference", "activity.corrected", "activity.retracted", "suggestion.corrected", "suggestion.retracted")
"""First words of types that say where things lie, or take back what was said."""


def examples() -> list[Event]:
    """One of each type, said by the county, of things of regions that nobody knows."""
    events = [json.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "examples").glob("cn.npc.*.json"))]
    county = {"source": COUNTY_SYSTEM, "unit": f"{COUNTY}-rd", "level": "county", "region": COUNTY}
    return [{**one, **county} for one in events if not one["type"].removeprefix("cn.npc.").startswith(GROUND)]


@pytest.mark.parametrize("things", [SAID, examples()], ids=["known", "unknown"])
def test_who_said_it_moves_and_takes_its_readers_along(hubs: Anew, things: list[Event]) -> None:
    with hubs.playing() as hub:
        # given what a county said of things that lie elsewhere
        hub.tell(*world(), *federation("2202", "220221", THERE), unit(THERE), *things)
        hub.fold()
        seen = [one for one in folders.views() if hub.rows(_COLUMN, one.name)]
        assert any(hub.rows(f"SELECT FROM {{view}}.{one.name} WHERE %s = ANY (seen)", COUNTY) for one in seen)
        # when it becomes known that the county has long lain in another city
        hub.tell(move(COUNTY, OTHER_CITY, valid_from="2024-01-01"))
        hub.fold()
        # then the rows of every view that readers see are those that would be derived of all that is known now
        for one in seen:
            whole, stored = whole_and_stored(hub, one.name, ", ".join(one.key))
            assert (one.name, apart(whole)) == (one.name, apart(stored))


def test_what_is_said_after_a_region_moved_is_seen_and_counts_where_it_lies_that_day(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a county that moves to another city; of what began before that some is numbered, assigned, supervised or answered after it
        origin: dict[str, Any] = {"origin": TOWN}
        given = {**origin, "departments": [{"dept": "d", "role": "main"}]}
        names = [f"{COUNTY_SYSTEM}/{name}" for name in ("simple", "topical", "finished", "o")]
        simple, topical, finished, opinion = names
        before, later = "2025-03-06", "2025-05-06"
        hub.tell(
            *world(),
            move(COUNTY, OTHER_CITY, valid_from="2025-04-01"),
            *(suggestion("submitted", name, before, COUNTY_SYSTEM, **origin, kind="own") for name in names[:3]),
            suggestion("registered", simple, later, COUNTY_SYSTEM, **origin, term=17, session=4, no="1"),
            *(suggestion("assigned", name, day, COUNTY_SYSTEM, **given) for name, day in ((simple, later), (finished, before))),
            suggestion("key_supervised", topical, later, COUNTY_SYSTEM, **origin, topic="t"),
            said("opinion.collected", COUNTY_SYSTEM, opinion, origin, f"{before}T09:00:00+08:00"),
            said("opinion.answered_on_spot", COUNTY_SYSTEM, opinion, origin, f"{later}T09:00:00+08:00"),
        )
        hub.fold()
        # when it is asked what the cities' counties did of all that; then each counts where it lay on its day, and can be opened
        cohort: dict[str, Any] = {"first": date(2025, 3, 1), "last": date(2025, 12, 31), "as_of": date(2025, 12, 31), "cohort": True}

        def rows(name: str, asked: str) -> dict[str | None, int | None]:
            question = Question((name,), asked, ("region",), **cohort)
            found: dict[str | None, int | None] = {row.by["region"]: row.n for row in ask(hub.connection, question).rows if row.n}
            one = Question((name,), asked, where={"level": "county"}, **cohort)
            assert sum(item.n for item in list_cell(hub.connection, one, date(2025, 12, 31)).items) == sum(n or 0 for n in found.values())
            hub.connection.rollback()
            return found

        for name in ("suggestions.handled", "suggestions.registered", "topics.key_supervised"):
            assert (name, rows(name, OTHER_CITY)) == (name, {COUNTY: 1})
        assert rows("suggestions.handled", "2201") == {COUNTY: 1}
        # and whoever reads for the other city sees what was said there, and of what was all said before nothing
        for view, objects in {"suggestion": [simple, topical], "matter": [simple, topical], "opinion": [opinion]}.items():
            found = hub.rows(f"SELECT {view} AS name FROM {{view}}.{view} WHERE %s = ANY (seen) ORDER BY {view}", OTHER_CITY)
            assert [row["name"] for row in found] == objects
        # and the quick way makes no row of a life that was told in two places
        quick, _ = quick_and_stored(hub, "suggestion", "suggestion")
        assert len(quick) == 1
        for view in ("suggestion", "opinion"):
            whole, stored = whole_and_stored(hub, view, view)
            assert whole == stored


_COLUMN: Final = "SELECT FROM pg_attribute WHERE attrelid = ('view_1.' || %s)::regclass AND attname = 'seen'"
