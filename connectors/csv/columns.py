"""The columns of a template: every member of an event type that a row can say, with its Chinese header. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from schemas.registry import EventType
from schemas.sealed import PERSON, PURPOSES, SEALED

KEY: Final = "key"
KEY_TITLE: Final = "行号键"
BETWEEN: Final = "；"
"""Between the items of a list in one cell; a plain semicolon is understood too."""

_OF_PERSONS: Final = {PERSON: "人员", "name": "姓名", "phone": "电话", "address": "住址", "id_no": "证件号", "note": "备注"}
"""What a sheet can say of a person, with the Chinese word in the header."""
_ENVELOPE: Final = ("subject", "time", "unit", "level", "region", "correlationid")


@dataclass(frozen=True)
class Column:
    """One column. `path` leads to the member, through lists without an index; `many` when the cell holds a list."""

    path: tuple[str, ...]
    title: str
    field: Mapping[str, Any]
    kind: Any
    many: bool = False
    required: bool = False

    @property
    def name(self) -> str:
        """The path as text, e.g. `data.departments.dept`; accepted as a header as well."""
        return ".".join(self.path)


def columns_of(kind: EventType) -> list[Column]:
    """The columns of the template of a type, the key column left out: headers are unique."""
    fields = {field["name"]: field for field in kind.schema["fields"]}
    found = [column for name in _ENVELOPE for column in _columns(fields[name], (), "", False, True)]
    found += [column for field in fields["data"]["type"]["fields"] for column in _columns(field, ("data",), "", False, True)]
    often = Counter(column.title for column in found)
    return [_distinct(column) if often[column.title] > 1 else column for column in found]


def personal_columns() -> Iterator[Column]:
    """The columns that a sheet of any type may have beside its template's: what is said of persons, one of each purpose (`反映人·姓名`)."""
    for purpose, (title, _) in PURPOSES.items():
        for member, word in _OF_PERSONS.items():
            field = {"name": member, "title": word, "type": "string", "format": "id" if member == PERSON else "text"}
            yield Column((SEALED, purpose, member), f"{title}·{word}", field, "string")


def _distinct(column: Column) -> Column:
    return Column(column.path, f"{column.title}（{column.name}）", column.field, column.kind, column.many, column.required)


def _columns(field: Mapping[str, Any], path: tuple[str, ...], prefix: str, many: bool, required: bool) -> Iterator[Column]:
    schema = field["type"][1] if isinstance(field["type"], list) else field["type"]
    here, title = (*path, field["name"]), f"{prefix}{field['title']}"
    required = required and "default" not in field
    is_array = isinstance(schema, Mapping) and schema["type"] == "array"
    inner = schema["items"] if is_array else schema
    if isinstance(inner, Mapping) and inner["type"] == "record":
        for member in inner["fields"]:
            yield from _columns(member, here, f"{title}·", many or is_array, required)
        return
    yield Column(here, title, field, inner, many or is_array, required)


def type_in_header(header: str) -> str | None:
    """The event type that the header of the key column names; null when it is no key column."""
    words = header.split()
    return words[1] if len(words) == 2 and words[0] in (KEY, KEY_TITLE) else None


def key_header(kind: EventType) -> str:
    """The header of the key column: it names the template, so that a sheet says what it is."""
    return f"{KEY_TITLE} {kind.name}"
