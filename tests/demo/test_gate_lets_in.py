"""What the demo's systems say is well formed and within their rights; what rests on a late fact waits until the fact comes."""

from collections.abc import Iterable, Sequence

import pytest

from hub.demo import frames, streams
from hub.demo.figures import figures, key, targets
from hub.demo.pen import Sent
from schemas import codec
from schemas.levels import LEVELS
from schemas.topics import SOURCE_HEADER, inbox
from streams.gate import registry as known
from streams.gate.decide import Verdicts, decide
from streams.gate.feed import statements
from streams.gate.intake import Arrival, take
from streams.gate.registry import Registry
from streams.gate.standing import Memory
from tests.streams.world import CLOCK, source

pytestmark = pytest.mark.quick


@pytest.fixture(scope="module")
def sent() -> Sequence[Sent]:
    goals: dict[str, dict[str, int]] = {report: {} for report in targets()}
    for figure in figures():
        goals[figure.report][key(figure)] = min(figure.published, 40)
    return list(streams.write(goals).all())


def _arrival(one: Sent) -> Arrival:
    topic = inbox(next(iter(LEVELS)), one.family)
    return Arrival(topic, 0, 0, CLOCK, None, frames.frame(one), ((SOURCE_HEADER, one.system.source.encode()),))


def _registry(sent: Iterable[Sent]) -> Registry:
    registry = Registry()
    records = [_arrival(one).value for one in sent if one.family == "reference"]
    records += [codec.encode(source(one.source, one.region, one.families)) for one in streams.systems()]
    known.apply(
        registry, statements(take([Arrival("inbox.national.reference", 0, 0, CLOCK, None, one, ()) for one in records]).batch.frames, records)
    )
    return registry


def _judged(sent: Sequence[Sent], registry: Registry) -> Verdicts:
    taken = take([_arrival(one) for one in sent])
    return decide(taken.batch, taken.carriers, registry, CLOCK, Memory())


def test_everything_is_accepted_once_all_facts_are_known(sent: Sequence[Sent]) -> None:
    # given every reference fact, when the gate judges all records, then it refuses none and none waits
    assert _judged(sent, _registry(sent)).rulings == {}


def test_some_records_wait_for_facts_that_come_late(sent: Sequence[Sent]) -> None:
    # given only the facts that come in time, when the gate judges the daily business, then some records wait and none is refused
    known_in_time = _registry(one for one in sent if one.phase == "reference")
    rulings = _judged([one for one in sent if one.phase == "course"], known_in_time).rulings
    assert {one.kind for one in rulings.values()} == {"waiting"}
    assert 0 < len(rulings) < len(sent) / 20


def test_a_frame_says_what_the_event_says(sent: Sequence[Sent]) -> None:
    # given one record of each type, when it is encoded from its JSON form with every check, then the bytes are the same
    for one in {each.type: each for each in sent}.values():
        assert codec.encode(frames.cloudevent(one)) == frames.frame(one)
