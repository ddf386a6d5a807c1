"""How a feed is followed, whichever it is: batches of CloudEvents with long polling, or server-sent events without end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Annotated, Final, Generic, TypeVar, cast

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

from connectors.http.translate import BATCH
from hub.api.principal import Unauthenticated, principal
from hub.api.state import hub_of
from hub.api.turns import turns_of
from hub.feeds.bell import Bell
from schemas.days import BEIJING, parse_day, parse_instant
from schemas.errors import Problem, UsageError, shown

STREAM: Final = "text/event-stream"
CURSOR_HEADER: Final = "Hub-Cursor"
"""The cursor to go on with, also where no item carries one."""

LONGEST_MS: Final = 60_000
STREAM_LIMIT: Final = 1_000
KEEP_ALIVE_SECONDS: Final = 15.0

Timeout = Annotated[int, Query(ge=0, description="milliseconds to wait for something new")]
Place = TypeVar("Place")


@dataclass(frozen=True)
class Page(Generic[Place]):
    """What a follower gets at once: `slots`, each a cursor and the items, as JSON, that stand under it; where to go on, and that as a cursor."""

    slots: Sequence[tuple[str, Sequence[str]]]
    after: Place
    cursor: str


@dataclass(frozen=True)
class Feed(Generic[Place]):
    """One follower's feed: `read` gives what stands behind a place, at most about so many items, when its `turn` comes; the bell rings
    for it by `key`."""

    key: str
    read: Callable[[Place, int], Page[Place]]
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))


def bell_of(request: Request) -> Bell:
    """The one listener of this application."""
    return cast(Bell, request.app.state.bell)


Rung = Annotated[Bell, Depends(bell_of)]


async def follow(request: Request, bell: Bell, feed: Feed[Place], begun: Page[Place], limit: int, timeout: int) -> Response:
    """The next items behind `begun`: a batch, after at most `timeout` ms; or without end where `Accept` asks for server-sent events."""
    entitled = partial(_entitled, partial(principal, request, hub_of(request)), feed.read)
    feed = replace(feed, read=entitled, turn=turns_of(request).followers)
    if STREAM in request.headers.get("accept", ""):
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", CURSOR_HEADER: begun.cursor}
        return StreamingResponse(_stream(bell, feed, begun.after), media_type=STREAM, headers=headers)
    page = await _next(bell, feed, begun.after, limit, min(timeout, LONGEST_MS) / 1000)
    body = "[" + ",".join(text for _, texts in page.slots for text in texts) + "]"
    return Response(body, media_type=BATCH, headers={"Cache-Control": "no-store", CURSOR_HEADER: page.cursor})


def _entitled(ask: Callable[[], object], read: Callable[[Place, int], Page[Place]], after: Place, limit: int) -> Page[Place]:
    """What is read, if whoever asked is still known once it has been read. Raises Unauthenticated: nothing goes to a follower revoked meanwhile."""
    page = read(after, limit)
    ask()
    return page


async def _next(bell: Bell, feed: Feed[Place], after: Place, limit: int, seconds: float) -> Page[Place]:
    """The next page that is not empty, or an empty one when the time is over."""
    deadline = monotonic() + seconds
    with bell.waiting(feed.key) as rung:
        while True:
            async with feed.turn:
                page = await run_in_threadpool(partial(feed.read, after, limit))
            left = deadline - monotonic()
            if page.slots or left <= 0 or bell.closed:
                return page
            after = page.after
            try:
                await asyncio.wait_for(rung.wait(), left)
            except TimeoutError:
                return page
            rung.clear()


async def _stream(bell: Bell, feed: Feed[Place], after: Place) -> AsyncIterator[str]:
    """Items until the hub ends or the follower is revoked.

    The `id` stands with the last item of a cursor, so that whoever is cut off gets none of them twice or not at all.
    """
    yield "retry: 2000\n\n"
    while not bell.closed:
        try:
            page = await _next(bell, feed, after, STREAM_LIMIT, KEEP_ALIVE_SECONDS)
        except Unauthenticated:
            return
        after = page.after
        yield "".join(_blocks(cursor, texts) for cursor, texts in page.slots) or ": keep-alive\n\n"


def _blocks(cursor: str, texts: Sequence[str]) -> str:
    return "".join(f"data: {text}\n\n" for text in texts[:-1]) + f"id: {cursor}\ndata: {texts[-1]}\n\n"


def instant_of(text: str) -> datetime:
    """The instant that `from` names, of a day its first. Raises UsageError."""
    try:
        return datetime.fromtimestamp(parse_instant(text) / 1000, UTC) if "T" in text.upper() else _midnight(text)
    except ValueError:
        raise UsageError(problem=Problem("FIELD_FORMAT", "/from", "earliest | latest | 2025-06-08T16:20:00+08:00", shown(text))) from None


def _midnight(text: str) -> datetime:
    return datetime.combine(parse_day(text), datetime.min.time(), BEIJING)
