"""What a principal may say and see (contract: own subtree, own source; everything else is not found)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from hub.access.who import Principal
from schemas.errors import HubError, NotFound, Problem, shown

ADMINISTRATOR: Final = "//00/hub"
ADMINISTRATOR_UNIT: Final = "00-hub"
NATION: Final = "00"
_QUERIES: Final = Path(__file__).with_name("queries")
_WITHIN: Final = (_QUERIES / "within.sql").read_text("utf-8")


def sender_of(asker: Principal) -> str:
    """The source as which a principal speaks. Raises HubError FORBIDDEN for a reader."""
    if asker.kind == "reader":
        raise HubError(problem=Problem("FORBIDDEN"))
    return ADMINISTRATOR if asker.kind == "admin" else asker.name


def region_of(source: str | None) -> str | None:
    """The region that a source's name begins with."""
    parts = (source or "").split("/")
    return parts[2] if len(parts) > 2 else None


def require(may: bool, what: str) -> None:
    """Raises NotFound unless allowed: what may not be seen is answered like what is not there."""
    if not may:
        raise NotFound(shown(what))


def may_see(cursor: Any, asker: Principal, source: str | None, regions: Iterable[str | None], day: date | None = None) -> bool:
    """Whether a principal may see a record of a source about some regions (as of `day`, default now).

    A source sees what it sent itself; a reader what lies in the subtree of its region; the administrator everything.
    """
    return source == asker.name if asker.kind == "source" else in_subtree(cursor, asker, regions, day)


def in_subtree(cursor: Any, asker: Principal, regions: Iterable[str | None], day: date | None = None) -> bool:
    """Whether one of some regions lies in the subtree of the principal's own (as of `day`, default now)."""
    named = [region for region in regions if region]
    return asker.region == NATION or asker.region in named or within(cursor, asker.region, named, day)


def within(cursor: Any, region: str, others: list[str], day: date | None) -> bool:
    """Whether one of some regions lies in the subtree of a region on a day."""
    if not others:
        return False
    cursor.execute(_WITHIN, {"region": region, "others": others, "day": day})
    return _first(cursor)


def _first(cursor: Any) -> bool:
    """The first value of the answer, whether rows come as tuples or as mappings."""
    row = cursor.fetchone()
    return bool(next(iter(row.values())) if isinstance(row, Mapping) else row[0])
