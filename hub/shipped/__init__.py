"""What the hub ships as facts of its administrator: the official calendars of 2004 to 2026, the periods and duties that laws and local rules set,
and the nation's category scheme. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from hub.access.rights import ADMINISTRATOR, ADMINISTRATOR_UNIT, NATION

Event = Mapping[str, Any]

_DAY: Final = timedelta(days=1)


@cache
def events() -> Sequence[Event]:
    """Every shipped fact, by type and time; ids say what each is, so that publishing them again changes nothing."""
    return (*calendars(), *rules(), categories())


def calendars() -> Sequence[Event]:
    """A `calendar.set` for each year, from the first day of the year."""
    return tuple(_calendar(int(year), said) for year, said in sorted(_said("calendars").items()))


def rules() -> Sequence[Event]:
    """A `rule.set` for each step that a law or a local rule names, from the day on which it came into force: how long it may take, or how much of
    it is asked."""
    return tuple(event for name in ("rules", "duties") for said in _said(name)["rule"] for event in _rules(said))


def categories() -> Event:
    """The `category_scheme.set` of the nation: of each common category its own word, its name, and other words that systems use for it."""
    said = _said("categories")
    since: date = said["valid_from"]
    mapped = [{"code": code, "category": category} for category, codes in said["codes"].items() for code in (category, *codes)]
    data = {"scheme": said["scheme"], "region": NATION, "categories": mapped, "valid_from": since.isoformat()}
    return _fact("category_scheme.set", said["scheme"], f"categories-{said['scheme']}-{since}", since, data)


def _said(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("hub.shipped").joinpath(f"{name}.toml").read_text("utf-8"))


def _calendar(year: int, said: Mapping[str, Any]) -> Event:
    notice = f"国务院办公厅关于{year}年部分节假日安排的通知"
    data = {
        "year": year,
        "holidays": [day.isoformat() for text in said["off"] for day in _days(year, text)],
        "workdays": [day.isoformat() for text in said["on"] for day in _days(year, text)],
        "basis": "；".join(filter(None, (notice, said.get("more")))),
    }
    return _fact("calendar.set", str(year), f"calendar-{year}", date(year, 1, 1), data)


def _days(year: int, text: str) -> Iterator[date]:
    """`01-28..02-04`: every day from the first to the last; `01-01`: that day."""
    first, _, last = text.partition("..")
    day, end = (date.fromisoformat(f"{year}-{one}") for one in (first, last or first))
    while day <= end:
        yield day
        day += _DAY


def _rules(said: Mapping[str, Any]) -> Iterator[Event]:
    since: date = said["valid_from"]
    level = said.get("level")
    for step, text in said["steps"].items():
        amount, period, *consent = text.split()
        name = "-".join(filter(None, (said["jurisdiction"], level, step)))
        data = {
            "jurisdiction": said["jurisdiction"],
            **({"applies_to": level} if level else {}),
            "step": step,
            "amount": int(amount),
            "period": period,
            **({"consent": True} if consent else {}),
            "valid_from": since.isoformat(),
            "legal_basis": said["basis"],
        }
        yield _fact("rule.set", name, f"rule-{name}-{since}", since, data)


def _fact(name: str, subject: str, event: str, day: date, data: Mapping[str, Any]) -> Event:
    envelope = {"specversion": "1.0", "id": event, "source": ADMINISTRATOR, "type": f"cn.npc.{name}.v1", "subject": subject}
    return {**envelope, "time": f"{day}T00:00:00+08:00", "unit": ADMINISTRATOR_UNIT, "level": "national", "region": NATION, "data": data}
