"""`/v1/audit`: who did what. Read by the administrator; commands that go past these doors say there what they did."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Body, Query, Request

from hub.api.audited import COMMAND
from hub.api.following import instant_of
from hub.api.principal import Administrator
from hub.api.state import Parts
from hub.deeds import reading
from hub.deeds.noting import DONE, FAILED
from hub.deeds.reading import Wish
from schemas.audit import Done, now

router = APIRouter(prefix="/v1/audit", tags=["audit"])
SINCE: Final = Query(description="2025-06-08 | 2025-06-08T16:20:00+08:00")


@router.get("")
def listed(
    hub: Parts,
    _: Administrator,
    since: Annotated[str | None, SINCE] = None,
    who: Annotated[str, Query(description="来源、读者、user@machine a source, a reader")] = "",
    what: Annotated[str, Query(description="操作或者它的开头，如 statistics a kind, or how its name begins")] = "",
    after: Annotated[int | None, Query(ge=0, description="从第几条起 the index to begin at")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 1_000,
) -> dict[str, Any]:
    """Entries of the audit log in their order, and in `next` the index to go on from, null at its present end."""
    instant = None if since is None else int(instant_of(since).timestamp() * 1000)
    found, further = reading.page(hub.broker, Wish(after, instant, who, what, limit))
    return {"entries": [reading.to_json(index, done) for index, done in found], "next": further}


@router.post("", status_code=201)
def said(
    request: Request,
    _: Administrator,
    what: Annotated[Literal["hub.up", "hub.down", "hub.restored", "views.rebuilt"], Body()],
    who: Annotated[str, Body(min_length=1, max_length=200)],
    object: Annotated[str | None, Body(max_length=200)] = None,
    code: Annotated[str | None, Body(max_length=64)] = None,
) -> dict[str, str]:
    """What a command on the hub's machine did: written as done by this user of its operating system."""
    request.scope[COMMAND] = Done(now(), "system", who, what, DONE if code is None else FAILED, code is None, object=object, code=code)
    return {"what": what}
