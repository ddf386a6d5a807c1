"""A mandate of a term is held at most until the day before the next term of its unit begins, whoever published it and in whatever order."""

from collections.abc import Callable, Mapping
from datetime import date

from projections.steps import MANY
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, content, fact, playing
from tests.statistics.formulas import said
from tests.views.both_ways import whole_and_stored
from tests.views.test_roster import deputies as in_station
from tests.views.test_roster import roster
from tests.views.test_station import opened as station
from tests.views.test_suspended import deputies, doubts, turned
from tests.views.test_term import UNIT, opened, session
from tests.views.world import CITY, COUNTY, COUNTY_SYSTEM, OTHER_CITY, PROVINCE, TOWN, held, mandate, world

LAST, NEXT = "2025-10-31", "2025-11-01"
OLD, NEW, OPEN = mandate("old", "p", COUNTY), mandate("new", "q", COUNTY, NEXT, 18), mandate("open", "r", COUNTY, term=None)
LATE_FACTS = "2025-12-01T09:00:00+08:00"


def amended(event: Event, **fields: object) -> Event:
    """A correction of a fact, or without fields its retraction."""
    word, said = ("corrected", {"fields": fields}) if fields else ("retracted", {"reason": "误报"})
    return fact(f"reference.{word}", event["subject"], {"corrects": {"source": event["source"], "id": event["id"]}, **said})


def counted(hub: Playing, known_at: str | None = None) -> list[int | None]:
    """Deputies of the county on the last day of the term and on the first of the next, and within these two days."""
    return [*(deputies(hub, day, known_at=known_at) for day in (LAST, NEXT)), deputies(hub, NEXT, LAST, known_at)]


def by_hand(hub: Playing) -> list[int]:
    """The same two days by the SQL on the page of statistics."""
    with hub.connection, hub.connection.cursor() as cursor:
        return [said(cursor, "deputies", COUNTY, date.fromisoformat(day)) for day in (LAST, NEXT)]


def ends(hub: Playing) -> Mapping[str, tuple[str | None, str]]:
    """By mandate the day from which it is no more, and the days on which it is held, as known now."""
    rows = hub.rows("SELECT mandate, ended, held::text FROM {view}.mandate WHERE known_to IS NULL")
    return {row["mandate"]: (None if row["ended"] is None else row["ended"].isoformat(), row["held"]) for row in rows}


def test_deputies_go_with_their_term(hubs: Anew, new_database: Callable[[], str]) -> None:
    told = [
        *world(),
        opened(17, "2021-12-01"),
        OLD,
        NEW,
        OPEN,
        mandate("above", "s", CITY),
        station("2024-01-01"),
        roster("2024-02-01", "old", "open"),
    ]
    activities = [held(COUNTY_SYSTEM, f"{COUNTY_SYSTEM}/a-{day}", UNIT, f"{day}T09:00:00+08:00", mandates=["old"]) for day in (LAST, NEXT)]
    elsewhere = mandate("elsewhere", "p", OTHER_CITY, NEXT)
    late = opened(18, NEXT)
    with hubs.playing() as hub:
        # given a deputy of a term, one of the next, and one of none; before the next is known to have begun the old one is still held
        hub.tell(*told, elsewhere, *activities, recorded=f"{NEXT}T10:00:00+08:00")
        hub.fold()
        assert counted(hub) == [2, 3, 3]
        # when it is told, late, then the old one goes on its first day, and is where it may not be no more; others stay
        hub.tell(late, recorded=LATE_FACTS)
        hub.fold()
        assert counted(hub) == [2, 2, 3]
        assert by_hand(hub) == [2, 2]
        assert ends(hub) == {
            "old": (NEXT, f"{{[2021-12-01,{NEXT})}}"),
            "new": (None, f"{{[{NEXT},)}}"),
            "elsewhere": (None, f"{{[{NEXT},)}}"),
            **dict.fromkeys(("open", "above"), (None, "{[2021-12-01,)}")),
        }
        assert hub.rows("SELECT mandate FROM {view}.overlap WHERE known_to IS NULL") == []
        assert [in_station(hub, day)[None] for day in (LAST, NEXT)] == [2, 1]
        parts = hub.rows("SELECT day::text, anomalies FROM {view}.participation WHERE known_to IS NULL ORDER BY day")
        assert parts == [{"day": LAST, "anomalies": []}, {"day": NEXT, "anomalies": ["MANDATE_NOT_IN_FORCE"]}]
        # and before that day it was not known
        assert [counted(hub, known_at=day) for day in ("2025-11-30", "2025-12-01")] == [[2, 3, 3], [2, 2, 3]]
        # when the first day is corrected, and then taken back, then the old one moves with it, and is held again
        hub.tell(moved := amended(late, opened="2025-10-31"), recorded="2025-12-02T09:00:00+08:00")
        hub.fold()
        assert (counted(hub), by_hand(hub)) == ([1, 2, 2], [1, 2])
        hub.tell(gone := amended(late), recorded="2025-12-03T09:00:00+08:00")
        hub.fold()
        assert (counted(hub), by_hand(hub)) == ([2, 3, 3], [2, 3])
        # when it is told once more, then all is as if it had been told at once, in the other order
        hub.tell(again := opened(18, NEXT, event="again"), recorded="2025-12-04T09:00:00+08:00")
        hub.fold()
        for view, key in (("mandate", "mandate"), ("overlap", "person"), ("participation", "activity, mandate"), ("roster", "station")):
            whole, stored = whole_and_stored(hub, view, key)
            assert whole == stored, view
        with playing(new_database()) as other:
            other.tell(again, recorded="2025-12-04T09:00:00+08:00")
            other.tell(gone, recorded="2025-12-03T09:00:00+08:00")
            other.fold()
            other.tell(moved, recorded="2025-12-02T09:00:00+08:00")
            other.tell(late, recorded=LATE_FACTS)
            other.tell(elsewhere, *reversed(told), *activities, recorded=f"{NEXT}T10:00:00+08:00")
            other.fold()
            assert (content(other), ends(other)) == (content(hub), ends(hub))


