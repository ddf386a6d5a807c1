"""The hub's own record on the topic `audit`: who did what, when, from where, and how it ended."""

import time
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from schemas import codec
from schemas.errors import Inconsistent, Problem, Refused
from schemas.registry import EventType, by_name

NAME: Final = "hub.audit.v1"
KEY: Final = b"audit"
"""Of every record: all are of one partition, in one order."""

CHARACTERS: Final = 1_000
"""Of each text so much is kept."""

Kind = Literal["admin", "source", "reader", "system", "hub", "nobody"]


@dataclass(frozen=True)
class Done:
    """One thing done at the instant `at` (ms), or refused: see the schema for the members."""

    at: int
    kind: Kind
    who: str
    what: str
    status: int
    done: bool
    address: str | None = None
    object: str | None = None
    question: str | None = None
    code: str | None = None


_MEMBERS: Final = tuple(one.name for one in fields(Done))


def now() -> int:
    """The moment in ms. Real time, also where a test clock stands for the gate's: what people did they did then."""
    return time.time_ns() // 1_000_000


def schema() -> EventType:
    """The released schema of audit records."""
    kind = by_name(NAME)
    if kind is None:
        raise Inconsistent(NAME)
    return kind


def plain(text: str) -> str:
    """A text as an entry holds it: one line, no control characters, no half of a pair, no longer than CHARACTERS."""
    cut = text[:CHARACTERS]
    return cut if cut.isprintable() else "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in cut)


def encode(done: Done) -> bytes:
    """The record as framed Avro."""
    datum = {name: getattr(done, name) for name in _MEMBERS}
    return codec.frame(schema(), {name: plain(value) if isinstance(value, str) else value for name, value in datum.items()})


def decode(record: bytes) -> Done:
    """The record in a frame that `encode` made. Raises Refused."""
    kind, body = codec.unframe(record)
    if kind.name != NAME:
        raise Refused(Problem("SCHEMA_UNKNOWN", "", NAME, kind.name))
    datum: dict[str, Any] = codec.read(kind, body)
    return Done(**datum)
