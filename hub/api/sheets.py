"""What a spreadsheet door needs: who we are, the templates, and what stands of our own rows."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from connectors.csv.template import template
from hub.access.rights import require, sender_of
from hub.api.principal import Asker
from hub.api.problems import not_found
from hub.api.state import Parts
from hub.fate import rows
from schemas.registry import EventType, all_types

router = APIRouter(prefix="/v1", tags=["sheets"])


@router.get("/whoami")
def whoami(asker: Asker) -> dict[str, Any]:
    """Whom the token proves; `speaks_as` is the source as which it may publish."""
    speaks_as = None if asker.kind == "reader" else sender_of(asker)
    return {"kind": asker.kind, "name": asker.name, "region": asker.region, "speaks_as": speaks_as}


@router.get("/templates")
def templates() -> list[dict[str, str]]:
    """The types that have a template, with their Chinese names."""
    return [{"type": kind.name, "title": kind.title, "family": kind.family} for kind in all_types()]


@router.get("/templates/{name}")
def one_template(name: str) -> Response:
    """The template of a type: CSV, UTF-8 with a byte order mark, an example row."""
    headers = {"Content-Disposition": f'attachment; filename="{_kind(name).name}.csv"'}
    return Response(template(_kind(name)), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/sources/{source:path}/rows")
def standing_rows(hub: Parts, asker: Asker, source: str, type_name: Annotated[str, Query(alias="type")]) -> StreamingResponse:
    """What stands of a source's own events of a type, one JSON object a line; for the source alone."""
    require(sender_of(asker) == source, source)
    return StreamingResponse(rows.lines(hub.pool, source, _kind(type_name)), media_type="application/x-ndjson")


def _kind(name: str) -> EventType:
    found = next((kind for kind in all_types() if kind.name == name), None)
    if found is None:
        raise not_found(name)
    return found
