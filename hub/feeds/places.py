"""Where an event lies, and which regions that puts it under: contract.md 6, from the gate's own registry of dated facts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from streams.gate import registry as known
from streams.gate.registry import Registry

Line = tuple[tuple[int, tuple[str, ...]], ...]
"""(day from which, the ancestors without the region itself), … in the order of days."""

FOREVER = -(2**31)
"""The day before which there is none."""


class Claim(NamedTuple):
    """What an event names, and its day (from 1970). `about` is the region that a reference fact is about,
    `others` the further regions that it names."""

    region: str
    unit: str
    origin: str | None
    to_unit: str | None
    about: str | None
    day: int
    others: tuple[str, ...] = ()

    def leaves(self) -> tuple[str, ...]:
        """The names as keys of the registry, each once, in order."""
        regions = {f"region:{one}" for one in (self.region, self.origin, self.about, *self.others) if one}
        units = {f"unit:{one}" for one in (self.unit, self.to_unit) if one}
        return tuple(sorted(regions | units))


def regions(registry: Registry, leaves: Iterable[str], day: int) -> tuple[str, ...]:
    """The regions in whose subtree any of the leaves lies on a day, as the registry knows it, in order."""
    found: set[str] = set()
    for leaf in leaves:
        kind, _, code = leaf.partition(":")
        if kind == "region":
            found.update(known.ancestry(registry, code, day))
            continue
        unit = known.unit(registry, code, day)
        if unit is not None:
            found.update(known.ancestry(registry, unit.region, day))
    return tuple(sorted(found))


@dataclass
class Lines:
    """The ancestors of every established region on every day, as known so far."""

    line: dict[str, Line] = field(default_factory=dict)
    below: dict[str, set[str]] = field(default_factory=dict)

    def renew(self, registry: Registry, touched: Iterable[str]) -> Mapping[str, Line]:
        """Take in what the registry knows now of the touched keys; the lines that differ."""
        codes = {key.removeprefix("region:") for key in touched if key.startswith("region:")}
        affected = codes.union(*(self.below.get(code, ()) for code in codes))
        changed = {}
        for code in sorted(affected):
            line = _line(registry, code)
            if line != self.line.get(code, ()):
                self._put(code, line)
                changed[code] = line
            # What it rests on and is not in it, as in a cycle.
            for one in registry.beside.get(code, ()):
                self.below.setdefault(one, set()).add(code)
        return changed

    def _put(self, code: str, line: Line) -> None:
        self.line[code] = line
        for _, ancestors in line:
            for one in ancestors:
                self.below.setdefault(one, set()).add(code)


def _line(registry: Registry, code: str) -> Line:
    if not known.known(registry, code, 2**31):
        return ()
    found: list[tuple[int, tuple[str, ...]]] = []
    for day in (FOREVER, *registry.days):
        ancestors = tuple(known.ancestry(registry, code, day))[1:] if known.known(registry, code, day) else ()
        if not found or found[-1][1] != ancestors:
            found.append((day, ancestors))
    return tuple(found)


def ancestors(line: Iterable[tuple[int, Sequence[str]]], day: int) -> frozenset[str]:
    """The ancestors of a line on a day."""
    held: Sequence[str] = ()
    for first, codes in line:
        if first > day:
            break
        held = codes
    return frozenset(held)
