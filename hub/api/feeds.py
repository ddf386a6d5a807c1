"""`/v1/feeds/{region}`: the feed of a region, as batches of CloudEvents with long polling, or as server-sent events."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import Response

from hub.api.following import Feed, Page, Rung, Timeout, follow, instant_of
from hub.api.state import Hub, Parts
from hub.api.statistics import Reader
from hub.feeds import items, reading
from hub.feeds.cursor import Cursor, decode, encode
from hub.feeds.reading import CursorUnknown, Wish
from hub.feeds.sight import sees
from schemas.errors import NotFound, Problem, Refused, shown
from schemas.registry import by_name

router = APIRouter(prefix="/v1/feeds", tags=["feeds"])


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


def _types(texts: list[str]) -> tuple[str, ...] | None:
    named = [one.strip() for text in texts for one in text.split(",") if one.strip()]
    for one in named:
        if by_name(one) is None:
            raise Refused(Problem("TYPE_UNKNOWN", "/type", "docs/vocabulary.md", shown(one)))
    return tuple(named) or None


Begun = Annotated[Wish, Depends(start)]


@router.get("/{region}", response_class=Response)
async def feed(request: Request, hub: Parts, wish: Begun, bell: Rung, timeout: Timeout = 0) -> Response:
    """The next items of the feed: a batch, after at most `timeout` ms; or without end where `Accept` asks for server-sent events."""
    begun = Page((), wish.after, encode(wish.after))
    return await follow(request, bell, Feed(wish.region, partial(_read, hub, wish)), begun, wish.limit, timeout)


def _read(hub: Hub, wish: Wish, after: Cursor, limit: int) -> Page[Cursor]:
    with hub.pool.session() as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        batch = reading.read(cursor, replace(wish, after=after, limit=limit))
    slots = [(encode(onward), texts) for (onward, _), texts in zip(batch.slots, items.texts(batch.slots), strict=True)]
    return Page(slots, batch.after, encode(batch.after))
