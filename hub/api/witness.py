"""`/v1/witness`: this hub cosigns the logs of others (C2SP tlog-witness), and others cosign its heads; the administrator says who."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, Response

from hub.api.body import body_of
from hub.api.principal import Administrator
from hub.api.state import Parts
from hub.witness import register
from hub.witness.adding import MOST_BYTES, Stale, add

router = APIRouter(prefix="/v1/witness", tags=["witness"])
_SIZE: Final = {"Content-Type": "text/x.tlog.size"}
"""As a header, to the letter: as a media type it would be given a charset."""
_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "`old N`，至多 63 行证明，空行，检查点（C2SP tlog-witness）",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
}


@router.get("")
def witness(hub: Parts) -> dict[str, Any]:
    """By which key this hub cosigns, and by whom its own heads are to be cosigned: a policy, as `hub audit verify --policy` takes it."""
    several = register.listed(hub.pool, "witnesses")
    policy = register.policy_of([one["key"] for one in several], hub.settings.needed)
    return {"key": hub.settings.cosigner.witness.text(), "policy": policy.text()}


@router.post("/add-checkpoint", response_class=PlainTextResponse, openapi_extra=_BODY)
async def add_checkpoint(request: Request, hub: Parts) -> Response:
    """Cosign a checkpoint: 200 and a signature line; 404 of a log that is not known here, 403 without its signature, 422 where the proof does not
    hold; 409 with the size of the one cosigned last where the request does not begin there."""
    body = await body_of(request, MOST_BYTES)
    try:
        return PlainTextResponse(await run_in_threadpool(add, hub.pool, hub.settings.cosigner, body, lambda: hub.now() // 1000))
    except Stale as stale:
        return Response(f"{stale.size}\n", 409, _SIZE)


@router.get("/logs")
def logs(hub: Parts, _: Administrator) -> list[dict[str, Any]]:
    """The logs of others that were ever trusted here, and how far each is cosigned."""
    return list(register.listed(hub.pool, "logs"))


@router.post("/logs", status_code=201)
def trust_log(hub: Parts, _: Administrator, origin: Annotated[str, Body()], key: Annotated[str, Body()]) -> dict[str, Any]:
    """Cosign the checkpoints of a log from now on: its origin, and the verifier key by which it signs."""
    register.trust_log(hub.pool, origin, key)
    return {"origin": origin, "key": key, "trusted": True}


@router.post("/logs/drop")
def drop_log(hub: Parts, _: Administrator, origin: Annotated[str, Body(embed=True)]) -> dict[str, Any]:
    """Cosign a log no more; how far it was cosigned is kept."""
    register.drop(hub.pool, "drop_log", origin)
    return {"origin": origin, "trusted": False}


@router.get("/asked")
def asked(hub: Parts, _: Administrator) -> list[dict[str, Any]]:
    """The witnesses of this hub: up to which head each has cosigned, and why not further."""
    return list(register.listed(hub.pool, "witnesses"))


@router.post("/asked", status_code=201)
def ask(hub: Parts, _: Administrator, url: Annotated[str, Body()], key: Annotated[str, Body()]) -> dict[str, Any]:
    """Ask a witness to cosign the heads from now on: the address before `/add-checkpoint`, and its key."""
    return {"name": register.ask(hub.pool, url, key, hub.settings.cosigner.witness), "url": url, "asked": True}


@router.post("/asked/drop")
def drop_asked(hub: Parts, _: Administrator, name: Annotated[str, Body(embed=True)]) -> dict[str, Any]:
    """Ask a witness no more; what it cosigned is kept."""
    register.drop(hub.pool, "drop_witness", name)
    return {"name": name, "asked": False}
