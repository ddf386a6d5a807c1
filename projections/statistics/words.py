"""The words that a dimension of a statistic can have, where they are a closed list: those of the schemas of which they come."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from projections.statistics.catalogue import Statistic
from schemas.levels import LEVELS
from schemas.registry import by_name

UNCATEGORISED: Final = "uncategorised"

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("suggestion", "matter", "evaluation", "deadline", "number", "recurrence"), ("suggestion.submitted", "kind")),
    **dict.fromkeys(("activity", "participation", "yield"), ("activity.held", "kind")),
    **dict.fromkeys(("station", "roster"), ("station.opened", "tier")),
    "training": ("training.completed", "mode"),
    "township": ("region.established", "kind"),
    "mandate": ("rule.set", "step"),
}
"""Where the kinds of what a statistic counts are listed, by its object: a type and the member of its data."""

_OTHERS: Final[Mapping[str, tuple[str, str]]] = {
    "grade": ("suggestion.reply_evaluated", "grade"), "role": ("suggestion.assigned", "role"), "category": ("category_scheme.set", "category"),
}  # fmt: skip


def words(dimension: str, statistics: Iterable[Statistic]) -> tuple[str, ...]:
    """The words of a dimension that rows of some of these statistics can have; none where it has no closed list. What nobody told has no word."""
    if dimension == "level":
        return LEVELS
    if dimension == "category":
        return (*listed(*_OTHERS[dimension]), UNCATEGORISED)
    places = {_KINDS.get(one.object) for one in statistics} if dimension == "kind" else {_OTHERS.get(dimension)}
    known = [place for place in places if place is not None]
    return tuple(dict.fromkeys(word for place in sorted(known) for word in listed(*place))) if len(known) == len(places) else ()


@cache
def listed(name: str, member: str) -> tuple[str, ...]:
    """The words of a member of a type's data, wherever in it that stands. Raises KeyError where the type has none such."""
    kind = by_name(f"cn.npc.{name}.v1")
    if kind is None:
        raise KeyError(name)
    return next(words for words in _lists(kind.schema, member))


def _lists(schema: Any, member: str) -> Iterable[tuple[str, ...]]:
    if isinstance(schema, Mapping):
        if schema.get("name") == member and "words" in schema:
            yield tuple(schema["words"])
        for inner in schema.values():
            yield from _lists(inner, member)
    elif isinstance(schema, list):
        for one in schema:
            yield from _lists(one, member)
