"""The hub's own record on the topic `quarantine`: a record the gate did not let pass, or what was done with one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal

from schemas import codec
from schemas.errors import Inconsistent, Problem
from schemas.registry import EventType, by_name

NAME: Final = "hub.quarantine.v1"
Kind = Literal["refused", "waiting", "released", "fix", "resubmit", "dropped"]


@dataclass(frozen=True)
class Quarantined:
    """A quarantine record. Position and bytes are the inbox record's; `received` is its timestamp in ms.

    `missing` names what it waits for, e.g. `unit:420624-cwh`; `actor` and `note` belong to what a person did.
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
    headers: tuple[tuple[str, bytes], ...] = ()


def schema() -> EventType:
    """The released schema of quarantine records."""
    kind = by_name(NAME)
    if kind is None:
        raise Inconsistent(NAME)
    return kind


def of_problem(problem: Problem) -> Mapping[str, str]:
    """The members of a Quarantined that a problem fills."""
    return asdict(problem)


def encode(record: Quarantined) -> bytes:
    """The record as framed Avro."""
    datum = {member.name: getattr(record, member.name) for member in fields(record)}
    datum["missing"] = list(record.missing)
    datum["headers"] = [{"name": name, "value": value} for name, value in record.headers]
    return codec.frame(schema(), datum)


def decode(record: bytes) -> Quarantined:
    """The record in a frame that `encode` made. Raises Refused."""
    kind, body = codec.unframe(record)
    datum: dict[str, Any] = codec.read(kind, body)
    datum["missing"] = tuple(datum["missing"])
    datum["headers"] = tuple((one["name"], one["value"]) for one in datum["headers"])
    return Quarantined(**datum)
