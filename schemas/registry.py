"""The event types, read once from the .avsc files; ids.json fixes the id of each released version for every hub."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import fastavro

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
    """Read ids.json and the schema files that it names from a folder."""
    listed: dict[str, list[dict[str, Any]]] = json.loads((folder / "ids.json").read_text("utf-8"))
    versions = [_read(folder, name, released) for name, several in listed.items() for released in several]
    newest = {version.name: version for version in sorted(versions, key=lambda one: one.version)}
    return Registry(names=newest, ids={version.schema_id: version for version in versions})


def _read(folder: Path, name: str, released: Mapping[str, Any]) -> EventType:
    schema = json.loads((folder / released["file"]).read_text("utf-8"))
    parsed = fastavro.parse_schema(physical(schema), named_schemas={})
    return EventType(name, schema["family"], released["id"], schema, released["version"], parsed)


@cache
def default() -> Registry:
    """The registry of this release."""
    return load(FOLDER)


def all_types() -> tuple[EventType, ...]:
    """The newest version of every event type, in the order of ids.json."""
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
