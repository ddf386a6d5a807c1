"""A code that ends hands what lies in it to the one that alone goes on from it; else that stays until somebody says where it went."""

import itertools
from datetime import date, timedelta
from random import Random
from typing import Any

from projections.statistics import Question, ask
from streams.gate import registry as known
from streams.gate.registry import Registry
from tests.api import readers
from tests.api.readers import reader, signed_in
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, federation, playing, region
from tests.streams.world import fold
from tests.views import office
from tests.views.both_ways import whole_and_stored
from tests.views.test_many_regions import apart
from tests.views.test_region import chain, move, reform

OLD, HEIR, THIRD, LATER = "420624", "420625", "420626", "420627"
TOWN, OTHER, MINE = "420624101", "420624102", "420625101"
DAY, BEFORE, AFTER = "2025-03-01", "2025-02-28", "2025-06-01"
GROUND = tuple(federation("42", "4206", OLD, HEIR, THIRD, TOWN, OTHER, MINE))
NAMES = ("code", "into", "new_code", "parent", "id")
"""Members that name a code, or the id of a fact."""


def above(hub: Playing, code: str, day: str = DAY, turn: str = "") -> list[str]:
    """What lies above a code on a day, without the province and the nation."""
    return [one.removeprefix(turn) for one in chain(hub, f"{turn}{code}", day)[1:-2]]


def under(turn: str, one: Event) -> dict[str, Any]:
    """A fact about codes of its own, under an id of its own."""
    return {**one, "id": f"{turn}{one['id']}", "subject": f"{turn}{one['subject']}", "data": _named(one["data"], turn)}


def _named(data: Any, turn: str) -> Any:
    if isinstance(data, dict):
        return {key: f"{turn}{one}" if key in NAMES and one not in ("00", "42") else _named(one, turn) for key, one in data.items()}
    return [_named(one, turn) for one in data] if isinstance(data, list) else data


def in_each_order(hub: Playing, *told: Event) -> list[str]:
    """Tell facts one by one, on known ground and before it, each twice, in each order on codes of its own; what these begin with."""
    orders = [*itertools.permutations((*((one,) for one in told), GROUND))]
    for turn in range(len(orders[0])):
        for number, order in enumerate(orders):
            hub.tell(*[under(f"{number}-", one) for one in order[turn] for _ in "ab"])
        hub.fold()
    for view in ("region", "ancestry", "township"):
        whole, stored = whole_and_stored(hub, view, "region")
        assert apart(whole) == apart(stored)
    return [f"{number}-" for number in range(len(orders))]


def test_a_merger_takes_along_what_lies_there_unless_it_is_told_otherwise(hubs: Anew) -> None:
    # given a county that was merged, a town of it that went elsewhere on that day, and one that came into it under the old code afterwards
    late = region("420624103", OLD, "town", valid_from="2025-05-01")
    with hubs.playing() as hub:
        for turn in in_each_order(hub, reform("merged", OLD, into=HEIR), move(OTHER, THIRD), late):
            # then what lay there lies in the successor from that day on, what was told to be elsewhere there
            assert [above(hub, TOWN, day, turn) for day in (BEFORE, DAY, AFTER)] == [[OLD, "4206"], [HEIR, "4206"], [HEIR, "4206"]]
            assert [above(hub, OTHER, day, turn) for day in (BEFORE, DAY)] == [[OLD, "4206"], [THIRD, "4206"]]
            assert above(hub, "420624103", AFTER, turn) == [HEIR, "4206"]
            # and the old code keeps its place
            assert above(hub, OLD, AFTER, turn) == ["4206"]


def test_a_successor_takes_over_when_it_is_there_and_hands_on_when_it_ends(hubs: Anew) -> None:
    # given a county that goes on in one that is established a month later, and is merged in its turn
    several = (
        reform("abolished", OLD, successors=[{"code": LATER}]),
        region(LATER, "4206", "county", valid_from="2025-04-01"),
        reform("merged", LATER, day=AFTER, into=HEIR),
    )
    with hubs.playing() as hub:
        for turn in in_each_order(hub, *several):
            days = (BEFORE, DAY, "2025-03-31", "2025-04-01", "2025-05-31", AFTER)
            assert [above(hub, TOWN, day, turn)[0] for day in days] == [OLD, OLD, OLD, LATER, LATER, HEIR]


