"""`/v1/events`: events come in, and their fate can be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from connectors.http.translate import BATCH, PLAIN, STRUCTURED, events_of, is_batch
from connectors.receipt import Receipt
from connectors.translate import id_of
from hub.access.rights import sender_of
from hub.api import problems
from hub.api.body import body_of
from hub.api.principal import Asker
from hub.api.state import Hub, Parts
from hub.fate import asking, rehearsal
from hub.fate.fate import Fate, first_fate
from schemas.errors import Language
from schemas.limits import BODY_EVENTS

router = APIRouter(prefix="/v1", tags=["events"])
MOST_WAIT: Final = 30.0
Wait = Annotated[float, Query(ge=0, le=MOST_WAIT, description="等门岗裁决的秒数 seconds to wait for the gate's verdict")]
DryRun = Annotated[bool, Query(description="只检查，不保留 check only, keep nothing")]


_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "CloudEvents 1.0；每种事件的样子见 docs/asyncapi.json。二进制形式的属性在 `ce-` 开头的头里，正文是 `data`",
        "content": {
            STRUCTURED: {"schema": {"type": "object"}},
            BATCH: {"schema": {"type": "array", "items": {"type": "object"}, "maxItems": BODY_EVENTS}},
            PLAIN: {"schema": {"type": ["object", "array"]}},
        },
    }
}


@router.post("/events", status_code=202, openapi_extra=_BODY)
async def publish(request: Request, hub: Parts, asker: Asker, wait: Wait = 0.0, dry_run: DryRun = False) -> JSONResponse:
    """Take events: structured, batch or binary CloudEvents, at most 500 and 8 MiB.

    202 with one `{id, status, receipt, problem?}` per event in order, as soon as the broker has acknowledged one. When none
    could be taken the answer is the problem of the first, with all of them under `events`.
    """
    body = await body_of(request)
    events = await run_in_threadpool(events_of, request.headers.items(), body)
    source = sender_of(asker)
    language = problems.language_of(request)
    if dry_run:
        fates = await run_in_threadpool(rehearsal.rehearse, events, source, hub.now())
        return JSONResponse([item(name, fate, None, language) for name, fate in zip(map(id_of, events), fates, strict=True)])
    receipts, fates = await run_in_threadpool(_taken, hub, events, source, wait)
    items = [item(one.id, fate, one.number, language) for one, fate in zip(receipts, fates, strict=True)]
    if all(one.place is None for one in receipts):
        return _none_taken(request, receipts, items, is_batch(request.headers.items(), body))
    return JSONResponse(items, 202)


def _taken(hub: Hub, events: Sequence[Any], source: str, wait: float) -> tuple[list[Receipt], list[Fate]]:
    """Write to the broker, and wait for the gate as long as asked."""
    if not wait:
        receipts = hub.broker.door().publish(events, source)
        return receipts, [first_fate(one) for one in receipts]
    before = asking.counts(hub.pool, [(source, id_of(event) or "") for event in events])
    receipts = hub.broker.door().publish(events, source)
    return receipts, asking.wait_for(hub.pool, receipts, source, before, wait)


def _none_taken(request: Request, receipts: Sequence[Receipt], items: Sequence[dict[str, Any]], batch: bool) -> JSONResponse:
    """The answer when the broker has nothing: the first problem, pointing into the body."""
    first = receipts[0].problem
    assert first is not None  # noqa: S101 - nothing was taken
    request.scope[problems.CODE] = first.code
    details = problems.details(first, problems.language_of(request))
    if batch:
        details["pointer"] = f"#/0{first.field}"
    return JSONResponse({**details, "instance": request.url.path, "events": items}, details["status"], media_type=problems.MEDIA_TYPE)


def item(name: str | None, fate: Fate, receipt: str | None, language: Language) -> dict[str, Any]:
    """What is said of one event."""
    told: dict[str, Any] = {"id": name, "status": fate.status, "receipt": receipt}
    if fate.problem is not None:
        told["problem"] = problems.details(fate.problem, language)
    return told


@router.get("/events")
def fate(request: Request, hub: Parts, asker: Asker, source: str, id: str) -> dict[str, Any]:
    """The fate of an event. For an event that is not there, or not for the asker: not found."""
    found = asking.fate_of(hub.pool, hub.broker, asker, source, id)
    return told(found, problems.language_of(request))


def told(found: asking.Found, language: Language) -> dict[str, Any]:
    """A fate with everything known of it, as JSON."""
    said = {**item(found.id, found.fate, found.receipt, language), "source": found.source}
    return {**said, "copies": [dict(one) for one in found.copies]}


@router.get("/receipts/{number:path}")
def receipt(request: Request, hub: Parts, asker: Asker, number: str) -> dict[str, Any]:
    """The fate of what a receipt number stands for."""
    return told(asking.fate_of_receipt(hub.pool, hub.broker, asker, number), problems.language_of(request))
