"""`/metrics` for Prometheus and `/v1/status` for people's programs: the hub as seen from outside. For the administrator only."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hub.api.looking import look
from hub.api.principal import Administrator
from hub.api.state import Hub, Parts
from hub.watch import metrics, told
from hub.watch.collect import collect
from hub.watch.snapshot import Snapshot

router = APIRouter(tags=["watching"])


@router.get("/metrics", response_class=Response)
def prometheus(request: Request, hub: Parts, _: Administrator) -> Response:
    """Positions, lags, sources, quarantine and processes in the text format of Prometheus."""
    return Response(metrics.render(_look(request, hub)), media_type=metrics.CONTENT_TYPE)


@router.get("/v1/status")
def status(request: Request, hub: Parts, _: Administrator) -> dict[str, Any]:
    """The same as JSON."""
    return told.to_json(_look(request, hub))


def _look(request: Request, hub: Hub) -> Snapshot:
    return look(request.app.state, hub, lambda observer: collect(observer, hub.settings))
