"""`/v1/regions`: the regions of a day, found by name, compared between days, and codes translated from one day to another."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, closing, nullcontext
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from hub.access.rights import NATION
from hub.api import problems
from hub.api.body import body_of
from hub.api.events import DryRun, Wait, item
from hub.api.looking import look
from hub.api.principal import Administrator
from hub.api.state import Hub, Parts
from hub.api.statistics import Reader
from hub.regions import level
from hub.regions.alone import alone
from hub.regions.asking import rows
from hub.regions.taking import Facts, compare, succeed, take
from projections.statistics.question import day as day_of
from schemas.errors import Language, NotFound, shown
from schemas.strictjson import text_of
from schemas.text import compact

LEVEL_SECONDS: Final = 60.0
"""So long an edition waits for what was said of regions before it."""
LEAST_SECONDS: Final = 10.0
Level = Annotated[
    float, Query(ge=0, le=LEVEL_SECONDS, description="先等此前收到的区划资料进入视图的秒数 seconds to wait until what came before is in the views")
]

router = APIRouter(prefix="/v1/regions", tags=["regions"])
First = Annotated[str, Query(alias="from")]
Last = Annotated[str, Query(alias="to")]
Gone = Annotated[int | None, Query(ge=0, description="这个版本废止多少代码 how many codes the edition abolishes")]


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
def endings(request: Request, hub: Parts, asker: Reader, wait: Level = 0.0) -> list[dict[str, Any]]:
    """How each repealed code ended last, and what goes on from it."""
    del asker
    if wait:
        _wait(request, hub, wait)
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
    first_day = day_of(first, "from")
    found = _asked(hub, "translate", code=code, first=first_day, last=day_of(last, "to"))
    if not found:
        raise NotFound(f"{shown(code)} ({first_day})")
    return found


_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "一个版本：CSV，`code,name,parent`，上级在前 an edition: CSV, parents first",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


def _ending() -> Iterator[ExitStack]:
    with ExitStack() as until_answered:
        yield until_answered


UntilAnswered = Annotated[ExitStack, Depends(_ending)]
"""What is to be let go of when the answer is sent, or nobody takes it any more."""


@router.post("/editions", status_code=202, openapi_extra=_BODY)
async def editions(
    request: Request,
    hub: Parts,
    asker: Administrator,
    held: UntilAnswered,
    valid_from: str,
    wait: Wait = 0.0,
    dry_run: DryRun = False,
    gone: Gone = None,
) -> StreamingResponse:
    """Take an edition, at most 8 MiB: each code that is new, renamed, moved or gone on the day `valid_from` is one fact of the administrator.

    Before it is compared, what was said of regions until now comes into the views; 503 `REGIONS_BEHIND` where that takes more than a minute. One
    edition, or list of successors, comes at a time: another waits for it, and is answered 503 `REGIONS_BUSY` after a minute.
    202 with JSON lines: how many codes are what, then for some of the facts at a time `{"events": […]}`, of each what `POST /v1/events` says of an
    event, in order. `wait` is for the gate's verdict on each, of more than 500 on the last. What stands already is not said again.
    An edition that names less than half of what is known of a province is refused unless `gone` says how many codes it abolishes; where that is said
    it must be right. Editions may come in any order: what is known only from a later day begins earlier, and later days
    that are those of editions show what they showed.
    """
    del asker
    body = await body_of(request)
    day = day_of(valid_from, "valid_from")
    await run_in_threadpool(lambda: _begin(request, hub, held, dry_run))
    found = await run_in_threadpool(lambda: compare(hub.pool, text_of(body), day, hub.now(), gone=gone, asked=dry_run))
    read, plan = found.edition, found.plan
    counts = {"new": len(plan.new), "renamed": len(plan.renamed), "moved": len(plan.moved), "gone": len(plan.gone), "restored": len(plan.restored)}
    told = {"regions": len(read.regions), "dropped": read.dropped, "doubtful": read.doubtful, **counts, "facts": 0 if dry_run else plan.facts}
    return _answer(request, hub, held, told, plan, wait)


_LIST: Final = {
    "requestBody": {
        "required": True,
        "description": "后继表：CSV，`code,successor,share,day,document` a list of successors: CSV",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


@router.post("/successions", status_code=202, openapi_extra=_LIST)
async def successions(
    request: Request, hub: Parts, asker: Administrator, held: UntilAnswered, wait: Wait = 0.0, dry_run: DryRun = False
) -> StreamingResponse:
    """Take a list of successors, at most 8 MiB: of each code whose successors or shares are known otherwise one fact of the administrator.

    Waits, and is answered, as `editions`; the first line says how many lines there are, and which codes are said to end, a fact each.
    """
    del asker
    body = await body_of(request)
    await run_in_threadpool(lambda: _begin(request, hub, held, dry_run))
    found = await run_in_threadpool(lambda: succeed(hub.pool, text_of(body), hub.now()))
    told = {"lines": found.lines, "codes": [one["subject"] for one in found.told], "facts": 0 if dry_run else found.facts}
    return _answer(request, hub, held, told, found, wait)


def _begin(request: Request, hub: Hub, held: ExitStack, dry_run: bool) -> None:
    """Wait for whoever else sends, and until what was sent can be compared with. Who only compares holds up nobody."""
    begun = time.monotonic()
    if not dry_run:
        held.enter_context(alone(hub.pool.dsn, LEVEL_SECONDS))
        hub.broker.door()
    # Whoever asks hears something within the time that one of both may take, and little more.
    _wait(request, hub, max(LEAST_SECONDS, LEVEL_SECONDS + begun - time.monotonic()))


def _answer(request: Request, hub: Hub, held: ExitStack, told: Mapping[str, Any], found: Facts, wait: float) -> StreamingResponse:
    said = _said(hub, told, found, wait, problems.language_of(request))
    # Before others may compare, the broker has what was sent.
    held.callback(said.close)
    return StreamingResponse(said, 202, media_type="application/x-ndjson")


def _wait(request: Request, hub: Hub, seconds: float) -> None:
    level.wait_for(lambda: look(request.app.state, hub, lambda observer: observer.positions(stamps=False)), seconds)


def _said(hub: Hub, told: Mapping[str, Any], found: Facts, wait: float, language: Language) -> Generator[bytes]:
    yield _line(told)
    with closing(take(hub.pool, hub.broker.door(), found, wait)) if told["facts"] else nullcontext(()) as taken:
        for several in taken:
            yield _line({"events": [item(receipt.id, fate, receipt.number, language) for receipt, fate in several]})


def _line(said: Mapping[str, Any]) -> bytes:
    return compact(said).encode() + b"\n"
