"""The peers' task is what it says it is, in both orders."""

from collections import Counter

import pytest

from bench import tree
from bench.peers import task
from bench.peers.ours import worker
from bench.peers.task import EACH, ORDERS, STEPS, Order, Task
from schemas import codec

pytestmark = pytest.mark.quick
SMALL = tree.synthetic(1, 2, 2, 5)
MANY = 300


@pytest.fixture(scope="module", params=ORDERS)
def order(request: pytest.FixtureRequest) -> Order:
    """One of both."""
    found: Order = request.param
    return found


@pytest.fixture(scope="module")
def made(order: Order) -> Task:
    """The task in that order."""
    return task.make(SMALL, MANY, order)


def test_what_must_come_out_is_what_counting_the_records_gives(made: Task) -> None:
    # given the records, when each is read by itself and counted at the regions above, then the figures are those told
    counted: Counter[tuple[str, str]] = Counter()
    for one in made.records:
        event = codec.decode(one.value)
        for region in made.above[event["data"]["origin"]]:
            counted[region, event["type"].split(".")[3]] += 1
    assert dict(counted) == made.figures
    assert made.figures["00", STEPS[0]] == MANY


def test_every_suggestion_takes_six_steps_in_their_order(made: Task) -> None:
    # given the records, when they are put together by suggestion, then each has six steps, each once, in the order of the steps and of time
    lives: dict[bytes, list[tuple[int, str]]] = {}
    for one in made.records:
        event = codec.decode(one.value)
        lives.setdefault(one.key, []).append((STEPS.index(event["type"].split(".")[3]), event["time"]))
    assert {len(life) for life in lives.values()} == {EACH}
    assert all(life == sorted(set(life)) for life in lives.values())


def test_orders_differ_in_the_order_alone() -> None:
    # given both orders, then the records are the same ones; together a suggestion's follow each other, apart all of them lie between two of its own
    together, apart = (task.make(SMALL, MANY, one) for one in ORDERS)
    assert Counter(together.records) == Counter(apart.records)
    assert [one.key for one in together.records[:EACH]] == [together.records[0].key] * EACH
    assert len({one.key for one in apart.records[:MANY]}) == MANY


def test_ours_has_the_hubs_own_views_of_regions_and_the_tasks() -> None:
    # given the views of the hub's engine on the task, then they are those on which settling rests, and one
    assert [one.name for one in worker.chosen()] == ["reform", "source", "region", "ancestry", "task"]
