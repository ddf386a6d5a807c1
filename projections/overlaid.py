"""Names of the views as they were known at a moment past: a schema `past_<n>_<k>` over the version `view_<n>` (decision 0045).

What such a schema holds is what differs; its relations lie over those of the version. The statements that fold and ask a version run over it
as they are: only where rows are written do other names take the place of theirs, and the ledger index is the one cut at the moment.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from projections import folders

_PAST: Final = re.compile(r"past_([0-9]+)_[0-9]+")
_INDEX: Final = re.compile(r"\bcore\.event(_plain|_other)?\b")
_TYPE: Final = re.compile(r"CREATE TYPE \{view\}\.(\w+)")
_REMOVES: Final = re.compile(r"DELETE FROM \{view\}\.(\w+) AS s USING gone_\1 AS g WHERE .*", re.DOTALL)
_WRITES: Final = re.compile(r"(INSERT|MERGE) INTO \{view\}\.(\w+)\b")

SUMS: Final = ("place", "facet", "tally", "rolled")
SETTLED: Final = "settled"


def below(schema: str) -> str:
    """The version over which a schema lies: itself where it is one."""
    found = _PAST.fullmatch(schema)
    return schema if found is None else f"view_{found[1]}"


def is_past(schema: str) -> bool:
    """Whether a schema lies over a version."""
    return _PAST.fullmatch(schema) is not None


@cache
def dated() -> tuple[str, ...]:
    """The views whose rows are kept by recorded day."""
    return tuple(view.name for view in folders.views() if "known_from" in view.parts["table"])


@cache
def undated() -> tuple[str, ...]:
    """The views that hold what is known now."""
    return tuple(view.name for view in folders.views() if view.name not in dated())


def renamed(text: str, schema: str) -> str:
    """A statement with `{view}` in it, over a schema of the past: rows that go and come are kept beside the version's, which stay."""
    text = _INDEX.sub(rf"{schema}.event\1", text)
    for name in _types():
        text = re.sub(rf"\{{view\}}\.{name}\b", f"{below(schema)}.{name}", text)
    text = _REMOVES.sub(lambda found: _removed(found[0], found[1]), text)
    return _WRITES.sub(lambda found: f"{found[1]} INTO {{view}}.{_written(found[2])}", text)


def finite(derive: str, columns: Sequence[str]) -> str:
    """What derives rows by recorded day, without the day that never comes, on which statements are known that were taken away."""
    chosen = ("nullif(i.known_to, 'infinity') AS known_to" if name == "known_to" else f"i.{name}" for name in columns)
    return f"SELECT {', '.join(chosen)} FROM (\n{derive}\n) AS i WHERE i.known_from < 'infinity'"  # noqa: S608 - names of our own


def _written(name: str) -> str:
    return f"{name}_came" if name in (*dated(), SETTLED, *SUMS) else name


def _removed(text: str, name: str) -> str:
    kept = f"INSERT INTO {{view}}.{name}_gone SELECT * FROM gone_{name}"  # noqa: S608 - names of our own
    return kept if name in (*dated(), SETTLED) else text


@cache
def _types() -> tuple[str, ...]:
    return tuple(name for view in folders.views() for name in _TYPE.findall(view.parts["table"]))
