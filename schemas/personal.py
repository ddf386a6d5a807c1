"""Whether a value that nobody could read may hold the member `personal`: what is kept or shown of it depends on that (contract.md 4)."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from schemas import guard
from schemas.registry import INTERNAL, default

SEALED: Final = "personal"
"""The member that is refused unless it is sealed, and wherever a sender may write members that no schema names."""

_GAP: Final = r"\x00*+"


def _letter(one: str) -> str:
    """A letter or its escape, its octets apart or not."""
    escape = _GAP.join((r"\\", "u", "0", "0", *f"{ord(one):02x}"))
    return f"(?:{one}|{escape.replace('c', '[cC]').replace('e', '[eE]').replace('f', '[fF]')})"


_SPELLED: Final = re.compile(_GAP.join(map(_letter, "personal")).encode())
"""The word, each letter by itself or escaped, in UTF-8, GBK, UTF-16 or UTF-32."""
_EMPTY: Final = re.compile(rb'"personal"\s*+:\s*+null(?=\s*+[,}])')
_BINARY: Final = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]")
"""Octets of no text: packed, or in a code in which the word could not be found."""


def named(octets: bytes) -> bool:
    """Whether octets name a filled `personal`, in any spelling that JSON and the usual encodings allow."""
    return _SPELLED.search(_EMPTY.sub(b"", octets)) is not None


def corrected(data: object) -> bool:
    """Whether the `fields` of a correction, as an object or as JSON text, name a filled `personal`, at any depth."""
    fields = data.get("fields") if isinstance(data, Mapping) else None
    return named(fields.encode("utf-8", "replace")) if isinstance(fields, str) else _filled(fields)


def _filled(value: object) -> bool:
    if isinstance(value, Mapping):
        return value.get(SEALED) is not None or any(map(_filled, value.values()))
    return isinstance(value, list) and any(map(_filled, value))


def may_hold(value: bytes) -> bool:
    """Whether an unreadable record's value is not proven free of a filled `personal`.

    Proven free is text without the word, and framed Avro without it whose envelope can be read as far as `personal`, which is null.
    """
    if named(value):
        return True
    if value[:1] == b"\x00":
        return not guard.is_null(_envelope(), value[_HEADER:], "personal") and len(value) > _HEADER
    return value.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{" and _BINARY.search(value) is not None


_HEADER: Final = 5
"""The zero octet and the schema id before an Avro datum."""


@cache
def _envelope() -> Any:
    """A schema that begins with the envelope, which all events share; of an unknown one nothing else can be known."""
    return next(one.schema for one in default().ids.values() if one.family != INTERNAL)
