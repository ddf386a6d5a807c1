"""What an event says, apart from how it came: its content and its digest (contract, section 1)."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import rfc8785

from schemas import form
from schemas.personal import SEALED

CARRIAGE: Final = frozenset(
    {
        "personal",
        "origin_doc",
        "operator",
        "sequence",
        "traceparent",
        "partitionkey",
        "dataschema",
        "datacontenttype",
        "recordedtime",
    }
)
"""Members that tell how an event travelled; two copies that differ only in them are the same event."""


def content(event: Mapping[str, Any]) -> bytes:
    """The event as RFC 8785 JSON: `time` in UTC milliseconds, without null or default members and CARRIAGE, personal data sealed or not.

    Raises Refused when it is not an event.
    """
    kind, datum = form.to_datum({**event, SEALED: None})
    plain = form.to_event(kind, datum)
    return rfc8785.dumps({name: value for name, value in plain.items() if name not in CARRIAGE})


def digest(event: Mapping[str, Any]) -> bytes:
    """SHA-256 of the content, 32 bytes: the same from every door."""
    return hashlib.sha256(content(event)).digest()
