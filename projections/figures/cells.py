"""One row of an answer as a question of its own, so that it can be opened. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from projections.statistics.question import period_of_month

_NO_CODE = (None, "own", "unallocated")


def cell(question: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The question (as a manifest holds it) whose one figure is a row's; null where no question has just that: the own part of a region, and what
    lies in no region any more."""
    asked = {**question, "names": [row["measure"]], "by": [], "where": dict(question["where"])}
    for name, value in row["by"].items():
        if name == "region":
            if value in _NO_CODE:
                return None
            asked["region"] = value
        elif name == "month":
            if question["cohort"] or question["term"]:
                return None
            asked["from"], asked["to"] = _month(question, str(value))
        else:
            asked["where"][name] = value or ""
    return asked


def _month(question: Mapping[str, Any], text: str) -> tuple[str, str]:
    """The days of a month that lie in the period asked."""
    first, last = (day.isoformat() for day in period_of_month(text))
    return max(first, question["from"] or str(date.min)), min(last, question["to"] or question["as_of"], question["as_of"])
