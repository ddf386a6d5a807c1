"""Which events belong to the feed of a region (contract 6), on the real database."""

import pytest

from hub.feeds import reading
from hub.feeds.cursor import decode
from tests.feeds.following import CITY, COUNTY, LINE, OTHER_CITY, OTHER_TOWN, PROVINCE, SIBLING, TOWN, following, suggestion, unit, world
from tests.projections.play import fact, region


def test_a_region_sees_what_lies_in_its_subtree_and_what_arose_there(database: str) -> None:
    with following(database) as follower:
        # given events of a town, its county, its city, and of strangers
        follower.played.tell(*world())
        follower.played.tell(
            suggestion("of-town", TOWN, TOWN),
            suggestion("of-county", COUNTY, SIBLING),
            suggestion("city-on-town", CITY, TOWN, "replied"),
            suggestion("city-on-stranger", CITY, OTHER_TOWN),
            suggestion("stranger", OTHER_TOWN, OTHER_TOWN),
        )
        # when they are judged
        follower.judge()
        # then the town sees its own and the city's reply to it, and nothing else
        said = {
            code: {one["id"] for one in follower.feed(code) if one["type"].startswith("cn.npc.suggestion")} for code in (TOWN, COUNTY, CITY, PROVINCE)
        }
        assert said[TOWN] == {"of-town", "city-on-town"}
        assert said[COUNTY] == {"of-town", "of-county", "city-on-town"}
        assert said[CITY] == {"of-town", "of-county", "city-on-town", "city-on-stranger"}
        assert said[PROVINCE] == {*said[CITY], "stranger"}


def test_an_addressed_unit_sees_what_is_addressed_to_it(database: str) -> None:
    with following(database) as follower:
        follower.played.tell(*world())
        follower.played.tell(suggestion("down", CITY, OTHER_TOWN, "delegated", to_unit=f"{COUNTY}-u"))
        follower.judge()
        assert "down" in follower.ids(COUNTY)
        assert "down" not in follower.ids(TOWN)
        assert "down" in follower.ids(OTHER_TOWN)


def test_facts_about_a_region_its_ancestors_and_descendants_are_in_its_feed(database: str) -> None:
    with following(database) as follower:
        # given a world, and then one fact about each of several regions
        follower.played.tell(*world())
        station = ("station.opened", "station.closed")
        for code in (PROVINCE, COUNTY, TOWN, SIBLING, OTHER_CITY):
            follower.played.tell(
                {**fact(station[0], f"st-{code}", {"station": f"st-{code}", "tier": "station", "region": code}), "id": f"opened-{code}"}
            )
        follower.played.tell({**fact(station[1], f"st-{SIBLING}", {"station": f"st-{SIBLING}"}), "id": "closed"})
        follower.judge()
        # then the county sees those above and below, not those beside it; a fact that names no region is about that of its object
        stations = {code: [one for one in follower.ids(code) if "opened" in one or "closed" in one] for code in (COUNTY, TOWN)}
        assert stations[COUNTY] == [f"opened-{PROVINCE}", f"opened-{COUNTY}", f"opened-{TOWN}", f"opened-{SIBLING}", "closed"]
        assert stations[TOWN] == [f"opened-{PROVINCE}", f"opened-{COUNTY}", f"opened-{TOWN}"]


def test_a_reform_is_in_the_feeds_of_all_regions_that_it_names_and_an_erasure_in_every_feed(database: str) -> None:
    with following(database) as follower:
        # given a world, a town merged into its sibling, one moved to another city's county, a rule, and an erased person
        follower.played.tell(*world())
        follower.played.tell(
            {**fact("region.merged", TOWN, {"code": TOWN, "into": SIBLING}), "id": "merged"},
            {**fact("region.moved", COUNTY, {"code": COUNTY, "parent": OTHER_CITY, "new_code": "420702"}), "id": "moved"},
            {**fact("rule.set", "r", {"jurisdiction": CITY, "step": "contact", "amount": 20, "period": "wd"}), "id": "rule"},
            {**fact("person.erased", "p-7", {"person": "p-7"}), "id": "erased"},
            {**fact("deputy.merged", "p-1", {"from": "p-1", "into": "p-2"}), "id": "persons"},
        )
        follower.played.tell({**fact("reference.retracted", "r", {"corrects": {"source": "//00/hub", "id": "rule"}}), "id": "gone"})
        follower.judge()
        # then each feed holds what concerns it, its ancestors and its descendants; a retraction lies where the fact lay
        told = ("merged", "moved", "rule", "erased", "persons", "gone")
        feeds = {code: [one for one in follower.ids(code) if one in told] for code in (TOWN, SIBLING, COUNTY, CITY, OTHER_CITY, OTHER_TOWN)}
        assert feeds == {
            TOWN: ["merged", "moved", "rule", "erased", "gone"],
            SIBLING: ["merged", "moved", "rule", "erased", "gone"],
            COUNTY: ["merged", "moved", "rule", "erased", "gone"],
            CITY: ["merged", "moved", "rule", "erased", "gone"],
            OTHER_CITY: ["moved", "erased"],
            OTHER_TOWN: ["erased"],
        }


