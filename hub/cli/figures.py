"""How an answer is shown: a table for people, a sheet for spreadsheets. Pure."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hub.cli.words import NOT_REPORTED, cell, dimension, moment, unit, value
from projections.statistics import Answer, Row, Statistic
from schemas.errors import Language, shown

_HEADS = {
    "zh": ("统计", "数", "占", "单位", "来源（已报/应报）"),
    "en": ("Statistic", "Figure", "Of", "Unit", "Sources (heard/expected)"),
}


def table(answer: Answer, language: Language) -> RenderableType:
    """The answer as a table with everything that must be known to use it below."""
    dimensions = _dimensions(answer)
    rates = any(row.of is not None for row in answer.rows)
    grid = Table(title=Text(_title(answer, language)))
    head, figure, of, unit, sources = _HEADS[language]
    for name in (head, *(dimension(one, language) for one in dimensions)):
        grid.add_column(name)
    for name in (figure, of) if rates else (figure,):
        grid.add_column(name, justify="right")
    grid.add_column(unit)
    grid.add_column(sources, justify="right")
    for row in answer.rows:
        figures = [
            _figure(row.n, language),
            *([_figure(row.of, language) if row.of is not None else ""] if rates else []),
        ]
        texts = [
            *_labels(row, dimensions, answer, language),
            *figures,
            _unit(row, answer, language),
            f"{row.heard}/{row.expected}",
        ]
        grid.add_row(*(Text(text) for text in texts))
    return Group(grid, Text(foot(answer, language)))


def sheet(answer: Answer, language: Language) -> str:
    """The answer as CSV with a byte order mark, for spreadsheets; no cell can be taken for a formula."""
    dimensions = _dimensions(answer)
    out = io.StringIO()
    writer = csv.writer(out)
    head, figure, of, unit, _ = _HEADS[language]
    sources = ("应报来源", "已报来源") if language == "zh" else ("Sources expected", "Sources heard")
    writer.writerow([head, *(dimension(one, language) for one in dimensions), figure, of, unit, *sources])
    for row in answer.rows:
        n = NOT_REPORTED[language] if row.n is None else row.n
        labels = (cell(text) for text in _labels(row, dimensions, answer, language))
        writer.writerow([*labels, n, row.of, _unit(row, answer, language), row.expected, row.heard])
    return "\ufeff" + out.getvalue()


def foot(answer: Answer, language: Language) -> str:
    """What stands beside the figures: period, what is disputed, which are not additive, how far the ledger was read."""
    position = sum(answer.position.values())
    last = moment(answer.last_event) if answer.last_event else "–"
    loose = ("、" if language == "zh" else ", ").join(_names(answer, additive=False, language=language))
    known, recorded = answer.known_at, answer.regions == "recorded"
    if language == "zh":
        lines = [
            _term(answer, language),
            f"截至 {answer.as_of.isoformat()}；按{known or '账本所读'}所知；地区按{'记录时' if recorded else answer.regions}的区划",
            f"有争议的事件 {answer.disputed} 件；账本读到第 {position} 条，最近一条记于 {last}",
            f"不可跨地区相加：{loose}" if loose else "",
            "暂定：所问的时刻还没有过去 60 秒，还可能记下属于它的事件" if answer.provisional else "",
        ]
    else:
        lines = [
            _term(answer, language),
            f"as of {answer.as_of.isoformat()}; known: {known or 'the ledger read'}; regions {'as recorded' if recorded else 'of ' + answer.regions}",
            f"disputed events {answer.disputed}; {position} ledger records read, the last recorded {last}",
            f"not additive over regions: {loose}" if loose else "",
            "provisional: less than 60 s have passed since that moment, events of it may still be recorded" if answer.provisional else "",
        ]
    return "\n".join(line for line in lines if line)


def _term(answer: Answer, language: Language) -> str:
    """Whose term the period is, and its days."""
    term = answer.term
    if term is None:
        return ""
    last = term.last.isoformat() if term.last else ("今" if language == "zh" else "now")
    days = f"{term.first.isoformat()} 至 {last}" if language == "zh" else f"{term.first.isoformat()} to {last}"
    return f"第 {term.term} 届（{shown(term.unit)}）：{days}" if language == "zh" else f"term {term.term} ({shown(term.unit)}): {days}"


def names(statistics: Iterable[Statistic], language: Language, formulas: Mapping[str, str] | None = None) -> RenderableType:
    """The catalogue as a table; of those in `formulas` the SQL as well."""
    heads = (
        ("名称", "统计", "单位", "可加", "维度", "算法") if language == "zh" else ("Name", "Statistic", "Unit", "Additive", "Dimensions", "Formula")
    )
    grid = Table(*heads)
    for one in statistics:
        additive = ("是" if one.additive else "否") if language == "zh" else ("yes" if one.additive else "no")
        dimensions = ("、" if language == "zh" else ", ").join(dimension(name, language) for name in one.dimensions)
        words = [one.formula[language], f"{_PITFALLS[language]}{one.pitfalls[language]}", f"{_SOURCE[language]}{one.source[language]}"]
        told = Text("\n".join([*words, *(text for name, text in (formulas or {}).items() if name == one.name)]), overflow="fold")
        grid.add_row(one.name, one.title(language), unit(one.unit, language), additive, dimensions, told)
    return grid


_PITFALLS: Final = {"zh": "注意：", "en": "beware: "}
_SOURCE: Final = {"zh": "依据：", "en": "source: "}


_LISTED: Final = {"zh": ("编号", "地区", "层级", "计"), "en": ("Id", "Region", "Level", "Counts")}


def listed_sheet(body: Mapping[str, Any], language: Language) -> str:
    """The objects behind one figure as CSV with a byte order mark; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_LISTED[language])
    for one in body["items"]:
        labels = (shown(one["key"]), value("region", one["region"], {}, language), value("level", one["level"], {}, language))
        writer.writerow([*(cell(text) for text in labels), one["n"]])
    return "\ufeff" + out.getvalue()


