"""The HTTP application: every router, one way to tell of problems, the parts behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial

from fastapi import FastAPI

from hub.access.staff import HTTP
from hub.api import problems
from hub.api.clock import Marked
from hub.api.document import TITLE, VERSION, document
from hub.api.guarded import Guarded
from hub.api.routers import ROUTERS
from hub.api.state import Hub
from hub.api.turns import Turns
from hub.broker import Broker
from hub.feeds.bell import Bell
from hub.keys.place import key_store
from hub.keys.sealing import seal
from hub.pool import Pool
from hub.settings import Settings


def create(settings: Settings) -> FastAPI:
    """The application of one hub. Nothing is connected before the first request that needs it."""
    app = FastAPI(title=TITLE, version=VERSION, lifespan=_lifespan, redirect_slashes=False)
    app.state.language = settings.lang
    app.state.hub = Hub(settings, Pool(settings.dsn(HTTP.role)), Broker(settings.client(HTTP.user), partial(seal, key_store(settings))))
    app.state.turns = Turns()
    app.state.bell = Bell(settings.dsn(HTTP.role))
    problems.install(app)
    app.add_middleware(Guarded)
    if settings.clock_file is not None:
        app.add_middleware(Marked, instant=lambda: settings.clock)
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = cache(partial(document, app))  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.bell.close()
    if getattr(app.state, "observer", None) is not None:
        app.state.observer.close()
    app.state.hub.close()
