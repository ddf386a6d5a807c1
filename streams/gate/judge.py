"""One worker's judgement: what it knows, and what is to be written of the records it is shown. Pure but for what it learns."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.quarantine import Quarantined
from streams.gate import registry as known
from streams.gate.decide import Verdicts, decide
from streams.gate.detain import detained, follow_up, names_of, original
from streams.gate.dispatch import Parcel, Tally, accepted, held_back, quarantined, tally
from streams.gate.feed import statements
from streams.gate.intake import Arrival, Intake, take
from streams.gate.registry import KNOWN, Registry, Statement
from streams.gate.standing import Memory

Kept = tuple[int, Quarantined]
"""A quarantine record with its offset."""


@dataclass(frozen=True)
class Judgement:
    """What is to be written, its tally, the facts that are known once it is written, and of records judged anew what each
    still waits for (its offset, the facts)."""

    parcels: Sequence[Parcel]
    tally: Tally
    facts: Sequence[Statement]
    anew: Sequence[tuple[int, Sequence[str]]] = ()


@dataclass
class Judge:
    """The registry, and the rulings made on it."""

    registry: Registry = field(default_factory=Registry)
    memory: Memory = field(default_factory=Memory)
    learnt: set[bytes] = field(default_factory=set)

    def learn(self, facts: Sequence[Statement]) -> frozenset[str]:
        """Fold accepted facts in, and keep their records in `learnt`: what this worker wrote it reads again. The keys of those that may have
        changed."""
        self.learnt |= {one.record for one in facts if one.type in KNOWN}
        return known.apply(self.registry, facts)

    def arrived(self, records: Sequence[Arrival], clock: int) -> Judgement:
        """Judge records of the inboxes at an instant of the gate's clock (ms)."""
        intake, verdicts = self._verdicts(records, clock)
        held = held_back(records, verdicts)
        passed = accepted(verdicts.rows, intake.frames)
        number = sum(len(one.keys) for one in passed)
        return Judgement([*passed, *quarantined(held)], tally(number, held), _facts(intake, verdicts))

    def anew(self, kept: Sequence[Kept], clock: int) -> Judgement:
        """Judge quarantine records again. What waits as before is not written again."""
        records = [original(one) for _, one in kept]
        intake, verdicts = self._verdicts(records, clock)
        held = _changed(kept, records, verdicts)
        waiting = [(offset, verdicts.rulings[row].missing if row in verdicts.rulings else ()) for row, (offset, _) in enumerate(kept)]
        parcels = [*accepted(verdicts.rows, intake.frames), *quarantined(held)]
        return Judgement(parcels, tally(0, held), _facts(intake, verdicts), waiting)

    def _verdicts(self, records: Sequence[Arrival], clock: int) -> tuple[Intake, Verdicts]:
        intake = take(records)
        return intake, decide(intake.batch, intake.carriers, self.registry, clock, self.memory)


def _changed(kept: Sequence[Kept], records: Sequence[Arrival], verdicts: Verdicts) -> list[Quarantined]:
    """The follow-ups: what passes is released, what is refused now or waits for something else is told."""
    names = names_of(verdicts.rows, range(len(kept)))
    found = []
    for row, (_, before) in enumerate(kept):
        ruling = verdicts.rulings.get(row)
        if ruling is None:
            found.append(follow_up(records[row], "released", names[row]))
            continue
        now = detained(records[row], ruling, names.get(row, {}))
        if (now.kind, now.code, now.missing) != (before.kind, before.code, before.missing):
            found.append(now)
    return found


def _facts(intake: Intake, verdicts: Verdicts) -> list[Statement]:
    """The facts among the rows that pass."""
    if KNOWN.isdisjoint(intake.batch.frames):
        return []
    passed = verdicts.rows.filter("passes")
    return list(statements(intake.batch.frames, intake.frames, frozenset(passed["row"])))
