"""`/v1/seal`, `/v1/personal`, `/v1/erasures`: personal data sealed for native publishers, opened for who may read, erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from hub.access.rights import sender_of
from hub.api import problems
from hub.api.audited import about
from hub.api.body import body_of
from hub.api.principal import Administrator, Asker
from hub.api.state import Hub, Parts, hub_of
from hub.api.statistics import Reader
from hub.keys import asking
from hub.keys.erasing import Eraser
from hub.keys.place import key_store
from hub.keys.sealing import seal
from schemas import form
from schemas.errors import Language, Problem, Refused
from schemas.limits import BODY_EVENTS
from schemas.sealed import SEALED, Bound, Wish, said_of
from schemas.strictjson import parse_items
from schemas.text import check_text

router = APIRouter(prefix="/v1", tags=["personal"])
_ITEM = {"id": "string", "type": "string", "region": "string", SEALED: "object"}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "每个事件的编号、类型、区划和要封存的个人信息 id, type, region of each event, and what is to be sealed",
        "content": {
            "application/json": {
                "schema": {
                    "type": "array",
                    "maxItems": BODY_EVENTS,
                    "items": {"type": "object", "required": list(_ITEM), "properties": {name: {"type": kind} for name, kind in _ITEM.items()}},
                }
            }
        },
    }
}


@router.post("/seal", openapi_extra=_BODY)
async def seal_for_natives(request: Request, hub: Parts, asker: Asker) -> JSONResponse:
    """Seal personal data for events that a source will publish by itself: `[{id, type, region, personal}]`, at most 500.

    One `{id, personal}` each in order, `personal` being the text for the event of this source, id, region and family, and of no other;
    or `{id, problem}`. 503 when none could be sealed because the key store is away.
    """
    items = parse_items(await body_of(request), BODY_EVENTS)
    return await run_in_threadpool(_answered, request, hub, items, sender_of(asker))


def _answered(request: Request, hub: Hub, items: list[Any], source: str) -> JSONResponse:
    wishes = [_wish(one, source) for one in items]
    texts = iter(seal(key_store(hub.settings), [one for one in wishes if isinstance(one, Wish)]))
    found = [next(texts) if isinstance(one, Wish) else one for one in wishes]
    language = problems.language_of(request)
    told = [_told(item, one, language) for item, one in zip(items, found, strict=True)]
    away = next((one for one in found if isinstance(one, Problem) and one.code == "KEYS_AWAY"), None)
    if away is not None and not any(isinstance(one, str) for one in found):
        return problems.answer(request, away)
    return JSONResponse(told)


def _wish(item: Any, source: str) -> Wish | Problem:
    try:
        if not isinstance(item, Mapping):
            raise Refused(Problem("FIELD_TYPE", "", "object"))
        for name in ("id", "region"):
            _check(item, name)
        return Wish(Bound(source, item["id"], item["region"], form.type_of(item).family), said_of(item.get(SEALED)))
    except Refused as refused:
        return refused.problem


def _check(item: Mapping[str, Any], name: str) -> None:
    value = item.get(name)
    if not isinstance(value, str):
        raise Refused(Problem("FIELD_MISSING" if value is None else "FIELD_TYPE", f"/{name}", "string"))
    problem = check_text({"format": "id"}, value)
    if problem is not None:
        raise Refused(Problem(problem.code, f"/{name}", problem.expected, problem.got))


def _told(item: Any, found: str | Problem, language: Language) -> dict[str, Any]:
    name = item.get("id") if isinstance(item, Mapping) else None
    kept = {"id": name if isinstance(name, str) else None}
    return {**kept, SEALED: found} if isinstance(found, str) else {**kept, "problem": problems.details(found, language)}


@router.get("/personal")
def opened(request: Request, hub: Parts, asker: Reader, source: str, id: str) -> dict[str, Any]:
    """The personal data of an event, opened for who may read its record; that it was asked for is kept in the key store.

    Each person with `state`: `open` (with what is `said`), `erased`, `altered`, `unknown`, `closed` while the key store is away. An event that
    is not there, or not for the asker, is not found.
    """
    with hub.pool.session() as connection:
        record = asking.record_of(connection, asker.role, source, id)
    return asking.told(key_store(hub.settings), asker.name, record, problems.language_of(request))


def eraser(hub: Annotated[Hub, Depends(hub_of)]) -> Eraser:
    """Who erases."""
    folder = hub.settings.folder
    return Eraser(key_store(hub.settings), hub.broker.door, (folder.root / "secrets", folder.logs, folder.run))


@router.post("/erasures", status_code=201)
def erase(
    request: Request,
    desk: Annotated[Eraser, Depends(eraser)],
    _: Administrator,
    person: Annotated[str, Body()],
    reason: Annotated[str | None, Body()] = None,
) -> dict[str, Any]:
    """Erase a person: destroy the keys, and let the ledger say so. When it is closed, from when on it is clean, what was searched."""
    told = desk.erase(person, reason)
    # Only now: what is no number of a person may be anything, and the log keeps it for ever.
    about(request, person)
    return told
