"""Random federations as they were known at moments past: the hub's answers against those of the oracle over what had been recorded by then.

Moments are ends of days and instants within them; records are written at three hours of a day. The oracle is told nothing of the cut: only what
was recorded by then. So late copies, corrections, retractions, reforms, registrations, mergers, allocations are what they were.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, Final

from projections.past import keeping
from projections.statistics import moments
from schemas.days import beijing_day, day_end, format_instant, parse_instant
from tests.oracle.comparing import Difference, Knowing, beside_of, compared
from tests.oracle.federations import Federation
from tests.oracle.ground import RECORDED, shared
from tests.oracle.ledger import Told
from tests.oracle.playing import answers
from tests.oracle.questions import questions
from tests.projections.play import Playing

HOURS: Final = ("09:00", "12:00", "18:00")
BETWEEN: Final = ("10:30", "15:00")
VIEW: Final = "view_1"

Record = tuple[Mapping[str, Any], int]
"""An event and the instant, in ms, at which it was written down."""


def play(hub: Playing, batch: Sequence[Federation], number: int) -> None:
    """Tell all in the order of their instants, in some folds."""
    random = Random(number)
    records = [*_common(number), *(record for one in batch for record in _own(one))]
    random.shuffle(records)
    for at in sorted({at for _, at in records}):
        hub.tell(*(event for event, when in records if when == at), recorded=format_instant(at))
        if random.random() < 0.6:
            hub.fold()
    hub.fold()


def drawn_moments(random: Random, many: int) -> list[int]:
    """Instants between the records of a day, and ends of days, all of different days and before the last records."""
    days = random.sample(RECORDED[:-1], min(many, len(RECORDED) - 1))
    return [random.choice((day_end(day), *(_instant(day, hour) for hour in BETWEEN))) for day in days]


def differences(
    hub: Playing, dsn: str, batch: Sequence[Federation], number: int, names: Mapping[str, Sequence[str]], until: int, asked: float
) -> Iterator[Difference]:
    """What differs of the views as known at a moment. `asked`: questions a federation."""
    keeping.recall(dsn)(until)
    with hub.connection, hub.connection.cursor() as cursor:
        when = moments.cut(cursor, VIEW, until)
        schema = moments.kept(cursor, VIEW, when)
    put = []
    for of in batch:
        told = [Told(event, beijing_day(at)) for event, at in (*_common(number), *_own(of)) if at <= until]
        if not _may_be(told):
            continue
        oracle = Knowing(of, number, told)
        put += [(of, oracle, replace(one, known=None)) for one in questions(of, names, asked)]
    found = list(beside_of(hub, put, schema, when.known))
    answered = answers(hub, [replace(one, known=when.known) for *_, one in put], schema)
    for (of, oracle, one), rows in zip(put, answered, strict=True):
        found += compared(of, oracle, one, rows)
    yield from (replace(one, asked=f"known at {format_instant(until)}: {one.asked}") for one in found)


def _may_be(told: Sequence[Told]) -> bool:
    """Whether the host of every activity is known: the gate keeps those waiting of which it is not, and where they lie nothing says."""
    hosts = {one.event["data"]["host_unit"] for one in told if "host_unit" in one.event["data"]}
    return hosts <= {one.event["data"]["unit"] for one in told if one.event["type"] == "cn.npc.unit.registered.v1"}


def _common(number: int) -> list[Record]:
    return _hours(Random(f"{number} hours of all"), shared(number))


def _own(one: Federation) -> list[Record]:
    return _hours(Random(f"{one.seed} hours"), one.told)


def _hours(random: Random, told: Sequence[tuple[Mapping[str, Any], int]]) -> list[Record]:
    """The ground is written at the first hour."""
    return [(event, _instant(RECORDED[turn], random.choice(HOURS) if turn else HOURS[0])) for event, turn in told]


def _instant(day: date, hour: str) -> int:
    return parse_instant(f"{day}T{hour}:00+08:00")
