"""`/v1/regions`: the regions of a day, found by name, compared between days, and codes translated from one day to another."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from hub.access.rights import NATION
from hub.api.state import Hub, Parts
from hub.api.statistics import Reader
from hub.regions.asking import rows
from projections.statistics.question import day as day_of
from schemas.errors import NotFound, shown

router = APIRouter(prefix="/v1/regions", tags=["regions"])
First = Annotated[str, Query(alias="from")]
Last = Annotated[str, Query(alias="to")]


def _asked(hub: Hub, name: str, **words: object) -> list[dict[str, Any]]:
    with hub.pool.session() as connection:
        return rows(connection, name, words)


@router.get("")
def regions(hub: Parts, asker: Reader, region: str = NATION, day: str = "") -> list[dict[str, Any]]:
    """A region and its direct children as valid on a day (default: today), for every reader."""
    del asker
    found = _asked(hub, "children", region=region, day=day_of(day, "day") if day else hub.today())
    if not found:
        raise NotFound(shown(region))
    return found


@router.get("/tree")
def tree(hub: Parts, asker: Reader, day: str = "") -> list[dict[str, Any]]:
    """Every region as valid on a day (default: today)."""
    del asker
    return _asked(hub, "tree", day=day_of(day, "day") if day else hub.today())


@router.get("/endings")
def endings(hub: Parts, asker: Reader) -> list[dict[str, Any]]:
    """How each repealed code ended last, and what goes on from it."""
    del asker
    return _asked(hub, "endings")


@router.get("/find")
def find(
    hub: Parts, asker: Reader, text: str, region: str = NATION, day: str = "", limit: Annotated[int, Query(ge=1, le=1_000)] = 50
) -> list[dict[str, Any]]:
    """Regions below one whose code begins with a text or whose name holds it, as valid on a day (default: today)."""
    del asker
    return _asked(hub, "find", text=text, region=region, day=day_of(day, "day") if day else hub.today(), limit=limit)


@router.get("/diff")
def diff(hub: Parts, asker: Reader, first: First, last: Last, region: str = NATION) -> list[dict[str, Any]]:
    """What differs below a region between two days; same names are proposed, never applied."""
    del asker
    return _asked(hub, "diff", first=day_of(first, "from"), last=day_of(last, "to"), region=region)


@router.get("/translate")
def translate(hub: Parts, asker: Reader, code: str, first: First, last: Last) -> list[dict[str, Any]]:
    """What a code of one day is on another. Not found where it is nothing."""
    del asker
    found = _asked(hub, "translate", code=code, first=day_of(first, "from"), last=day_of(last, "to"))
    if not found:
        raise NotFound(shown(code))
    return found
