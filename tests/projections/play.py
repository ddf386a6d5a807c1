"""Plays events straight into a database: encode, append, fold. No broker, no gate; recorded times are the test's own.

with playing(database) as hub:
    hub.tell(event, {**event, "id": "2"}, recorded="2025-06-08T18:00:00+08:00")
    hub.fold()
    hub.rows("SELECT … FROM {view}.ancestry")
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from psycopg2 import extensions

from projections import database, fold, verify, versions
from projections.append import append
from projections.fold import FoldReport
from projections.records import Slice
from schemas import codec
from schemas.days import parse_instant
from schemas.registry import by_name
from schemas.topics import FAMILIES, LEDGER_PARTITIONS

Event = Mapping[str, Any]
ADMINISTRATOR = {"source": "//00/hub", "unit": "00-hub", "level": "national", "region": "00"}


@dataclass
class Playing:
    """One database being played to. `heads`: next offset by (family, part)."""

    connection: extensions.connection
    heads: dict[tuple[int, int], int] = field(default_factory=dict)

    def tell(self, *events: Event, recorded: str = "2025-12-31T12:00:00+08:00", part: int | None = None) -> None:
        """Append events as one batch, all recorded at one instant; `part` overrides the partition of their keys."""
        stamp = parse_instant(recorded)
        slices: dict[tuple[int, int], list[bytes]] = {}
        for event in events:
            slices.setdefault(place(event, part), []).append(codec.encode(event))
        batch = []
        for at, values in slices.items():
            first = self.heads.get(at, 0)
            self.heads[at] = first + len(values)
            batch.append(Slice(*at, first, [stamp] * len(values), values))
        append(self.connection, batch)

    def fold(self) -> FoldReport:
        """Fold everything told so far."""
        return fold.fold_once(self.connection)

    def rows(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """Rows of a question; `{view}` in it is the live version's schema."""
        with self.connection, self.connection.cursor() as cursor:
            version = versions.live(cursor)
            cursor.execute(statement.replace("{view}", version.schema if version else "view_0"), values)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def figure(self, measure: str, region: str, as_of: str = "9999-12-31", known_at: str = "9999-12-31") -> int:
        """A figure of the cube: happened and recorded by these days."""
        counted = "SELECT coalesce(sum(n), 0)::int AS n FROM {view}.cube WHERE measure = %s AND region = %s AND day <= %s AND rday <= %s"
        return int(self.rows(counted, measure, region, as_of, known_at)[0]["n"])


@contextmanager
def playing(dsn: str) -> Iterator[Playing]:
    """A migrated database to play to."""
    connection = database.connect(dsn)
    try:
        yield Playing(connection)
    finally:
        connection.close()


def content(hub: Playing) -> dict[str, str]:
    """Content fingerprints of the live version, and of what stands."""
    with hub.connection, hub.connection.cursor() as cursor:
        version = versions.live(cursor)
        assert version is not None
        found = {name: one.content for name, one in verify.fingerprints(cursor, version).items()}
    said = "SELECT ident, source, speaker, id, type, object, time, day, data, disputed FROM {view}.statement WHERE known_to IS NULL"
    (row,) = hub.rows(f"SELECT md5(string_agg(s::text, ' ' ORDER BY ident)) AS all FROM ({said}) AS s")
    return {**found, "statement": row["all"]}


def place(event: Event, part: int | None = None) -> tuple[int, int]:
    """Family and partition that an event goes to: by its subject, as the ledger's key is."""
    kind = by_name(event["type"])
    assert kind is not None, event["type"]
    wanted = zlib.crc32(event["subject"].encode()) if part is None else part
    return FAMILIES.index(kind.family), wanted % LEDGER_PARTITIONS[kind.family]


def region(code: str, parent: str, level: str | None, event: str | None = None, **data: Any) -> Event:
    """The administrator's fact that a region exists, from 1 January 2000 unless told otherwise; `event` is the event's id."""
    kind = {"province": "province", "city": "city", "county": "county", "town": "town"}.get(level or "", "street")
    said = {"code": code, "name": code, "kind": kind, "parent": parent, "valid_from": "2000-01-01", "level": level, **data}
    return fact("region.established", code, said, **({} if event is None else {"id": event}))


def source(name: str, at: str, **data: Any) -> Event:
    """The administrator's fact that a source is registered."""
    return fact("source.registered", name, {"source": name, "region": at, "families": list(FAMILIES), **data})


def fact(name: str, subject: str, data: Mapping[str, Any], **envelope: Any) -> Event:
    """An event of the administrator, with an id made of what it says."""
    said = {"specversion": "1.0", "type": f"cn.npc.{name}.v1", "subject": subject, "time": "2000-01-01T09:00:00+08:00", **ADMINISTRATOR}
    kept = {key: value for key, value in data.items() if value is not None}
    return {**said, "id": f"{name}-{subject}-{zlib.crc32(repr(sorted(kept.items())).encode())}", "data": kept, **envelope}


def categories(at: str = "00", scheme: str | None = None, since: str = "2000-01-01", **mapped: str) -> Event:
    """The administrator's fact that systems of a region mean these of the common categories by their own codes."""
    listed = [{"code": code, "category": category} for code, category in mapped.items()]
    name = scheme or f"{at}-fl"
    return fact("category_scheme.set", name, {"scheme": name, "region": at, "categories": listed, "valid_from": since})


def federation(*codes: str) -> Sequence[Event]:
    """Regions by the length of their codes (2 province, 4 city, 6 county, 9 town), each under the one whose code it extends."""
    levels = {2: ("province", 0), 4: ("city", 2), 6: ("county", 4), 9: ("town", 6)}
    return [region(code, code[: levels[len(code)][1]] or "00", levels[len(code)][0]) for code in codes]
