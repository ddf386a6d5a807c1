"""The event types, read once from the .avsc files; each fixes the id of its released version for every hub."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import fastavro

from schemas.errors import Inconsistent

FOLDER: Final = Path(__file__).parent
INTERNAL: Final = "hub"
"""The family of records that the hub writes for itself; they are no events."""


@dataclass(frozen=True, eq=False)
class EventType:
    """One released version of one type.

    `schema` is the .avsc as read; `parsed` is for fastavro and reads an instant as its milliseconds.
    """

    name: str
    family: str
    schema_id: int
    schema: Mapping[str, Any]
    version: int
    parsed: Any

    @property
    def title(self) -> str:
        """The Chinese name of the fact."""
        return str(self.schema["title"])


@dataclass(frozen=True)
class Registry:
    """Every type by name (its newest version) and every version by schema id."""

    names: Mapping[str, EventType]
    ids: Mapping[int, EventType]


def load(folder: Path) -> Registry:
    """Read the schema files of a folder. Raises Inconsistent when two have the same id, or are the same version of one type."""
    versions = sorted(map(_read, folder.glob("*.avsc")), key=lambda one: (one.version, one.schema_id))
    ids = {version.schema_id: version for version in versions}
    if len(ids) < len(versions) or len({(version.name, version.version) for version in versions}) < len(versions):
        raise Inconsistent(_twice(versions))
    newest = {version.name: version for version in versions}
    return Registry(names=dict(sorted(newest.items(), key=lambda one: one[1].schema_id)), ids=ids)


def _read(path: Path) -> EventType:
    schema = json.loads(path.read_text("utf-8"))
    parsed = fastavro.parse_schema(physical(schema), named_schemas={})
    return EventType(f"{schema['namespace']}.{schema['name']}", schema["family"], schema["schema_id"], schema, schema.get("version", 1), parsed)


def _twice(versions: Sequence[EventType]) -> str:
    """Which ids, and which versions of types, are there more than once."""
    said = Counter(name for one in versions for name in (f"schema_id {one.schema_id}", f"{one.name} version {one.version}"))
    return ", ".join(name for name, times in said.items() if times > 1)


@cache
def default() -> Registry:
    """The registry of this release."""
    return load(FOLDER)


def all_types() -> tuple[EventType, ...]:
    """The newest version of every event type, by their ids."""
    return tuple(kind for kind in default().names.values() if kind.family != INTERNAL)


def by_name(name: str) -> EventType | None:
    """The newest version of a type by its CloudEvents name, e.g. `cn.npc.suggestion.assigned.v1`."""
    return default().names.get(name)


def by_id(schema_id: int) -> EventType | None:
    """The released version with this schema id."""
    return default().ids.get(schema_id)


def physical(schema: Any) -> Any:
    """The schema without logical types: the same bytes, read as plain numbers and texts."""
    if isinstance(schema, list):
        return [physical(branch) for branch in schema]
    if not isinstance(schema, dict):
        return schema
    if "logicalType" in schema:
        return schema["type"]
    return {name: physical(value) if name in ("type", "fields", "items") else value for name, value in schema.items()}
