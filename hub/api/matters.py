"""`/v1/matters`: matters of the own subtree, and the life of one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from psycopg2 import extensions
from psycopg2.extras import RealDictCursor

from hub.access.rights import NATION
from hub.api.problems import language_of
from hub.api.state import Parts
from hub.api.statistics import Reader
from hub.feeds.sight import sees
from hub.life.life import Sight, anomaly, as_role, life, query
from projections.sql import within
from projections.statistics.asking import live
from schemas.errors import NotFound, shown

router = APIRouter(prefix="/v1", tags=["matters"])


@router.get("/matters")
def matters(
    request: Request,
    hub: Parts,
    asker: Reader,
    region: str = "",
    after: str = "",
    anomalous: bool = False,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> list[dict[str, Any]]:
    """Matters that lie in the subtree of a region (default: the asker's own), by id, behind the id `after`; `anomalous=1`: the doubtful ones."""
    wanted = region or asker.region
    words = {"region": wanted, "after": after, "anomalous": anomalous, "limit": limit, "today": hub.today()}
    with hub.pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        with connection.cursor() as plain:
            if not sees(plain, asker.region, wanted):
                raise NotFound(shown(wanted))
            view = live(plain)
            places = _places(plain, view, wanted)
        with as_role(cursor, asker.role):
            cursor.execute(within(query("matters"), view), {**words, "places": places})
            rows = cursor.fetchall()
    language = language_of(request)
    return [{**row, "anomalies": [anomaly(code, language) for code in row["anomalies"]]} for row in rows]


@router.get("/matters/{asked:path}")
def matter(request: Request, hub: Parts, asker: Reader, asked: str) -> dict[str, Any]:
    """The life of a matter (by the id of one of its suggestions, or unit/term/session/no), an activity or an opinion."""
    with hub.pool.session() as connection:
        return hub.marked(life(connection, Sight(asker.role, language_of(request)), asked))


def _places(cursor: extensions.cursor, view: str, region: str) -> list[str] | None:
    """The regions by which the matters of a region are found; null for the nation: there all are."""
    if region == NATION:
        return None
    cursor.execute(within(query("places"), view), {"region": region})
    return [place for (place,) in cursor.fetchall()]
