"""What is done event by event, and what each of it costs beside the columns: the exceptions to whole batches, named and measured."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import doors
from bench.federation import Record
from bench.row import Row, against, measured
from connectors.csv import sheet
from connectors.csv.translate import translate
from connectors.http.translate import events_of
from connectors.translate import Unsealed, outgoing, sealed
from hub.keys.ring import Ring
from hub.keys.sealing import seal
from hub.keys.store import KeyStore
from schemas import codec
from schemas.columns import decode_batch

EVENTS: Final = 8_000
BATCH: Final = 500
_JSON: Final = [("content-type", "application/cloudevents-batch+json")]


def rows(records: Sequence[Record], source: str, town: str, runs: int) -> list[Row]:
    """Rows `cost-…` in µs of processor an event, beside `cost-columns`: a batch decoded as columns, the way of everything else.

    `cost-json`: an event of an HTTP batch, from octets to the record for the broker; `cost-sealed`: likewise one that names a petitioner, each
    of three events; `cost-csv`: a row of a sheet likewise; `cost-refused`: a record that cannot be read, found among the others of its batch.
    """
    whole = [one for one in records if not one.damaged][:EVENTS]
    values = [one.value for one in whole]
    damaged = [value[:-3] for value in values]
    bodies = _bodies(whole)
    said = [(name, _with_petitioners(name, body)) for name, body in bodies]
    octets = doors.filled(source, town, 0, EVENTS)
    with TemporaryDirectory() as folder:
        store = KeyStore(Path(folder) / "keys", Ring(Path(folder)), lambda: time.time_ns() // 1_000_000)
        store.make()
        ways: dict[str, Callable[[], int]] = {
            "cost-columns": lambda: len(decode_batch(values).frames and values),
            "cost-refused": lambda: len(decode_batch(damaged).refused),
            "cost-json": lambda: sum(len([outgoing(event, name) for event in events_of(_JSON, body)]) for name, body in bodies),
            "cost-sealed": lambda: sum(_sealed(store, name, body) for name, body in said),
            "cost-csv": lambda: len([outgoing(row.event, source) for row in translate(sheet.read("sheet.csv", octets), source)[1]]),
        }
        for way in ways.values():
            way()
        found = {name: measured(name, [_spent(way) for _ in range(runs)], "µs") for name, way in ways.items()}
    limit = found.pop("cost-columns")
    return [limit, *(against(row, limit) for row in found.values())]


def _bodies(records: Sequence[Record]) -> list[tuple[str, bytes]]:
    """Batches of one source each, as it would send them."""
    events: dict[str, list[object]] = {}
    for one in records:
        events.setdefault(one.source, []).append(codec.decode(one.value))
    return [(name, json.dumps(several[at : at + BATCH]).encode()) for name, several in events.items() for at in range(0, len(several), BATCH)]


def _with_petitioners(source: str, body: bytes) -> bytes:
    """The same batch with somebody who brought each matter up."""
    person = [{"person": f"{source}/p-{at}", "name": "张三", "phone": "13800000000"} for at in range(BATCH // 3)]
    return json.dumps([{**event, "personal": {"petitioner": person[at % len(person)]}} for at, event in enumerate(json.loads(body))]).encode()


def _sealed(store: KeyStore, source: str, body: bytes) -> int:
    """How many records a batch gave, each with its personal data sealed."""
    several = [one for event in events_of(_JSON, body) if isinstance(one := outgoing(event, source), Unsealed)]
    texts = seal(store, [one.wish for one in several])
    return len([sealed(one, text) for one, text in zip(several, texts, strict=True) if isinstance(text, str)])


def _spent(way: Callable[[], int]) -> float:
    begun = time.process_time()
    number = way()
    assert number > 0, "nothing was done"
    return (time.process_time() - begun) / number * 1e6
