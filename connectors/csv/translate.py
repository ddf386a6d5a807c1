"""From the rows of a sheet to events of one type; every error has its row and column. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final

from connectors.csv.cells import plain, values
from connectors.csv.columns import KEY, KEY_TITLE, Column, columns_of, personal_columns, type_in_header
from connectors.csv.sheet import Sheet
from schemas import codec
from schemas.errors import Problem, Refused, shown
from schemas.ids import damaged, row_id
from schemas.registry import EventType, by_name
from schemas.sealed import SEALED, said_of

EXAMPLE_KEY: Final = "示例"
"""The row with this key is the template's own example and no event."""

_INDEX: Final = re.compile(r"/[0-9]+(?=/|$)")


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong with a sheet: `row` as a spreadsheet counts (header 1), `column` by its header, empty for the whole row."""

    row: int
    column: str
    problem: Problem


@dataclass(frozen=True)
class Row:
    """A row that is an event."""

    number: int
    key: str
    event: Mapping[str, Any]


@dataclass(frozen=True)
class Layout:
    """Where the columns of a template stand in a sheet."""

    kind: EventType
    key: int
    places: Sequence[tuple[int, Column]]


def layout_of(header: Sequence[str], template: str | None) -> Layout:
    """The layout that a header row says. Raises Refused: TYPE_UNKNOWN, FIELD_MISSING, FIELD_UNKNOWN at row 1."""
    names = [plain(cell) for cell in header]
    named = next((found for name in names if (found := type_in_header(name))), None)
    kind = by_name(template or named or "")
    if kind is None or (template and named and template != named):
        raise Refused(Problem("TYPE_UNKNOWN", "/1", named or f"{KEY_TITLE} cn.npc.….v1", shown(template or "")))
    columns: dict[str, Column] = {}
    for column in (*columns_of(kind), *personal_columns()):
        columns.setdefault(column.title, column)
        columns.setdefault(column.name, column)
    keys = [at for at, name in enumerate(names) if name in (KEY, KEY_TITLE) or type_in_header(name)]
    if len(keys) != 1:
        raise Refused(Problem("FIELD_MISSING", "/1", f"{KEY_TITLE} {kind.name}", str(len(keys))))
    places = [(at, columns[name]) for at, name in enumerate(names) if name in columns]
    _check_header(names, keys[0], places, columns)
    return Layout(kind, keys[0], places)


def _check_header(names: Sequence[str], key: int, places: Sequence[tuple[int, Column]], columns: Mapping[str, Column]) -> None:
    taken = {at for at, _ in places} | {key}
    for at, name in enumerate(names):
        if at not in taken and name:
            raise Refused(Problem("FIELD_UNKNOWN", "/1", "、".join(dict.fromkeys(one.title for one in columns.values())), shown(name)))
    given = [column.path for _, column in places]
    for column in columns.values():
        if given.count(column.path) > 1:
            raise Refused(Problem("JSON_DUPLICATE_MEMBER", "/1", "", column.title))
        if column.required and column.path not in given:
            raise Refused(Problem("FIELD_MISSING", "/1", column.title))


def translate(sheet: Sheet, source: str, template: str | None = None) -> tuple[Layout, list[Row], list[RowProblem]]:
    """The events of a sheet that a source sends, in order, and everything that is wrong with it.

    Raises Refused when the header cannot be understood. A row with an error gives no event, one problem for each cell.
    """
    layout = layout_of(sheet.rows[0] if sheet.rows else [], template)
    rows: list[Row] = []
    problems: list[RowProblem] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(sheet.rows[1:], start=2):
        if not any(plain(cell) for cell in cells) or plain(_cell(cells, layout.key)) == EXAMPLE_KEY:
            continue
        key, wrong = _key(layout, cells, number, seen)
        event, found = _event(layout, cells, number)
        problems += [*wrong, *found]
        if not wrong and not found:
            whole = {**event, "source": source, "id": row_id(source, layout.kind.name, key), "origin_doc": _origin(layout, sheet, number)}
            checked = list(_checked(layout, whole, number))
            problems += checked
            rows += [] if checked else [Row(number, key, whole)]
    return layout, rows, problems


def origin_doc(sheet: Sheet, row: int) -> dict[str, Any]:
    """Where an event comes from."""
    return {"file": sheet.file, "row": row, "sha256": sheet.sha256, "encoding": sheet.encoding}


def _origin(layout: Layout, sheet: Sheet, row: int) -> dict[str, Any]:
    """Where a row comes from. Of a sheet that says something of persons no digest is told: a short one could be guessed from it."""
    personal = any(column.path[0] == SEALED for _, column in layout.places)
    return {name: value for name, value in origin_doc(sheet, row).items() if not (personal and name == "sha256")}


def _key(layout: Layout, cells: Sequence[str], number: int, seen: dict[str, int]) -> tuple[str, list[RowProblem]]:
    """The key of a row. A missing, damaged or repeated one is an error: two rows must never become one event."""
    key = plain(_cell(cells, layout.key))
    if not key:
        return key, [RowProblem(number, KEY_TITLE, Problem("FIELD_EMPTY"))]
    if damaged(key):
        return key, [RowProblem(number, KEY_TITLE, Problem("ID_DAMAGED", got=shown(key)))]
    first = seen.setdefault(key, number)
    if first != number:
        return key, [RowProblem(number, KEY_TITLE, Problem("CONTRADICTION", got=f"{shown(key)} = {first}"))]
    return key, []


def _event(layout: Layout, cells: Sequence[str], number: int) -> tuple[dict[str, Any], list[RowProblem]]:
    """The members that the cells of a row say."""
    event: dict[str, Any] = {"specversion": "1.0", "type": layout.kind.name, "data": {}}
    problems: list[RowProblem] = []
    if any(plain(cell) for cell in cells[_width(layout) :]):
        problems.append(RowProblem(number, "", Problem("FIELD_UNKNOWN", expected=f"≤ {_width(layout)}", got=str(len(cells)))))
    lists: dict[tuple[str, ...], dict[str, list[Any]]] = {}
    for at, column in layout.places:
        cell = _cell(cells, at)
        if not plain(cell):
            continue
        try:
            _put(event, lists, column, values(column, cell))
        except Refused as refused:
            problems.append(RowProblem(number, column.title, refused.problem))
    for path, members in lists.items():
        _place(event, path, [_record(dict(zip(members, one, strict=True))) for one in zip_longest(*members.values())])
    return event, problems


def _width(layout: Layout) -> int:
    return 1 + max(layout.key, *(at for at, _ in layout.places))


def _put(event: dict[str, Any], lists: dict[tuple[str, ...], dict[str, list[Any]]], column: Column, found: list[Any]) -> None:
    if not column.many:
        _place(event, column.path, found[0])
    elif isinstance(column.field["type"], Mapping) and column.field["type"].get("type") == "array":
        _place(event, column.path, [one for one in found if one is not None])
    else:
        lists.setdefault(column.path[:-1], {})[column.path[-1]] = found


def _record(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in members.items() if one is not None}


def _place(event: dict[str, Any], path: Sequence[str], value: Any) -> None:
    holder = event
    for name in path[:-1]:
        holder = holder.setdefault(name, {})
    holder[path[-1]] = value


def _checked(layout: Layout, event: Mapping[str, Any], number: int) -> Iterator[RowProblem]:
    try:
        if SEALED in event:
            said_of(event[SEALED])
        codec.encode({**event, SEALED: None})
    except Refused as refused:
        yield located(layout, number, refused.problem)


def located(layout: Layout, number: int, problem: Problem) -> RowProblem:
    """A problem of a row's event, told by the column that its field came from."""
    path = tuple(_INDEX.sub("", problem.field).strip("/").split("/"))
    title = next((column.title for column in (*columns_of(layout.kind), *personal_columns()) if column.path[: len(path)] == path), "")
    return RowProblem(number, title, replace(problem, field=problem.field if not title else ""))


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""
