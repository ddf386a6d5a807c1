"""Quarantined records as a principal may see them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from psycopg2.extras import RealDictCursor

from connectors.receipt import Place, place_of
from hub.access.rights import require
from hub.access.who import Principal
from hub.fate.asking import at_places, sees_item
from hub.pool import Pool
from schemas import codec, form
from schemas.errors import Language, Problem, Refused, to_json
from schemas.quarantine import Quarantined
from streams.gate.detain import original, readable

_HALF: Final = re.compile("[\ud800-\udfff]")
OPEN: Final = ("refused", "waiting", "resubmit")
PAGE: Final = 500
_ITEMS: Final = (Path(__file__).with_name("queries") / "items.sql").read_text("utf-8")
_TOLD: Final = ("received", "changed", "kind", "missing", "source", "id", "type", "subject", "unit", "region", "origin", "actor", "note", "size")

Item = Mapping[str, Any]


def listed(pool: Pool, asker: Principal, kinds: Sequence[str] | None, source: str | None, most: int) -> list[Item]:
    """The records of some kinds (all: null) that the asker may see, the one changed last first, at most `most`."""
    found: list[Item] = []
    before: int | None = None
    with pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        while len(found) < most:
            wanted = {"kinds": list(kinds) if kinds else None, "source": source, "before": before, "most": PAGE}
            cursor.execute(_ITEMS, wanted)
            page = cursor.fetchall()
            found += [row for row in page if sees_item(cursor, asker, row)]
            if len(page) < PAGE:
                break
            before = page[-1]["latest"]
    return found[:most]


def one(pool: Pool, asker: Principal, number: str) -> Item:
    """The quarantined record of a receipt number. Raises NotFound."""
    with pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        found = at_places(cursor, [place_of(number)])
        require(bool(found) and sees_item(cursor, asker, found[0]), number)
    return found[0]


def to_record(item: Item) -> Quarantined:
    """The record as the quarantine topic keeps it, so that it can be sent there again."""
    headers = tuple((name, bytes.fromhex(value or "")) for name, value in item["headers"])
    names = ("code", "field", "expected", "got", "source", "id", "type", "subject", "unit", "region", "origin", "size")
    octets = {name: None if item[name] is None else bytes(item[name]) for name in ("key", "value")}
    members = {name: item[name] for name in names} | octets
    place = (item["topic"], item["partition"], item["offset"], round(item["received"].timestamp() * 1000))
    return Quarantined("refused", *place, missing=tuple(item["missing"]), headers=headers, **members)


def to_summary(item: Item, language: Language) -> dict[str, Any]:
    """A record as a line of a list."""
    number = Place(item["topic"], item["partition"], item["offset"]).number
    told = {name: _plain(item[name]) for name in _TOLD if item[name] not in (None, [])}
    problem = None if item["code"] is None else Problem(item["code"], item["field"] or "", item["expected"] or "", item["got"] or "")
    return {"receipt": number, **told, **({} if problem is None else {"problem": to_json(problem, language)})}


def to_whole(item: Item, language: Language) -> dict[str, Any]:
    """A record with everything kept of it: the event as far as it can be read, and the original bytes in hex."""
    kept = to_record(item)
    event = event_of(kept)
    value = None if kept.value is None else kept.value.hex()
    return {**to_summary(item, language), "event": _speakable(event) or None, "value": value}


def _speakable(event: Mapping[str, Any]) -> Any:
    """The event as JSON that can be written as UTF-8: half a character, which cannot, is shown as its escape."""
    text = json.dumps(event, default=str, ensure_ascii=False)
    return json.loads(_HALF.sub(lambda found: f"\\\\u{ord(found[0]):04x}", text))


def event_of(kept: Quarantined) -> Mapping[str, Any]:
    """The event that a record keeps, in CloudEvents form as far as it can be read; empty when it cannot."""
    if kept.value is None:
        return {}
    try:
        kind, body = codec.unframe(kept.value)
        return form.to_event(kind, codec.read(kind, body))
    except Refused:
        return readable(original(kept))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
