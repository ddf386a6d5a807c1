"""`/v1/notices`: what is due soon and what is overdue, for readers of a region and for the source that minted the suggestion."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse

from hub.api.feeds import BATCH, CURSOR_HEADER, instant_of
from hub.api.principal import Asker, Principal
from hub.api.state import Parts
from hub.feeds.sight import sees
from hub.notices import reading
from hub.notices.reading import Place, Wish
from schemas.errors import NotFound, shown

router = APIRouter(prefix="/v1/notices", tags=["notices"])


@router.get("", response_class=JSONResponse)
def notices(
    hub: Parts,
    asker: Asker,
    region: str = "",
    after: Annotated[str | None, Query(alias="lastEventId")] = None,
    last_event_id: Annotated[str | None, Header()] = None,
    since: Annotated[str, Query(alias="from", description="earliest | latest | 2025-06-08 | 2025-06-08T16:20:00+08:00")] = "earliest",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 1_000,
) -> JSONResponse:
    """The next notices: of a region in the asker's subtree (default: its own); to a source those of its suggestions. `Hub-Cursor`: to go on."""
    with hub.pool.session() as connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        mark = last_event_id or after
        place = reading.place_of(cursor, mark) if mark else _beginning(cursor, since)
        items, onward = reading.page(cursor, _wish(cursor, asker, region, place, limit))
    return JSONResponse(items, headers={"Cache-Control": "no-store", CURSOR_HEADER: onward.text}, media_type=BATCH)


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
