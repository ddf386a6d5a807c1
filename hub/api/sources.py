"""`/v1/sources`: the administrator registers systems; a source reads what it is told of."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request

from hub.access.facts import NewSource
from hub.access.office import Office
from hub.access.rights import require
from hub.access.staff import OFFICE
from hub.api.audited import about
from hub.api.principal import Administrator, Asker
from hub.api.problems import language_of
from hub.api.state import Hub, hub_of
from hub.fate.notices import notices_of, to_json
from schemas.topics import FAMILIES

router = APIRouter(prefix="/v1/sources", tags=["sources"])
Text = Annotated[str, Body()]


def office(hub: Annotated[Hub, Depends(hub_of)]) -> Office:
    """The office that registers."""
    return Office(hub.pool, hub.broker.door, hub.now, hub.settings.client(OFFICE.user), hub.settings.replicas)


Desk = Annotated[Office, Depends(office)]


@router.post("", status_code=201)
def add(
    request: Request,
    desk: Desk,
    _: Administrator,
    source: Text,
    region: Text,
    families: Annotated[list[str], Body()] = list(FAMILIES),  # noqa: B006 - FastAPI copies it
    name: Annotated[str | None, Body()] = None,
    succeeds: Annotated[str | None, Body()] = None,
    kafka: Annotated[bool, Body(description="自己的 Kafka 主题和用户 topics and a user of its own on Kafka")] = False,
) -> dict[str, Any]:
    """Register a source. Its secrets are told this once."""
    about(request, source)
    new = NewSource(source, region, tuple(families), name, succeeds)
    told = {"source": source, "region": region, "families": families, "token": desk.add_source(new)}
    return {**told, "kafka": asdict(desk.add_native(new))} if kafka else told


@router.get("")
def sources(desk: Desk, _: Administrator) -> list[dict[str, Any]]:
    """Every registered source: region, families, whether it may speak, the day last heard of."""
    return [dict(one) for one in desk.sources()]


@router.post("/{source:path}/rotate")
def rotate(
    desk: Desk,
    _: Administrator,
    source: str,
    kafka: Annotated[
        bool, Body(embed=True, description="补建自己的 Kafka 主题和用户 make its topics and user on Kafka where there are none")
    ] = False,
) -> dict[str, Any]:
    """A new token, and for a native source a new Kafka password; those before end at once."""
    token, native = desk.rotate_source(source, kafka)
    told = {"password": native} if isinstance(native, str) else native and asdict(native)
    return {"source": source, "token": token, **({"kafka": told} if told else {})}


@router.post("/{source:path}/revoke")
def revoke(desk: Desk, _: Administrator, source: str, reason: Annotated[str | None, Body(embed=True)] = None) -> dict[str, Any]:
    """The source may not speak any more; what it said stays."""
    desk.revoke_source(source, reason)
    return {"source": source, "valid": False}


@router.get("/{source:path}/notices")
def notices(request: Request, hub: Annotated[Hub, Depends(hub_of)], asker: Asker, source: str) -> list[dict[str, Any]]:
    """What the source should know: identities sent with different contents, records that wait or were refused."""
    require(asker.kind == "admin" or (asker.kind == "source" and asker.name == source), source)
    return [to_json(one, language_of(request)) for one in notices_of(hub.pool, source)]
