"""Many federations folded into one database, and asked: their cells by one statement, their questions by one more."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any, Final

from tests.oracle.federations import Federation
from tests.oracle.ground import RECORDED, moment, shared
from tests.oracle.ledger import Told
from tests.oracle.questions import Put
from tests.projections.play import Playing, place

Record = tuple[Mapping[str, Any], int]
MANY: Final = 1_000
"""Records from which on to sample the tables takes less than it saves."""


def told(one: Federation, number: int) -> list[Told]:
    """The records of a federation and of what its batch shares, as the oracle reads them."""
    return [Told(event, RECORDED[recorded]) for event, recorded in (*shared(number), *one.told)]


def play(hub: Playing, batch: Sequence[Federation], number: int) -> None:
    """Tell and fold all, in an order of chance: in several folds a recorded day, some partitions a day behind the others.

    Questions are asked before PostgreSQL samples the tables by itself, which it does a minute later: it is told to. Few records need no plans.
    """
    random = Random(number)
    records: list[Record] = [*shared(number), *(record for one in batch for record in one.told)]
    random.shuffle(records)
    behind = {at for at in {place(event) for event, _ in records} if random.random() < 0.2}
    waiting: list[Record] = []
    for turn in range(len(RECORDED)):
        here = [(event, recorded) for event, recorded in records if recorded == turn]
        prompt = [one for one in here if place(one[0]) not in behind]
        half = len(prompt) // 2
        for part in (prompt[:half], prompt[half:], waiting):
            _tell(hub, part)
        waiting = [one for one in here if place(one[0]) in behind]
    _tell(hub, waiting)
    if len(records) >= MANY:
        with hub.connection, hub.connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _tell(hub: Playing, records: Sequence[Record]) -> None:
    for turn in sorted({recorded for _, recorded in records}):
        hub.tell(*(event for event, recorded in records if recorded == turn), recorded=moment(RECORDED[turn]))
    if records:
        hub.fold()


CELLS = """
SELECT measure, region, level, kind, category, department, role, grade, day, rday, sum(n)::bigint AS n
FROM {view}.cube
WHERE own OR measure <> ALL (%s)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
HAVING sum(n) <> 0
"""

# The same of what is counted from rows: as known in the end.
RECKONED = """
SELECT
    r.name AS measure, u.region, r.level, r.kind, '' AS category, '' AS department, '' AS role, '' AS grade, d.day,
    sum(d.n)::bigint AS n
FROM {view}.reckoned(%s, '00', %s, 'infinity') AS r
CROSS JOIN LATERAL unnest(r.chain) AS u (region)
CROSS JOIN LATERAL unnest(r.days) AS s (span)
CROSS JOIN LATERAL (VALUES (lower(s.span), 1), (upper(s.span), -1)) AS d (day, n)
WHERE d.day <= %s
GROUP BY 1, 2, 3, 4, 9
"""

STAT = """
SELECT q.turn, s.*
FROM jsonb_to_recordset(%s::jsonb) AS q (
    turn int, names text [], region text, dims text [], first date, last date, filters jsonb, cohort date, regions date, known date
)
CROSS JOIN LATERAL {view}.stat(q.names, q.region, q.dims, q.first, q.last, q.filters, q.cohort, q.regions, coalesce(q.known, 'infinity')) AS s
"""


BESIDE = """
SELECT
    q.turn,
    CASE WHEN q.disputed IS NOT NULL THEN {view}.stat_disputed(ARRAY[q.disputed], q.region, q.last, coalesce(q.known, 'infinity')) END AS disputed,
    l.n AS listed
FROM jsonb_to_recordset(%s::jsonb) AS q (
    turn int, listed text, disputed text, region text, first date, last date, filters jsonb, cohort date, regions date, known date
)
CROSS JOIN LATERAL (
    SELECT coalesce(sum(s.n), 0)::bigint AS n
    FROM (
        SELECT r.n
        FROM {view}.stat_list(q.listed, q.region, q.first, q.last, q.filters, q.cohort, coalesce(q.known, 'infinity')) AS r
        WHERE q.regions IS NULL
        UNION ALL
        SELECT r.n
        FROM {view}.stat_list_restated(q.listed, q.region, q.first, q.last, q.filters, q.cohort, q.regions, coalesce(q.known, 'infinity')) AS r
        WHERE q.regions IS NOT NULL
    ) AS s
) AS l
"""


def cells(hub: Playing, own: Sequence[str]) -> list[dict[str, Any]]:
    """All cells of the database; of the statistics named in `own` those of exactly one congress."""
    return hub.rows(CELLS, list(own))


def reckoned(hub: Playing, names: Sequence[str], last: date) -> list[dict[str, Any]]:
    """All cells of what is counted from rows, up to a day."""
    return [{**row, "rday": date.min} for row in hub.rows(RECKONED, list(names), last, last)]


def answers(hub: Playing, put: Iterable[Put], view: str | None = None) -> list[list[dict[str, Any]]]:
    """The rows of the answer to each question. `view`: the schema that is asked, if not the live version's."""
    asked = [{"turn": turn, **_question(one)} for turn, one in enumerate(put)]
    found: list[list[dict[str, Any]]] = [[] for _ in asked]
    for row in hub.rows(STAT.replace("{view}", view or "{view}"), json.dumps(asked)):
        found[row.pop("turn")].append(row)
    return found


def beside(hub: Playing, put: Iterable[tuple[Put, str | None]], view: str | None = None) -> list[dict[str, Any]]:
    """Of each question about one statistic the sum of its list, and identities in dispute of the statistic beside it, if any."""
    asked = [{"turn": turn, **_question(one), "listed": one.asked.names[0], "disputed": name} for turn, (one, name) in enumerate(put)]
    return sorted(hub.rows(BESIDE.replace("{view}", view or "{view}"), json.dumps(asked)), key=lambda row: int(row["turn"]))


def _question(one: Put) -> dict[str, Any]:
    return {
        "names": [*one.asked.names], "region": one.asked.region, "dims": [*one.asked.by], "first": _text(one.asked.first),
        "last": _text(one.asked.last), "filters": dict(one.asked.where), "cohort": _text(one.asked.cohort), "regions": _text(one.asked.regions),
        "known": _text(one.known),
    }  # fmt: skip


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def summed(rows: Iterable[Mapping[str, Any]], day: date, known: date) -> Counter[tuple[str, ...]]:
    """Cells that happened by one day and were recorded by another, by everything but these."""
    found: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        if row["day"] <= day and row["rday"] <= known:
            found[tuple(row[name] or "" for name in CELL)] += row["n"]
    return Counter({cell: n for cell, n in found.items() if n})


CELL = ("measure", "region", "level", "kind", "category", "department", "role", "grade")
