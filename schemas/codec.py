"""Framed Avro: one zero byte, the schema id in four bytes, then the datum. Nothing leaves or enters unchecked."""

import io
import struct
from collections.abc import Mapping
from typing import Any, Final

import fastavro

from schemas import form, guard
from schemas.errors import Problem, Refused, shown
from schemas.limits import RECORD_BYTES
from schemas.registry import INTERNAL, EventType, by_id

HEADER: Final = struct.Struct(">bI")
MAGIC: Final = 0


def encode(event: Mapping[str, Any]) -> bytes:
    """The framed Avro record of an event in CloudEvents form, every member checked.

    Raises Refused with the code, the JSON pointer, what was expected and what was got.
    """
    kind, datum = form.to_datum(event)
    return frame(kind, datum)


def decode(record: bytes) -> dict[str, Any]:
    """The CloudEvents form of a framed Avro record, checked as strictly as `encode` checks. Raises Refused."""
    kind, body = unframe(record)
    if kind.family == INTERNAL:
        raise Refused(Problem("SCHEMA_UNKNOWN", "", "", str(kind.schema_id)))
    event = form.to_event(kind, read(kind, body))
    form.to_datum(event)
    return event


def frame(kind: EventType, datum: Mapping[str, Any]) -> bytes:
    """A checked datum in its frame. Raises Refused RECORD_TOO_LARGE."""
    out = io.BytesIO()
    out.write(HEADER.pack(MAGIC, kind.schema_id))
    fastavro.schemaless_writer(out, kind.parsed, dict(datum))
    if out.tell() > RECORD_BYTES:
        raise Refused(Problem("RECORD_TOO_LARGE", "", f"≤ {RECORD_BYTES} B", f"{out.tell()} B"))
    return out.getvalue()


def unframe(record: bytes) -> tuple[EventType, bytes]:
    """The type and the datum of a record. Raises Refused: RECORD_TOO_LARGE, NOT_FRAMED, SCHEMA_UNKNOWN."""
    if len(record) > RECORD_BYTES:
        raise Refused(Problem("RECORD_TOO_LARGE", "", f"≤ {RECORD_BYTES} B", f"{len(record)} B"))
    if len(record) < HEADER.size or record[0] != MAGIC:
        raise Refused(Problem("NOT_FRAMED", "", "0x00 + id", shown(record[: HEADER.size])))
    schema_id = HEADER.unpack_from(record)[1]
    kind = by_id(schema_id)
    if kind is None:
        raise Refused(Problem("SCHEMA_UNKNOWN", "", "", str(schema_id)))
    return kind, record[HEADER.size :]


def read(kind: EventType, body: bytes) -> dict[str, Any]:
    """The datum of a body, after the guard has walked it. Raises Refused."""
    guard.check(kind.schema, body)
    datum: dict[str, Any] = fastavro.schemaless_reader(io.BytesIO(body), kind.parsed, None, return_record_name=False)  # type: ignore[assignment]
    return datum