def test_what_lies_in_what_is_not_there_yet_lies_where_that_does_on_its_first_day(hubs: Anew) -> None:
    # given a town that is there from March, in a county that begins in April in a city that begins in May and moves in June
    city = "4208"
    several = (
        region("420628101", "420628", "town", valid_from=DAY),
        region("420628", city, "county", valid_from="2025-04-01"),
        region(city, "42", "city", valid_from="2025-05-01"),
        reform("moved", city, day=AFTER, parent="4206"),
    )
    with hubs.playing() as hub:
        for turn in in_each_order(hub, *several):
            # then it lies in all of them from its first day on, as in what they lie in on theirs, and goes along
            days = (BEFORE, DAY, "2025-04-01", "2025-05-31")
            assert [above(hub, "420628101", day, turn) for day in days] == [["420628", city]] * 4
            assert above(hub, "420628101", AFTER, turn) == ["420628", city, "4206"]
        # and the gate says the same
        registry = Registry()
        fold(registry, [*GROUND, *several])
        number = (date(2025, 3, 1) - date(1970, 1, 1)) // timedelta(days=1)
        assert list(known.ancestry(registry, "420628101", number)) == ["420628101", "420628", city, "42", "00"]


def test_figures_of_a_town_whose_county_begins_later_are_of_its_city(hubs: Anew) -> None:
    # given a town that is told to lie in a county from March on, which is established only for June, and a suggestion of it of April
    town, county = "420628101", "420628"
    with hubs.playing() as hub:
        hub.tell(*office.reference(), region(town, county, "town", valid_from=DAY), region(county, "4206", "county", "c", valid_from=AFTER))
        hub.tell(office.registered(office.suggestion(1, "4206"), "2025-04-01", origin=town))
        hub.fold()

        def rows(regions: str) -> dict[str | None, int]:
            answer = ask(hub.connection, Question(("suggestions.consolidated",), "4206", ("region",), regions=regions), date(2025, 12, 31))
            hub.connection.rollback()
            return {row.by["region"]: row.n for row in answer.rows if row.n}

        # then it is of its county and its city, on the regions of April of none of the counties there were, and of its county since
        assert [rows(one) for one in ("recorded", "2025-04-30", AFTER)] == [{county: 1}, {"unallocated": 1}, {county: 1}]
        late = "SELECT object FROM {view}.doubt() WHERE code = 'PARENT_LATER'"
        assert [row["object"] for row in hub.rows(late)] == [town]
        # when it is said that the county began with the town, then nothing is wrong any more
        corrects = {"corrects": {"source": "//00/hub", "id": "c"}, "fields": {"valid_from": DAY}}
        hub.tell(fact("reference.corrected", county, corrects))
        hub.fold()
        assert [rows(one) for one in ("recorded", "2025-04-30")] == [{county: 1}] * 2
        assert hub.rows(late) == []


