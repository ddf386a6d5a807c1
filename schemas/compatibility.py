"""Whether a schema may follow a released one: readers of yesterday and records of yesterday must go on being read.

Allowed are new members that may be absent, new words in a closed list, and other titles and explanations; nothing else.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

EXPLAINING: Final = ("title", "doc")
"""Attributes that may change at any time: they are for people."""

NUMBERING: Final = ("schema_id", "version")
"""Attributes that say which released schema it is, not what it means."""

_HELD: Final = ("default", "format", "integer", "min")
"""Attributes of a member that must stay as released."""


def essence(schema: Any) -> Any:
    """The schema without what is only for people, and which one it is: two with equal essence are the same schema."""
    if isinstance(schema, list):
        return [essence(branch) for branch in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept = {name: value for name, value in schema.items() if name not in (*EXPLAINING, *NUMBERING)}
    kept |= {name: essence(kept[name]) for name in ("type", "items", "fields") if name in kept}
    return kept | ({"words": list(kept["words"])} if "words" in kept else {})


def breaks(released: Any, proposed: Any, place: str = "") -> list[str]:
    """Every way in which `proposed` is no successor of `released`, each as a place and a short reason."""
    return list(_type(released, proposed, place))


def _type(old: Any, new: Any, place: str) -> Iterator[str]:
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            yield from _type(before, after, place)
    elif isinstance(old, Mapping) and isinstance(new, Mapping) and old["type"] == new["type"] == "record":
        yield from _record(old, new, place)
    elif isinstance(old, Mapping) and isinstance(new, Mapping) and old["type"] == new["type"] == "array":
        yield from _type(old["items"], new["items"], f"{place}[]")
    elif old != new:
        yield f"{place}: type {old} → {new}"


def _record(old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[str]:
    for name in ("namespace", "name", "family"):
        if old.get(name) != new.get(name):
            yield f"{place}: {name} {old.get(name)} → {new.get(name)}"
    before = {field["name"]: field for field in old["fields"]}
    after = {field["name"]: field for field in new["fields"]}
    for name, field in before.items():
        if name in after:
            yield from _member(field, after[name], f"{place}/{name}")
        else:
            yield f"{place}/{name}: removed"
    for name in after.keys() - before.keys():
        if "default" not in after[name]:
            yield f"{place}/{name}: new, but required"
    if [name for name in after if name in before] != list(before):
        yield f"{place}: members in another order"


def _member(old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[str]:
    for name in _HELD:
        if old.get(name, ...) != new.get(name, ...):
            yield f"{place}: {name} {old.get(name)} → {new.get(name)}"
    if ("words" in old) != ("words" in new):
        yield f"{place}: a closed list begins or ends"
    for word in old.get("words", ()):
        if word not in new.get("words", ()):
            yield f"{place}: word {word} removed"
    yield from _type(old["type"], new["type"], place)
