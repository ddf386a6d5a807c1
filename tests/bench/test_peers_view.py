"""The view of the peers' task has a quick way; it gives the rows that the whole derivation gives."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.peers.ours import worker
from bench.peers.task import STEPS
from tests.laws.places import COUNTIES, TOWNS, foundations, region_fact
from tests.projections.play import Event, Playing, playing
from tests.views.both_ways import quick_and_stored, whole_and_stored

NUMBERS = count()
EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"
BEGIN = date(2025, 1, 1)
DAYS = ("2025-03-02", "2025-03-05", "2025-03-05", "2025-03-09")
ALSO = ("urged", "published")
"""Steps that the view does not count: a suggestion may be known by them first."""


@cache
def example(step: str) -> dict[str, Any]:
    """What such a step says, whole."""
    data: dict[str, Any] = json.loads((EXAMPLES / f"cn.npc.suggestion.{step}.v1.json").read_text("utf-8"))["data"]
    return data


def event(step: str, subject: str, origin: str, day: int, **said: Any) -> Event:
    by = COUNTIES[0]
    envelope = {"specversion": "1.0", "id": f"e{next(NUMBERS)}", "source": by.source, "type": f"cn.npc.suggestion.{step}.v1", "subject": subject}
    when = f"{(BEGIN + timedelta(days=day)).isoformat()}T01:00:00.000Z"
    return {
        **envelope,
        "time": when,
        "unit": by.unit,
        "level": by.level,
        "region": by.code,
        "data": {**said} if "corrects" in said else {**example(step), "origin": origin},
    }


def life(random: Random) -> list[Event]:
    """One suggestion: some steps on any days, now and then one twice, or of another origin; now and then one is amended."""
    subject, origin = f"{COUNTIES[0].source}/s-{next(NUMBERS)}", random.choice(TOWNS).code
    told = []
    for step in random.choices((*STEPS, *STEPS, *ALSO), k=random.randint(1, 7)):
        where = random.choice((*TOWNS, *COUNTIES)).code if random.random() < 0.05 else origin
        told.append(event(step, subject, where, random.randint(0, 120)))
    if random.random() < 0.3:
        one = random.choice(told)
        corrects = {"source": one["source"], "id": one["id"]}
        earlier = {"fields": {"time": "2024-12-31T01:00:00.000Z"}}
        amendment, said = random.choice((("corrected", earlier), ("retracted", {"reason": "误报"})))
        told.append(event(amendment, subject, origin, 200, corrects=corrects, **said))
    return told


@pytest.fixture
def hub(bare: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Playing]:
    """With the views that our worker has on the task; a town moved to the other county in March."""
    for module, name, made in worker.instead():
        monkeypatch.setattr(module, name, made)
    moved = region_fact(TOWNS[1])
    with playing(bare) as hub:
        hub.tell(*foundations())
        hub.tell({**moved, "id": "moved", "data": {**moved["data"], "parent": COUNTIES[1].code, "valid_from": "2025-03-01"}})
        hub.fold()
        yield hub


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_both_ways_give_the_same_rows(hub: Playing, seed: int) -> None:
    random = Random(seed)
    # given lives told in any order over several recorded days and folds, some of them amended, some told twice
    told = [one for _ in range(12) for one in life(random)]
    random.shuffle(told)
    for one in told:
        hub.tell(one, recorded=f"{random.choice(DAYS)}T12:00:00+08:00")
        if random.random() < 0.2:
            hub.fold()
    hub.tell(random.choice(told), recorded="2025-03-09T12:00:00+08:00")
    hub.fold()
    # when their rows are derived whole, then they are those that stand
    whole, stored = whole_and_stored(hub, "task", "suggestion")
    assert stored == whole


def test_plain_lives_go_the_quick_way_and_come_out_the_same(hub: Playing) -> None:
    # given lives of the task, each told step after step in folds of one recorded day; one town moved before any step that is counted
    for number, step in enumerate((*ALSO, *STEPS)):
        hub.tell(*(event(step, f"{COUNTIES[0].source}/s-{town.code}", town.code, 40 * number) for town in TOWNS))
        hub.fold()
    # when all of it is told at once, then the quick way makes every row, and as it is stored
    quick, stored = quick_and_stored(hub, "task", "suggestion")
    assert quick == stored
    assert len(quick) == len(TOWNS)
