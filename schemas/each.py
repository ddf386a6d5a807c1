"""Framed records read one by one, for batches too small for columns: their price is by record, not by type."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from schemas import codec, registry, single
from schemas.columns import Refusal
from schemas.errors import Problem, Refused
from schemas.registry import EventType, Registry


class Event(NamedTuple):
    """A good row of the input: its position, its type (the newest version) and its datum.

    In the datum absent members are left out, `time` is in ms, `fields` of a correction is JSON text.
    """

    row: int
    kind: EventType
    datum: dict[str, Any]


def decode_each(values: Sequence[bytes | None], known: Registry | None = None) -> tuple[list[Event], list[Refusal]]:
    """Decode framed records: the good rows, and the others with the Problem that `codec.decode` gives, both in the order of the input."""
    kinds = known or registry.default()
    events: list[Event] = []
    refused: list[Refusal] = []
    for row, value in enumerate(values):
        try:
            kind, datum = _decode(value or b"", kinds)
        except Refused as error:
            refused.append(Refusal(row, error.problem))
        else:
            events.append(Event(row, kind, datum))
    return events, refused


def _decode(record: bytes, kinds: Registry) -> tuple[EventType, dict[str, Any]]:
    """The newest version of the type of a record, and its datum as that. Raises Refused."""
    kind, body = codec.unframe(record, kinds)
    if kind.family == registry.INTERNAL:
        raise Refused(Problem("SCHEMA_UNKNOWN", "", "", str(kind.schema_id)))
    newest = kinds.names[kind.name]
    datum = single.datum(kind, record)
    if datum is not None and newest is kind:
        return kind, datum
    if datum is None:
        codec.event_of(kind, body)
    if newest is not kind:
        body = codec.rewrite(kind, newest, record)[codec.HEADER.size :]
    return newest, _given(codec.read(newest, body))


def _given(value: Any) -> Any:
    """Without absent members."""
    if isinstance(value, dict):
        return {name: _given(member) for name, member in value.items() if member is not None}
    return [_given(member) for member in value] if isinstance(value, list) else value
