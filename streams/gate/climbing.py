"""What lies above a code on a day, from the spans of codes: what `climb` of `projections/views/10_ancestry` says in SQL. Pure."""

from collections.abc import Callable
from typing import NamedTuple

from streams.gate.facts import Order
from streams.gate.lives import Span, begun, on
from streams.gate.rights import NATION

Spans = Callable[[str], tuple[Span, ...]]
"""The spans of a code."""


class _Step(NamedTuple):
    """A code on the way up: whether what is below lies in it, or went to the one that goes on from it; and by which fact one goes further."""

    lies: bool
    by: Order | None


class Climb(NamedTuple):
    """`chain`: the code and everything above it, up to the nation. `beside`: codes that were met on the way and are not in it, on which it rests
    all the same."""

    chain: tuple[str, ...]
    beside: frozenset[str]


def climb(code: str, day: int, spans: Spans) -> Climb:
    """What lies above a code on a day. In a cycle the fact with the largest order does not hold, so the climb begins anew without it."""
    banned: set[Order] = set()
    met: set[str] = set()
    while True:
        steps, at = _steps(code, day, spans, banned)
        met.update(steps)
        if at == NATION:
            chain = (*(one for one, step in steps.items() if step.lies), NATION)
            return Climb(chain, frozenset(met.difference(chain)))
        cycle = list(steps.values())[list(steps).index(at) :]
        banned.add(max(one.by for one in cycle if one.by is not None))


def _steps(code: str, day: int, spans: Spans, banned: set[Order]) -> tuple[dict[str, _Step], str]:
    """The codes from one upwards, to the nation or to the first that is met again. What is not there yet lies where it does on its first day, and
    so does what was put into it. What lies in a repealed code goes to the one that alone goes on from it, from when that is there."""
    steps: dict[str, _Step] = {}
    at = code
    while at != NATION and at not in steps:
        several = spans(at)
        day = max(day, min((one.first for one in several), default=day))
        span = on(several, day, banned)
        if steps and span is not None and span.heir is not None and _goes(span, day, spans, banned):
            steps[at] = _Step(False, span.inherited)
            at = span.heir
            continue
        steps[at] = _Step(True, None if span is None else span.placed)
        at = NATION if span is None or span.parent is None else span.parent
    return steps, at


def _goes(span: Span, day: int, spans: Spans, banned: set[Order]) -> bool:
    heir = str(span.heir)
    return day >= span.end and span.inherited not in banned and (heir == NATION or begun(spans(heir), day))
