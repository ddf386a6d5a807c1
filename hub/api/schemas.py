"""`/subjects`, `/schemas`, `/config`: the schema-registry protocol."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from hub.api.body import body_of
from schemas import subjects

router = APIRouter(tags=["schemas"])


@router.get("/subjects{rest:path}")
@router.get("/schemas{rest:path}")
@router.get("/config{rest:path}")
def read(request: Request, rest: str) -> JSONResponse:
    """What the registry says; schemas are public."""
    del rest
    return _answer(subjects.answer(request.url.path))


@router.post("/subjects{rest:path}")
async def look_up(request: Request, rest: str) -> JSONResponse:
    """Whether a schema is one of the released ones."""
    del rest
    return _answer(subjects.answer(request.url.path, await body_of(request, subjects.LOOKED_UP_BYTES)))


def _answer(given: subjects.Answer) -> JSONResponse:
    return JSONResponse(given.value, given.status, media_type=subjects.CONTENT_TYPE)
