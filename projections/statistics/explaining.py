"""Two answers to one question, known at two moments: the objects by which they differ, and what was written down of these in between."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from psycopg2 import extensions

from projections import overlaid
from projections.statistics.asking import live
from projections.statistics.listing import Listing, list_cell
from projections.statistics.moments import Recall
from projections.statistics.question import Question, moment
from projections.statistics.statements import statement
from schemas.days import format_instant
from schemas.errors import Problem, UsageError
from schemas.topics import FAMILIES, ledger


@dataclass(frozen=True)
class Said:
    """One event of the ledger: who said it under which id, its type, what it is about, when it happened and when it was written down."""

    source: str
    id: str
    type: str
    object: str
    time: str
    recorded: str
    status: str


@dataclass(frozen=True)
class Change:
    """An object that adds another number to the figure than before, and what was written down of it since. `key`: as in a listing."""

    key: str
    before: int
    after: int
    events: tuple[Said, ...]


@dataclass(frozen=True)
class Explained:
    """A figure as known at two moments (`until` null: everything up to the positions of the live views), and why it differs. `facts`: what was
    written down in between about regions, units, sources, rules and the like, told where some object changed without an event of its own."""

    measure: str
    region: str
    known_at: str
    until: str | None
    before: int
    after: int
    changes: tuple[Change, ...]
    facts: tuple[Said, ...]


def explain(
    connection: extensions.connection, question: Question, until: str | None = None, today: date | None = None, recall: Recall | None = None
) -> Explained:
    """Why a figure is another as known at `until` (a day, an instant, or None: now) than at the question's `known_at`.

    For who may read all that is behind both: raises NotFound as `list_cell` does, and UsageError for a question without `known_at` and for an `until`
    before it.
    """
    if question.known_at is None:
        raise UsageError(problem=Problem("FIELD_MISSING", "/known_at", "2025-06-30"))
    since, last = moment(question.known_at).until, None if until is None else moment(until).until
    if until is not None and last is not None and last < since:
        raise UsageError(problem=Problem("DAYS_OUT_OF_ORDER", "/until", f">= {question.known_at}", until))
    before = list_cell(connection, question, today, recall)
    after = list_cell(connection, replace(question, known_at=until), today, recall)
    span = {"after": format_instant(since), "until": "infinity" if last is None else format_instant(last), "beyond": None}
    changes, told = _changes(connection, differing(before, after), span)
    return Explained(before.measure, before.region, question.known_at, until, before.n, after.n, changes, told)


def since_position(
    connection: extensions.connection, keys: Mapping[str, tuple[int, int]], position: Mapping[str, int]
) -> tuple[tuple[Change, ...], tuple[Said, ...]]:
    """What the ledger says beyond some offsets ('topic/partition' -> offset) of objects that add another number than before, and the facts told
    since where it says nothing of one of them itself."""
    topics = {ledger(family): number for number, family in enumerate(FAMILIES)}
    beyond = {f"{topics[name]}/{part}": off for place, off in position.items() for name, _, part in [place.rpartition("/")]}
    return _changes(connection, keys, {"after": "-infinity", "until": "infinity", "beyond": json.dumps(beyond)})


def _changes(
    connection: extensions.connection, keys: Mapping[str, tuple[int, int]], span: Mapping[str, Any]
) -> tuple[tuple[Change, ...], tuple[Said, ...]]:
    words = {**span, "keys": sorted(keys)}
    said = _said(connection, "explained", words)
    changes = tuple(Change(key, *keys[key], tuple(one for of, one in said if of == key)) for key in sorted(keys))
    facts = _said(connection, "explaining_facts", words) if any(not one.events for one in changes) else []
    return changes, tuple(one for _, one in facts)


def differing(before: Listing, after: Listing) -> dict[str, tuple[int, int]]:
    """By key what each object adds to the one and to the other, where that differs."""
    numbers = [{item.key: item.n for item in one.items} for one in (before, after)]
    both = {key: (numbers[0].get(key, 0), numbers[1].get(key, 0)) for key in {*numbers[0], *numbers[1]}}
    return {key: pair for key, pair in both.items() if pair[0] != pair[1]}


def _said(connection: extensions.connection, name: str, span: dict[str, Any]) -> Sequence[tuple[str, Said]]:
    with connection.cursor() as cursor:
        cursor.execute(statement(name, overlaid.below(live(cursor))), span)
        rows = cursor.fetchall()
    return [
        (key, Said(source, event, kind, about, _text(time), _text(recorded), status))
        for key, source, event, kind, about, time, recorded, status in rows
    ]


def _text(instant: datetime) -> str:
    return format_instant(round(instant.timestamp() * 1000))
