"""What few ledger records say, read one by one: 30 us a record, where columns cost 30 ms a batch of fifteen types. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from projections.copying import MEMBERS, TEXTS, framed
from projections.said import Said, fixed, ident, idents
from schemas.columns import Refusal
from schemas.each import Event, decode_each

_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ENVELOPE: Final = tuple(MEMBERS.get(name, name) for name in TEXTS)
_TYPE, _ORIGIN = TEXTS.index("type"), TEXTS.index("origin")
"""The two texts that are no members of the envelope."""


def read(values: Sequence[bytes | None]) -> tuple[Said, Sequence[Refusal]]:
    """What the events among framed records say, and what is no event."""
    events, refused = decode_each(values)
    data = [one.datum for one in events]
    said = Said(
        [one.row for one in events],
        [one["time"] for one in data],
        [one["source"].encode() for one in data],
        idents(f"{one['source']}\n{one['id']}".encode() for one in data),
        [_target(one) for one in data],
        [framed(column) for column in zip(*map(_texts, events), strict=True)],
        [_data(one["data"]) for one in data],
    )
    return said, refused


def _texts(event: Event) -> Sequence[bytes | None]:
    """In the order of copying.TEXTS."""
    datum = event.datum
    texts = [datum.get(name) for name in _ENVELOPE]
    texts[_TYPE], texts[_ORIGIN] = event.kind.name, datum["data"].get("origin")
    return [None if text is None else text.encode() for text in texts]


def _target(datum: Mapping[str, Any]) -> bytes | None:
    named = datum["data"].get("corrects")
    if named is not None:
        return ident(f"{named['source']}\n{named['id']}".encode())
    cause = datum.get("causationid")
    return None if cause is None else fixed(cause)


def _data(data: Mapping[str, Any]) -> bytes:
    """As JSON; `fields` of a correction is JSON already."""
    return _JSON({**data, "fields": json.loads(data["fields"])} if "fields" in data else data).encode()
