"""Whatever the batching, the order of batches or the duplication: the same verdict on the same record."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kafka.partitioner.default import murmur2

from schemas import cloudevents, codec
from schemas.partition import hashes
from streams.gate.decide import decide
from streams.gate.intake import Arrival, take
from streams.gate.rows import FEW
from streams.gate.standing import Memory, Ruling
from tests.streams.world import CITY, CLOCK, COUNTY, FOREIGN, arrival, assigned, event, settled

pytestmark = pytest.mark.quick
REGISTRY = settled()


@st.composite
def records(draw: st.DrawFn) -> Arrival:
    """A record: any mixture of right and wrong names, days and forms."""
    body = assigned(
        id=draw(st.sampled_from(["a", "b"])),
        source=draw(st.sampled_from([COUNTY, CITY, FOREIGN, "//420624/none", "nobody"])),
        unit=draw(st.sampled_from(["420624-cwh", "4206-cwh", "420624-none"])),
        region=draw(st.sampled_from(["420624", "4206", "999"])),
        level=draw(st.sampled_from(["county", "city"])),
        time=draw(st.sampled_from(["2025-06-08T08:20:00Z", "1999-01-01T00:00:00Z", "1950-01-01T00:00:00Z", "2031-01-01T00:00:00Z"])),
    )
    if draw(st.booleans()):
        body = {
            **event("suggestion.drafted", {"origin": draw(st.sampled_from(["420624101", "7"]))}),
            **{one: body[one] for one in ("source", "unit", "time")},
        }
    frame = draw(st.sampled_from([codec.encode, cloudevents.to_structured]))(body)
    damaged = draw(st.sampled_from([frame, frame, frame, frame[:-3], frame + b"\x00", b""]))
    return arrival(damaged, sender=draw(st.sampled_from([body["source"], body["source"], COUNTY, None])))


def rulings(batch: Sequence[Arrival], memory: Memory) -> list[Ruling | None]:
    taken = take(batch)
    verdicts = decide(taken.batch, taken.carriers, REGISTRY, CLOCK, memory)
    passing = set(verdicts.rows.filter("passes")["row"]) if verdicts.rows.height else set()
    assert passing | verdicts.rulings.keys() == set(range(len(batch)))
    assert not passing & verdicts.rulings.keys()
    return [verdicts.rulings.get(row) for row in range(len(batch))]


@settings(max_examples=60, deadline=None)
@given(st.lists(records(), min_size=1, max_size=12), st.data())
def test_a_verdict_depends_on_the_record_alone(batch: list[Arrival], data: st.DataObject) -> None:
    memory = Memory()
    alone = [rulings([one], Memory())[0] for one in batch]
    order = data.draw(st.permutations(range(len(batch))))
    cut = data.draw(st.integers(0, len(batch)))
    shuffled = [batch[at] for at in order]
    parted = [*(rulings(shuffled[:cut], memory) if cut else []), *(rulings(shuffled[cut:], memory) if cut < len(batch) else [])]
    assert parted == [alone[at] for at in order]
    assert rulings([*batch, *batch], memory) == [*alone, *alone]


@settings(max_examples=15, deadline=None)
@given(st.lists(records(), min_size=4, max_size=12))
def test_a_verdict_is_the_same_among_few_and_among_many(batch: list[Arrival]) -> None:
    times = FEW // len(batch) * 3
    assert rulings(batch * times, Memory()) == rulings(batch, Memory()) * times


@given(st.lists(st.text(min_size=0, max_size=40), min_size=1, max_size=30), st.sampled_from([1, 4, 8]))
def test_partitions_are_those_of_kafkas_own_partitioner(keys: list[str], count: int) -> None:
    chosen = hashes([key.encode() for key in keys]) % count
    assert chosen.tolist() == [(murmur2(key.encode()) & 0x7FFFFFFF) % count for key in keys]
