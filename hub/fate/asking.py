"""Asks the database and the broker what became of events."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from psycopg2.extras import RealDictCursor

from connectors.receipt import Place, Receipt, place_of
from hub.access.rights import in_subtree, may_see, region_of, require
from hub.access.who import Principal
from hub.broker import Broker
from hub.fate.fate import Copy, Fate, Status, first_fate, of_copies, of_quarantine
from hub.fate.unjudged import Seen, seen, sender
from hub.pool import Pool
from schemas.days import BEIJING
from schemas.errors import NotFound
from schemas.levels import LEVELS
from schemas.topics import FAMILIES, inbox, ledger, native_inbox

POLL_SECONDS: Final = 0.05
UNJUDGED: Final = 2_000
"""So many of the newest unjudged records of each partition are looked through for an event."""

Identity = tuple[str, str]
_FOLDER: Final = Path(__file__).with_name("queries")
_COPIES, _COUNTS, _QUARANTINED, _AT = ((_FOLDER / f"{name}.sql").read_text("utf-8") for name in ("copies", "counts", "quarantined", "at_places"))


@dataclass(frozen=True)
class Found:
    """An event and what became of it. `copies` are its ledger records: topic, partition, offset, recorded, status."""

    source: str
    id: str
    fate: Fate
    receipt: str | None = None
    copies: Sequence[Mapping[str, Any]] = field(default=())


def ident(source: str, name: str) -> str:
    """The key of an identity in the ledger index."""
    return str(uuid.UUID(bytes=hashlib.sha256(f"{source}\n{name}".encode()).digest()[:16]))


def counts(pool: Pool, identities: Sequence[Identity]) -> dict[Identity, int]:
    """How many ledger records each identity has; none is left out of the answer as 0."""
    with pool.session() as connection, connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"idents": [ident(*one) for one in identities]})
        return {(source, name): number for source, name, number in cursor.fetchall()}


def wait_for(pool: Pool, receipts: Sequence[Receipt], source: str, before: Mapping[Identity, int], seconds: float) -> list[Fate]:
    """The fate of each receipt once the gate has judged it, `received` for those not judged within `seconds`.

    `before` counts the ledger records of each identity from before they were sent.
    """
    deadline = time.monotonic() + seconds
    fates = {at: first_fate(one) for at, one in enumerate(receipts)}
    placed = {at: one for at, one in enumerate(receipts) if one.place is not None}
    apart: set[int] = set()
    while (open_ := {at: one for at, one in placed.items() if fates[at].status == "received"}) and time.monotonic() < deadline:
        kept = _kept_apart(pool, open_)
        apart |= kept.keys()
        nth = _nth({at: (source, one.id or "") for at, one in placed.items() if at not in apart}, before)
        judged = kept | _recorded(pool, {at: nth[at] for at in open_ if at in nth})
        fates.update(judged)
        if not judged:
            time.sleep(POLL_SECONDS)
    return [fates[at] for at in range(len(receipts))]


def _kept_apart(pool: Pool, receipts: Mapping[int, Receipt]) -> dict[int, Fate]:
    """The fates of those that stand in quarantine."""
    places = {one.place: at for at, one in receipts.items() if one.place}
    with pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        return {places[_place(item)]: of_quarantine(item) for item in at_places(cursor, list(places))}


def _nth(names: Mapping[int, Identity], before: Mapping[Identity, int]) -> dict[int, tuple[Identity, int]]:
    """Which ledger record of its identity each of some receipts stands for at the least, from 1: after those from before, in order."""
    told = Counter(before)
    found: dict[int, tuple[Identity, int]] = {}
    for at, name in names.items():
        told[name] += 1
        found[at] = (name, told[name])
    return found


def _recorded(pool: Pool, nth: Mapping[int, tuple[Identity, int]]) -> dict[int, Fate]:
    """The fates of those whose record is on the ledger. The gate may write one record twice: the first of an identity is no duplicate."""
    now = counts(pool, list({name for name, _ in nth.values()}))
    found: dict[int, Fate] = {}
    for at, (name, number) in nth.items():
        if now.get(name, 0) >= number:
            found[at] = Fate("accepted" if now[name] == 1 else _as_number(pool, name, number))
    return found


def _as_number(pool: Pool, identity: Identity, number: int) -> Status:
    """The status of one copy of several."""
    with pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        statuses = of_copies([_copy(row) for row in _copies(cursor, *identity)])
        return statuses[min(number, len(statuses)) - 1]


def fate_of(pool: Pool, broker: Broker, asker: Principal, source: str, name: str) -> Found:
    """The fate of an event by its identity. Raises NotFound when there is none that the asker may see."""
    with pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        rows = _copies(cursor, source, name)
        if rows:
            require(may_see(cursor, asker, source, [rows[0]["region"], rows[0]["origin"]], rows[0]["day"]), name)
            return _accepted(source, name, rows)
        cursor.execute(_QUARANTINED, {"source": source, "id": name})
        items = [item for item in cursor.fetchall() if sees_item(cursor, asker, item)]
    if items:
        return _quarantined(items[0])
    return _unjudged(broker, asker, source, name)


def fate_of_receipt(pool: Pool, broker: Broker, asker: Principal, number: str) -> Found:
    """The fate of what a receipt number stands for. Raises NotFound."""
    place = place_of(number)
    with pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        items = at_places(cursor, [place])
        if items:
            require(sees_item(cursor, asker, items[0]), number)
            return _quarantined(items[0])
    record = broker.peek(place)
    found = seen(record) if record is not None else None
    if found is None or found.source is None or found.id is None:
        raise NotFound(number)
    try:
        known = fate_of(pool, broker, asker, found.source, found.id)
    except NotFound:
        _require_own(asker, found, number)
        known = Found(found.source, found.id, Fate("received"))
    return Found(known.source, known.id, known.fate, number, known.copies)


def _require_own(asker: Principal, found: Seen, what: str) -> None:
    require(asker.kind == "admin" or (asker.kind == "source" and found.sender == asker.name) or asker.region == found.region, what)


def sees_item(cursor: Any, asker: Principal, item: Mapping[str, Any]) -> bool:
    """Whether a principal may see a quarantined record: what a source sent itself, whatever the record says of itself, and
    what lies in the principal's subtree, for there the desk may fix it."""
    if asker.kind == "source" and sender(item["topic"], item["headers"], item["source"], asker.name):
        return True
    return in_subtree(cursor, asker, [region_of(item["source"]), item["region"], item["origin"]], item["received"].astimezone(BEIJING).date())


