"""A question from texts, as a command line and an address carry it; an answer back from its JSON. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from projections.statistics.answer import Answer, Row, Term
from projections.statistics.catalogue import catalogue
from projections.statistics.question import Question, day, number_of_term, period_of_month, period_of_year
from schemas.errors import Problem, UsageError


@dataclass(frozen=True)
class Asked:
    """A question as texts. `names` and `by` are divided by commas; `where` holds `dimension=value`; at most one period is given."""

    names: str = ""
    all: bool = False
    region: str = ""
    by: str = ""
    first: str | None = None
    last: str | None = None
    month: str | None = None
    year: str | None = None
    term: str | None = None
    cohort: bool = False
    where: tuple[str, ...] = field(default=())
    as_of: str | None = None
    known_at: str | None = None
    regions: str = "recorded"
    publish: str | None = None


def question(asked: Asked) -> Question:
    """The question of these texts. Raises UsageError at the text that is wrong; what is asked is checked by `checked`."""
    if not asked.region:
        raise UsageError(problem=Problem("FIELD_MISSING", "/region", "420624"))
    if asked.publish is not None:
        raise UsageError(problem=Problem("USED_WRONGLY", "/publish", "POST /v1/manifests", asked.publish))
    first, last = _period(asked)
    return Question(
        names=tuple(catalogue()) if asked.all else _list(asked.names),
        region=asked.region,
        by=_list(asked.by),
        first=first,
        last=last,
        as_of=None if asked.as_of is None else day(asked.as_of, "as_of"),
        where=_conditions(asked.where),
        cohort=asked.cohort,
        known_at=asked.known_at,
        regions=asked.regions,
        term=None if asked.term is None else number_of_term(asked.term),
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _period(asked: Asked) -> tuple[date | None, date | None]:
    given = [asked.month is not None, asked.year is not None, asked.term is not None, asked.first is not None or asked.last is not None]
    if sum(given) > 1:
        raise UsageError(problem=Problem("CONTRADICTION", "/from", "month | year | term | from, to"))
    if asked.month is not None:
        return period_of_month(asked.month)
    if asked.year is not None:
        return period_of_year(asked.year)
    return (
        None if asked.first is None else day(asked.first, "from"),
        None if asked.last is None else day(asked.last, "to"),
    )


def _conditions(texts: Iterable[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise UsageError(problem=Problem("FIELD_FORMAT", "/where", "kind=work", text))
        if found.setdefault(name, value) != value:
            raise UsageError(problem=Problem("CONTRADICTION", "/where", f"{name}={found[name]}", text))
    return found


def from_json(body: Mapping[str, Any]) -> Answer:
    """The answer of which `to_json` made this JSON object."""
    first = body["from"]
    return Answer(
        region=body["region"],
        first=None if first is None else date.fromisoformat(first),
        last=date.fromisoformat(body["to"]),
        as_of=date.fromisoformat(body["as_of"]),
        known_at=body["known_at"],
        regions=body["regions"],
        position=body["position"],
        disputed=body["disputed"],
        last_event=body["last_event"],
        measures=body["measures"],
        labels=body["labels"],
        rows=tuple(_row(row) for row in body["rows"]),
        provisional=body["provisional"],
        term=None if body["term"] is None else _term(body["term"]),
    )


def _term(body: Mapping[str, Any]) -> Term:
    last = body["to"]
    return Term(body["term"], body["unit"], date.fromisoformat(body["from"]), None if last is None else date.fromisoformat(last))


def _row(row: Mapping[str, Any]) -> Row:
    return Row(row["measure"], row["by"], row["n"], row["of"], row["sources"]["expected"], row["sources"]["heard"])
