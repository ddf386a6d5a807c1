"""Which piece of a version that is built whole is made next, where several make it at once. Pure.

A view's rows are made when those of all views that it reads are there; what they add to the cube is added when its own are.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from projections.folders import View

_NAMED: Final = re.compile(r"\b(?:changed|came|gone|earlier)_([a-z_]+)|\{view\}\.([a-z_]+)")
_MADE: Final = re.compile(r"\bCREATE [A-Z ]*\{view\}\.([a-z_]+)")


@dataclass(frozen=True)
class Piece:
    """What is made at a time: the rows of a view, or what they add to the cube."""

    view: str
    sums: bool = False


def inputs(views: Sequence[View]) -> dict[str, frozenset[str]]:
    """Of each view, in their order, the views before it whose tables, functions or types its folder names."""
    found: dict[str, frozenset[str]] = {}
    owners: dict[str, str] = {}
    for view in views:
        text = "\n".join(view.parts.values())
        names = {differing or made for differing, made in _NAMED.findall(text)}
        found[view.name] = frozenset(owners[name] for name in names if name in owners)
        owners |= dict.fromkeys((view.name, *_MADE.findall(text)), view.name)
    return found


class Schedule:
    """What is made, what is being made and what is left, of views in their order."""

    def __init__(self, read: Mapping[str, Collection[str]]) -> None:
        """Nothing is made yet. `read`: of each view those it reads; such as are not among them are there already."""
        self._waits = {view: set(before) & read.keys() for view, before in read.items()}
        self._sums: dict[str, int] = {}
        self._making: set[Piece] = set()

    @property
    def over(self) -> bool:
        """Nothing is left to take, nor will be."""
        return not (self._waits or self._sums or self._making)

    def take(self) -> Piece | None:
        """A piece that can be made now, if there is any: rows that others wait for, then other rows, then the sums that are most work."""
        ready = [view for view, before in self._waits.items() if not before]
        waited = set[str]().union(*self._waits.values())
        if ready:
            piece = Piece(next((view for view in ready if view in waited), ready[0]))
            del self._waits[piece.view]
        elif self._sums:
            piece = Piece(max(self._sums, key=lambda view: self._sums[view]), sums=True)
            del self._sums[piece.view]
        else:
            return None
        self._making.add(piece)
        return piece

    def done(self, piece: Piece, counts: int) -> None:
        """A piece is made; `counts`: how much its rows add to the cube, which is then to be done."""
        self._making.remove(piece)
        if not piece.sums:
            for before in self._waits.values():
                before.discard(piece.view)
            if counts:
                self._sums[piece.view] = counts