def test_a_region_learns_late_what_was_said_of_its_ancestors_before_it_was_known(database: str) -> None:
    with following(database) as follower:
        follower.played.tell(*world())
        follower.judge()
        # then a town's feed begins with the fact that it exists; facts about its ancestors follow under the same cursor
        feed = follower.feed(TOWN)
        assert feed[0]["id"] == f"region-{TOWN}"
        above = [one for one in feed if one.get("late")]
        assert [one["id"] for one in above] == [f"region-{one}" for one in (PROVINCE, CITY, COUNTY)]
        assert {one["cursor"] for one in above} == {feed[0]["cursor"]}


def test_a_later_fact_brings_an_event_in_once_directly_after_it(database: str) -> None:
    with following(database) as follower:
        # given events about a unit and a city of which not everything is known yet
        unknown = unit(COUNTY, unit="late-u")
        follower.played.tell(*[one for one in world() if one["subject"] not in (CITY, f"{CITY}-u", f"//{CITY}/s")])
        follower.played.tell(suggestion("to-late", PROVINCE, OTHER_TOWN, "delegated", to_unit="late-u"), suggestion("of-town", TOWN, TOWN))
        follower.judge()
        assert "to-late" not in follower.ids(COUNTY)
        before = follower.feed(COUNTY)[-1]["cursor"]
        # when the facts come
        follower.played.tell({**unknown, "id": "the-unit", "subject": "late-u"}, recorded="2025-12-31T13:00:00+08:00")
        follower.judge()
        follower.played.tell(region(CITY, PROVINCE, "city", event="the-city"), recorded="2025-12-31T14:00:00+08:00")
        follower.judge()
        # then the events follow them, marked, under their cursor, and once
        feed = follower.feed(COUNTY)
        at = [one["id"] for one in feed].index("the-unit")
        assert [(one["id"], one.get("late"), one["cursor"] == feed[at]["cursor"]) for one in feed[at : at + 2]] == [
            ("the-unit", None, True),
            ("to-late", True, True),
        ]
        assert [one["id"] for one in feed].count("to-late") == 1
        # and the province gets what lay in it all the time once it is known that the city lies in it
        province = follower.ids(PROVINCE)
        assert province.index("the-city") < province.index("late:of-town")
        assert "of-town" in follower.ids(CITY)
        # and a follower from before the facts sees the same
        resumed = [one["id"] for one in follower.read(COUNTY, decode(before))]
        assert resumed[:2] == ["the-unit", "to-late"]


def test_a_fact_that_would_take_an_event_out_leaves_it(database: str) -> None:
    with following(database) as follower:
        follower.played.tell(*world())
        follower.played.tell(suggestion("e", COUNTY, TOWN, "delegated", to_unit=f"{OTHER_CITY}-u"))
        follower.judge()
        # when the unit's registration is corrected to another region
        fields = {"region": CITY, "level": "city"}
        corrects = {"source": "//00/hub", "id": f"unit-{OTHER_CITY}"}
        follower.played.tell(
            fact("reference.corrected", f"{OTHER_CITY}-u", {"corrects": corrects, "fields": fields}), recorded="2026-01-01T00:00:00+08:00"
        )
        follower.judge()
        # then the event stays where it was
        assert "e" in follower.ids(OTHER_CITY)
        assert follower.ids(CITY).count("e") == 1


