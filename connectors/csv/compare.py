"""A sheet that comes again: which rows are new, unchanged, changed or gone, and the events that say so. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from connectors.csv.translate import Layout, Row, RowProblem
from schemas import form
from schemas.content import CARRIAGE
from schemas.days import format_instant
from schemas.errors import Problem, shown
from schemas.ids import row_id
from schemas.sealed import SEALED

Event = Mapping[str, Any]
REASON: Final = "表中已没有这一行"


@dataclass(frozen=True)
class Standing:
    """What the ledger holds of a row: its event as it stands, the file it came from, how often it was amended."""

    id: str
    event: Event
    file: str | None
    retracted: bool
    amendments: int


@dataclass(frozen=True)
class Change:
    """A row that says something else than what stands: by member, what stands and what the sheet says now."""

    row: Row
    before: Standing
    members: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Plan:
    """What an import would do. `problems` are rows that cannot be told as they are."""

    new: Sequence[Row] = ()
    unchanged: Sequence[Row] = ()
    changed: Sequence[Change] = ()
    vanished: Sequence[Standing] = ()
    problems: Sequence[RowProblem] = field(default=())


def compare(layout: Layout, rows: Sequence[Row], standing: Mapping[str, Standing], file: str) -> Plan:
    """Hold the rows of a sheet against what stands under their ids. Gone is what came from a file of this name and is in it no more."""
    new: list[Row] = []
    unchanged: list[Row] = []
    changed: list[Change] = []
    problems: list[RowProblem] = []
    for row in rows:
        before = standing.get(str(row.event["id"]))
        if before is None:
            new.append(row)
        elif before.retracted:
            problems.append(RowProblem(row.number, "", Problem("ALREADY_RETRACTED", got=shown(row.key))))
        elif not (members := _differences(row.event, before.event)):
            unchanged.append(row)
        elif fixed := [name for name in members if name != "time" and not name.startswith("data.")]:
            problems += [_fixed(layout, row, name, members[name]) for name in fixed]
        else:
            changed.append(Change(row, before, members))
    present = {str(row.event["id"]) for row in rows}
    gone = [one for one in standing.values() if one.file == file and not one.retracted and one.id not in present]
    return Plan(new, unchanged, changed, gone, problems)


def _fixed(layout: Layout, row: Row, name: str, values: tuple[Any, Any]) -> RowProblem:
    """An envelope member cannot be corrected: what another organ said of another object is another event."""
    title = next((column.title for _, column in layout.places if column.name == name), name)
    return RowProblem(row.number, title, Problem("NOT_CORRECTABLE", "", shown(values[0]), shown(values[1])))


def _differences(event: Event, before: Event) -> dict[str, tuple[Any, Any]]:
    """Members that differ, `time` and those of `data` each by itself."""
    now, then = _flat(event), _flat(before)
    return {name: (then.get(name), now.get(name)) for name in sorted({*now, *then}) if now.get(name) != then.get(name)}


def _flat(event: Event) -> dict[str, Any]:
    # What is said of persons is no content: a row that says something else of them alone says nothing new.
    plain = form.to_event(*form.to_datum({**event, SEALED: None}))
    members = {name: value for name, value in plain.items() if name not in CARRIAGE and name not in ("data", "causationid")}
    return members | {f"data.{name}": value for name, value in plain.get("data", {}).items()}


def corrections(changes: Sequence[Change], now: int) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The corrections that a sheet's changed rows say, at an instant (ms). A member that is gone is corrected to its default."""
    for change in changes:
        fields = {name.removeprefix("data."): value for name, (_, value) in change.members.items()}
        whole = _empty_lists(change, fields)
        yield change.row, {**_amendment(change.before, "corrected", now), "origin_doc": change.row.event["origin_doc"], **_data(change.before, whole)}


def _data(before: Standing, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"data": {"corrects": _first(before), "fields": dict(fields)}}


def _empty_lists(change: Change, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A list that is empty now is said to be empty: null would leave open what it was."""
    before = {name.removeprefix("data."): then for name, (then, _) in change.members.items()}
    return {name: [] if value is None and isinstance(before[name], list) else value for name, value in fields.items()}


def retractions(vanished: Sequence[Standing], now: int) -> Iterator[dict[str, Any]]:
    """The retractions of rows that are gone, at an instant (ms)."""
    for one in vanished:
        yield {**_amendment(one, "retracted", now), "data": {"corrects": _first(one), "reason": REASON}}


def _first(before: Standing) -> dict[str, str]:
    return {"source": str(before.event["source"]), "id": before.id}


def _amendment(before: Standing, word: str, now: int) -> dict[str, Any]:
    """The envelope of a correction or retraction; its id follows from the row and from how often it was amended before."""
    event = before.event
    kind = form.type_of(event)
    name = f"cn.npc.{kind.family}.{word}.v1"
    return {
        "specversion": "1.0",
        "id": row_id(str(event["source"]), name, f"{before.id} {before.amendments + 1}"),
        "source": event["source"],
        "type": name,
        "subject": event["subject"],
        "time": format_instant(now),
        "unit": event["unit"],
        "level": event["level"],
        "region": event["region"],
    }
