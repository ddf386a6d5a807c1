"""Which events contradict themselves as their corrections have them: what the gate asks of a record is asked of them again. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from schemas import codec
from schemas.columns import decode_batch
from schemas.contradictions import CONTRADICTIONS, LOOKED_AT
from schemas.errors import Refused


def may_contradict(name: str, fields: Collection[str]) -> bool:
    """Whether an event of a type may contradict itself when these members of it are corrected; most corrections are of frequent types, and of what
    cannot contradict anything.
    """
    return name in CONTRADICTIONS and (name not in LOOKED_AT or not LOOKED_AT[name].isdisjoint(fields))


def contradicting(events: Sequence[Mapping[str, Any]]) -> set[int]:
    """The places of the events that no gate would let pass, of those whose type may contradict itself; `time` in UTC milliseconds."""
    found: set[int] = set()
    records: dict[int, bytes] = {}
    for place, event in enumerate(events):
        try:
            records[place] = codec.encode({"specversion": "1.0", **event})
        except Refused:
            found.add(place)
    places = [*records]
    for name, frame in decode_batch([*records.values()]).frames.items():
        found |= {places[row] for row in _broken(name, frame)}
    return found


def _broken(name: str, frame: pl.DataFrame) -> Iterable[int]:
    """The rows of a frame of one type that contradict themselves."""
    breaks = [check.breaks for check in CONTRADICTIONS[name]()]
    return frame.filter(pl.any_horizontal(breaks).fill_null(False)).get_column("row").to_list()
