"""Framed Avro: one zero byte, the schema id in four bytes, then the datum. Nothing leaves or enters unchecked."""

import io
import struct
from collections.abc import Mapping
from typing import Any, Final

import fastavro

from schemas import form, guard
from schemas.errors import Problem, Refused, shown
from schemas.limits import RECORD_BYTES
from schemas.registry import INTERNAL, EventType, Registry, default
from schemas.writing import body_of

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
    return event_of(kind, body)


def event_of(kind: EventType, body: bytes) -> dict[str, Any]:
    """The CloudEvents form of one datum of a type, guarded and checked. Raises Refused."""
    event = form.to_event(kind, read(kind, body))
    form.datum_of(kind, event)
    return event


def frame(kind: EventType, datum: Mapping[str, Any], most: int = RECORD_BYTES) -> bytes:
    """A checked datum in its frame of at most `most` bytes. Raises Refused RECORD_TOO_LARGE."""
    record = HEADER.pack(MAGIC, kind.schema_id) + body_of(kind)(datum)
    if len(record) > most:
        raise Refused(Problem("RECORD_TOO_LARGE", "", f"≤ {most} B", f"{len(record)} B"))
    return record


def unframe(record: bytes, known: Registry | None = None, most: int = RECORD_BYTES) -> tuple[EventType, bytes]:
    """The type and the datum of a record of at most `most` bytes. Raises Refused: RECORD_TOO_LARGE, NOT_FRAMED, SCHEMA_UNKNOWN."""
    if len(record) > most:
        raise Refused(Problem("RECORD_TOO_LARGE", "", f"≤ {most} B", f"{len(record)} B"))
    if len(record) < HEADER.size or record[0] != MAGIC:
        raise Refused(Problem("NOT_FRAMED", "", "0x00 + id", shown(record[: HEADER.size])))
    schema_id = HEADER.unpack_from(record)[1]
    kind = (known or default()).ids.get(schema_id)
    if kind is None:
        raise Refused(Problem("SCHEMA_UNKNOWN", "", "", str(schema_id)))
    return kind, record[HEADER.size :]


def read(kind: EventType, body: bytes) -> dict[str, Any]:
    """The datum of a body, after the guard has walked it. Raises Refused."""
    guard.check(kind.schema, body)
    return _read(kind, None, body)


def rewrite(kind: EventType, newest: EventType, record: bytes) -> bytes:
    """A record of an older version, already guarded, as the newest version writes it."""
    out = io.BytesIO()
    out.write(HEADER.pack(MAGIC, newest.schema_id))
    fastavro.schemaless_writer(out, newest.parsed, _read(kind, newest, record[HEADER.size :]))
    return out.getvalue()


def _read(kind: EventType, reader: EventType | None, body: bytes) -> dict[str, Any]:
    datum = fastavro.schemaless_reader(io.BytesIO(body), kind.parsed, reader.parsed if reader else None)
    if not isinstance(datum, dict):
        raise Refused(Problem("AVRO_DAMAGED"))
    return datum
