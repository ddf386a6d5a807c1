"""`/v1/shipped`: the calendars and rules that come with the hub, and whether this one has taken them up. For the administrator only."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from hub.access.office import publish_as_administrator
from hub.api.principal import Administrator
from hub.api.state import Hub, Parts
from hub.shipped import Event, events
from hub.shipped.standing import missing

router = APIRouter(prefix="/v1/shipped", tags=["shipped"])


@router.get("")
def shipped(hub: Parts, _: Administrator) -> list[dict[str, Any]]:
    """Every shipped fact, and whether it is on the ledger."""
    lacking = {one["id"] for one in _missing(hub)}
    return [{"id": one["id"], "type": one["type"], "subject": one["subject"], "known": one["id"] not in lacking} for one in events()]


@router.post("", status_code=202)
def publish(hub: Parts, _: Administrator) -> dict[str, int]:
    """Publish those that are not there, as the administrator's: one that is there is never published again."""
    lacking = _missing(hub)
    if lacking:
        publish_as_administrator(hub.broker.door(), lacking)
    return {"published": len(lacking), "known": len(events()) - len(lacking)}


def _missing(hub: Hub) -> list[Event]:
    with hub.pool.session() as connection, connection.cursor() as cursor:
        return list(missing(cursor))
