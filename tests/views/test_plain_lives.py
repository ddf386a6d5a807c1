"""Suggestions with a plain life are derived in a quicker way; it gives the rows that the whole derivation gives."""

from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws.histories import START
from tests.laws.places import CITY, COUNTIES, TOWNS, Place, foundations
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, categories
from tests.views.both_ways import both_ways, whole_and_stored

NUMBERS = count()
DAYS = ("2025-03-02", "2025-03-05", "2025-03-05", "2025-03-09")


def event(name: str, subject: str, by: Place, minute: int, data: dict[str, Any], origin: str) -> Event:
    when = f"2025-0{1 + minute % 4}-{1 + minute % 27:02d}T0{minute % 9}:00:00.000Z"
    envelope = {"specversion": "1.0", "id": f"e{next(NUMBERS)}", "source": by.source, "type": f"cn.npc.suggestion.{name}.v1"}
    return {**envelope, "subject": subject, "time": when, "unit": by.unit, "level": by.level, "region": by.code, "data": {"origin": origin, **data}}


def data_of(step: str, random: Random, depts: tuple[str, ...]) -> dict[str, Any]:
    """What a step says: mostly what a plain life says, now and then more."""
    some = {"kind": random.choice(("own", "work")), "category": random.choice(("交通", "水利")), "title": random.choice(("甲", "乙"))}
    named = {key: value for key, value in some.items() if random.random() < 0.7}
    roles = [{"dept": random.choice(depts), "role": random.choice(("main", "co", "separate"))} for _ in range(random.randint(0, 3))]
    rare = random.random() < 0.08
    match step:
        case "submitted":
            signed = {"lead": "m-1", "signers": ["m-2"]} if "title" in named else {}
            return {**named, **signed, "kind": some["kind"], **({"opinions": ["//x/y/o-1"]} if rare else {}), **({"recurs": "r"} if rare else {})}
        case "registered":
            return {**named, "term": 17, "no": str(random.randint(1, 2)), **({} if rare else {"session": 4})}
        case "assigned":
            return {"departments": roles}
        case "replied":
            told = {"outcome": random.choice(("solved", "planned", "reference"))} if random.random() < 0.8 else {}
            return {"dept": random.choice(depts), **told, **({"promises": ["p1"]} if rare else {}), **({"round": 1} if rare else {})}
        case "reply_evaluated":
            given = {"rater": random.choice(("m-1", "m-2"))} if random.random() < 0.2 else {"dept": random.choice(depts)} if rare else {}
            return {"axis": random.choice(("result", "attitude")), "grade": random.choice(("satisfied", "dissatisfied")), **given}
        case "key_supervised":
            return {"by": "主任会议", **({"topic": "t1"} if rare else {})}
        case "fed_back":
            return {"to": "voters"}
        case _:
            return {"dept": depts[0]} if step in ("contacted", "co_opinion_given", "refused", "refusal_denied") else {}


ONCE = ("submitted", "registered", "assigned", "replied")
OFTEN = ("contacted", "co_opinion_given", "key_supervised", "urged", "reply_evaluated", "evaluation_lapsed", "fed_back", "published", "archived")
RARE = (
    "drafted", "withdrawn", "reassigned", "rehandle_ordered", "unpublished", "promise_made", "promise_kept", "mediated", "reopened", "refused",
    "refusal_denied",
)  # fmt: skip


def life(random: Random) -> list[Event]:
    """One suggestion, plain unless something rare befalls it: a step out of the ordinary, a repeated step, another teller, another origin."""
    by = random.choice((*COUNTIES, CITY))
    subject = f"{by.source}/s-{next(NUMBERS)}"
    origin = random.choice([town.code for town in TOWNS if town.code.startswith(by.code)])
    steps = [one for one in ONCE if random.random() < 0.8] + random.choices(OFTEN, k=random.randint(0, 6))
    if random.random() < 0.3:
        steps.append(random.choice((*RARE, *ONCE)))
    told = []
    for step in steps:
        teller = random.choice((*COUNTIES, CITY)) if random.random() < 0.04 else by
        named = random.choice(TOWNS).code if random.random() < 0.04 else origin
        data = {"promise": "p1"} if step.startswith("promise") else data_of("assigned" if step == "reassigned" else step, random, by.departments)
        told.append(event(step, subject, teller, random.randint(0, 200), data, named))
    return told


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        # Some of the lives are about what a scheme names, in one county by a scheme that came on a later day than they did.
        hub.tell(categories(交通="transport"), recorded=f"{DAYS[0]}T09:00:00+08:00")
        hub.tell(categories(COUNTIES[0].code, 交通="urban", 水利="water"), recorded=f"{DAYS[1]}T09:00:00+08:00")
        hub.tell(*foundations())
        hub.fold()
        yield hub


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_both_ways_give_the_same_rows(hub: Playing, seed: int) -> None:
    random = Random(seed)
    # given lives told in any order over several recorded days, some of them corrected
    lives = [one for one in (life(random) for _ in range(12)) if one]
    told = [one for several in lives for one in several]
    random.shuffle(told)
    for one in told:
        hub.tell(one, recorded=f"{random.choice(DAYS)}T12:00:00+08:00")
        if random.random() < 0.05:
            hub.fold()
    if random.random() < 0.5:
        hub.tell({**random.choice(told), "time": START.strftime("%Y-%m-%dT%H:%M:%S.000Z")}, recorded="2025-03-09T12:00:00+08:00")
    hub.fold()

    # when their rows are derived whole
    whole, stored, _ = both_ways(hub, "suggestion", sorted({one["subject"] for one in told}))

    # then they are those that stand, and so are those of their numbers and of their evaluations
    assert stored == whole
    for view, key in (("number", "number"), ("evaluation", "suggestion")):
        whole, stored = whole_and_stored(hub, view, key)
        assert stored == whole


def test_a_plain_life_goes_the_quick_way_and_no_other_does(hub: Playing) -> None:
    # given a plain life told on three recorded days, one of its events twice, and the same with a step that needs the order of others
    by, origin = COUNTIES[0], TOWNS[0].code
    random = Random(1)
    plain, other = f"{by.source}/s-plain", f"{by.source}/s-other"
    for subject in (plain, other):
        told = [event(step, subject, by, minute, data_of(step, random, by.departments), origin) for minute, step in enumerate(ONCE[:2])]
        assigned = {"departments": [{"dept": by.departments[0], "role": "main"}, {"dept": by.departments[1], "role": "co"}]}
        told.append(event("assigned", subject, by, 30, assigned, origin))
        told.append(event("replied", subject, by, 60, {"dept": by.departments[0], "outcome": "solved"}, origin))
        told.append(event("published", subject, by, 90, {}, origin))
        for number, one in enumerate((*told, told[0])):
            hub.tell(one, recorded=f"2025-03-0{2 + 2 * (number % 3)}T12:00:00+08:00")
    hub.tell(event("withdrawn", other, by, 90, {}, origin), recorded="2025-03-06T12:00:00+08:00")

    # when they are folded
    hub.fold()

    # then one went the quick way, and both have the rows of the whole derivation, one for each recorded day, and one more of that which gave a
    # category for the day on which the county's scheme came
    whole, stored, quick = both_ways(hub, "suggestion", [plain, other])
    assert quick == {plain}
    assert stored == whole
    assert len(whole) == 6 + 1
