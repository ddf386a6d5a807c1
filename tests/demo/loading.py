"""Brings a demo's streams into a database as the ledger would hold them, without broker and gate: what they accept is known."""

from collections.abc import Iterable, Mapping
from zlib import crc32

from psycopg2 import extensions

from hub.demo import frames, streams
from hub.demo.figures import Figure, figures, key, targets
from hub.demo.pen import Sent
from hub.demo.streams import Streams
from hub.demo.verdict import read, values
from projections.append import append
from projections.fold import fold_once
from projections.records import Slice
from projections.statistics import Question, ask, to_json
from schemas import codec
from schemas.topics import FAMILIES, LEDGER_PARTITIONS
from tests.streams.world import source

RECORDED = 1_764_000_000_000
"""When everything is recorded (ms)."""
_LEAST = {
    "votes.towns": 12,
    "projects.voted": 36,
    "stations.open": 40,
    "deputies": 150,
    "groups": 6,
    "projects.completed": 36,
    "suggestions.completed": 66,
    "suggestions.implemented": 58,
}


def small_goals() -> Mapping[str, Mapping[str, int]]:
    """Goals small enough for a quick test and large enough for every kind of dirt."""
    goals: dict[str, dict[str, int]] = {report: {} for report in targets()}
    for one in figures():
        goals[one.report][key(one)] = min(one.published, _LEAST.get(one.statistic, max(one.published // 20, 100)))
    return goals


def load(connection: extensions.connection, sent: Streams) -> None:
    """Append everything, the daily business before the facts that come too late, and fold it."""
    held: dict[tuple[int, int], list[bytes]] = {}
    for family, record_key, value in (*_sources(), *_ordered(sent.all())):
        part = crc32(record_key) % LEDGER_PARTITIONS[family]
        held.setdefault((FAMILIES.index(family), part), []).append(value)
    slices = [Slice(family, part, 0, [RECORDED] * len(frames_), frames_) for (family, part), frames_ in held.items()]
    append(connection, slices)
    fold_once(connection)


def _sources() -> Iterable[tuple[str, bytes, bytes]]:
    for one in streams.systems():
        yield "reference", one.source.encode(), codec.encode(source(one.source, one.region, one.families))


def _ordered(sent: Iterable[Sent]) -> Iterable[tuple[str, bytes, bytes]]:
    phases = {"reference": 0, "course": 1, "cure": 2}
    for one in sorted(sent, key=lambda each: phases[each.phase]):
        yield one.family, str(one.event["subject"]).encode(), frames.frame(one)


def answer(connection: extensions.connection, figure: Figure) -> int:
    """What the hub's own statistics say of a figure."""
    kinds = values(figure)
    question = Question((figure.statistic,), figure.region, by=("kind",) if kinds else (), first=figure.first, last=figure.last, as_of=figure.last)
    return read(figure, to_json(ask(connection, question))) or 0
