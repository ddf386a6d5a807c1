"""An answer: figures, and everything one must know to use them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure. `by` holds the asked dimensions; `n` None means not reported (未报送); `of` a rate's denominator.

    `expected`: sources registered for a region in the row's subtree; `heard`: those of them that spoke.
    """

    measure: str
    by: Mapping[str, str | None]
    n: int | None
    of: int | None
    expected: int
    heard: int


@dataclass(frozen=True)
class Term:
    """A term of a unit, from `first` to `last`, both included; `last` None while the next one has not begun."""

    term: int
    unit: str
    first: date
    last: date | None


@dataclass(frozen=True)
class Answer:
    """Figures of one snapshot. `position`: next ledger offset per topic and partition, as 'topic/partition' -> offset.

    `disputed`: identities with differing copies among what the figures rest on; `last_event`: when the newest event
    folded so far was recorded (RFC 3339), None on an empty ledger; `first` None means from the beginning.
    `labels`: names of the regions and departments that appear, by code, as they are now. `known_at`: the moment up to which the ledger is
    known, as asked; `provisional` while records of that moment may still come. `term`: the term whose days were asked about.
    """

    region: str
    first: date | None
    last: date
    as_of: date
    known_at: str | None
    regions: str
    position: Mapping[str, int]
    disputed: int
    last_event: str | None
    measures: Mapping[str, Mapping[str, object]]
    labels: Mapping[str, str]
    rows: tuple[Row, ...]
    provisional: bool = False
    term: Term | None = None


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as the members of a JSON object; nothing is rounded."""
    return {
        "region": answer.region,
        "from": answer.first and answer.first.isoformat(),
        "to": answer.last.isoformat(),
        "term": answer.term and _term(answer.term),
        "as_of": answer.as_of.isoformat(),
        "known_at": answer.known_at,
        "provisional": answer.provisional,
        "regions": answer.regions,
        "position": dict(answer.position),
        "disputed": answer.disputed,
        "last_event": answer.last_event,
        "labels": dict(answer.labels),
        "measures": {name: dict(words) for name, words in answer.measures.items()},
        "rows": [_row(row) for row in answer.rows],
    }


def _term(term: Term) -> dict[str, Any]:
    return {"term": term.term, "unit": term.unit, "from": term.first.isoformat(), "to": term.last and term.last.isoformat()}


def _row(row: Row) -> dict[str, Any]:
    return {
        "measure": row.measure,
        "by": dict(row.by),
        "n": row.n,
        "of": row.of,
        "sources": {"expected": row.expected, "heard": row.heard},
    }
