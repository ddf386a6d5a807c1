"""`/v1/regions`: the regions of a day, found by name, compared between days, and codes translated from one day to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from hub.access.rights import NATION
from hub.api import problems
from hub.api.body import body_of
from hub.api.events import DryRun, Wait, item
from hub.api.principal import Administrator
from hub.api.state import Hub, Parts
from hub.api.statistics import Reader
from hub.regions.asking import rows
from hub.regions.taking import Compared, compare, take
from projections.statistics.question import day as day_of
from schemas.errors import Language, NotFound, shown
from schemas.strictjson import text_of
from schemas.text import compact

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


_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "一个版本：CSV，`code,name,parent`，上级在前 an edition: CSV, parents first",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


@router.post("/editions", status_code=202, openapi_extra=_BODY)
async def editions(
    request: Request, hub: Parts, asker: Administrator, valid_from: str, wait: Wait = 0.0, dry_run: DryRun = False
) -> StreamingResponse:
    """Take an edition, at most 8 MiB: each code that is new, renamed, moved or gone on the day `valid_from` is one fact of the administrator.

    202 with JSON lines: how many codes are what, then for some of the facts at a time `{"events": […]}`, of each what `POST /v1/events` says of an
    event, in order. `wait` is for the gate's verdict on the last. What stands already is not said again.
    """
    del asker
    body = await body_of(request)
    day = day_of(valid_from, "valid_from")
    found = await run_in_threadpool(lambda: compare(hub.pool, text_of(body), day, hub.now()))
    if not dry_run:
        await run_in_threadpool(hub.broker.door)
    said = _said(hub, found, 0 if dry_run else len(found.plan.changes), wait, problems.language_of(request))
    return StreamingResponse(said, 202, media_type="application/x-ndjson")


def _said(hub: Hub, found: Compared, facts: int, wait: float, language: Language) -> Iterator[bytes]:
    read, plan = found.edition, found.plan
    counts = {"new": len(plan.new), "renamed": len(plan.renamed), "moved": len(plan.moved), "gone": len(plan.gone)}
    yield _line({"regions": len(read.regions), "dropped": read.dropped, "doubtful": read.doubtful, **counts, "facts": facts})
    for several in take(hub.pool, hub.broker.door(), plan, wait) if facts else ():
        yield _line({"events": [item(receipt.id, fate, receipt.number, language) for receipt, fate in several]})


def _line(said: Mapping[str, Any]) -> bytes:
    return compact(said).encode() + b"\n"
