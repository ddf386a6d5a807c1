"""Records of the quarantine topic into `core.quarantine`. Few, so one by one."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from projections.records import Slice, Unreadable
from schemas import quarantine
from schemas.errors import Refused
from schemas.quarantine import Quarantined

_MEMBERS: Final = tuple(member.name for member in fields(Quarantined))
_COLUMNS: Final = ", ".join(f'"{name}"' for name in ("off", "recorded", *_MEMBERS))
_INSERT: Final = f"INSERT INTO core.quarantine ({_COLUMNS}) VALUES %s"  # noqa: S608 - names of our own fields


def write(cursor: extensions.cursor, records: Slice) -> list[Unreadable]:
    """Write the records of a slice; what is no quarantine record is returned."""
    rows, refused = [], []
    for row, (stamp, value) in enumerate(zip(records.stamps, records.values, strict=True)):
        try:
            rows.append((records.first + row, _instant(stamp), *_values(quarantine.decode(value or b""))))
        except Refused as problem:
            refused.append(Unreadable(records, row, problem.problem.code))
    execute_values(cursor, _INSERT, rows)
    return refused


def _values(record: Quarantined) -> list[Any]:
    values = {name: getattr(record, name) for name in _MEMBERS}
    values["received"] = _instant(record.received)
    values["missing"] = list(record.missing)
    values["headers"] = json.dumps([[name, None if value is None else value.hex()] for name, value in record.headers])
    # PostgreSQL keeps no NUL in a text; what is quarantined may hold one.
    return [value.replace("\x00", "␀") if isinstance(value, str) else value for value in values.values()]


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
