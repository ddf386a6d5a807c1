"""Under a test clock every answer says so: the header `Hub-Test-Clock` holds what that clock shows."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.settings import CLOCK_HEADER


class Marked:
    """An application whose answers are marked. `instant` is read for each answer."""

    def __init__(self, app: ASGIApp, instant: Callable[[], str | None]) -> None:
        """Of the application within."""
        self._app, self._instant = app, instant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[CLOCK_HEADER] = self._instant() or "?"
            await send(message)

        await self._app(scope, receive, marked if scope["type"] == "http" else send)
