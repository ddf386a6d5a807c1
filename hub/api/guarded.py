"""Before any route: no control characters in an address, and small JSON bodies of bounded size, read strictly.

A framework that reads a body for its routes does so before it knows who asks, and by a parser that lets two members of one name pass.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connectors.http.unpack import too_large
from hub.api import problems
from schemas.errors import Problem, Refused, shown
from schemas.limits import EVENT_JSON_BYTES
from schemas.strictjson import parse_json

SMALL_BYTES: Final = EVENT_JSON_BYTES + 4096
"""Of a body that a route takes as members: one event, and a note beside it."""

OWN: Final = ("/v1/events", "/v1/regions/editions", "/v1/regions/successions", "/v1/witness/add-checkpoint", "/subjects/")
"""Routes that read what they are sent themselves, piece by piece (`body_of`)."""

_READ: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Guarded:
    """An application to which only such requests come."""

    def __init__(self, app: ASGIApp) -> None:
        """Of the application within."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            _address(scope)
            if scope["method"] in _READ and not scope["path"].startswith(OWN):
                receive = await _read(scope, receive)
        except Refused as wrong:
            await problems.answer(Request(scope), wrong.problem)(scope, receive, send)
            return
        except ClientDisconnect:
            return
        await self._app(scope, receive, send)


def _address(scope: Scope) -> None:
    """Raises Refused FIELD_FORMAT at the path, or at the parameter that holds a control character."""
    if not str(scope["path"]).isprintable():
        raise Refused(Problem("FIELD_FORMAT", "/path", "", shown(scope["path"])))
    for part in scope["query_string"].split(b"&"):
        if b"%" in part and any(octet < 0x20 or octet == 0x7F for octet in unquote_to_bytes(part)):
            name, _, value = unquote_to_bytes(part).decode("utf-8", "backslashreplace").partition("=")
            raise Refused(Problem("FIELD_FORMAT", f"/{shown(name)}", "", shown(value)))


async def _read(scope: Scope, receive: Receive) -> Receive:
    """The whole body, to be given again. Raises Refused: BODY_TOO_LARGE as soon as it is, and as `parse_json` where it is no strict JSON."""
    request, held = Request(scope, receive), bytearray()
    async for piece in request.stream():
        held += piece
        if len(held) > SMALL_BYTES:
            raise too_large(SMALL_BYTES)
    if held:
        parse_json(bytes(held), SMALL_BYTES)
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": bytes(held), "more_body": False}

    return again
