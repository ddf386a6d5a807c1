"""The HTTP application: every router, one way to tell of problems, the parts behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache, partial

from fastapi import FastAPI

from hub.access.staff import HTTP
from hub.api import problems
from hub.api.audited import Audited
from hub.api.clock import Marked
from hub.api.document import TITLE, VERSION, document
from hub.api.guarded import Guarded
from hub.api.routers import ROUTERS
from hub.api.state import Hub
from hub.api.turns import Turns
from hub.broker import Broker
from hub.deeds.book import Book
from hub.feeds.bell import Bell
from hub.keys.place import key_store
from hub.keys.sealing import seal
from hub.pool import Pool
from hub.settings import Settings
from schemas.errors import HubError, Problem


def create(settings: Settings, audited: bool = True) -> FastAPI:
    """The application of one hub. Nothing is connected before the first request that needs it. Unaudited only where there is no broker: in tests."""
    app = FastAPI(title=TITLE, version=VERSION, lifespan=_lifespan, redirect_slashes=False)
    app.state.language = settings.lang
    app.state.hub = Hub(settings, Pool(settings.dsn(HTTP.role)), Broker(settings.client(HTTP.user), partial(seal, key_store(settings))))
    app.state.turns = Turns()
    app.state.bell = Bell(settings.dsn(HTTP.role))
    problems.install(app)
    app.add_middleware(Guarded)
    app.state.book = _book(settings) if audited else None
    if audited:
        app.add_middleware(Audited, book=app.state.book)
    if settings.clock_file is not None:
        app.add_middleware(Marked, instant=lambda: settings.clock)
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = cache(partial(document, app))  # type: ignore[method-assign]
    return app


def _book(settings: Settings) -> Book:
    folder = settings.folder

    def told(problem: Problem | None) -> None:
        folder.remember("audit", None if problem is None else {"code": problem.code, "got": problem.got})

    return Book(settings.client(HTTP.user), folder.archive, told)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    book: Book | None = app.state.book
    if book is not None:
        with suppress(HubError):
            await book.ready()
    yield
    app.state.bell.close()
    if getattr(app.state, "observer", None) is not None:
        app.state.observer.close()
    app.state.hub.close()
    if book is not None:
        book.close()
