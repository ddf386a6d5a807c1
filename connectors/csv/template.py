"""The template of an event type: header and an example row, as a spreadsheet opens it. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from connectors.csv.cells import joined, safe, shown_value
from connectors.csv.columns import Column, columns_of, key_header
from connectors.csv.translate import EXAMPLE_KEY
from schemas.registry import FOLDER, EventType

MARK: Final = "\ufeff"


def template(kind: EventType) -> bytes:
    """The template as UTF-8 with a byte order mark and line ends as spreadsheets write them; no cell is taken for a formula."""
    example = json.loads((FOLDER / "examples" / f"{kind.name}.json").read_text("utf-8"))
    columns = columns_of(kind)
    return written([[key_header(kind), *(one.title for one in columns)], [EXAMPLE_KEY, *(_shown(one, example) for one in columns)]])


def filled(kind: EventType, events: Iterable[tuple[str, Mapping[str, Any]]]) -> bytes:
    """The template of a type filled with events in CloudEvents form, each under the key of its row."""
    columns = columns_of(kind)
    rows = [[key, *(_shown(one, event) for one in columns)] for key, event in events]
    return written([[key_header(kind), *(one.title for one in columns)], *rows])


def written(rows: list[list[str]]) -> bytes:
    """Rows as a sheet: UTF-8 with a byte order mark, formulas made harmless."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[safe(cell) for cell in row] for row in rows])
    return (MARK + out.getvalue()).encode()


def _shown(column: Column, example: Mapping[str, Any]) -> str:
    found = _found(example, column.path)
    if column.field.get("format") == "json":
        return json.dumps(found[0], ensure_ascii=False) if found else ""
    texts = [shown_value(column, one) for one in found]
    return joined(texts) if column.many else texts[0] if texts else ""


def _found(value: Any, path: tuple[str, ...]) -> list[Any]:
    """The values at a path; lists on the way are walked through."""
    if isinstance(value, list):
        return [one for item in value for one in _found(item, path)]
    if not path:
        return [value]
    return _found(value[path[0]], path[1:]) if isinstance(value, Mapping) and path[0] in value else []
