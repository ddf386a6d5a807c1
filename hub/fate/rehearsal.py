"""`dry_run`: what the door and the gate would say of the form of events, while nothing is kept. Touches no part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.translate import Outgoing, Unsealed, outgoing, sealed
from hub.fate.fate import Fate
from schemas.errors import Refused
from streams.gate.decide import decide
from streams.gate.intake import Arrival, take
from streams.gate.registry import Registry
from streams.gate.standing import Memory


def rehearse(events: Sequence[Any], source: str, now: int) -> list[Fate]:
    """The fate of each event as far as it lies in the event: `valid` or `refused`. `now` is the gate's clock in ms.

    Whether regions, units and rights hold on the day is not asked: that may change until the events are sent.
    """
    fates: dict[int, Fate] = {}
    records: dict[int, Outgoing] = {}
    for at, event in enumerate(events):
        try:
            one = outgoing(event, source)
            # Nothing is sealed for what is not kept.
            records[at] = sealed(one, None) if isinstance(one, Unsealed) else one
        except Refused as refused:
            fates[at] = Fate("refused", refused.problem)
    intake = take([Arrival(one.topic, 0, at, now, one.key, one.value, one.headers) for at, one in records.items()])
    rulings = decide(intake.batch, intake.carriers, Registry(), now, Memory()).rulings
    for row, at in enumerate(records):
        ruling = rulings.get(row)
        refused_by_gate = ruling is not None and ruling.kind == "refused"
        fates[at] = Fate("refused", ruling.problem) if ruling is not None and refused_by_gate else Fate("valid")
    return [fates[at] for at in range(len(events))]