def test_what_is_said_beyond_the_end_of_a_term_changes_nothing(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given terms of which the first session of the next says when they end, also where nobody told when they began
        hub.tell(*world(), session(18, 1, NEXT), mandate("m", "p", COUNTY), mandate("over", "q", COUNTY), mandate("early", "r", COUNTY))
        # and ends before, on and after that day, suspensions over it and after it, and a mandate that begins after its own term
        hub.tell(turned("ended", "early", "2024-05-01"), mandate("even", "s", COUNTY), turned("ended", "even", NEXT))
        hub.tell(turned("ended", "over", "2026-01-01"), turned("suspended", "m", "2025-12-01"), turned("restored", "m", "2025-12-05"))
        hub.tell(mandate("away", "t", COUNTY), turned("suspended", "away", "2025-10-01"), turned("restored", "away", "2025-12-01"))
        hub.tell(mandate("late", "u", COUNTY, NEXT), turned("suspended", "late", "2025-12-01"), turned("restored", "late", "2025-12-05"))
        # and terms of which the next one's first day is not known
        hub.tell(
            opened(19, NEXT, f"{TOWN}-rd"), mandate("gap", "v", TOWN), opened(18, "2020-01-05", f"{PROVINCE}-rd", time="2026-01-01T09:00:00+08:00")
        )
        hub.tell(opened(17, "2021-12-01", f"{PROVINCE}-rd"), mandate("contradicted", "w", PROVINCE))
        hub.fold()
        # then each is held until the first of these days; what says otherwise is seen
        until = f"{{[2021-12-01,{NEXT})}}"
        assert ends(hub) == {
            **dict.fromkeys(("m", "over", "even"), (NEXT, until)),
            "early": ("2024-05-01", "{[2021-12-01,2024-05-01)}"),
            "away": (NEXT, "{[2021-12-01,2025-10-01)}"),
            "late": (NEXT, "{}"),
            **dict.fromkeys(("gap", "contradicted"), (None, "{[2021-12-01,)}")),
        }
        assert {one: found for one, found in doubts(hub).items() if found} == {
            "m": ["MANDATE_SUSPENDED_UNHELD"],
            "over": ["MANDATE_BEYOND_TERM"],
            "late": ["MANDATE_SUSPENDED_UNHELD", "MANDATE_BEYOND_TERM"],
        }
        assert [deputies(hub, day) for day in (LAST, NEXT, "2026-01-01")] == [4, 1, 1]
        doubt = hub.rows("SELECT object, sentence FROM api.county_anomalies WHERE region = %s AND code = 'MANDATE_BEYOND_TERM'", COUNTY)
        assert sorted(row["object"] for row in doubt) == ["late", "over"]
        # when the missing terms become known, then these end too
        hub.tell(opened(18, "2025-06-01", f"{TOWN}-rd"), amended(opened(18, "2020-01-05", f"{PROVINCE}-rd", time="2026-01-01T09:00:00+08:00")))
        hub.tell(opened(18, "2025-06-01", f"{PROVINCE}-rd", "right"))
        hub.fold()
        assert [ends(hub)[one][0] for one in ("gap", "contradicted")] == ["2025-06-01", "2025-06-01"]


def test_a_mandate_goes_with_the_term_and_the_unit_that_it_names(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a mandate of the running term, corrected to be of the one before, and one of another unit of the region
        hub.tell(*world(), opened(18, NEXT), *(one := [mandate("m", "p", COUNTY, term=18)]), mandate("n", "q", COUNTY, term=2147483647))
        hub.fold()
        assert deputies(hub, NEXT) == 2
        hub.tell(amended(one[0], term=17))
        hub.fold()
        assert (deputies(hub, NEXT), ends(hub)["m"][0]) == (1, NEXT)
        # when it turns out to be of a unit that has terms of its own, then it goes with these
        hub.tell(opened(18, "2025-06-01", f"{CITY}-rd"), amended(one[0], term=17, unit=f"{CITY}-rd"))
        hub.fold()
        assert (deputies(hub, "2025-06-01"), ends(hub)["m"][0]) == (1, "2025-06-01")
        # and the largest number that a term may have has none after it
        hub.tell(opened(2147483647, "2025-12-01", f"{TOWN}-rd"), mandate("z", "r", TOWN, term=2147483647))
        hub.fold()
        assert ends(hub)["z"] == (None, "{[2021-12-01,)}")


def test_the_mandates_of_a_large_congress_end_by_one_fact(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given more mandates than keys of which one is looked up after the other, and one who took part in something before and after
        many = [mandate(f"m-{number}", f"p-{number}", COUNTY) for number in range(MANY + 1)]
        days = [held(COUNTY_SYSTEM, f"{COUNTY_SYSTEM}/a-{day}", UNIT, f"{day}T09:00:00+08:00", mandates=["m-0"]) for day in (LAST, NEXT)]
        hub.tell(*world(), *many, *days)
        hub.fold()
        # when the next term opens, then all have ended, and only what happened since has changed
        hub.tell(opened(18, NEXT))
        changed = {name: number for name, number in hub.fold().rows.items() if number}
        assert changed == {"term": 1, "mandate": 2 * len(many), "participation": 2}
        assert [deputies(hub, day) for day in (LAST, NEXT)] == [len(many), 0]
        whole, stored = whole_and_stored(hub, "participation", "activity, mandate")
        assert whole == stored