def _unjudged(broker: Broker, asker: Principal, source: str, name: str) -> Found:
    if not (asker.kind == "admin" or asker.name == source or asker.region == "00"):
        raise NotFound(name)
    topics = [topic for level in LEVELS for family in FAMILIES for topic in (inbox(level, family), native_inbox(level, family, source))]
    for record in broker.unjudged(topics, UNJUDGED):
        found = seen(record)
        if (found.source, found.id) == (source, name):
            return Found(source, name, Fate("received"), Place(record.topic, record.partition, record.offset).number)
    raise NotFound(name)


def _accepted(source: str, name: str, rows: Sequence[Mapping[str, Any]]) -> Found:
    copies = [_copy(row) for row in rows]
    statuses = of_copies(copies)
    told = [
        {"topic": one.topic, "partition": one.partition, "offset": one.offset, "recorded": one.recorded.isoformat(), "status": status}
        for one, status in zip(copies, statuses, strict=True)
    ]
    return Found(source, name, Fate(statuses[0]), None, told)


def _quarantined(item: Mapping[str, Any]) -> Found:
    return Found(item["source"] or "", item["id"] or "", of_quarantine(item), _place(item).number)


def _place(item: Mapping[str, Any]) -> Place:
    return Place(item["topic"], item["partition"], item["offset"])


def at_places(cursor: Any, places: Sequence[Place]) -> list[Mapping[str, Any]]:
    """The quarantined records at some places of inboxes."""
    columns = {"topics": [one.topic for one in places], "partitions": [one.partition for one in places], "offsets": [one.offset for one in places]}
    cursor.execute(_AT, columns)
    return list(cursor.fetchall())


def _copies(cursor: Any, source: str, name: str) -> list[Mapping[str, Any]]:
    cursor.execute(_COPIES, {"ident": ident(source, name), "source": source, "id": name})
    return list(cursor.fetchall())


def _copy(row: Mapping[str, Any]) -> Copy:
    raw = None if row["raw"] is None else bytes(row["raw"])
    return Copy(ledger(FAMILIES[row["family"]]), row["part"], row["off"], row["recorded"], raw)
