"""`/v1/notices`: what is due soon and what is overdue, for readers of a region and for the source that minted the suggestion."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import Response

from hub.api.following import Feed, Page, Rung, Timeout, follow, instant_of
from hub.api.principal import Asker, Principal
from hub.api.state import Hub, Parts
from hub.feeds.sight import sees
from hub.notices import reading
from hub.notices.reading import Place, Wish
from schemas.errors import NotFound, shown
from schemas.text import compact
from schemas.topics import NOTICES

router = APIRouter(prefix="/v1/notices", tags=["notices"])


def start(
    hub: Parts,
    asker: Asker,
    region: str = "",
    after: Annotated[str | None, Query(alias="lastEventId")] = None,
    last_event_id: Annotated[str | None, Header()] = None,
    since: Annotated[str, Query(alias="from", description="earliest | latest | 2025-06-08 | 2025-06-08T16:20:00+08:00")] = "earliest",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 1_000,
) -> Wish:
    """What a follower asks for. Raises NotFound for a region that is not the asker's, CursorUnknown, and what is wrong with the rest."""
    with hub.pool.session() as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        mark = last_event_id or after
        place = reading.place_of(cursor, mark) if mark else _beginning(cursor, since)
        return _wish(cursor, asker, region, place, limit)


Begun = Annotated[Wish, Depends(start)]


@router.get("", response_class=Response)
async def notices(request: Request, hub: Parts, wish: Begun, bell: Rung, timeout: Timeout = 0) -> Response:
    """The next notices of a region in the asker's subtree (default: its own), to a source those of its suggestions: a batch, after at most `timeout`
    ms; or without end where `Accept` asks for server-sent events. `Hub-Cursor`: to go on."""
    begun = Page((), wish.after, wish.after.text)
    return await follow(request, bell, Feed(NOTICES, partial(_read, hub, wish)), begun, wish.limit, timeout)


def _read(hub: Hub, wish: Wish, after: Place, limit: int) -> Page[Place]:
    with hub.pool.session() as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        items, onward = reading.page(cursor, replace(wish, after=after, limit=limit))
    return Page([(one["cursor"], [compact(one)]) for one in items], onward, onward.text)


def _beginning(cursor: Any, since: str) -> Place:
    return reading.beginning(cursor, None if since in ("earliest", "latest") else instant_of(since), since == "latest")


def _wish(cursor: Any, asker: Principal, region: str, place: Place, limit: int) -> Wish:
    if asker.kind == "source":
        if region:
            raise NotFound(shown(region))
        return Wish(place, limit, sources=reading.line(cursor, asker.name))
    wanted = region or asker.region
    if not sees(cursor, asker.region, wanted):
        raise NotFound(shown(wanted))
    return Wish(place, limit, region=wanted)
