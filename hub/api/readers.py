"""`/v1/readers`: the administrator registers who may read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request

from hub.api.audited import about
from hub.api.principal import Administrator
from hub.api.sources import Desk

router = APIRouter(prefix="/v1/readers", tags=["readers"])


@router.post("", status_code=201)
def add(request: Request, desk: Desk, _: Administrator, reader: Annotated[str, Body()], region: Annotated[str, Body()]) -> dict[str, Any]:
    """Register a reader. Its token, and the password of its database role, are told this once."""
    about(request, reader)
    token, role = desk.add_reader(reader, region)
    return {"reader": reader, "region": region, "token": token, "postgres": {"user": role.role, "password": role.password}}


@router.get("")
def readers(desk: Desk, _: Administrator) -> list[dict[str, Any]]:
    """Every reader: region, whether it may read."""
    return [dict(one) for one in desk.readers()]


@router.post("/{reader}/revoke")
def revoke(desk: Desk, _: Administrator, reader: str) -> dict[str, Any]:
    """The reader may not read any more."""
    desk.revoke_reader(reader)
    return {"reader": reader, "valid": False}
