"""`/v1/statistics`: figures of any region, for any reader; the records behind a figure only for whoever may read them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from hub.api.principal import Forbidden, Principal, principal
from hub.api.problems import language_of
from hub.api.state import Parts
from hub.api.turns import Turn
from hub.cli.figures import sheet
from projections.past.wanting import want
from projections.statistics import Statistic, ask, catalogue, formula_sql, list_cell, to_json
from projections.statistics.explaining import explain
from projections.statistics.reading import Asked, question

router = APIRouter(prefix="/v1/statistics", tags=["statistics"])


def reader(asker: Annotated[Principal, Depends(principal)]) -> Principal:
    """The asker, who has to be one that reads: a reader or the administrator. Raises Forbidden for a source."""
    if asker.kind == "source":
        raise Forbidden
    return asker


Reader = Annotated[Principal, Depends(reader)]


def asked(
    names: Annotated[list[str] | None, Query(alias="names")] = None,
    everything: Annotated[bool, Query(alias="all")] = False,
    region: str = "",
    by: Annotated[list[str] | None, Query()] = None,
    first: Annotated[str | None, Query(alias="from")] = None,
    last: Annotated[str | None, Query(alias="to")] = None,
    month: str | None = None,
    year: str | None = None,
    term: str | None = None,
    cohort: bool = False,
    where: Annotated[list[str] | None, Query()] = None,
    as_of: str | None = None,
    known_at: str | None = None,
    regions: str = "recorded",
    publish: str | None = None,
) -> Asked:
    """The question that the address holds. `names` and `by` may be given several times or divided by commas."""
    lists = (",".join(names or ()), ",".join(by or ()))
    periods = {"first": first, "last": last, "month": month, "year": year, "term": term}
    known = {"as_of": as_of, "known_at": known_at, "publish": publish}
    return Asked(lists[0], everything, region, lists[1], **periods, **known, cohort=cohort, where=tuple(where or ()), regions=regions)


@router.get("", response_model=None)
def statistics(
    request: Request,
    hub: Parts,
    asker: Reader,
    texts: Annotated[Asked, Depends(asked)],
    turn: Turn,
    csv: bool = False,
) -> dict[str, Any] | Response:
    """The figures asked for, with everything one must know to use them; `csv=1` gives a sheet."""
    del asker, turn
    with hub.pool.session() as connection:
        answer = ask(connection, question(texts), hub.today(), hub.now(), want(hub.pool.session))
    if not csv:
        return hub.marked(to_json(answer))
    return Response(sheet(answer, language_of(request)), media_type="text/csv; charset=utf-8")


@router.get("/list")
def opened(hub: Parts, asker: Reader, texts: Annotated[Asked, Depends(asked)], turn: Turn) -> dict[str, Any]:
    """The objects behind one figure: they add up to it. Not found for whoever may not read all of them."""
    del turn
    with hub.pool.reader(asker.role) as connection:
        found = list_cell(connection, question(texts), hub.today(), want(hub.pool.session))
    return hub.marked(asdict(found))


@router.get("/explain")
def explained(hub: Parts, asker: Reader, texts: Annotated[Asked, Depends(asked)], turn: Turn, until: str | None = None) -> dict[str, Any]:
    """Why a figure is another as known at `until` (now, if not said) than at `known_at`: the objects by which it differs, and what was written down
    of them in between. Not found for whoever may not read all that is behind it."""
    del turn
    with hub.pool.reader(asker.role) as connection:
        found = explain(connection, question(texts), until, hub.today(), want(hub.pool.session))
    return hub.marked(asdict(found))


@router.get("/names")
def names(asker: Reader) -> list[dict[str, Any]]:
    """What may be asked: every statistic with its words, its unit, its dimensions, how it is counted, what it is mistaken for, and its source."""
    del asker
    return [_entry(one) for one in catalogue().values()]


def _entry(one: Statistic) -> dict[str, Any]:
    words = {"name": one.name, "zh": one.zh, "en": one.en, "unit": one.unit, "additive": one.additive, "reach": one.reach}
    told = {"formula": dict(one.formula), "sql": formula_sql(one.name), "pitfalls": dict(one.pitfalls), "source": dict(one.source)}
    return {**words, "dimensions": list(one.dimensions), "rate_of": one.rate_of, **told}
