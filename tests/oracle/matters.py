"""Matters: suggestions joined by links, where each arose and from when it counts (contract 2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tests.oracle.ledger import Order, Statement
from tests.oracle.lives import Life, entitled, life
from tests.oracle.world import UNCATEGORISED, World, mint


@dataclass(frozen=True)
class Matter:
    """Suggestions that are one. `origin`: region and day by which it lies; `kind`, `category` of the suggestion that gives it; `given`: whether
    somebody said so who may, or it lies where somebody acted; `repeated`: whether one of them was made before, in an earlier year."""

    name: str
    members: tuple[str, ...]
    origin: tuple[str, date]
    kind: str
    category: str
    allocated: str | None
    given: bool
    repeated: bool


class Matters:
    """All matters of a world, and the lives of their suggestions by day."""

    def __init__(self, world: World) -> None:
        """Links have no day: they hold for every day that is asked about."""
        self.world = world
        self.said = {name: entitled(world, said) for name, said in world.about("suggestion.").items()}
        self.life = cache(self._life)
        joined = components(self.said, standing_links(world))
        self.all = [matter for members in joined if (matter := self._matter(members)) is not None]
        self.of = {member: matter for matter in self.all for member in matter.members}

    def _life(self, name: str, day: date) -> Life:
        return life(self.world, self.said.get(name, ()), day)

    def lives(self, matter: Matter, day: date) -> dict[str, Life]:
        """The suggestions of a matter that have begun by a day; empty while all of them are closed."""
        found = {name: self.life(name, day) for name in matter.members}
        begun = {name: one for name, one in found.items() if one.begun is not None}
        return {} if all(one.closed for one in begun.values()) else begun

    def entered(self, matter: Matter) -> date:
        """The first day on which it counts; if it never does, the day on which anything was first said of it."""
        days = sorted({one.day for name in matter.members for one in self.said.get(name, ())})
        return next((day for day in days if self.lives(matter, day)), days[0])

    def _matter(self, members: Sequence[str]) -> Matter | None:
        world = self.world
        counting = sorted((one for name in members for one in self.said.get(name, ()) if world.minted(one.source, name)), key=lambda one: one.order)
        if not any(counted(one) for one in counting):
            return None
        giving = next((one for one in counting if world.contains(one.source, one.data["origin"], one.day)), None)
        first = giving or counting[0]
        words = [
            one
            for one in self.said[first.subject]
            if one.kind in ("suggestion.submitted", "suggestion.registered") and world.minted(one.source, one.subject)
        ]
        allocations = [world.allocated[name] for name in members if name in world.allocated]
        return Matter(
            name=min(members),
            members=tuple(sorted(members)),
            origin=(giving.data["origin"] if giving else first.region, first.day),
            kind=last_word(words, "kind"),
            category=category(world, words),
            allocated=max(allocations)[1] if allocations else None,
            given=giving is not None,
            repeated=any(one.kind == "suggestion.submitted" and one.data.get("recurs") for one in counting),
        )


def last_word(said: Iterable[Statement], member: str) -> str:
    """The last value that was said of a member; empty if none was."""
    found = ""
    for one in said:
        found = one.data.get(member) or found
    return found


def category(world: World, said: Iterable[Statement]) -> str:
    """The common category of the last word that named one."""
    given = [one for one in said if one.data.get("category")]
    return world.category(given[-1].source, given[-1].data["category"], given[-1].day) if given else UNCATEGORISED


def counted(one: Statement) -> bool:
    """Whether a suggestion counts by this event; a draft is none yet, though it says where something arose."""
    return one.kind not in ("suggestion.drafted", "suggestion.read")


def components(names: Iterable[str], links: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Connected sets of names."""
    group: dict[str, list[str]] = {name: [name] for name in names}
    for one, other in links:
        first, second = group.setdefault(one, [one]), group.setdefault(other, [other])
        if first is not second:
            first += second
            group.update(dict.fromkeys(second, first))
    return [*{id(members): members for members in group.values()}.values()]


def standing_links(world: World) -> list[tuple[str, str]]:
    """The pairs that are one matter: said by who reaches both, or by both sides."""
    words: dict[tuple[str, str], list[tuple[Statement, bool]]] = {}
    for one in world.said:
        for other, joins in _links(one):
            if other != one.subject:
                words.setdefault((min(one.subject, other), max(one.subject, other)), []).append((one, joins))
    return [pair for pair, said in words.items() if _stands(world, pair, said)]


def _links(one: Statement) -> list[tuple[str, bool]]:
    if one.kind in ("suggestion.submitted", "suggestion.registered"):
        return [(other, True) for other in one.data.get("continues", ())]
    if one.kind in ("suggestion.escalated", "suggestion.delegated"):
        return [(one.data["new_id"], True)] if one.data.get("new_id") else []
    if one.kind in ("suggestion.linked", "suggestion.unlinked"):
        return [(one.data["other"], one.kind == "suggestion.linked")]
    return []


def _stands(world: World, pair: tuple[str, str], said: Sequence[tuple[Statement, bool]]) -> bool:
    both: list[tuple[Order, bool]] = []
    sides: Mapping[str, list[tuple[Order, bool]]] = {name: [] for name in pair}
    for one, joins in said:
        reached = [name for name in pair if world.minted(one.source, name) or world.above(one.source, mint(name), one.day)]
        if len(reached) == 2:
            both.append((one.order, joins))
        elif reached:
            sides[reached[0]].append((one.order, joins))
    # Two sides that say the same are as one that may speak for both, from when the later of them spoke.
    last = [max(words, default=None) for words in sides.values()]
    agreed = [one for one in last if one is not None]
    if len(agreed) == len(pair) and len({joins for _, joins in agreed}) == 1:
        both.append(max(agreed))
    return bool(both) and max(both)[1]
