"""Who may publish a figure, and how the ledger is told of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from hub.access.rights import ADMINISTRATOR_UNIT, in_subtree, sender_of
from hub.access.who import Principal
from hub.broker import Broker
from hub.fate import asking
from hub.fate.fate import Fate
from hub.pool import Pool
from projections.figures.definition import definition
from projections.figures.manifest import MOST_OCTETS, Head, Manifest, Publisher, event, of
from projections.statistics import Answer, Question
from projections.statistics.asking import live
from projections.statistics.statements import within
from schemas.days import format_instant
from schemas.errors import HubError, Problem, Refused, shown
from schemas.ids import uuid7
from schemas.text import check_text

JUDGED_SECONDS: Final = 10.0
_UNIT: Final = (Path(__file__).with_name("queries") / "unit.sql").read_text("utf-8")


def publisher(pool: Pool, asker: Principal, question: Question, unit: str | None, today: date, now: int) -> Publisher:
    """As whom the asker publishes: figures of a region are published by a source of that region or of one above, as the gate judges.

    Raises HubError FORBIDDEN for a reader; Refused NOT_YOUR_REGION, FIELD_MISSING, UNIT_UNKNOWN at the member.
    """
    source = sender_of(asker)
    named = unit or (ADMINISTRATOR_UNIT if asker.kind == "admin" else None)
    if named is None:
        raise Refused(Problem("FIELD_MISSING", "/unit", f"{asker.region}-cwh"))
    with pool.session() as connection, connection.cursor() as cursor:
        if not in_subtree(cursor, asker, [question.region]):
            raise Refused(Problem("NOT_YOUR_REGION", "/region", asker.region, shown(question.region)))
        cursor.execute(within(_UNIT, live(cursor)), {"unit": named, "day": today})
        found = cursor.fetchone()
    if found is None:
        raise Refused(Problem("UNIT_UNKNOWN", "/unit", "", shown(named)))
    return Publisher(source, uuid7(now), named, *found)


def check_title(title: str) -> None:
    """Raises Refused at the title that a record cannot hold."""
    problem = check_text({"format": "label"}, title)
    if problem is not None:
        raise Refused(Problem(problem.code, "/title", problem.expected, problem.got))


def check_answer(answer: Answer) -> None:
    """Raises HubError for what is no figure to be published: FIGURE_PROVISIONAL, FIGURE_UNREPORTED."""
    if answer.provisional:
        raise HubError(problem=Problem("FIGURE_PROVISIONAL", "/known_at", "≥ 60 s", answer.known_at or ""))
    if all(row.n is None for row in answer.rows):
        raise HubError(problem=Problem("FIGURE_UNREPORTED", "/region", "", answer.region))


def enter(pool: Pool, broker: Broker, manifest: Manifest, who: Publisher) -> tuple[Fate, str | None]:
    """Tell the ledger of a figure by the door that every event takes, and wait some seconds for the gate; its fate and its receipt.

    Raises HubError with what the door or the gate says against it, FIGURE_TOO_LARGE, Unavailable.
    """
    size = len(manifest.text.encode())
    if size > MOST_OCTETS:
        raise HubError(problem=Problem("FIGURE_TOO_LARGE", "/by", f"≤ {MOST_OCTETS} B", f"{size} B"))
    before = asking.counts(pool, [(who.source, who.event)])
    (receipt,) = broker.door().publish([event(manifest, who)], who.source)
    if receipt.problem is not None:
        raise HubError(problem=receipt.problem)
    (fate,) = asking.wait_for(pool, [receipt], who.source, before, JUDGED_SECONDS)
    if fate.problem is not None:
        raise HubError(problem=fate.problem)
    return fate, receipt.number


def written(answer: Answer, question: Question, who: Publisher, title: str, now: int, head: Head) -> Manifest:
    """The manifest of an answer that a head covers. Its id begins, as that of every object, with the source that minted it."""
    return of(answer, question, who, f"{who.source}/figure-{who.event}", title, format_instant(now), head, definition())
