"""Answers to what goes wrong: RFC 9457 problem details, pointing at the field, in the asker's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

import psycopg2
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from psycopg2.errors import QueryCanceled
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from schemas.errors import HubError, Language, NotFound, Problem, Unavailable, shown

CODE: Final = "hub.code"
"""Where a request holds the code of the problem that it is answered with."""

MEDIA_TYPE: Final = "application/problem+json"
STATUS: Final = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "NOT_YOU": 403,
    "NOT_FOUND": 404,
    "NEVER_SEALED": 404,
    "WITNESS_FORM": 400,
    "WITNESS_UNSIGNED": 403,
    "WITNESS_UNKNOWN_LOG": 404,
    "WITNESS_STALE": 409,
    "WITNESS_PROOF": 422,
    "RECEIPT_LATER": 404,
    "RECEIPT_NONE": 404,
    "ALREADY_ERASED": 409,
    "ALREADY_JUDGED": 409,
    "MANIFEST_FORM": 409,
    "EXISTS": 409,
    "CURSOR_UNKNOWN": 410,
    "BODY_TOO_LARGE": 413,
    "TOO_MANY_EVENTS": 413,
    "BODY_UNREADABLE": 400,
    "TEXT_NOT_UTF8": 400,
    "JSON_TOO_DEEP": 400,
    "JSON_DUPLICATE_MEMBER": 400,
    "JSON_NUMBER": 400,
    "MEDIA_TYPE": 415,
    "USED_WRONGLY": 400,
    "QUESTION_WRONG": 400,
    "BROKEN": 500,
    "FOUND_WRONG": 500,
    "NOT_YET": 501,
    "ARCHIVE_BEHIND": 503,
    "AUDIT_AWAY": 503,
    "AUDIT_SHORTER": 503,
    "KEYS_AWAY": 503,
    "REGIONS_BEHIND": 503,
    "REGIONS_BUSY": 503,
    "UNAVAILABLE": 503,
    "TOOK_TOO_LONG": 504,
}
"""HTTP status of a reason; 422 where none is named: the request was understood and its content is refused."""

REFUSED: Final = 422
GOT_CHARACTERS: Final = 400
_WANTED: Final = {
    "int": "0 1 2 …",
    "float": "0.5 1 2 …",
    "bool": "true / false",
    "string_type": '"…"',
    "list": "[…]",
    "dict": "{…}",
    "model": "{…}",
    "json": "JSON",
}
"""What a member of a request should be, by how the kind of the library's error begins."""
_BOUNDS: Final = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "min_length": "≥", "max_length": "≤", "pattern": "~", "expected": "="}
"""The sign of each bound that the library names."""
_HTTP: Final = {404: "NOT_FOUND", 405: "USED_WRONGLY"}
_LOG: Final = logging.getLogger(__name__)


def status_of(problem: Problem) -> int:
    """The HTTP status that goes with a problem."""
    return STATUS.get(problem.code, REFUSED)


def language_of(request: Request) -> Language:
    """The language asked for: `?lang=`, else the better liked of `Accept-Language`, else the hub's own (Chinese)."""
    asked = request.query_params.get("lang")
    if asked in ("zh", "en"):
        return "en" if asked == "en" else "zh"
    liked = {tag: weight for part in request.headers.get("accept-language", "").split(",") for tag, weight in [_liking(part)]}
    if liked.get("zh", 0.0) == liked.get("en", 0.0):
        own: Language = getattr(request.app.state, "language", "zh")
        return own
    return "zh" if liked.get("zh", 0.0) > liked.get("en", 0.0) else "en"


def _liking(part: str) -> tuple[str, float]:
    tag, _, rest = part.strip().partition(";")
    try:
        weight = float(rest.partition("=")[2]) if rest else 1.0
    except ValueError:
        weight = 0.0
    return tag.strip().lower()[:2], weight


def details(problem: Problem, language: Language, status: int | None = None) -> dict[str, Any]:
    """The members of a problem document: those of RFC 9457, and code, pointer, expected, got, remedy."""
    members = {
        "type": f"/problems/{problem.code}",
        "title": Problem(problem.code).sentence(language),
        "status": status or status_of(problem),
        "detail": problem.sentence(language),
        "code": problem.code,
        "pointer": f"#{problem.field}" if problem.field else "",
        "expected": problem.expected,
        "got": _plain(problem.got),
        "remedy": problem.remedy(language),
    }
    return {name: value for name, value in members.items() if value != ""}


def _plain(text: str) -> str:
    """What was got, without control characters and no longer than people read."""
    cut = text[:GOT_CHARACTERS] + ("…" if len(text) > GOT_CHARACTERS else "")
    return cut if cut.isprintable() else "".join(one if one.isprintable() else ascii(one)[1:-1] for one in cut)


def answer(request: Request, problem: Problem, status: int | None = None) -> JSONResponse:
    """The response that tells of a problem."""
    request.scope[CODE] = problem.code
    body = {**details(problem, language_of(request), status), "instance": request.url.path}
    headers: dict[str, str] = {"Content-Language": language_of(request)}
    if body["status"] == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if body["status"] == 503 or problem.code == "RECEIPT_LATER":
        headers["Retry-After"] = "2"
    return JSONResponse(body, body["status"], headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make every error of an application a problem document."""
    app.add_exception_handler(HubError, _hub_error)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(psycopg2.OperationalError, _database)
    app.add_exception_handler(psycopg2.InterfaceError, _database)
    app.add_exception_handler(Exception, _broken)


async def _hub_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HubError)  # noqa: S101 - by registration
    return answer(request, error.problem)


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - by registration
    return answer(request, wrongly_used(error.errors()[0]), 400)


def wrongly_used(error: Mapping[str, Any]) -> Problem:
    """What is wrong with a member of a request, by signs of no language: the library's sentences are English."""
    place = "/" + "/".join(str(part) for part in error["loc"])
    kind, bounds = str(error["type"]), error.get("ctx", {})
    if kind == "missing":
        return Problem("FIELD_MISSING", place)
    wanted = next((signs for begins, signs in _WANTED.items() if kind.startswith(begins)), "") or " ".join(
        f"{_BOUNDS[name]} {value}" for name, value in bounds.items() if name in _BOUNDS
    )
    return Problem("USED_WRONGLY", place, shown(wanted), shown(str(error.get("input", ""))))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - by registration
    return answer(request, Problem(_HTTP.get(error.status_code, "USED_WRONGLY"), "", "", shown(str(error.detail))), error.status_code)


async def _database(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, QueryCanceled):
        return answer(request, Problem("TOOK_TOO_LONG"))
    _LOG.warning("database: %s", shown(str(error)))
    return answer(request, Unavailable("PostgreSQL").problem)


async def _gone(request: Request, error: Exception) -> Response:
    """Whoever sent half a body and left reads no answer, and nothing is wrong here."""
    del request, error
    return Response(status_code=400)


async def _broken(request: Request, error: Exception) -> JSONResponse:
    _LOG.error("%s", shown(request.url.path), exc_info=error)
    return answer(request, Problem("BROKEN"))


def not_found(what: str) -> NotFound:
    """The one answer to what is not there, and to what is not for the asker."""
    return NotFound(shown(what))
