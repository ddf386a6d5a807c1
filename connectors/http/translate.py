"""From an HTTP request to events: structured, batch or binary CloudEvents. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from schemas import cloudevents, strictjson
from schemas.errors import Problem, Refused, shown
from schemas.limits import BODY_EVENTS

STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"
PLAIN: Final = "application/json"
PREFIX: Final = "ce-"
Headers = Iterable[tuple[str, str]]


def events_of(headers: Headers, body: bytes) -> list[Any]:
    """The events of a request in order, as parsed: their members are not checked yet.

    Raises Refused when the body as a whole cannot be read: MEDIA_TYPE, TOO_MANY_EVENTS, FIELD_EMPTY for a batch of none,
    and what `strictjson` raises.
    """
    given = [(name.lower(), value) for name, value in headers]
    media = _media(given)
    if is_batch(given, body):
        events = strictjson.parse_items(body, BODY_EVENTS)
        if not events:
            raise Refused(Problem("FIELD_EMPTY"))
        return events
    if media != STRUCTURED and _is_binary(given):
        return [cloudevents.from_binary(_attributes(given), body)]
    if media in (STRUCTURED, PLAIN):
        return [strictjson.parse_json(body)]
    raise Refused(Problem("MEDIA_TYPE", "", f"{STRUCTURED} / {BATCH} / {PREFIX}specversion", shown(media)))


def is_batch(headers: Headers, body: bytes) -> bool:
    """Whether a body is a list of events: the place of what is wrong with one then begins with its number."""
    given = [(name.lower(), value) for name, value in headers]
    media = _media(given)
    return media == BATCH or (media == PLAIN and not _is_binary(given) and body.lstrip()[:1] == b"[")


def _media(given: list[tuple[str, str]]) -> str:
    return dict(given).get("content-type", "").partition(";")[0].strip().lower()


def _is_binary(given: list[tuple[str, str]]) -> bool:
    return any(name == f"{PREFIX}specversion" for name, _ in given)


def _attributes(headers: list[tuple[str, str]]) -> list[tuple[str, bytes]]:
    """The headers as the Kafka binding names them; values are percent-encoded UTF-8 (CloudEvents HTTP binding, 3.1.3.2)."""
    return [
        (
            f"{cloudevents.PREFIX}{name.removeprefix(PREFIX)}" if name.startswith(PREFIX) else name,
            unquote_to_bytes(value.encode("latin-1", "replace")),
        )
        for name, value in headers
        if name.startswith(PREFIX) or name == "content-type"
    ]