def listing(body: Mapping[str, Any], language: Language) -> RenderableType:
    """The objects behind one figure as a table; they add up to it."""
    grid = Table(*_LISTED[language], title=Text(f"{shown(body['measure'])}　{shown(body['region'])}　{body['n']:,}"))
    for one in body["items"]:
        cells = (shown(one["key"]), value("region", one["region"], {}, language), value("level", one["level"], {}, language), f"{one['n']:+d}")
        grid.add_row(*(Text(cell) for cell in cells))
    return grid


def _title(answer: Answer, language: Language) -> str:
    region = value("region", answer.region, answer.labels, language)
    first = answer.first.isoformat() if answer.first else ("从头" if language == "zh" else "the beginning")
    last = answer.last.isoformat()
    return f"{region}　{first} 至 {last}" if language == "zh" else f"{region}, {first} to {last}"


def _dimensions(answer: Answer) -> list[str]:
    return list(dict.fromkeys(name for row in answer.rows for name in row.by))


def _labels(row: Row, dimensions: list[str], answer: Answer, language: Language) -> list[str]:
    title = str(answer.measures[row.measure][language])
    return [title, *(value(one, row.by.get(one), answer.labels, language, row.measure) for one in dimensions)]


def _figure(n: int | None, language: Language) -> str:
    return NOT_REPORTED[language] if n is None else f"{n:,}"


def _unit(row: Row, answer: Answer, language: Language) -> str:
    return unit(str(answer.measures[row.measure]["unit"]), language)


def _names(answer: Answer, additive: bool, language: Language) -> list[str]:
    measures: Iterable[Mapping[str, object]] = answer.measures.values()
    return [shown(str(one[language])) for one in measures if one["additive"] is additive]
