"""Replays a published figure from the archive alone: as published, by the definition of then, by today's, and today; and why they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from hub.audit import checking
from hub.audit.scratch import Scratch
from projections import database
from projections.archive.verifier import Key
from projections.figures import replay
from projections.figures.cells import cell
from projections.figures.definition import definition, same
from projections.figures.manifest import Manifest, result
from projections.figures.released import release
from projections.statistics.explaining import since_position
from schemas.errors import HubError, UsageError

Rows = Sequence[Mapping[str, Any]]
Ask = Callable[[Mapping[str, Any]], Any]
Told = Callable[[str, str], None]
MOST_CELLS: Final = 20
"""So many differing figures are explained; of all others it is said that they differ."""


@dataclass(frozen=True)
class Counted:
    """One count of the figures: where it stands (`dsn`), what was answered, and its digest; `do` asks the code that counted."""

    dsn: str
    rows: Rows
    disputed: int
    do: Ask

    @property
    def result(self) -> str:
        """SHA-256, as a manifest has it."""
        return result(self.rows, self.disputed)


def replayed(manifest: Manifest, archive: Path, key: Key, room: Scratch, told: Told = lambda _zh, _en: None) -> dict[str, Any]:
    """Check a manifest against an archive in a folder and count its figures again; everything that is to be shown.

    `agrees`: the same events give what was published, by the definition of then where it is kept, else by today's. Raises as `checking.check`.
    """
    checking.check(manifest, archive, key)
    told("清单和存档相符，重放开始", "manifest and archive fit each other; counting begins")
    dsn = room.database()
    now = _today_s(cut(manifest, archive, key, dsn))
    told("同样的事件，按今天的定义", "the same events by today's definition")
    today = now and _today_s(_all(manifest, archive, key, room.database(dsn)))
    if same(manifest.definition, definition()):
        return _told(manifest, now, now, today, kept=True)
    with release(manifest.definition) as old:
        then = counted(old.do, cut(manifest, archive, key, room.database())) if old is not None else None
        told("同样的事件，按当时的定义", "the same events by the definition of then")
        return _told(manifest, then, now, today, kept=old is not None)


def cut(manifest: Manifest, archive: Path, key: Key, dsn: str) -> dict[str, Any]:
    """What is counted again, in which database: the events up to the positions that a manifest names."""
    words = {"archive": str(archive), "key": key.of(manifest.head.log).text(), "question": manifest.question, "dsn": dsn}
    return {**words, "head": manifest.head.index, "position": manifest.position}


def counted(do: Ask, words: Mapping[str, Any]) -> Counted:
    """Make the views and ask them, by the code that `do` asks."""
    do({**words, "do": "make"})
    answer = do({**words, "do": "figures"})
    return Counted(str(words["dsn"]), answer["rows"], answer["disputed"], do)


def _today_s(words: Mapping[str, Any]) -> Counted | None:
    """The count of today's code; null where it has no such question any more."""
    try:
        return counted(replay.do, words)
    except UsageError:
        return None


def _all(manifest: Manifest, archive: Path, key: Key, dsn: str) -> dict[str, Any]:
    """The same of everything that the archive has, in a copy of what was counted already."""
    return {**cut(manifest, archive, key, dsn), "head": checking.latest(archive, key).size - 1, "position": None}


def _told(manifest: Manifest, then: Counted | None, now: Counted | None, today: Counted | None, *, kept: bool) -> dict[str, Any]:
    counts = {"then": then, "now": now, "today": today}
    sure = then or now
    return {
        "figure": manifest.figure,
        "title": manifest.title,
        "agrees": sure is not None and sure.result == manifest.result,
        "definition": {"then": dict(manifest.definition), "now": dict(definition()), "kept": kept},
        "results": {"published": manifest.result, **{name: one and one.result for name, one in counts.items()}},
        "rows": {"published": manifest.rows, **{name: one and one.rows for name, one in counts.items()}},
        "disputed": {"published": manifest.disputed, **{name: one and one.disputed for name, one in counts.items()}},
        "measures": manifest.measures,
        "changes": [*_changes(manifest, "rules", then, now), *_changes(manifest, "events", now, today)],
    }


def _changes(manifest: Manifest, cause: str, before: Counted | None, after: Counted | None) -> list[dict[str, Any]]:
    """What makes the one count another than the other: the objects that count otherwise by other rules, or since later events."""
    if before is None or after is None or before is after:
        return []
    return [_change(manifest, row, cause, before, after) for row in _differing(before.rows, after.rows)[:MOST_CELLS]]


def _differing(before: Rows, after: Rows) -> list[Mapping[str, Any]]:
    """Rows of the one answer that are others in the other, or not there."""
    sides = [{_place(row): row for row in rows} for rows in (before, after)]
    return [row for key, row in {**sides[0], **sides[1]}.items() if _number(sides[0].get(key)) != _number(sides[1].get(key))]


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["measure"], *sorted(row["by"].items()))


def _number(row: Mapping[str, Any] | None) -> tuple[Any, Any]:
    return (row and row["n"], row and row["of"])


def _change(manifest: Manifest, row: Mapping[str, Any], cause: str, before: Counted, after: Counted) -> dict[str, Any]:
    found: dict[str, Any] = {"measure": row["measure"], "by": dict(row["by"]), "cause": cause, "objects": [], "facts": []}
    asked = cell(manifest.question, row)
    if asked is None:
        return found
    try:
        sides = [one.do({"do": "items", "dsn": one.dsn, "question": asked}) for one in (before, after)]
    except HubError:
        return found
    numbers = [{item["key"]: item["n"] for item in side["items"]} for side in sides]
    keys = {key: (numbers[0].get(key, 0), numbers[1].get(key, 0)) for key in {*numbers[0], *numbers[1]}}
    keys = {key: pair for key, pair in keys.items() if pair[0] != pair[1]}
    with closing(database.connect(after.dsn)) as connection:
        changes, facts = since_position(connection, keys, manifest.position) if cause == "events" else ((), ())
    told = {one.key: [asdict(said) for said in one.events] for one in changes}
    objects = [{"key": key, "before": pair[0], "after": pair[1], "events": told.get(key, [])} for key, pair in sorted(keys.items())]
    return {**found, "objects": objects, "facts": [asdict(one) for one in facts]}
