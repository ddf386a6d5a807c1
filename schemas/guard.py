"""The guard before the decoder: walks one Avro datum along its schema without building anything.

Decoders trust counts and lengths: five bytes can claim fifty million items. The walk allows only what one canonical
writer or the block form of arrays could have written, reads every byte once, and needs no memory. Our schemas hold no
recursion, and every item takes at least one byte, so work is bounded by the length of the datum.
"""

from collections.abc import Mapping
from typing import Any

from schemas.errors import Problem, Refused, shown
from schemas.limits import ITEMS, VARINT_BYTES
from schemas.text import Place, pointer


def check(schema: Mapping[str, Any], body: bytes) -> None:
    """Raises Refused: AVRO_DAMAGED, AVRO_BOMB, AVRO_TRAILING, TEXT_NOT_UTF8, FIELD_RANGE, each with its field."""
    end = _skip(schema, body, 0, None)
    if end < len(body):
        raise Refused(Problem("AVRO_TRAILING", "", f"{end} B", f"{len(body)} B"))


def is_null(schema: Mapping[str, Any], body: bytes, name: str) -> bool:
    """Whether a datum, which may be damaged further on, can be read as far as this member of it, and the member is null."""
    at = 0
    try:
        for field in schema["fields"]:
            if field["name"] == name:
                return varint(body, at, None)[0] == list(field["type"]).index("null")
            at = _skip(field["type"], body, at, None)
    except Refused:
        return False
    return False


def _skip(schema: Any, body: bytes, at: int, place: Place | None) -> int:
    """The position after a value of this schema that begins at `at`."""
    if isinstance(schema, list):
        return _skip_optional(schema, body, at, place)
    kind = schema if isinstance(schema, str) else schema["type"]
    if kind == "record":
        for field in schema["fields"]:
            at = _skip(field["type"], body, at, (place, field["name"]))
        return at
    if kind == "array":
        return _skip_array(schema["items"], body, at, place)
    if kind in ("string", "bytes"):
        return _skip_text(kind, body, at, place)
    if kind == "boolean":
        if at >= len(body) or body[at] > 1:
            raise Refused(Problem("AVRO_DAMAGED", pointer(place), "0 / 1", shown(body[at : at + 1])))
        return at + 1
    value, at = varint(body, at, place)
    if kind == "int" and not -(2**31) <= value < 2**31:
        raise Refused(Problem("FIELD_RANGE", pointer(place), "int", str(value)))
    return at


def _skip_optional(branches: list[Any], body: bytes, at: int, place: Place | None) -> int:
    branch, at = varint(body, at, place)
    if not 0 <= branch < len(branches):
        raise Refused(Problem("AVRO_DAMAGED", pointer(place), "0 / 1", str(branch)))
    return at if branches[branch] == "null" else _skip(branches[branch], body, at, place)


def _skip_array(items: Any, body: bytes, at: int, place: Place | None) -> int:
    total = 0
    while True:
        count, at = varint(body, at, place)
        if count == 0:
            return at
        size = None
        if count < 0:
            count = -count
            size, at = varint(body, at, place)
        total += count
        if total > ITEMS or total > len(body):
            raise Refused(Problem("AVRO_BOMB", pointer(place), f"≤ {ITEMS}", str(total)))
        start = at
        for index in range(total - count, total):
            at = _skip(items, body, at, (place, index))
        if size is not None and at - start != size:
            raise Refused(Problem("AVRO_DAMAGED", pointer(place), f"{at - start} B", f"{size} B"))


def _skip_text(kind: str, body: bytes, at: int, place: Place | None) -> int:
    length, at = varint(body, at, place)
    if not 0 <= length <= len(body):
        raise Refused(Problem("AVRO_BOMB", pointer(place), f"≤ {len(body)} B", f"{length} B"))
    if at + length > len(body):
        raise Refused(Problem("AVRO_DAMAGED", pointer(place), f"{length} B", f"{len(body) - at} B"))
    if kind == "string":
        try:
            str(body[at : at + length], "utf-8")
        except UnicodeDecodeError:
            raise Refused(Problem("TEXT_NOT_UTF8", pointer(place), "UTF-8", shown(body[at : at + length]))) from None
    return at + length


def varint(body: bytes, at: int, place: Place | None) -> tuple[int, int]:
    """A zigzag number in its shortest form, and the position after it. Raises Refused AVRO_DAMAGED at this place."""
    if at < len(body) and body[at] < 0x80:
        return (body[at] >> 1) ^ -(body[at] & 1), at + 1
    value = shift = 0
    for position in range(at, min(at + VARINT_BYTES, len(body))):
        byte = body[position]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value >= 2**64 or (byte == 0 and shift > 0):
                break
            return (value >> 1) ^ -(value & 1), position + 1
        shift += 7
    raise Refused(Problem("AVRO_DAMAGED", pointer(place), "varint", shown(body[at : at + VARINT_BYTES])))