def test_duplicates_are_not_repeated_and_another_content_is_delivered_marked(database: str) -> None:
    with following(database) as follower:
        follower.played.tell(*world())
        event = suggestion("twice", COUNTY, TOWN, "replied")
        other = {**event, "data": {**event["data"], "outcome": "solved"}}
        # given copies in one batch and in later ones, also such as differ only in how they travelled
        follower.played.tell(event, event)
        follower.judge()
        follower.played.tell({**event, "sequence": "7"}, other, other)
        follower.judge()
        follower.played.tell(other, event)
        follower.judge()
        # then each content is delivered once, the second one marked
        assert [one.get("equivocation") for one in follower.feed(TOWN) if one["id"] == "twice"] == [None, True]


def test_a_correction_is_delivered_to_whoever_got_what_it_corrects(database: str) -> None:
    with following(database) as follower:
        follower.played.tell(
            *world(), suggestion("reply", CITY, TOWN, "replied"), suggestion("down", CITY, OTHER_TOWN, "delegated", to_unit=f"{COUNTY}-u")
        )
        for corrected in ("reply", "down"):
            data = {"corrects": {"source": f"//{CITY}/s", "id": corrected}, "fields": {"dept": "e"}}
            correction = suggestion(f"{corrected}-corrected", CITY, TOWN, "corrected")
            follower.played.tell({**correction, "data": data})
        follower.judge()
        assert "reply-corrected" in follower.ids(TOWN)
        assert "down-corrected" in follower.ids(COUNTY)
        assert "down-corrected" not in follower.ids(TOWN)
        assert "reply-corrected" not in follower.ids(OTHER_TOWN)


@pytest.mark.parametrize(("backlog", "few"), [(0, 200), (0, 0), (10**9, 0)])
def test_a_feed_is_the_same_however_its_events_are_found(database: str, monkeypatch: pytest.MonkeyPatch, backlog: int, few: int) -> None:
    with following(database) as follower:
        # given enough events for several batches
        follower.played.tell(*world(), *(suggestion(f"e{number}", LINE[number % 8], LINE[number % 5], "replied") for number in range(60)))
        follower.judge()
        expected = {code: follower.ids(code) for code in LINE}
        # when a way of finding them is forced; then every feed is the same, also batch by batch and by type
        monkeypatch.setattr(reading, "BACKLOG", backlog)
        monkeypatch.setattr(reading, "FEW", few)
        for code in LINE:
            assert follower.ids(code) == expected[code]
            assert sorted(one["id"] for one in follower.feed(code, limit=5)) == sorted(one.removeprefix("late:") for one in expected[code])
            typed = follower.read(code, types=("cn.npc.suggestion.replied.v1",))
            assert {one["id"] for one in typed} == {one for one in expected[code] if one.startswith("e")}


def test_a_type_is_asked_for(database: str) -> None:
    with following(database) as follower:
        follower.played.tell(*world())
        follower.played.tell(suggestion("a", COUNTY, TOWN), suggestion("b", COUNTY, TOWN, "replied"))
        follower.judge()
        wanted = follower.read(TOWN, types=("cn.npc.suggestion.replied.v1",))
        assert [one["id"] for one in wanted] == ["b"]
        facts = follower.read(TOWN, types=("cn.npc.region.established.v1",))
        assert {one["id"] for one in facts} == {f"region-{one}" for one in (PROVINCE, CITY, COUNTY, TOWN)}


def test_who_goes_on_from_a_county_follows_what_happens_in_its_towns(database: str) -> None:
    with following(database) as follower:
        # given events of a town, before its county is merged into another city's and after, and then that it is told, late
        follower.played.tell(*world(), region("420702", OTHER_CITY, "county"))
        follower.played.tell({**suggestion("before", TOWN, TOWN), "time": "2025-02-01T09:00:00+08:00"}, suggestion("after", TOWN, TOWN))
        follower.judge()
        said = {"code": COUNTY, "into": "420702", "valid_from": "2025-03-01"}
        follower.played.tell({**fact("region.merged", COUNTY, said), "id": "merged"}, recorded="2025-12-31T13:00:00+08:00")
        follower.judge()
        follower.played.tell(suggestion("later", TOWN, TOWN), recorded="2025-12-31T14:00:00+08:00")
        follower.judge()
        # then its successor and the city of that have what happened from that day on, late what was told before, directly after the merger
        for code in ("420702", OTHER_CITY):
            found = follower.ids(code)
            assert found[found.index("merged") + 1 :][-2:] == ["late:after", "later"]
            assert "before" not in "".join(found)
        # and the county keeps what it had, and has no more of it
        assert {"before", "after"} <= {*follower.ids(COUNTY)}
        assert "later" not in follower.ids(COUNTY)
