"""Row 26: one identity that says two things, numbers that are missing or out of order, while workers die."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from schemas import content
from tests.conftest import eventually
from tests.faults.report import Row
from tests.faults.storm import Storm
from tests.faults.stream import Event, held
from tests.laws.places import TOWNS

SEED = 26
TWICE = 10
NUMBERS = 24
ABSENT = (5, 6, 17)
VICTIMS = ("gate-0", "projection-0")


def _two_tellings(number: int) -> tuple[Event, Event]:
    one = held(TOWNS[number % 3], f"twice-{number}", number)
    return one, {**one, "data": {**one["data"], "counts": {"people": 100 + number}}}


def _stands(*copies: Event) -> Event:
    """The copy that law 1 makes stand."""
    return min(copies, key=content.digest)


@pytest.mark.row("26", "同一身份两种说法")
def test_one_identity_that_says_two_things(storm: Storm, row: Row) -> None:
    row.seed = SEED
    # given tellings of the same activities that contradict each other, in any order, some of them repeated
    pairs = [_two_tellings(number) for number in range(TWICE)]
    told = [one for pair in pairs for one in (*pair, pair[0])]
    Random(SEED).shuffle(told)
    # when they are published while the gate and the projection are killed
    storm.rage(20, lambda: storm.kill_each(VICTIMS))
    storm.publish(told)
    storm.rage(10, lambda: storm.kill_each(VICTIMS))
    # then the telling with the smallest digest stands, all else is as if there were no other, and all are kept
    storm.beside([_stands(*pair) for pair in pairs])
    storm.judge()
    kept = Counter(dict(storm.hub.sql("SELECT id, count(DISTINCT digest) FROM core.event WHERE id LIKE 'twice-%' GROUP BY id")))
    assert kept == {f"twice-{number}": 2 for number in range(TWICE)}
    # and each source is told of each of its contradictions, once
    notices = [one["id"] for town in TOWNS for one in _notices(storm, town.source) if one["kind"] == "equivocation"]
    assert sorted(notices) == sorted(kept)
    row.more = f"矛盾 {TWICE}，看出 {len(notices)}"


def _notices(storm: Storm, source: str) -> list[dict[str, Any]]:
    answer = storm.hub.http.get(f"/v1/sources/{source}/notices")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


@pytest.mark.row("26", "来源编号缺号、乱序")
def test_numbers_that_are_missing_or_out_of_order(storm: Storm, row: Row) -> None:
    row.seed = SEED
    # given a system of a town that numbers its events, and some of them in any order with some numbers absent
    town, source = TOWNS[0], f"//{TOWNS[0].code}/numbering"
    storm.hub.add_source(source, town.code)
    events = {n: {**held(town, f"numbered-{n}", n), "source": source, "sequence": str(n)} for n in range(1, NUMBERS + 1)}
    for n, event in events.items():
        event["subject"] = event["data"]["activity"] = f"{source}/a-{n}"
    present = [n for n in events if n not in ABSENT]
    Random(SEED).shuffle(present)
    # when they are published while the gate and the projection are killed
    storm.publish([events[n] for n in present])
    storm.rage(10, lambda: storm.kill_each(VICTIMS))
    # then each absent number is seen, and nothing but that: what came out of order counts
    eventually(lambda: _missing(storm, source) == len(ABSENT), 60)
    storm.beside([events[n] for n in present])
    storm.judge()
    # and when they come at last, none is absent
    storm.publish([events[n] for n in ABSENT])
    eventually(lambda: _missing(storm, source) == 0, 60)
    storm.beside([events[n] for n in ABSENT])
    storm.judge()


def _missing(storm: Storm, source: str) -> int | None:
    return next((one["missing"] for one in storm.hub.http.get("/v1/status").json()["sources"] if one["source"] == source), None)
