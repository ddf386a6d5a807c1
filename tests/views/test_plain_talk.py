"""Opinions and activities with a plain life are derived in a quicker way; it gives the rows that the whole derivation gives."""

from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws.places import CITY, COUNTIES, TOWNS, Place, above, fact, foundations, region_fact
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, categories
from tests.views.both_ways import both_ways, whole_and_stored

NUMBERS = count()
DAYS = ("2025-03-02", "2025-03-05")
STATION = f"{TOWNS[0].code}-st1"


def event(name: str, subject: str, by: Place, minute: int, data: dict[str, Any]) -> Event:
    when = f"2025-0{1 + minute % 4}-{1 + minute % 27:02d}T0{minute % 9}:00:00.000Z"
    envelope = {"specversion": "1.0", "id": f"e{next(NUMBERS)}", "source": by.source, "type": f"cn.npc.{name}.v1"}
    noun = name.split(".")[0]
    named = data if noun == "suggestion" else {noun: subject, **data}
    return {**envelope, "subject": subject, "time": when, "unit": by.unit, "level": by.level, "region": by.code, "data": named}


def opinion(random: Random) -> list[Event]:
    """One opinion, mostly collected once and perhaps answered; now and then more befalls it."""
    by = random.choice(TOWNS)
    subject = f"{by.source}/o-{next(NUMBERS)}"
    steps = [one for one, share in (("collected", 0.8), ("answered_on_spot", 0.4), ("rejected", 0.1)) if random.random() < share] or ["collected"]
    if random.random() < 0.2:
        steps.append(random.choice(("collected", "converted", "forwarded", "rejected", "suggested")))
    told = []
    for step in steps:
        origin = random.choice(TOWNS).code if random.random() < 0.1 else by.code
        data: dict[str, Any] = {"origin": origin}
        if step == "collected":
            told_of = {"category": random.choice(("交通", "水利")), "title": "清淤", "activity": f"{by.source}/a-1", "source_kind": "visit"}
            data |= {key: value for key, value in told_of.items() if key == "category" or random.random() < 0.5}
        teller = random.choice((*TOWNS, *COUNTIES, CITY)) if random.random() < 0.1 else by
        if step == "suggested":
            county = above(by)[1]
            made = {"origin": by.code, "term": 17, "no": str(next(NUMBERS)), "kind": "own", "category": "水利", "opinions": [subject]}
            told.append(event("suggestion.registered", f"{county.source}/s-{next(NUMBERS)}", county, random.randint(0, 99), made))
            continue
        more = {"converted": {"suggestion": f"{by.source}/s-0"}, "forwarded": {"to_unit": CITY.unit}, "rejected": {"reason": "重复"}}.get(step, {})
        told.append(event(f"opinion.{step}", subject, teller, random.randint(0, 99), {**data, **more}))
    return told


def activity(random: Random) -> list[Event]:
    """One activity, mostly held once; now and then announced, told by others, cancelled, helped, or of a host nobody knows."""
    by = random.choice((*TOWNS, COUNTIES[0]))
    subject = f"{by.source}/a-{next(NUMBERS)}"
    steps = ["held"] if random.random() < 0.8 else ["announced"]
    steps += [one for one, share in (("announced", 0.2), ("held", 0.1), ("cancelled", 0.1)) if random.random() < share]
    told = []
    for step in steps:
        data: dict[str, Any] = {}
        if step != "cancelled":
            data["kind"] = random.choice(("reception", "visit"))
            data |= {"station": random.choice((STATION, "nowhere-st9"))} if random.random() < 0.3 else {}
        if step == "announced":
            data |= {"planned": "2025-03-08", "theme": "水"} if random.random() < 0.5 else {}
        if step == "held":
            data |= {"host_unit": random.choice((CITY.unit, "nobody")) if random.random() < 0.1 else by.unit}
            data |= {"co_units": [random.choice(TOWNS).unit, "nobody"]} if random.random() < 0.1 else {}
            data |= {"title": "接待", "start": "2025-03-08", "topic": "水"} if random.random() < 0.5 else {}
            data["participants"] = [{"mandate": random.choice(TOWNS).deputy(random.randint(1, 2))} for _ in range(random.randint(0, 3))]
            data |= {"counts": {"people": random.randint(0, 9), "items": 1}} if random.random() < 0.7 else {}
        teller = random.choice((*above(by), *TOWNS)) if random.random() < 0.1 else by
        told.append(event(f"activity.{step}", subject, teller, random.randint(0, 99), data))
    return told


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    """Where a town moved to the other county in March."""
    moved = region_fact(TOWNS[1])
    with hubs.playing() as hub:
        # Some of the lives are about what a scheme names, in one county by a scheme that came on a later day than they did.
        hub.tell(categories(交通="transport"), recorded=f"{DAYS[0]}T09:00:00+08:00")
        hub.tell(categories(COUNTIES[0].code, 交通="urban", 水利="water"), recorded=f"{DAYS[1]}T09:00:00+08:00")
        hub.tell(*foundations())
        hub.tell({**moved, "id": "moved", "data": {**moved["data"], "parent": COUNTIES[1].code, "valid_from": "2025-03-01"}})
        opened = {"station": STATION, "region": TOWNS[0].code, "tier": "station", "name": "联络站", "host_unit": TOWNS[0].unit}
        hub.tell(fact("station.opened", STATION, opened))
        hub.fold()
        yield hub


