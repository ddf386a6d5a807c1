"""Two records of one person are one person from the moment they are known to be, in every figure and on every day."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from projections.statistics import Question, ask
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, content, fact, playing
from tests.views.both_ways import whole_and_stored
from tests.views.world import CITY, COUNTY, COUNTY_SYSTEM, OTHER_CITY, OTHER_TOWN, TOWN, TOWN_SYSTEM, held, mandate, said, world

TODAY = date(2025, 12, 31)
EARLY, LATE = "2025-03-10T09:00:00+08:00", "2025-03-20T09:00:00+08:00"


def merged(record: str, into: str, by: str = COUNTY_SYSTEM, day: str = "2025-03-09", event: str | None = None) -> Event:
    """A source says that a record is another's."""
    name = event or f"{record}-{into}-{by}"
    event_of = said("deputy.merged", by, record, {}, f"{day}T09:00:00+08:00", id=name)
    return {**event_of, "data": {"from": record, "into": into}}


def figures(hub: Playing, region: str = COUNTY, known_at: str | None = None, as_of: str = "2025-12-31") -> dict[str, int | None]:
    """Everything that counts persons, and mandates."""
    names = ("persons", "deputies", "participations", "mandates", "training.persons", "stations.deputies")
    answer = ask(hub.connection, Question(names, region, as_of=date.fromisoformat(as_of), known_at=known_at), TODAY)
    return {row.measure: row.n for row in answer.rows}


def led(hub: Playing) -> dict[str, tuple[str | None, list[str]]]:
    """Of each record that somebody merged whom it belongs to, and what is implausible, as known now."""
    return {row["alias"]: (row["person"], row["anomalies"]) for row in hub.rows("SELECT * FROM {view}.alias WHERE known_to IS NULL")}


def derived_anew(hub: Playing) -> None:
    """All rows as stored are those derived anew."""
    for view, key in (("person_merger", "person"), ("alias", "alias"), ("participation", "activity, mandate")):
        whole, stored = whole_and_stored(hub, view, key)
        assert whole == stored, view


DEPUTIES = [
    mandate("mT", "p1", TOWN),
    mandate("mC", "p2", COUNTY),
    mandate("mO", "p3", OTHER_TOWN),
    fact("deputy.registered", "p2", {"person": "p2", "name": "代表甲"}),
]
TAKING_PART = [
    held(mandates=["mT", "mC", "mO"]),
    held(subject=f"{TOWN_SYSTEM}/a-4", mandates=["mT"]),
    held(subject=f"{TOWN_SYSTEM}/a-5", mandates=["mC"]),
]
STATION = [
    fact("station.opened", "z1", {"station": "z1", "tier": "station", "region": TOWN, "host_unit": f"{TOWN}-rd", "valid_from": "2022-01-01"}),
    fact("station.roster_changed", "z1", {"station": "z1", "mandates": ["mC", "mO", "mT"]}, time="2022-01-01T09:00:00+08:00"),
]
TRAINED = [
    {**said("training.completed", TOWN_SYSTEM, f"{TOWN_SYSTEM}/k-{code}", {}), "data": {"course": "c", "mandate": code}} for code in ("mT", "mC")
]
APART = {"persons": 3, "deputies": 3, "participations": 5, "mandates": 5, "training.persons": 2, "stations.deputies": 3}
TOGETHER = {"persons": 2, "deputies": 2, "participations": 4, "mandates": 5, "training.persons": 1, "stations.deputies": 2}


def test_merged_persons_count_once_in_every_figure_from_when_it_is_known(hubs: Anew, new_database: Callable[[], str]) -> None:
    with hubs.playing() as hub:
        # given three deputies in three receptions
        hub.tell(*world(), *DEPUTIES, *TAKING_PART, *STATION, *TRAINED, recorded=EARLY)
        hub.fold()
        assert figures(hub) == APART
        # when the county says ten days later that two records are of one person
        hub.tell(merged("p1", "p2"), recorded=LATE)
        hub.fold()
        # then that person counts once, on every day, in the county and above; in the town there was one all along
        for region in (COUNTY, CITY, "00"):
            assert figures(hub, region) == TOGETHER
        assert figures(hub, as_of="2022-01-01")["deputies"] == 2
        assert figures(hub, TOWN) == {**TOGETHER, "deputies": 1}
        # and before it was known, nobody knew
        assert (figures(hub, known_at="2025-03-19"), figures(hub, known_at="2025-03-20")) == (APART, TOGETHER)
        # and the alias is kept, and shown beside the name of the record that stays
        listed = hub.rows("SELECT region, person, name, aliases, mandates FROM api.town_deputies WHERE region = %s", TOWN)
        assert listed == [{"region": TOWN, "person": "p2", "name": "代表甲", "aliases": ["p1"], "mandates": ["mT"]}]
        derived_anew(hub)
        # and told first of all, one by one, it is the same
        with playing(new_database()) as other:
            for event in [merged("p1", "p2"), *reversed(DEPUTIES), *TAKING_PART, *STATION, *TRAINED, *world()]:
                other.tell(event, recorded=LATE)
                other.fold()
            assert figures(other) == TOGETHER
            assert content(other) == content(hub)
        # when it is retracted, then they are two again, and what was known in between stays known
        gone = {"corrects": {"source": COUNTY_SYSTEM, "id": f"p1-p2-{COUNTY_SYSTEM}"}, "reason": "误并"}
        hub.tell({**merged("p1", "p2", event="gone"), "type": "cn.npc.reference.retracted.v1", "data": gone}, recorded="2025-03-25T09:00:00+08:00")
        hub.fold()
        assert (figures(hub), figures(hub, known_at="2025-03-22"), led(hub)) == (APART, TOGETHER, {})
        derived_anew(hub)


