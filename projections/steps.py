"""The statements that fold one view, made from its folder and from the engine's, and its routines."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Final

from psycopg2 import extensions

from projections import overlaid, routine, sql, tables
from projections.folders import View

_DIMENSIONS: Final = ("chain", "level", "kind", "category")
"""Where and as what a row counts in all its measures."""

MANY: Final = 1000
"""Touched keys of a view from which on its statements are planned for as many, however few records touched them."""

_READS: Final = re.compile(r"\b(?:changed|came|gone)_([a-z_]+)")


@dataclass(frozen=True)
class Steps:
    """The statements that fold one view, in the order of their members.

    `plain` and `left` are null where every row is derived one way, `cells` and `recount` for a view that counts nothing. `hears`: how the types of
    statements begin that can touch it; `reads`: the views before it whose rows that differ can.
    """

    rank: int
    name: str
    hears: tuple[str, ...]
    reads: tuple[str, ...]
    touch: str
    gone: str
    plain: str | None
    left: str | None
    derive: str
    same: str
    passed: str
    remove: str
    store: str
    cells: str | None
    recount: str | None
    clear: str


def make(cursor: extensions.cursor, view: View, schema: str, tables_of: str, ways: Sequence[str] = routine.WAYS) -> Steps:
    """The statements of one view, with its temporary tables (the file `tables_of` of the engine) and its routines, made these ways on this
    connection: without what folds it where nothing is planned once.
    """
    columns, primary = tables.shape(cursor, f"{overlaid.below(schema)}.{view.name}")
    words = _words(view, columns, primary)
    if overlaid.is_past(schema) and view.name in overlaid.dated():
        words["derive"] = overlaid.finite(words["derive"], columns)

    def step(name: str, **more: str) -> str:
        return sql.within(sql.within(sql.text("engine", name), schema, **{**words, **more}), schema)

    for statement in step(tables_of).split(";"):
        if statement.strip():
            cursor.execute(statement)
    if f"earlier_{view.name}" in view.parts.get("plain", ""):
        cursor.execute(step("earlier"))
    derive = "derive_dated" if set(tables.KNOWN) <= set(columns) else "derive"
    plain = step(derive, derive=view.parts["plain"]) if "plain" in view.parts else None
    counts = "cells" in view.parts
    steps = Steps(
        rank=view.rank, name=view.name, hears=tuple(view.hears), reads=reads(view), touch=step("touch"), gone=step("gone"),
        plain=plain, left=step("left") if plain else None, derive=step(derive), same=step("same"), passed=step("passed"),
        remove=step("remove"), store=step("store"), clear=step("clear"),
        cells=step("cells", contributed=step(_contributed(view))) if counts else None,
        recount=step("cells", contributed=step("recounted", contributed=step("contributed"))) if counts else None,
    )  # fmt: skip
    statements = {one.name: getattr(steps, one.name) for one in fields(steps) if one.name not in ("rank", "name", "hears", "reads")}
    left = "FALSE" if steps.left is None else steps.left
    said = {"quick": _truth(steps.plain), "some_left": left, "counts": _truth(steps.cells), "many": str(MANY)}
    for name in ("derive", "view") if routine.ONCE in ways else ("derive",):
        routine.make(cursor, name, schema, statements, ways, name=view.name, once=routine.ONCE, anew=routine.ANEW, **said)
    return steps


def touchable(view: Steps, told: Collection[str], moved: Collection[str]) -> bool:
    """Whether statements of any of these types, or rows of any of these views, can touch a view."""
    return any(kind.startswith(view.hears) for kind in told) or any(name in moved for name in view.reads)


def _contributed(view: View) -> str:
    """How what rows contribute is asked for: of each by itself, or of two together where the view's cells take the row that `was`."""
    return "contrasted" if ", was " in view.parts["cells"] else "contributed"


def _truth(part: str | None) -> str:
    return "FALSE" if part is None else "TRUE"


def reads(view: View) -> tuple[str, ...]:
    """The views before it by whose rows it finds what to derive again."""
    return tuple(sorted(set(_READS.findall(view.parts["touched"]))))


def _words(view: View, columns: Sequence[str], primary: Sequence[str]) -> dict[str, str]:
    """What the engine's statements need of a table: lists of columns, plain or of the row that a letter names."""
    values = [name for name in columns if name not in primary and name not in tables.KNOWN]
    words = {
        "name": view.name,
        "key": ", ".join(view.key),
        "columns": ", ".join(columns),
        "place": ", ".join(name for name in primary if name not in tables.KNOWN),
        "chosen": ", ".join("until" if name == "known_to" else name for name in columns),
        "values": ", ".join(values) or "NULL",
        "touched": view.parts["touched"],
        "derive": view.parts["derive"],
        "measures": ", ".join(f"'{measure}'" for measures in view.measures.values() for measure in measures),
    }
    others = [name for name in columns if name not in primary]
    alike = [name for name in _DIMENSIONS if name in columns]
    for letter in "sftgro":
        for word, names in (("key", view.key), ("primary", primary), ("others", others), ("columns", columns), ("alike", alike)):
            words[f"{word}_{letter}"] = ", ".join(f"{letter}.{name}" for name in names) or "NULL"
    for word in [word for word in words if word.startswith(("key_", "primary_", "alike_"))]:
        words[word] = f"({words[word]})"
    return words