def tell(hub: Playing, random: Random, told: list[Event]) -> None:
    """In any order over two recorded days, some of it corrected or told otherwise."""
    random.shuffle(told)
    for one in told:
        hub.tell(one, recorded=f"{random.choice(DAYS)}T12:00:00+08:00")
        if random.random() < 0.05:
            hub.fold()
    for _ in range(2):
        one = random.choice(told)
        hub.tell({**one, "time": "2025-01-06T01:00:00.000Z"}, recorded=f"{DAYS[1]}T12:00:00+08:00")
    hub.fold()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_both_ways_give_the_same_rows(hub: Playing, seed: int) -> None:
    random = Random(seed)
    # given lives told in any order over two recorded days, some of them in two ways
    told = [one for _ in range(15) for one in (*opinion(random), *activity(random))]
    tell(hub, random, told)

    # when their rows are derived whole, then they are those that stand
    for view, mark in (("opinion", "/o-"), ("activity", "/a-")):
        whole, stored, _ = both_ways(hub, view, sorted({one["subject"] for one in told if mark in one["subject"]}))
        assert stored == whole
    whole, stored = whole_and_stored(hub, "participation", "activity, mandate")
    assert stored == whole


def test_plain_lives_go_the_quick_way_and_no_others_do(hub: Playing) -> None:
    # given an opinion collected and answered on one recorded day, one answered on a later, and one made a suggestion
    by, county = TOWNS[0], COUNTIES[0]
    plain, later, made = (f"{by.source}/o-{name}" for name in ("plain", "later", "made"))
    for subject in (plain, later, made):
        hub.tell(event("opinion.collected", subject, by, 1, {"origin": by.code, "category": "水利"}), recorded=f"{DAYS[0]}T12:00:00+08:00")
    hub.tell(event("opinion.answered_on_spot", plain, by, 2, {"origin": by.code}), recorded=f"{DAYS[0]}T12:00:00+08:00")
    hub.tell(event("opinion.answered_on_spot", later, by, 2, {"origin": by.code}), recorded=f"{DAYS[1]}T12:00:00+08:00")
    hub.tell(event("suggestion.registered", f"{county.source}/s-1", county, 3, {"origin": by.code, "term": 17, "no": "1", "opinions": [made]}))
    # and an activity held, and one held with a helper
    held = {"kind": "visit", "host_unit": by.unit, "participants": [{"mandate": by.deputy(1)}, {"mandate": by.deputy(1)}]}
    alone, helped = f"{by.source}/a-alone", f"{by.source}/a-helped"
    hub.tell(event("activity.held", alone, by, 1, held), event("activity.held", helped, by, 1, {**held, "co_units": [county.unit]}))

    # when they are folded
    hub.fold()

    # then those with a plain life went the quick way
    for view, keys, expected in (("opinion", [plain, later, made], plain), ("activity", [alone, helped], alone)):
        whole, stored, quick = both_ways(hub, view, keys)
        assert quick == {expected}
        assert stored == whole