Led = dict[str, tuple[str | None, list[str]]]
CITY_SYSTEM = f"//{CITY}/lzpt"
CASES: dict[str, tuple[Sequence[Event], Led]] = {
    "over several steps": ([merged("a1", "a2"), merged("a2", "a3")], {"a1": ("a3", []), "a2": ("a3", [])}),
    "in a circle the largest does not hold": (
        [merged("b1", "b2", day="2025-03-01"), merged("b3", "b1", day="2025-03-03"), merged("b2", "b3", day="2025-03-02")],
        {"b1": ("b3", []), "b2": ("b3", []), "b3": (None, ["MERGED_IN_A_CIRCLE"])},
    ),
    "whose largest word does not hold goes on to its next": (
        [merged("h1", "h2", day="2025-03-02"), merged("h2", "h1", day="2025-03-01"), merged("h1", "h3", day="2025-03-03")],
        {"h1": ("h3", ["MERGED_INTO_SEVERAL", "MERGED_IN_A_CIRCLE"]), "h2": ("h3", [])},
    ),
    "of several the smallest holds": (
        [merged("c1", "c3", day="2025-03-02"), merged("c1", "c2", day="2025-03-01")],
        {"c1": ("c2", ["MERGED_INTO_SEVERAL"])},
    ),
    "said twice, and once more by the city": ([merged("d1", "d2"), merged("d1", "d2", CITY_SYSTEM)], {"d1": ("d2", [])}),
    "a town speaks for its own deputies alone": ([merged("e1", "e2", TOWN_SYSTEM)], {"e1": (None, ["MERGER_WAITING"])}),
    "until the other side says the same": (
        [merged("f1", "f2", TOWN_SYSTEM), merged("f1", "f2", f"//{OTHER_TOWN}/zxt")], {"f1": ("f2", [])}
    ),
    "a record that nobody knows": ([merged("g1", "g9")], {"g1": ("g9", ["MERGED_UNKNOWN"])}),
}  # fmt: skip
SEATS = {
    **dict.fromkeys(("a1", "a2", "b1", "b2", "c1", "c2", "d1", "e1", "f1", "g1", "h1", "h2"), TOWN),
    **dict.fromkeys(("a3", "b3", "c3", "d2", "e2", "f2", "h3"), OTHER_TOWN),
}


def test_whose_word_holds(hubs: Anew, new_database: Callable[[], str]) -> None:
    told: list[Event] = [event for events, _ in CASES.values() for event in events]
    deputies = [mandate(f"m-{record}", record, region) for record, region in SEATS.items()]
    systems = [
        fact("source.registered", one, {"source": one, "region": one.split("/")[2], "families": ["reference"]})
        for one in (CITY_SYSTEM, f"//{OTHER_TOWN}/zxt")
    ]
    wanted: dict[str, Any] = {record: one for _, found in CASES.values() for record, one in found.items()}
    with hubs.playing() as hub:
        hub.tell(*world(), *systems, *deputies, *told)
        hub.fold()
        assert led(hub) == wanted
        derived_anew(hub)
        assert {row["heir"] for row in hub.rows("SELECT heir FROM {view}.person_merger WHERE person = 'c1'")} == {"c2", "c3"}
        with playing(new_database()) as other:
            for events in (reversed(told), deputies, systems, world()):
                other.tell(*events)
                other.fold()
            assert content(other) == content(hub)
        # when the deputy of the other town turns out to sit in this one, the town speaks for both; and once known, a record is known
        hub.tell(mandate("m-e2b", "e2", TOWN), fact("deputy.registered", "g9", {"person": "g9"}))
        hub.fold()
        assert (led(hub)["e1"], led(hub)["g1"]) == (("e2", []), ("g9", []))


def test_who_speaks_for_a_congress_is_judged_on_the_day_of_the_word(hubs: Anew, new_database: Callable[[], str]) -> None:
    # given a county that lies in another city since April, and deputies who have sat there since long before
    other_city = f"//{OTHER_CITY}/lzpt"
    moved = fact("region.moved", COUNTY, {"code": COUNTY, "parent": OTHER_CITY, "valid_from": "2025-04-01"}, time="2025-04-01T09:00:00+08:00")
    deputies = [mandate(f"m-{record}", record, COUNTY) for record in ("j1", "j2", "k1", "k2", "l1", "l2", "n1", "n2")]
    systems = [
        fact("source.registered", one, {"source": one, "region": one.split("/")[2], "families": ["reference"]}) for one in (CITY_SYSTEM, other_city)
    ]
    told = [
        merged("j1", "j2", CITY_SYSTEM, "2025-03-31"),
        merged("k1", "k2", other_city, "2025-03-31"),
        merged("l1", "l2", CITY_SYSTEM, "2025-04-01"),
        merged("n1", "n2", other_city, "2025-04-01"),
    ]
    with hubs.playing() as hub:
        # when both cities say before it and after it whose records are whose; then the county lay in each until and since then
        hub.tell(*world(), *systems, *deputies, *told)
        hub.fold()
        assert {record: person for record, (person, _) in led(hub).items()} == {"j1": "j2", "k1": None, "l1": "l2", "n1": None}
        hub.tell(moved)
        hub.fold()
        waiting = (None, ["MERGER_WAITING"])
        assert led(hub) == {"j1": ("j2", []), "k1": waiting, "l1": waiting, "n1": ("n2", [])}
        derived_anew(hub)
        # and it is the same when the move was known first
        with playing(new_database()) as other:
            for events in ([moved], told, deputies, systems, world()):
                other.tell(*events)
                other.fold()
            assert content(other) == content(hub)
