"""CloudEvents 1.0 over Kafka: structured JSON, and binary with `ce_` headers. `codec` checks the fields."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import rfc8785

from schemas import form
from schemas.errors import Problem, Refused, shown
from schemas.personal import named
from schemas.strictjson import parse_json
from schemas.text import Place, pointer

__all__ = ["Form", "form_of", "from_binary", "from_structured", "parse_json", "to_structured"]

Form = Literal["avro", "structured", "binary", "unknown"]
Headers = Sequence[tuple[str, bytes]]

PREFIX: Final = "ce_"
JSON_TYPES: Final = ("application/json", "text/json")
JSON_ATTRIBUTES: Final = frozenset({"origin_doc"})
"""Attributes that are objects; a header holds their JSON text."""


def form_of(headers: Headers, value: bytes | None) -> Form:
    """In which form a Kafka record carries an event, judged by its first byte and its headers."""
    names = {name.lower() for name, _ in headers}
    if f"{PREFIX}specversion" in names:
        return "binary"
    if not value:
        return "unknown"
    if value[0] == 0:
        return "avro"
    return "structured" if value.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else "unknown"


def from_structured(body: bytes) -> dict[str, Any]:
    """The event of a structured record. Raises Refused as `parse_json`, and FIELD_TYPE, FIELD_MISSING."""
    return as_event(parse_json(body))


def as_event(value: object, place: Place | None = None) -> dict[str, Any]:
    """A parsed JSON value as an event: an object that says it is CloudEvents 1.0. Raises Refused."""
    if not isinstance(value, dict):
        raise Refused(Problem("FIELD_TYPE", pointer(place), "object", "" if named(repr(value).encode("utf-8", "replace")) else shown(value)))
    if "specversion" not in value:
        raise Refused(Problem("FIELD_MISSING", pointer((place, "specversion")), form.SPECVERSION))
    return value


def from_binary(headers: Headers, value: bytes | None) -> dict[str, Any]:
    """The event of a binary record: attributes from the headers, `data` from the value. Raises Refused."""
    event: dict[str, Any] = {}
    for name, raw in headers:
        attribute = _attribute(name.lower())
        if attribute is None:
            continue
        if attribute in event:
            raise Refused(Problem("JSON_DUPLICATE_MEMBER", pointer((None, attribute))))
        event[attribute] = _header(attribute, raw)
    media = str(event.get("datacontenttype", JSON_TYPES[0])).partition(";")[0].strip().lower()
    if media not in JSON_TYPES:
        raise Refused(Problem("FIELD_VALUE", "/datacontenttype", JSON_TYPES[0], shown(media)))
    if value:
        event["data"] = parse_json(value)
    return as_event(event)


def _attribute(header: str) -> str | None:
    if header == "content-type":
        return "datacontenttype"
    return header.removeprefix(PREFIX) if header.startswith(PREFIX) else None


def _header(attribute: str, raw: bytes) -> Any:
    if attribute in JSON_ATTRIBUTES:
        return parse_json(raw)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Refused(Problem("TEXT_NOT_UTF8", pointer((None, attribute)), "UTF-8", "" if attribute == "personal" else shown(raw))) from None


def to_structured(event: Mapping[str, Any]) -> bytes:
    """The event as JSON text (RFC 8785), as feeds and files carry it."""
    return rfc8785.dumps(dict(event))
