"""The hub's own record on the topic `quarantine`: a record the gate did not let pass, or what was done with one."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal

from schemas import codec
from schemas.errors import Inconsistent, NotFound, Problem, Refused
from schemas.limits import QUARANTINE_BYTES, QUARANTINE_VALUE_BYTES
from schemas.registry import EventType, by_name

NAME: Final = "hub.quarantine.v1"
KIND_HEADER: Final = "hub-kind"
MISSING_HEADER: Final = "hub-missing"
Kind = Literal["refused", "waiting", "released", "fix", "resubmit", "dropped"]


@dataclass(frozen=True)
class Quarantined:
    """A quarantine record. Position and bytes are the inbox record's; `received` is its timestamp in ms.

    `missing` names what it waits for, e.g. `unit:420624-cwh`; of a refused one what the vocabulary of that gate lacked, e.g. `schema:2999`.
    `actor` and `note` belong to what a person did. `size` is the length of the original value, filled in by `encode`.
    """

    kind: Kind
    topic: str
    partition: int
    offset: int
    received: int
    code: str | None = None
    field: str | None = None
    expected: str | None = None
    got: str | None = None
    missing: tuple[str, ...] = ()
    source: str | None = None
    id: str | None = None
    type: str | None = None
    subject: str | None = None
    unit: str | None = None
    region: str | None = None
    origin: str | None = None
    actor: str | None = None
    note: str | None = None
    key: bytes | None = None
    value: bytes | None = None
    size: int | None = None
    headers: tuple[tuple[str, bytes], ...] = ()


def schema() -> EventType:
    """The released schema of quarantine records."""
    kind = by_name(NAME)
    if kind is None:
        raise Inconsistent(NAME)
    return kind


def key_of(record: Quarantined) -> bytes:
    """The key of every quarantine record about one inbox record."""
    return f"{record.topic}/{record.partition}/{record.offset}".encode()


def headers_of(record: Quarantined) -> tuple[tuple[str, bytes], ...]:
    """The headers of a quarantine record: its kind, so that a follower need not decode what it passes over; of a refused one also what
    the vocabulary lacked, each by a header."""
    lacked = record.missing if record.kind == "refused" else ()
    return ((KIND_HEADER, record.kind.encode()), *((MISSING_HEADER, one.encode()) for one in lacked))


def kind_of(headers: Iterable[tuple[str, bytes]]) -> str | None:
    """The kind that the headers of a quarantine record tell, null when they do not."""
    return next((value.decode("ascii", "replace") for name, value in headers if name == KIND_HEADER), None)


def lacked(headers: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
    """What the headers of a refused record say that the vocabulary lacked; none for all others."""
    return tuple(value.decode("utf-8", "replace") for name, value in headers if name == MISSING_HEADER)


def resubmission(kept: Quarantined, actor: str, note: str = "") -> Quarantined:
    """The record by which a person has a kept record judged anew. Raises NotFound when its bytes were not kept whole."""
    if kept.value is None or (kept.size or 0) > len(kept.value):
        raise NotFound(key_of(kept).decode())
    return replace(_cleared(kept), kind="resubmit", actor=actor, note=note or None)


def settlement(kept: Quarantined, kind: Literal["fix", "dropped"], actor: str, note: str = "") -> Quarantined:
    """The record by which a person closes a kept record: a new event stands in for it, or nothing does."""
    return replace(_cleared(kept), kind=kind, actor=actor, note=note or None, key=None, value=None, headers=())


def fix_cause(kept: Quarantined) -> str:
    """The `causationid` of the event that a desk publishes in place of a kept record: `fix:` and what names the original."""
    if kept.source is not None and kept.id is not None:
        return f"fix:{kept.source} {kept.id}"
    return f"fix:{kept.source or ''} {key_of(kept).decode()}"


def _cleared(kept: Quarantined) -> Quarantined:
    return replace(kept, code=None, field=None, expected=None, got=None, missing=(), actor=None, note=None)


def with_problem(record: Quarantined, problem: Problem) -> Quarantined:
    """The record with what is wrong with it."""
    return replace(record, code=problem.code, field=problem.field, expected=problem.expected, got=problem.got)


def encode(record: Quarantined) -> bytes:
    """The record as framed Avro. Of a value beyond QUARANTINE_VALUE_BYTES only the beginning is kept, and its size."""
    datum: dict[str, Any] = {member.name: getattr(record, member.name) for member in fields(record)}
    datum["missing"] = list(record.missing)
    datum["headers"] = [{"name": name, "value": value} for name, value in record.headers]
    if record.value is not None:
        datum["value"] = record.value[:QUARANTINE_VALUE_BYTES]
        datum["size"] = len(record.value) if record.size is None else record.size
    return codec.frame(schema(), datum, QUARANTINE_BYTES)


def decode(record: bytes) -> Quarantined:
    """The record in a frame that `encode` made. Raises Refused."""
    kind, body = codec.unframe(record, most=QUARANTINE_BYTES)
    if kind is not schema():
        raise Refused(Problem("SCHEMA_UNKNOWN", "", NAME, kind.name))
    datum = codec.read(kind, body)
    datum["missing"] = tuple(datum["missing"])
    datum["headers"] = tuple((one["name"], one["value"]) for one in datum["headers"])
    return Quarantined(**datum)
