"""How many events a figure rests on: those about the objects it counts, each once, however often it was handed over. Pure."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, Final

from hub.demo.figures import Figure, Rows, period, worth
from hub.demo.pen import Sent
from schemas.days import parse_instant

_BACK: Final[Mapping[str, Sequence[str]]] = {
    "suggestion.submitted": ("opinions", "continues"),
    "suggestion.registered": ("opinions", "continues"),
    "suggestion.escalated": ("new_id",),
    "suggestion.linked": ("other",),
    "opinion.converted": ("suggestion",),
}
"""By type, the members of data that tie two objects to each other: suggestions that are one matter, an opinion and the suggestions it fed."""
_ONWARD: Final[Mapping[str, Sequence[str]]] = {"mandate.started": ("person",), "suggestion.replied": ("scheme",)}
"""Members that name what an object rests on: whose mandate it is, what the class of a reply means. They lead there, not back."""


def behind(figure: Figure, rows: Rows) -> int:
    """How many events of the report's systems stand behind a figure.

    They are of the types that can move it, and about an object that any word about it puts into the figure: within the period, of the asked
    kind, with something of what is added up. Copies of an event are one event. What happened after the last day is not behind it; a
    correction or a retraction is wherever the event that it amends is.
    """
    words = {name: list(rows.get(name, ())) for name in figure.moved_by}
    for one in list(_corrected(words)):
        words[one.type].append(one)
    begin, end = period(figure)
    seeds = {
        one.event["subject"]
        for name in figure.rows
        for one in words[name]
        if begin <= one.event["time"] < end and _looked_at(figure, one.event["data"])
    }
    objects = _reached(seeds, _ties(words))
    told = (one.event for several in words.values() for one in several if one.event["subject"] in objects)
    return len({(one["source"], one["id"]) for one in told if one["time"] < end or "corrects" in one["data"]})


def _corrected(words: Rows) -> Iterator[Sent]:
    """Each corrected event as each of its corrections has it."""
    corrections = [one.event for name, several in words.items() if name.endswith(".corrected.v1") for one in several]
    subjects = {one["subject"] for one in corrections}
    wrong = {(one.event["source"], one.event["id"]): one for several in words.values() for one in several if one.event["subject"] in subjects}
    for one in corrections:
        word = wrong.get((one["data"]["corrects"]["source"], one["data"]["corrects"]["id"]))
        if word is not None:
            fields = json.loads(one["data"]["fields"])
            at = parse_instant(fields.pop("time")) if "time" in fields else word.event["time"]
            yield replace(word, event={**word.event, "time": at, "data": {**word.event["data"], **fields}})


def _looked_at(figure: Figure, data: Mapping[str, Any]) -> bool:
    asked = figure.each if figure.about is None else figure.about
    return all(data.get(name) in values for name, values in asked.items()) and worth(figure, data) != 0


def _ties(words: Rows) -> Mapping[str, Set[str]]:
    """Which object leads to which."""
    ties: defaultdict[str, set[str]] = defaultdict(set)
    fed = any(name.startswith("cn.npc.opinion.") for name in words)
    for subject, other in _pairs(words, _BACK):
        if fed or other[0] not in ("opinions", "suggestion"):
            ties[subject].add(other[1])
            ties[other[1]].add(subject)
    for subject, other in _pairs(words, _ONWARD):
        ties[subject].add(other[1])
    if "cn.npc.mandate.started.v1" in words:
        for one in words.get("cn.npc.activity.held.v1", ()):
            ties[one.event["subject"]].update(each["mandate"] for each in one.event["data"].get("participants") or ())
    return ties


def _pairs(words: Rows, members: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """An object, and by which member of the events about it which other one is named."""
    for name, listed in members.items():
        for one in words.get(f"cn.npc.{name}.v1", ()):
            for member in listed:
                value = one.event["data"].get(member)
                for other in (value,) if isinstance(value, str) else value or ():
                    yield one.event["subject"], (member, other)


def _reached(seeds: Set[str], ties: Mapping[str, Set[str]]) -> Set[str]:
    """The seeds and every object to which they lead."""
    found, left = set(seeds), [one for one in seeds if one in ties]
    while left:
        new = ties.get(left.pop(), frozenset()) - found
        found |= new
        left += new
    return found
