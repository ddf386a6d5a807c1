"""The random histories say what can be said: every event has its form, and passes the gate of the small federation."""

import pytest
from hypothesis import given, settings

from schemas import codec
from streams.gate import registry as known
from streams.gate.decide import decide
from streams.gate.feed import statements
from streams.gate.intake import take
from streams.gate.registry import Registry
from streams.gate.standing import Memory
from tests.laws.histories import histories
from tests.laws.places import foundations
from tests.streams.world import CLOCK, sent

pytestmark = pytest.mark.quick


def settled() -> Registry:
    registry = Registry()
    records = [codec.encode(event) for event in foundations()]
    known.apply(registry, statements(take([sent(event) for event in foundations()]).batch.frames, records))
    return registry


REGISTRY = settled()


@settings(max_examples=25, deadline=None)
@given(histories())
def test_every_event_passes_the_gate(events: list[dict[str, object]]) -> None:
    # given the foundations, when a history is judged, then nothing is refused and nothing waits
    taken = take([sent(event) for event in events])
    verdicts = decide(taken.batch, taken.carriers, REGISTRY, CLOCK, Memory())
    assert verdicts.rulings == {}
