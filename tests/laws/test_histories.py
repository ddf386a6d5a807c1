"""The random histories say what can be said: every event has its form, and passes the gate of its federation."""

from functools import cache

import pytest
from hypothesis import given, settings

from schemas import codec
from streams.gate import registry as known
from streams.gate.decide import decide
from streams.gate.feed import statements
from streams.gate.intake import take
from streams.gate.registry import Registry
from streams.gate.standing import Memory
from tests.laws.histories import History, histories
from tests.laws.places import Places, foundations
from tests.streams.world import CLOCK, sent

pytestmark = pytest.mark.quick


@cache
def settled(places: Places) -> Registry:
    """What the gate knows that has heard the foundations of a federation."""
    registry, told = Registry(), foundations(places)
    known.apply(registry, statements(take([sent(event) for event in told]).batch.frames, [codec.encode(event) for event in told]))
    return registry


@settings(max_examples=25, deadline=None)
@given(histories())
def test_every_event_passes_the_gate(history: History) -> None:
    # given the foundations, when a history is judged, then nothing is refused and nothing waits
    taken = take([sent(event) for event in history.events])
    verdicts = decide(taken.batch, taken.carriers, settled(history.places), CLOCK, Memory())
    assert verdicts.rulings == {}
