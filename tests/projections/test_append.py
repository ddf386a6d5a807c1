"""What is appended stands in the ledger index as its record says it."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest
from psycopg2 import extensions

from bench import federation, tree
from projections import database as databases
from projections.append import Fenced, append
from projections.records import FEW, Slice
from schemas import codec, days, registry
from tests.projections.play import playing

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


WRITTEN = """
SELECT 'event', family, part, off, recorded, raw::text FROM core.event
UNION ALL SELECT 'unreadable', family, part, off, recorded, raw::text FROM core.unreadable
UNION ALL SELECT 'position', family, part, off, recorded, NULL FROM core.position
ORDER BY 1, 2, 3, 4
"""


def written(connection: extensions.connection) -> Sequence[tuple[Any, ...]]:
    """Every event, every record that is none, and every position."""
    with connection, connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return cursor.fetchall()


FIRST = Slice(2, 5, 0, [STAMP, STAMP], [EVENTS[0], b"no event"])
WRONG = {
    "the same slice again": FIRST,
    "one that begins within what stands": Slice(2, 5, 1, [STAMP, STAMP], EVENTS[1:3]),
    "one that begins beyond the position": Slice(2, 5, 3, [STAMP], EVENTS[1:2]),
    "one that begins beyond the beginning of a partition that nobody wrote": Slice(2, 6, 1, [STAMP], EVENTS[1:2]),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_slice_that_does_not_begin_at_its_position_is_fenced_and_nothing_is_written(database: str, name: str) -> None:
    """A position that moved without being compared would let the slice in, or leave it to a primary key to refuse."""
    with closing(databases.connect(database)) as connection:
        # given one slice appended
        append(connection, [FIRST])
        before = written(connection)
        assert [(kind, off) for kind, _, _, off, *_ in before] == [("event", 0), ("position", 2), ("unreadable", 1)]

        # when another worker appends what does not begin at its position, beside a slice that does
        with pytest.raises(Fenced):
            append(connection, [Slice(1, 0, 0, [STAMP + 1], EVENTS[3:4]), WRONG[name]])

        # then nothing of either is written, and what begins at the position is taken as before
        assert written(connection) == before
        assert append(connection, [Slice(2, 5, 2, [STAMP], EVENTS[1:2])]).events == 1


def test_the_latest_day_of_a_source_is_that_of_its_newest_record(database: str) -> None:
    # given two batches of a federation's records
    values = [one.value for one in federation.records(tree.synthetic(), 3_000) if not one.damaged]
    middle = len(values) // 2

    # when they are appended
    with closing(databases.connect(database)) as connection:
        append(connection, [Slice(2, 5, 0, [STAMP] * middle, values[:middle])])
        append(connection, [Slice(2, 5, middle, [STAMP] * (len(values) - middle), values[middle:])])
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT max(day) = max(day) FILTER (WHERE newest), count(*) FILTER (WHERE newest) FROM core.event GROUP BY source")
            found = cursor.fetchall()

    # then of every source the newest record of each batch has the latest day
    assert len(found) > 50
    assert {latest for latest, _ in found} == {True}
    assert {number for _, number in found} <= {1, 2}


BY_SOURCE = [
    "SELECT max(day) FROM core.event WHERE source = %s AND newest",
    "SELECT object FROM {view}.statement AS s WHERE s.speaker = %s AND NOT starts_with(s.object, s.speaker || '/')",
    "SELECT object FROM {view}.statement AS s WHERE s.source = %s AND NOT starts_with(s.object, s.source || '/')",
]


@pytest.mark.parametrize("question", BY_SOURCE)
def test_what_is_asked_of_a_source_is_looked_up(database: str, question: str) -> None:
    with playing(database) as hub:
        # given a version of the views
        hub.fold()

        # when what a source said last, or said of others, is asked for, then the index is never read whole
        hub.rows("SELECT set_config('enable_seqscan', 'off', FALSE)")
        plan = "\n".join(row["QUERY PLAN"] for row in hub.rows(f"EXPLAIN {question}", "//420624/jyxt"))
        assert "Seq Scan on event" not in plan
        assert "Index Cond: (source = '//420624/jyxt'::text)" in plan
