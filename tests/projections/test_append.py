"""What is appended stands in the ledger index as its record says it."""

import hashlib
import json

import pytest

from bench import federation, tree
from projections import database as databases
from projections.append import append
from projections.records import FEW, Slice
from schemas import codec, days, registry

EXAMPLES = [json.loads(path.read_text("utf-8")) for path in sorted((registry.FOLDER / "examples").glob("*.json"))]
EDGES = [{"time": days.format_instant(days.EARLIEST)}, {"time": days.format_instant(days.LATEST)}, {"id": 'a"b\\N,\\.', "sequence": "007"}, {}]
EVENTS = [codec.encode({**one, **edge}) for one in EXAMPLES for edge in EDGES]
STAMP = 1_749_370_800_001

READ = """
SELECT
    off, source, id, type, object, unit, level, region, origin, sequence, causation, ident::text, raw, data,
    (extract(epoch FROM time) * 1000)::bigint, day = (time AT TIME ZONE 'Asia/Shanghai')::date,
    (extract(epoch FROM recorded) * 1000)::bigint, rday = (recorded AT TIME ZONE 'Asia/Shanghai')::date, plain = (target IS NULL), status
FROM core.event WHERE family = 2 AND part = 5 ORDER BY off
"""


@pytest.mark.parametrize("more", [0, FEW])
def test_every_column_holds_what_its_record_says(database: str, more: int) -> None:
    # given every example at the edges of time and with odd texts, among few records or many
    others = [one.value for one in federation.records(tree.synthetic(), 2 * more) if not one.damaged][:more]
    records = EVENTS + others
    connection = databases.connect(database)

    # when they are appended
    append(connection, [Slice(2, 5, 0, [STAMP] * len(records), records)])

    # then each stands as the codec reads it
    with connection, connection.cursor() as cursor:
        cursor.execute(READ)
        rows = cursor.fetchall()
    connection.close()
    assert len(rows) == len(records)
    for off, (row, record) in enumerate(zip(rows, records, strict=True)):
        event = codec.decode(record)
        named = (event["source"], event["id"], event["type"], event["subject"], event["unit"], event["level"], event["region"])
        assert row[:11] == (off, *named, event["data"].get("origin"), event.get("sequence"), event.get("causationid"))
        assert row[11].replace("-", "") == hashlib.sha256(f"{event['source']}\n{event['id']}".encode()).hexdigest()[:32]
        assert bytes(row[12]) == record
        assert {name: value for name, value in row[13].items() if value != []} == event["data"]
        assert row[14:] == (days.parse_instant(event["time"]), True, STAMP, True, True, "accepted")
