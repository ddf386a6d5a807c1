"""`/metrics` for Prometheus and `/v1/status` for people's programs: the hub as seen from outside. For the administrator only."""

from __future__ import annotations

import threading
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hub.access.staff import HTTP
from hub.api.principal import Administrator
from hub.api.state import Hub, Parts
from hub.watch import metrics, told
from hub.watch.collect import collect
from hub.watch.positions import Observer
from hub.watch.snapshot import Snapshot
from schemas.errors import Unavailable

router = APIRouter(tags=["watching"])
_LOOKING: Final = threading.Lock()
"""One looks at a time: an observer's connections are not for two threads."""


@router.get("/metrics", response_class=Response)
def prometheus(request: Request, hub: Parts, _: Administrator) -> Response:
    """Positions, lags, sources, quarantine and processes in the text format of Prometheus."""
    return Response(metrics.render(_look(request, hub)), media_type=metrics.CONTENT_TYPE)


@router.get("/v1/status")
def status(request: Request, hub: Parts, _: Administrator) -> dict[str, Any]:
    """The same as JSON."""
    return told.to_json(_look(request, hub))


def _look(request: Request, hub: Hub) -> Snapshot:
    """A snapshot, by connections that are kept from one look to the next and opened anew after an error."""
    with _LOOKING:
        state = request.app.state
        observer: Observer = getattr(state, "observer", None) or Observer(hub.settings.client(HTTP.user), hub.settings.dsn(HTTP.role))
        state.observer = None
        try:
            found = collect(observer, hub.settings)
        except Unavailable:
            observer.close()
            raise
        state.observer = observer
        return found
