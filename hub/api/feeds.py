"""`/v1/feeds/{region}`: the feed of a region, as batches of CloudEvents with long polling, or as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

from hub.api.state import Hub, Parts
from hub.api.statistics import Reader
from hub.feeds import items, reading
from hub.feeds.bell import Bell
from hub.feeds.cursor import Cursor, decode, encode
from hub.feeds.reading import Batch, CursorUnknown, Wish
from hub.feeds.sight import sees
from schemas.days import BEIJING, parse_day, parse_instant
from schemas.errors import NotFound, Problem, Refused, UsageError, shown
from schemas.registry import by_name

router = APIRouter(prefix="/v1/feeds", tags=["feeds"])

BATCH: Final = "application/cloudevents-batch+json"
STREAM: Final = "text/event-stream"
CURSOR_HEADER: Final = "Hub-Cursor"
"""The cursor to go on with, also where no item carries one."""

LONGEST_MS: Final = 60_000
STREAM_LIMIT: Final = 1_000
KEEP_ALIVE_SECONDS: Final = 15.0


def bell_of(request: Request) -> Bell:
    """The one listener of this application."""
    return cast(Bell, request.app.state.bell)


def start(
    hub: Parts,
    asker: Reader,
    region: str,
    after: Annotated[str | None, Query(alias="lastEventId")] = None,
    last_event_id: Annotated[str | None, Header()] = None,
    since: Annotated[str, Query(alias="from")] = "earliest",
    types: Annotated[list[str] | None, Query(alias="type")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> Wish:
    """What a follower asks for. Raises NotFound for a region that is not the asker's, CursorUnknown, and what is wrong with the rest."""
    with hub.pool.session() as connection, connection.cursor() as cursor:
        if not sees(cursor, asker.region, region):
            raise NotFound(shown(region))
        wanted = _types(types or [])
        mark = last_event_id or after
        begun = _cursor(cursor, mark) if mark else _since(cursor, since)
    return Wish(region, begun, limit, wanted)


def _cursor(cursor: Any, text: str) -> Cursor:
    try:
        found = decode(text)
    except ValueError:
        oldest = encode(replace(Cursor(), ledger=reading.end_of(cursor).ledger))
        raise CursorUnknown(problem=Problem("CURSOR_UNKNOWN", "/lastEventId", oldest, shown(text))) from None
    return reading.known(reading.end_of(cursor), found)


def _since(cursor: Any, text: str) -> Cursor:
    if text == "earliest":
        return Cursor()
    if text == "latest":
        return reading.end_of(cursor)
    return reading.beginning(cursor, instant_of(text))


def instant_of(text: str) -> datetime:
    """The instant that `from` names, of a day its first. Raises UsageError."""
    try:
        return datetime.fromtimestamp(parse_instant(text) / 1000, UTC) if "T" in text.upper() else _midnight(text)
    except ValueError:
        raise UsageError(problem=Problem("FIELD_FORMAT", "/from", "earliest | latest | 2025-06-08T16:20:00+08:00", shown(text))) from None


def _midnight(text: str) -> datetime:
    return datetime.combine(parse_day(text), datetime.min.time(), BEIJING)


def _types(texts: list[str]) -> tuple[str, ...] | None:
    named = [one.strip() for text in texts for one in text.split(",") if one.strip()]
    for one in named:
        if by_name(one) is None:
            raise Refused(Problem("TYPE_UNKNOWN", "/type", "docs/vocabulary.md", shown(one)))
    return tuple(named) or None


Begun = Annotated[Wish, Depends(start)]


@router.get("/{region}", response_class=Response)
async def feed(
    request: Request,
    hub: Parts,
    wish: Begun,
    bell: Annotated[Bell, Depends(bell_of)],
    timeout: Annotated[int, Query(ge=0, description="milliseconds to wait for something new")] = 0,
) -> Response:
    """The next items of the feed: a batch, after at most `timeout` ms; or without end where `Accept` asks for server-sent events."""
    if STREAM in request.headers.get("accept", ""):
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", CURSOR_HEADER: encode(wish.after)}
        return StreamingResponse(_stream(hub, bell, replace(wish, limit=STREAM_LIMIT)), media_type=STREAM, headers=headers)
    batch = await _next(hub, bell, wish, min(timeout, LONGEST_MS) / 1000)
    body = await run_in_threadpool(lambda: "[" + ",".join(text for texts in items.texts(batch.slots) for text in texts) + "]")
    return Response(body, media_type=BATCH, headers={"Cache-Control": "no-store", CURSOR_HEADER: encode(batch.after)})


async def _next(hub: Hub, bell: Bell, wish: Wish, seconds: float) -> Batch:
    """The next batch that is not empty, or an empty one when the time is over."""
    deadline = monotonic() + seconds
    with bell.waiting(wish.region) as rung:
        while True:
            batch = await run_in_threadpool(partial(_read, hub, wish))
            left = deadline - monotonic()
            if batch.slots or left <= 0 or bell.closed:
                return batch
            wish = replace(wish, after=batch.after)
            try:
                await asyncio.wait_for(rung.wait(), left)
            except TimeoutError:
                return batch
            rung.clear()


async def _stream(hub: Hub, bell: Bell, wish: Wish) -> AsyncIterator[str]:
    """Items without end. The `id` stands with the last item of a cursor, so that whoever is cut off gets none of them twice or not at all."""
    yield "retry: 2000\n\n"
    while not bell.closed:
        batch = await _next(hub, bell, wish, KEEP_ALIVE_SECONDS)
        wish = replace(wish, after=batch.after)
        if not batch.slots:
            yield ": keep-alive\n\n"
            continue
        yield await run_in_threadpool(partial(_blocks, batch))


def _blocks(batch: Batch) -> str:
    blocks = []
    for (after, _), texts in zip(batch.slots, items.texts(batch.slots), strict=True):
        blocks += [f"data: {text}\n\n" for text in texts[:-1]]
        blocks.append(f"id: {encode(after)}\ndata: {texts[-1]}\n\n")
    return "".join(blocks)


def _read(hub: Hub, wish: Wish) -> Batch:
    with hub.pool.session() as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return reading.read(cursor, wish)
