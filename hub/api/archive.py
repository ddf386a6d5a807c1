"""`/v1/checkpoint`, `/v1/archive/…`: the archive as static files (C2SP tlog-tiles); `/.well-known/hub-keys`: by which keys it is signed.

Checkpoints, hash tiles and heads are open to all; entries of other logs are records, and for those who may read every record.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from hub.access.rights import NATION
from hub.api.principal import principal
from hub.api.state import Hub, Parts
from hub.witness.cosignatures import witnessed_checkpoint
from projections.archive.logs import NAMES
from projections.archive.served import part_of, read_part
from projections.archive.store import CHECKPOINT
from projections.archive.verifier import ENTRIES, HEADS, KEYS, WITNESSED, WITNESSES
from schemas.errors import NotFound, shown

router = APIRouter(tags=["archive"])
_MUTABLE: Final = {"Cache-Control": "no-cache"}
_LASTING: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_OWN: Final = {"Cache-Control": "private, no-store"}
"""Of what is not for all: no cache between may hand it to others."""
_OCTETS: Final = "application/octet-stream"
_ADDRESS: Final = re.compile(rf"({'|'.join(re.escape(name) for name in NAMES)})/(.+)")


@router.get("/v1/checkpoint", response_class=PlainTextResponse)
def checkpoint(hub: Parts) -> Response:
    """The signed head of all logs: the checkpoint of the log of heads, with the cosignatures that it has by now."""
    return _checkpoint(hub, HEADS)


@router.get("/.well-known/hub-keys")
def keys(hub: Parts) -> dict[str, Any]:
    """The verifier keys of the hub's logs (C2SP signed-note): one key, in the name of each log; that of the heads first."""
    path = hub.settings.folder.archive / KEYS
    if not path.is_file():
        raise NotFound(KEYS)
    return {"keys": path.read_text("utf-8").splitlines()}


@router.get("/v1/archive/{path:path}", response_class=Response)
def file(request: Request, hub: Parts, path: str) -> Response:
    """A file of a log: `<log>/checkpoint`, `<log>/tile/…`; of the heads also `witnessed` and `witnesses`. `tile/entries` and `record/` of other logs
    than the heads want an auditor's token: the administrator's, or that of a reader of region 00."""
    named = _ADDRESS.fullmatch(path)
    if named is None:
        raise NotFound(shown(path))
    log, rest = named[1], named[2]
    if rest == CHECKPOINT:
        return _checkpoint(hub, log)
    if log == HEADS and rest in (WITNESSED, WITNESSES):
        return _text(hub.settings.folder.archive / log / rest)
    part = part_of(rest)
    if part is None:
        raise NotFound(shown(path))
    apart = log != HEADS and part.level in (ENTRIES, None)
    if apart:
        _require_auditor(request, hub)
    found = read_part(hub.settings.folder.archive / log, part)
    if found is None:
        raise NotFound(shown(path))
    return Response(found, media_type=_OCTETS, headers=_OWN if apart else _LASTING)


def _checkpoint(hub: Hub, log: str) -> Response:
    folder = hub.settings.folder.archive
    if log != HEADS:
        return _text(folder / log / CHECKPOINT)
    found = witnessed_checkpoint(folder)
    if found is None:
        raise NotFound(log)
    return PlainTextResponse(found, headers=_MUTABLE)


def _text(path: Path) -> Response:
    if not path.is_file():
        raise NotFound(f"{path.parent.name}/{path.name}")
    return PlainTextResponse(path.read_bytes(), headers=_MUTABLE)


def _require_auditor(request: Request, hub: Hub) -> None:
    """Raises Unauthenticated, and NotFound for whoever may not read every record."""
    asker = principal(request, hub)
    if asker.kind == "source" or asker.region != NATION:
        raise NotFound
