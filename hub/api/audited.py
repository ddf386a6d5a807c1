"""Who asked for what, and how it ended, in the audit log before it is answered; nothing is done while that log cannot be written."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.access.who import Principal
from hub.api import problems
from hub.api.principal import ASKER
from hub.api.problems import CODE
from hub.deeds.book import AuditAway, Book
from hub.deeds.kinds import ASKED, ROUTES, is_open
from schemas.audit import Done, now

OBJECT: Final = "hub.object"
COMMAND: Final = "hub.command"
_GUARDED: Final = ("/v1/", "/metrics")
_BROKEN: Final = 500
_UNKNOWN: Final = 401
_UNREAD: Final = (400, 413, 415, 422)
"""What was asked for in no form: it may say anything, and stays out."""


def about(request: Request, name: str) -> None:
    """Say of what object a request is, where its address does not."""
    request.scope[OBJECT] = name


class Audited:
    """An application that answers nothing unseen."""

    def __init__(self, app: ASGIApp, book: Book) -> None:
        """Of the application within, and the log."""
        self._app, self._book = app, book

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(self._book, scope, send)
        try:
            if scope["path"].startswith(_GUARDED) and not is_open(scope["path"]):
                await self._book.ready()
            await self._app(scope, receive, answer.send)
        except Exception as error:
            # The application wraps what it is thrown while it answers.
            away = answer.away or (error if isinstance(error, AuditAway) else None)
            if away is None:
                await answer.broken()
                raise
            await problems.answer(Request(scope), away.problem)(scope, receive, send)


class _Answer:
    """The answer to one request, held until the entry of it is written."""

    def __init__(self, book: Book, scope: Scope, send: Send) -> None:
        self.away: AuditAway | None = None
        self._book, self._scope, self._send, self._arrived, self._begun = book, scope, send, now(), False

    async def send(self, message: Message) -> None:
        """Send on. Raises AuditAway: then nothing of the answer has left, and nothing will."""
        if message["type"] == "http.response.start":
            await self._write(int(message["status"]))
        await self._send(message)

    async def broken(self) -> None:
        """The application ended without an answer; the server gives one."""
        if not self._begun:
            self._scope[CODE] = "BROKEN"
            await self._write(_BROKEN)

    async def _write(self, status: int) -> None:
        self._begun = True
        done = entry(self._scope, status, self._arrived)
        if done is None:
            return
        try:
            await self._book.write(done)
        except AuditAway as away:
            self.away = away
            raise


def entry(scope: Scope, status: int, arrived: int) -> Done | None:
    """The entry of a request that is answered by `status`, null for what does not belong in the log."""
    asker: Principal | None = scope.get(ASKER)
    what = _what(scope, status, asker)
    if what is None:
        return None
    done = status < 400
    if done and COMMAND in scope:
        said: Done = scope[COMMAND]
        return said
    client = scope.get("client")
    return Done(
        arrived,
        "nobody" if asker is None else asker.kind,
        "" if asker is None else asker.name,
        what,
        status,
        done,
        address=None if client is None else str(client[0]),
        object=_object(scope),
        question=None if status in _UNREAD else _question(scope),
        code=None if done else scope.get(CODE),
    )


def _what(scope: Scope, status: int, asker: Principal | None) -> str | None:
    """What was done, null for what says the same to everybody, and for what is not there."""
    if status == _UNKNOWN:
        return "sign_in.refused"
    route = getattr(scope.get("route"), "path", None)
    what = ROUTES.get((scope["method"], route or ""))
    if what is not None or asker is not None:
        return what or "archive.exported"
    return "request.refused" if route is None and status in _UNREAD and not is_open(scope["path"]) else None


def _object(scope: Scope) -> str | None:
    """What the request is about: what was said of it, else what its address names."""
    named = scope.get(OBJECT) or " ".join(str(one) for one in scope.get("path_params", {}).values())
    return named or None


def _question(scope: Scope) -> str | None:
    """The parameters of the address that are known."""
    pairs = parse_qsl(scope["query_string"].decode("ascii", "replace"), keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if name in ASKED], safe="/:,=", errors="replace") or None
