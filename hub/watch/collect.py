"""One look at everything: positions, sources, quarantine, workers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from hub.embedded.folder import Folder
from hub.embedded.process import alive
from hub.settings import Settings
from hub.watch.calendar import Calendar, calendar
from hub.watch.ends import waiting_since
from hub.watch.positions import Observer
from hub.watch.snapshot import Snapshot, SourceHealth, WorkerHealth, waiting
from projections import folders
from schemas.days import BEIJING, beijing_day, parse_instant
from schemas.topics import FAMILIES

_QUERIES: Final = Path(__file__).with_name("queries")
_SOURCES: Final = _QUERIES.joinpath("sources.sql").read_text("utf-8")
_LAGS: Final = _QUERIES.joinpath("lags.sql").read_text("utf-8")
_CALENDAR: Final = _QUERIES.joinpath("calendar.sql").read_text("utf-8")
_WATCHED: Final = _QUERIES.joinpath("watched.sql").read_text("utf-8")
MOST_BEHIND: Final = 5_000
"""So many records of a partition are looked at for the sources whose records wait for the views."""

_QUARANTINE: Final = _QUERIES.joinpath("quarantine.sql").read_text("utf-8")


def collect(observer: Observer, settings: Settings) -> Snapshot:
    """The state of the hub now. Raises Unavailable when broker or database does not answer.

    Lags are real seconds under a test clock too: there the stamps of the ledger are that clock's, so what the supervisor saw counts instead.
    Inboxes are stamped by the broker.
    """
    folder, clock = settings.folder, settings.clock
    positions, now = observer.positions(), datetime.now(UTC)
    unjudged = observer.unjudged(positions)
    if clock is not None:
        seen = folder.recall("ends") or {}
        positions = [one if one.reader == "gate" else waiting_since(one, seen, now) for one in positions]
    behind = {source: (records, oldest) for source, records, oldest in observer.rows(_LAGS, {"families": len(FAMILIES), "most": MOST_BEHIND})}
    if clock is not None:
        slowest = min((one.next_recorded for one in positions if one.reader.startswith("view_") and one.next_recorded), default=now)
        behind = {source: (records, slowest) for source, (records, _) in behind.items()}
    sources = waiting([SourceHealth(*row) for row in observer.rows(_SOURCES)], behind, unjudged.of, positions)
    quarantine = {(kind, code): records for kind, code, records in observer.rows(_QUARANTINE)}
    today = today_of(settings)
    known = counted_by(observer.rows, today)
    short = known is not None and known.short(today)
    rates, lacking, other = folder.recall("rates") or {}, unwatched(observer.rows), of_others(observer.rows)
    return Snapshot(now, positions, sources, quarantine, workers(folder), rates, clock, unjudged.unseen, known, short, lacking, other)


def today_of(settings: Settings) -> date:
    """The Beijing day of the hub's clock."""
    shown = settings.clock
    return datetime.now(BEIJING).date() if shown is None else beijing_day(parse_instant(shown))


def counted_by(rows: Callable[[str], list[tuple[Any, ...]]], today: date) -> Calendar | None:
    """What working days can be counted by, as the live views have it; null before the first fold."""
    live = rows("SELECT version FROM core.view_version WHERE live")
    if not live:
        return None
    ((ruled, years),) = rows(_CALENDAR.replace("{view}", f"view_{live[0][0]:d}"))
    return calendar(ruled, years, today)


def of_others(rows: Callable[[str], list[tuple[Any, ...]]]) -> str | None:
    """The live views where they were made by the rules of another release: nothing more comes into them before a rebuild."""
    found = rows("SELECT version, definition FROM core.view_version WHERE live")
    return next((f"view_{number}" for number, definition in found if definition != folders.definition()), None)


def unwatched(rows: Callable[[str], list[tuple[Any, ...]]]) -> list[str]:
    """What the watch of deadlines asks of the live views, and they have not."""
    return [name for (name,) in rows(_WATCHED)]


def workers(folder: Folder) -> dict[str, WorkerHealth]:
    """The processes of this machine's supervisor; empty where none runs."""
    told = folder.recall("processes") or {}
    return {name: WorkerHealth(bool(one["mark"]) and alive((one["mark"][0], one["mark"][1])), int(one["starts"])) for name, one in told.items()}
