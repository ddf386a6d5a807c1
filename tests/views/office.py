"""A small federation and the words of its suggestion systems: what a test tells, in one line each.

Regions: province 42, cities 4206 and 4207, counties 420624 and 420625 (of 4206), towns 420624101 and 420624102; each has a
unit `<region>-cwh` and a suggestion system `//<region>/s`.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any, Final

from tests.projections.play import Event, fact, federation, source

REGIONS: Final = ("42", "4206", "4207", "420624", "420625", "420624101", "420624102")
LEVELS: Final = {2: "province", 4: "city", 6: "county", 9: "town"}
TOWN, COUNTY, CITY, PROVINCE = "420624101", "420624", "4206", "42"
_NUMBER: Final = count(1)


def reference() -> Sequence[Event]:
    """The facts on which the rest stands."""
    units = [
        fact(
            "unit.registered",
            f"{code}-cwh",
            {"unit": f"{code}-cwh", "name": code, "kind": "standing_committee", "level": level(code), "region": code},
        )
        for code in REGIONS
    ]
    return [*federation(*REGIONS), *units, *(source(f"//{code}/s", code) for code in REGIONS)]


def level(code: str) -> str:
    """The level of a region's congress."""
    return LEVELS[len(code)]


def suggestion(number: int, at: str = COUNTY) -> str:
    """The id of a suggestion minted by the system of a region."""
    return f"//{at}/s/{number:03}"


def say(name: str, subject: str, day: str, by: str = COUNTY, origin: str | None = TOWN, **data: Any) -> Event:
    """One event `cn.npc.<name>.v1` by the system of the region `by`; `day` may carry a time of day (`2025-06-08T16:20`)."""
    at = data.pop("id", None)
    when = day if "T" in day else f"{day}T09:00"
    return {
        "specversion": "1.0", "id": at or f"e-{next(_NUMBER):05}", "source": data.pop("source", f"//{by}/s"), "type": f"cn.npc.{name}.v1",
        "subject": subject, "time": f"{when}:00+08:00", "unit": f"{by}-cwh", "level": level(by), "region": by,
        "data": {**({} if origin is None else {"origin": origin}), **data},
    }  # fmt: skip


def told(name: str, subject: str, day: str, **data: Any) -> Event:
    """One suggestion event, by the system that minted the suggestion unless `by` says otherwise."""
    by = data.pop("by", subject.split("/")[2])
    return say(f"suggestion.{name}", subject, day, by, **data)


def registered(subject: str, day: str, **data: Any) -> Event:
    """A suggestion gets its number, which is the end of its id unless told."""
    return told("registered", subject, day, **{"term": 17, "session": 4, "no": subject.rsplit("/", 1)[1], **data})


def assigned(subject: str, day: str, *mains: str, co: Sequence[str] = (), separate: Sequence[str] = (), **data: Any) -> Event:
    """A suggestion is assigned to departments."""
    roles = {"main": mains, "co": co, "separate": separate}
    departments = [{"dept": dept, "role": role} for role, depts in roles.items() for dept in depts]
    return told("assigned", subject, day, departments=departments, **data)


def replied(subject: str, day: str, dept: str, **data: Any) -> Event:
    """A department replies; solved unless told."""
    return told("replied", subject, day, **{"dept": dept, "outcome": "solved", **data})


def graded(subject: str, day: str, grade: str, **data: Any) -> Event:
    """The deputy grades the result."""
    return told("reply_evaluated", subject, day, axis="result", grade=grade, **data)


def opinion(number: int, at: str = TOWN) -> str:
    """The id of an opinion."""
    return f"//{at}/s/o-{number:03}"


def heard(name: str, subject: str, day: str, **data: Any) -> Event:
    """One opinion event, by the system that minted the opinion unless `by` says otherwise."""
    by = data.pop("by", subject.split("/")[2])
    return say(f"opinion.{name}", subject, day, by, opinion=subject, **data)
