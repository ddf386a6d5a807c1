"""Places with duty rules, and the words of their systems in a line each.

Provinces 50 to 61, each with a congress alone and the rule of Chongqing; Xiangtan 4303 and Jingmen 4208 with a county and a town below.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any, Final

from hub.shipped import rules
from projections.statistics import Question, ask, list_cell
from tests.projections.play import Event, Playing, fact, federation, playing, source
from tests.views.world import LEVELS, mandate, unit

TODAY: Final = date(2026, 12, 31)
PROVINCES: Final = tuple(str(code) for code in range(50, 62))
CITY, COUNTY, TOWN = "4303", "430321", "430321100"
RECEIVING, COUNTY_BELOW, TOWN_BELOW = "4208", "420804", "420804101"
_NUMBER: Final = count(1)


@contextmanager
def told(dsn: str) -> Iterator[Playing]:
    """A hub that knows the places, an organ and a system in each."""
    codes = (*PROVINCES, "43", CITY, COUNTY, TOWN, "42", RECEIVING, COUNTY_BELOW, TOWN_BELOW)
    with playing(dsn) as hub:
        hub.tell(*federation(*codes), *map(unit, codes), *(source(f"//{code}/s", code) for code in codes), recorded="2022-12-31T09:00:00+08:00")
        yield hub


def tell(hub: Playing, *events: Event, recorded: str = "2026-12-31T12:00:00+08:00") -> None:
    """Told on one day and folded."""
    hub.tell(*events, recorded=recorded)
    hub.fold()


def shipped(jurisdiction: str, *steps: str, at: str | None = None) -> Sequence[Event]:
    """The rules that the hub ships for a jurisdiction; with `at` the same of another."""
    found = [one for one in rules() if one["data"]["jurisdiction"] == jurisdiction and one["data"]["step"] in steps]
    assert {one["data"]["step"] for one in found} == set(steps)
    where = at or jurisdiction
    return [
        {**one, "id": f"{where}-{one['id']}", "subject": f"{where}-{one['subject']}", "data": {**one["data"], "jurisdiction": where}} for one in found
    ]


def rule(at: str, step: str, amount: int, period: str = "per_year", **data: Any) -> Event:
    """A rule of a place."""
    return fact("rule.set", f"{at}-{step}-{amount}", {"jurisdiction": at, "step": step, "amount": amount, "period": period, **data})


def say(name: str, subject: str, day: str, at: str, **data: Any) -> Event:
    """One event `cn.npc.<name>.v1` by the organ and the system of a region."""
    envelope = {"specversion": "1.0", "id": data.pop("id", f"e-{next(_NUMBER):05}"), "source": f"//{at}/s", "subject": subject}
    said = {"type": f"cn.npc.{name}.v1", "time": f"{day}T09:00:00+08:00", "unit": f"{at}-rd", "level": LEVELS[len(at)], "region": at}
    return {**envelope, **said, "data": data}


def amended(event: Event, **fields: Any) -> Event:
    """A correction of an event, or without fields its retraction."""
    word = event["type"].split(".")[2]
    family = {"suggestion": "suggestion", "station": "reference", "rule": "reference"}.get(word, "activity")
    data = {"corrects": {"source": event["source"], "id": event["id"]}, **({"fields": fields} if fields else {"reason": "误报"})}
    kind = f"cn.npc.{family}.{'corrected' if fields else 'retracted'}.v1"
    return {**event, "id": f"a-{next(_NUMBER):05}", "type": kind, "data": data}


def seated(code: str, at: str, since: str = "2023-01-10", **data: Any) -> Event:
    """A deputy of a congress."""
    one = mandate(code, f"p-{code}", at, since)
    return {**one, "data": {**one["data"], **data}}


def held(subject: str, day: str, at: str, *mandates: str, kind: str = "visit", **data: Any) -> Event:
    """An activity and who took part in it."""
    taking_part = [{"mandate": one} for one in mandates]
    return say("activity.held", subject, day, at, activity=subject, kind=kind, host_unit=f"{at}-rd", participants=taking_part, **data)


def speech(at: str, number: int, code: str, day: str, **data: Any) -> Event:
    """A speech in session."""
    return say("session.speech_made", f"//{at}/s/f-{number}", day, at, speech=f"//{at}/s/f-{number}", mandate=code, **data)


def proposed(at: str, number: int, day: str, lead: str, *signers: str, **data: Any) -> Event:
    """A suggestion, and who makes it."""
    return say("suggestion.submitted", f"//{at}/s/{number}", day, at, **{"origin": at, "kind": "own", "lead": lead, "signers": list(signers), **data})


def heard(name: str, day: str, at: str, activity: str, **data: Any) -> Event:
    """An opinion collected at an activity."""
    return say("opinion.collected", name, day, at, opinion=name, activity=activity, **data)


def answered(name: str, day: str, at: str, **data: Any) -> Event:
    """An opinion answered on the spot."""
    return say("opinion.answered_on_spot", name, day, at, opinion=name, **data)


def handled(name: str, at: str, days: Sequence[str], **data: Any) -> Sequence[Event]:
    """The ways of a suggestion on four days: assigned, replied, fed back, filed."""
    said: dict[str, dict[str, Any]] = {
        "assigned": {"departments": [{"dept": "d", "role": "main"}]},
        "replied": {"dept": "d", "outcome": "solved"},
        "fed_back": {"to": "voters"},
        "archived": {},
    }
    return [say(f"suggestion.{step}", name, day, at, **more, **data) for (step, more), day in zip(said.items(), days, strict=True)]


def a_year(at: str, first: str, second: str) -> Sequence[Event]:
    """2024 of two deputies: one spoke three times, took part four times and signed what another made, who spoke never."""
    return (
        *(speech(at, number, first, f"2024-01-2{number}") for number in range(3)),
        *(held(f"//{at}/s/a-{number}", f"2024-0{number + 3}-05", at, first, second) for number in range(4)),
        proposed(at, 1, "2024-01-23", second, first),
    )


def year(number: int) -> Mapping[str, Any]:
    """The days of a year, as a question has them."""
    return {"first": date(number, 1, 1), "last": date(number, 12, 31)}


def until(day: str) -> Mapping[str, Any]:
    """Everything up to a day, as a question has it."""
    return {"as_of": date.fromisoformat(day)}


def rate(hub: Playing, name: str, where: str, asked: Mapping[str, Any]) -> dict[str | None, tuple[int | None, int | None]]:
    """n and of by kind, without rows of nothing."""
    answer = ask(hub.connection, Question((name,), where, ("kind",), **asked), TODAY)
    return {row.by["kind"]: (row.n, row.of) for row in answer.rows if row.by["kind"] is not None}


def opened(hub: Playing, name: str, where: str, kind: str, asked: Mapping[str, Any]) -> list[str]:
    """The keys of what is behind a figure."""
    found = list_cell(hub.connection, Question((name,), where, where={"kind": kind}, **asked), TODAY)
    hub.connection.rollback()
    return [one.key for one in found.items]
