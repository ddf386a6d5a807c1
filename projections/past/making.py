"""Makes the views as they were known at a moment past: what came later is taken away from the live version, beside it.

Rows by recorded day tell what was known by the end of a day. What they do not tell is an instant within a day, and what rests on facts that hold
as they are known now on every recorded day (regions, sources, units, rules …). So what came on the day before the instant is added to the end of the
day before, later facts are taken away, and what both touch is folded by the statements that fold everything, into tables beside the version's
(decision 0045).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from psycopg2 import extensions

from projections import fold, folders, overlaid, routine, sql, steps, tables, workspace
from projections.statistics.install import install
from projections.statistics.moments import Cut
from projections.versions import Version
from schemas.topics import FAMILIES

PARTS: Final = 64
"""More partitions of a family than any ledger has; `past/index.sql` has the number too."""

_TURN: Final = "SELECT coalesce(max(split_part(nspname, '_', 3)::integer), 0) + 1 FROM pg_namespace WHERE starts_with(nspname, %s)"
_COPIED: Final = "SELECT FROM pg_class WHERE oid = %s::regclass AND relkind = 'r'"


@dataclass(frozen=True)
class Past:
    """What is being made: `schema` over the version `live`, as `when`."""

    cursor: extensions.cursor
    schema: str
    live: Version
    when: Cut

    def run(self, file: str, **words: str) -> None:
        """Run a file of `past/`."""
        text = self.text(file, **words)
        moves = {"moves": json.dumps([dict(one) for one in self.when.moves])}
        self.cursor.execute(text, moves if "%(moves)s" in text else None)

    def lay(self, folder: str, name: str) -> None:
        """Run what makes something of a version, over the past."""
        self.cursor.execute(sql.within(sql.text(folder, name), self.schema))

    def text(self, file: str, **words: str) -> str:
        """A file of `past/`, in which nothing stands but names and numbers of our own."""
        text = sql.text("past", file)
        for word, value in {"schema": self.schema, "below": self.live.schema, **words}.items():
            text = text.replace(f"{{{word}}}", value)
        return text


def make(cursor: extensions.cursor, live: Version, when: Cut) -> str:
    """The schema of the views as known at a moment, made in the transaction of the cursor, which sees one state of the database."""
    cursor.execute(_TURN, (f"past_{live.number}_",))
    ((turn,),) = cursor.fetchall()
    past = Past(cursor, f"past_{live.number}_{turn}", live, when)
    cursor.execute("SET LOCAL check_function_bodies TO off; SET LOCAL synchronous_commit TO off")
    cursor.execute(f"CREATE SCHEMA {past.schema}")
    past.run("told")
    touched = _touchable([kind for (kind,) in cursor.fetchall()])
    _lay_rows(past, touched)
    _lay_functions(past)
    _fold(past)
    _finish(past, touched)
    return past.schema


def _touchable(told: Sequence[str]) -> set[str]:
    """The views whose rows statements of these types can touch, by themselves or by rows of other views."""
    found: set[str] = set()
    for view in folders.views():
        if any(kind.startswith(tuple(view.hears)) for kind in told) or found & set(steps.reads(view)):
            found.add(view.name)
    # On sources and regions rests who may amend what: statements of any kind may stand or fall by them.
    return {view.name for view in folders.views()} if found & {"source", "ancestry"} else found


def _lay_rows(past: Past, touched: set[str]) -> None:
    """The relations of the past, in which nothing differs yet. Facts that may are copied: there are few, and no recorded day tells them apart."""
    for name in (*overlaid.dated(), overlaid.SETTLED):
        if name in touched or name == overlaid.SETTLED:
            _lay_beside(past, name)
        else:
            past.run("shown", name=name)
    cuts = [0] * (PARTS * len(FAMILIES))
    for one in past.when.moves:
        cuts[one["family"] * PARTS + one["part"]] = one["cut"]
    past.run("index", cuts=f"'{{{','.join(map(str, cuts))}}}'::bigint[]", known=past.when.known.isoformat())
    past.run("sums")
    for name in ("24_cube", "25_monthly"):
        past.lay("version", name)
    for name in overlaid.undated():
        past.run("copied" if name in touched else "shown", name=name)


def _lay_beside(past: Past, name: str) -> None:
    columns, primary = tables.shape(past.cursor, f"{past.live.schema}.{name}")
    ours, theirs = (", ".join(f"{letter}.{one}" for one in primary) for letter in "rg")
    gone = f"({ours}) IN (SELECT {theirs} FROM {past.schema}.{name}_gone AS g)"  # noqa: S608 - names of our own
    chosen = [f"CASE WHEN {gone} THEN 'infinity'::date ELSE r.{one} END AS {one}" if one in tables.KNOWN else f"r.{one}" for one in columns]
    past.run("row", name=name, columns=", ".join(columns), chosen=", ".join(chosen), invoker=_invoker(name))


def _invoker(name: str) -> str:
    """Readers see rows of views by their own right; what stands apart none of them sees."""
    return str(name != overlaid.SETTLED).upper()


def _lay_functions(past: Past) -> None:
    for view in folders.views():
        for part in ("functions", "cells"):
            if part in view.parts:
                past.cursor.execute(sql.within(view.parts[part], past.schema))
    past.lay("api/functions", "50_charge_word")
    install(past.cursor, past.schema)
    # Tables of words.
    past.run("rest")
    for (name,) in past.cursor.fetchall():
        past.run("shown", name=name)


def _fold(past: Past) -> None:
    """Derive again what is touched by what came and by what is taken away."""
    space = workspace.over(past.cursor, past.live, past.schema)
    past.cursor.execute(f"{fold.FRUGAL}; {fold.FEW.format('on')}")
    past.run("taken")
    for name in ("30_concerned", "32_apart"):
        past.cursor.execute(sql.text("settling", name))
    if any(fold.derive(past.cursor, space, routine.ANEW)):
        routine.call(past.cursor, "add", routine.ANEW)


def _finish(past: Past, touched: set[str]) -> None:
    """What does not differ is as in the version; what does is known to the planner; and readers see of it what they may."""
    for name in (*(one for one in overlaid.dated() if one in touched), overlaid.SETTLED, *overlaid.SUMS):
        parts = [f"{past.schema}.{name}_{one}" for one in (("came",) if name in overlaid.SUMS else ("came", "gone"))]
        found = " UNION ALL ".join(f"(SELECT FROM {one} LIMIT 1)" for one in parts)
        past.cursor.execute(f"SELECT FROM ({found}) AS f LIMIT 1")
        if past.cursor.fetchone() is None:
            past.run("same", name=name, invoker=_invoker(name))
        else:
            past.cursor.execute(f"ANALYZE {', '.join(parts)}")
    past.run("security")
    past.cursor.execute(_COPIED, (f"{past.schema}.allocation",))
    if past.cursor.fetchone() is not None:
        past.lay("api/security", "46_allocation")
