"""When a code was valid and under what, from the facts about it: what `projections/views/09_region` says in SQL. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from streams.gate.facts import End, Fact, Move, Order, Region, heir_of

FOREVER: Final = 2**31
"""A day after all others."""

Facts = Callable[[str], Iterable[Fact]]
"""The facts about a code, moves to it included."""


@dataclass(frozen=True, slots=True)
class Span:
    """A code is valid under `parent` from `first` to before `end`. `order`: of the fact with which this time of the code began; `placed`: of
    the fact that says the parent; `heir`: the code that alone goes on from it at the end, by the fact `inherited`."""

    parent: str | None
    first: int
    end: int
    order: Order
    placed: Order
    heir: str | None
    inherited: Order | None


@dataclass(frozen=True, slots=True)
class _Life:
    parent: str | None
    first: int
    end: int
    order: Order
    was: str | None


def spans(code: str, facts: Facts) -> tuple[Span, ...]:
    """All spans of a code. A move to it holds when it ends what it moves."""
    about = tuple(facts(code))
    lives = _begun(code, about)
    return tuple(span for life in lives if _holds(life, facts) for span in _parted(code, life, lives, about))


def begun(several: Iterable[Span], day: int) -> bool:
    """Whether a code has been valid by a day."""
    return any(one.first <= day for one in several)


def on(several: Iterable[Span], day: int, banned: set[Order]) -> Span | None:
    """The span that holds on a day, else the last that held before; those whose parent is banned do not count."""
    held = [one for one in several if one.first <= day and one.placed not in banned]
    valid = [one for one in held if day < one.end]
    if valid:
        return min(valid, key=lambda one: one.order)
    return min(held, key=lambda one: (-one.end, one.order), default=None)


def _begun(code: str, about: Iterable[Fact]) -> list[_Life]:
    found = []
    for one in about:
        if isinstance(one, Region):
            found.append(_Life(one.parent, one.first, FOREVER if one.last is None else one.last + 1, one.order, None))
        elif isinstance(one, Move) and one.new_code == code:
            found.append(_Life(one.parent, one.first, FOREVER, one.order, one.code))
    return found


def _holds(life: _Life, facts: Facts, passed: tuple[str, ...] = ()) -> bool:
    """Whether what was moved here had begun: was established, or moved there by a move that holds. What leads back to itself never began."""
    if life.was is None or life.was in passed:
        return life.was is None
    about = tuple(facts(life.was))
    before = _begun(life.was, about)
    ended = [one for one in before if (end := _ending(life.was, one, before, about)) is not None and end.order == life.order]
    return any(_holds(one, facts, (*passed, life.was)) for one in ended)


def _ending(code: str, life: _Life, begun: Iterable[_Life], about: Iterable[Fact]) -> End | Move | None:
    """The smallest of the facts that end it before the code begins again, else of all later ones."""
    again = min((one.first for one in begun if one.first > life.first), default=FOREVER)
    ends = [
        one
        for one in about
        if (isinstance(one, End) or (isinstance(one, Move) and one.new_code is not None)) and one.code == code and one.first > life.first
    ]
    return min(ends, key=lambda one: (one.first > again, one.order), default=None)


def _parted(code: str, life: _Life, begun: Iterable[_Life], about: Iterable[Fact]) -> Iterator[Span]:
    """The spans of one time of a code: a new one wherever it came under another parent."""
    ending = _ending(code, life, begun, about)
    end = life.end if ending is None else min(life.end, ending.first)
    heir = None if ending is None else heir_of(ending)
    inherited = None if ending is None or heir is None else ending.order
    placed = [(life.first, life.order, life.parent)]
    placed += [
        (one.first, one.order, one.parent) for one in about if isinstance(one, Move) and one.new_code is None and life.first <= one.first < end
    ]
    firsts = sorted({first for first, _, _ in placed})
    for first, following in zip(firsts, [*firsts[1:], end], strict=True):
        order, parent = min((order, parent) for day, order, parent in placed if day == first)
        last = following == end
        yield Span(parent, first, following, life.order, order, heir if last else None, inherited if last else None)
