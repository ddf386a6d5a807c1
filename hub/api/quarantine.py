"""`/v1/quarantine`: the desk where what did not pass is looked at and dealt with; own subtree only."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request

from hub.api.principal import Asker
from hub.api.problems import language_of
from hub.api.state import Parts
from hub.desk import acts, items

router = APIRouter(prefix="/v1/quarantine", tags=["quarantine"])
Note = Annotated[str, Body(max_length=1000, embed=True, description="处理说明 why")]


@router.get("")
def listed(
    request: Request,
    hub: Parts,
    asker: Asker,
    closed: Annotated[bool, Query(alias="all", description="已处理的也列出 also those dealt with")] = False,
    source: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[dict[str, Any]]:
    """Records that did not pass, the one changed last first."""
    found = items.listed(hub.pool, asker, None if closed else items.OPEN, source, limit)
    return [items.to_summary(one, language_of(request)) for one in found]


@router.get("/{number:path}")
def show(request: Request, hub: Parts, asker: Asker, number: str) -> dict[str, Any]:
    """One record whole: reason, event as far as readable, original bytes in hex."""
    return items.to_whole(items.one(hub.pool, asker, number), language_of(request))


@router.post("/{number:path}/resubmit", status_code=202)
def resubmit(hub: Parts, asker: Asker, number: str, note: Note = "") -> dict[str, Any]:
    """Have it judged anew as it is."""
    acts.resubmit(hub.broker, asker, items.one(hub.pool, asker, number), note)
    return {"receipt": number, "status": "waiting"}


@router.post("/{number:path}/fix", status_code=202)
def fix(hub: Parts, asker: Asker, number: str, event: Annotated[dict[str, Any], Body(embed=True)], note: Note = "") -> dict[str, Any]:
    """Publish an event of the asker's own source in its place; `source`, `id` and `causationid` are set by the hub."""
    receipt = acts.fix(hub.broker, asker, items.one(hub.pool, asker, number), event, note)
    return {"receipt": receipt.number, "id": receipt.id, "status": "received", "fixes": number}


@router.post("/{number:path}/drop", status_code=202)
def drop(hub: Parts, asker: Asker, number: str, note: Note = "") -> dict[str, Any]:
    """Close it without anything in its place."""
    acts.drop(hub.broker, asker, items.one(hub.pool, asker, number), note)
    return {"receipt": number, "status": "quarantined"}