def test_in_a_circle_the_largest_does_not_hold(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given two counties that were merged into each other, the one that is said later does not hold
        hub.tell(*GROUND, reform("merged", OLD, into=HEIR, at="2025-02-10"), reform("merged", HEIR, into=OLD, at="2025-02-11"))
        # and a county that was merged into a town of its own, which so cannot take it over
        hub.tell(reform("merged", THIRD, into="420626101"), region("420626101", THIRD, "town"), region("420626102", THIRD, "town"))
        hub.fold()
        assert [above(hub, one) for one in (TOWN, MINE)] == [[HEIR, "4206"], [HEIR, "4206"]]
        assert [above(hub, f"420626{number}") for number in (101, 102)] == [[THIRD, "4206"], [THIRD, "4206"]]


def test_what_nobody_took_over_is_shown_until_somebody_says_where_it_went(database: str) -> None:
    with playing(database) as hub:
        who = reader(hub, "province", "42")

        def shown() -> set[tuple[str, str, str]]:
            with signed_in(database, who) as session:
                asked = "SELECT region, object, day::text FROM api.county_anomalies WHERE code = 'PARENT_GONE' AND remedy <> '' AND rule <> ''"
                return set(readers.ask(session, asked))

        # given a county of two towns that was split into two others, and one that was merged
        split = reform("split", OLD, successors=[{"code": HEIR}, {"code": THIRD}], event="split")
        hub.tell(*GROUND, reform("merged", HEIR, day=AFTER, into=THIRD))
        hub.fold()
        assert shown() == set()
        hub.tell(split)
        hub.fold()
        # then the towns of the first stay and are shown
        assert [above(hub, one) for one in (TOWN, OTHER)] == [[OLD, "4206"], [OLD, "4206"]]
        assert shown() == {(OLD, TOWN, DAY), (OLD, OTHER, DAY)}
        # when somebody says where one of them went, then no more; and none when the split turns out to have one successor
        hub.tell(move(TOWN, THIRD))
        hub.fold()
        assert shown() == {(OLD, OTHER, DAY)}
        hub.tell(fact("reference.corrected", OLD, {"corrects": {"source": "//00/hub", "id": "split"}, "fields": {"successors": [{"code": HEIR}]}}))
        hub.fold()
        assert shown() == set()
        assert [above(hub, one) for one in (TOWN, OTHER)] == [[THIRD, "4206"], [HEIR, "4206"]]
        # and after the successor has ended as well, it is its successor's
        assert above(hub, OTHER, AFTER) == [THIRD, "4206"]


def test_figures_of_a_merged_county_are_its_successors_from_that_day_on(hubs: Anew) -> None:
    # given a suggestion of a town before its county was merged, one after, and one of the successor's own
    with hubs.playing() as hub:
        hub.tell(*office.reference(), *(fact for code in (MINE,) for fact in federation(code)))
        for number, day, origin, by in ((1, "2025-02-01", TOWN, "4206"), (2, "2025-04-01", TOWN, "4206"), (3, "2025-02-01", MINE, HEIR)):
            hub.tell(office.registered(office.suggestion(number, by), day, origin=origin))
        hub.tell(reform("merged", OLD, into=HEIR))
        hub.fold()

        def rows(asked: str, regions: str, by: str = "region") -> dict[str | None, int]:
            answer = ask(hub.connection, Question(("suggestions.consolidated",), asked, (by,), regions=regions), date(2025, 12, 31))
            hub.connection.rollback()
            return {row.by[by]: row.n for row in answer.rows if row.n}

        # then as recorded each lies where it lay that day; restated all of them in the successor, and none is unallocated
        assert rows("4206", "recorded") == {OLD: 1, HEIR: 2}
        assert (rows("4206", DAY), rows(HEIR, DAY)) == ({HEIR: 3}, {TOWN: 2, MINE: 1})
        assert rows("4206", BEFORE) == {OLD: 2, HEIR: 1}
        assert hub.rows("SELECT chain[2] AS county FROM {view}.township WHERE region = %s AND ended IS NULL", TOWN) == [{"county": HEIR}]


CODES = (*"ABCDEF",)


def told(random: Random) -> list[dict[str, Any]]:
    """Codes that lie anywhere and begin on different days, and reforms of any kind of them, cycles and circles among them."""
    days = ("2010-01-01", "2015-01-01", "2020-01-01", "2025-01-01")

    def at() -> str:
        return f"20{random.randint(10, 24)}-0{random.randint(1, 9)}-01"

    events: list[dict[str, Any]] = []
    for code in CODES:
        fact_of = region(code, random.choice(("00", "42", *CODES[: CODES.index(code)])), "county", valid_from=random.choice(days[:2]))
        events.append({**fact_of, "id": f"e{code}", "time": f"{at()}T09:00:00+08:00"})
    for number in range(random.randint(1, 6)):
        code, other, third = random.sample(CODES, 3)
        kind, data = random.choice(
            (
                ("merged", {"into": other}),
                ("merged", {"into": other}),
                ("abolished", {"successors": [{"code": other}]}),
                ("split", {"successors": [{"code": other}, {"code": third}]}),
                ("moved", {"parent": other}),
                ("moved", {"parent": other, "new_code": f"{code}{number}"}),
            )
        )
        events.append({**reform(kind, code, random.choice(days[1:]), at(), f"f{number}", **data)})
    if random.random() < 0.3:
        events.append({**fact("reference.retracted", "x", {"corrects": {"source": "//00/hub", "id": random.choice(events)["id"]}})})
    return events


def test_the_gate_and_the_views_say_the_same_of_every_code_on_every_day(hubs: Anew) -> None:
    random = Random(1)
    with hubs.playing() as hub:
        events = told(random)
        events += [under(f"{turn}-", one) for turn in range(40) for one in told(random)]
        random.shuffle(events)
        hub.tell(*events[::2])
        hub.fold()
        hub.tell(*events[1::2])
        hub.fold()
        registry = Registry()
        fold(registry, events)
        # then both have the same chain for each code that the gate knows, on the days about each border
        codes = {row["region"] for row in hub.rows("SELECT DISTINCT region FROM {view}.ancestry WHERE region <> '00'")}
        assert codes == {key.removeprefix("region:") for key in registry.facts if known.known(registry, key.removeprefix("region:"), 2**31)}
        for day in (date(2012, 1, 1), date(2015, 1, 1), date(2019, 12, 31), date(2020, 1, 1), date(2025, 1, 1)):
            number = (day - date(1970, 1, 1)) // timedelta(days=1)
            found = {
                row["region"]: tuple(row["chain"])
                for row in hub.rows("SELECT c AS region, p.chain FROM unnest(%s) AS c, {view}.place_on(c, %s) AS p", sorted(codes), day)
            }
            assert {code: found[code] for code in codes if known.known(registry, code, number)} == {
                code: tuple(known.ancestry(registry, code, number)) for code in codes if known.known(registry, code, number)
            }
        whole, stored = whole_and_stored(hub, "ancestry", "region")
        assert apart(whole) == apart(stored)
