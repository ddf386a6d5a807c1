"""What an edition, or a list of successors, changes of what is known: the administrator's facts. Pure; the clock is an argument.

Ids are made of what a fact is about and its day, so that the same edition sent twice is the same events.
"""

import csv
import io
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import Any, Final

from connectors.regions.edition import NATION, Edition, Region
from schemas.days import FIRST_CONGRESS, format_instant, parse_instant
from schemas.errors import Problem, UsageError

_IDS: Final = uuid.UUID("1d1ce0f5-6d2c-5b0c-9f0e-6f2f0a7f9c11")
_HEAD: Final = ("code", "successor", "share", "day", "document")

Event = dict[str, Any]
Known = Mapping[str, Mapping[str, Any]]
"""What is valid on a day, by code: its `name` and `parent`."""


Said = Mapping[tuple[str, str], Mapping[str, Any]]
"""The facts of one day that give codes their `name` or `parent`, by code and member: `source`, `id`."""


@dataclass(frozen=True)
class Plan:
    """What has to be said: of which code what kind of fact, parents before children; and the codes that are new, renamed, moved and gone."""

    changes: Sequence[tuple[str, str]]
    new: Sequence[str]
    renamed: Sequence[str]
    moved: Sequence[str]
    gone: Sequence[str]
    edition: Edition
    day: date
    now: int
    said: Said = field(default_factory=dict)

    def events(self, first: int = 0, last: int | None = None) -> list[Event]:
        """The facts from one place of `changes` to before another: made when they are sent, so that the first need not wait for all others."""
        of = self.edition.regions.get
        facts = [fact(kind, code, self.day, self.now, _data(kind, of(code))) for kind, code in self.changes[first:last]]
        return [_instead(one, self.said, self.now) for one in facts] if self.said else facts


def plan(edition: Edition, known: Known, day: date, now: int) -> Plan:
    """What has to be said so that the regions of the edition are valid on a day. A code is gone when its province is in the edition and it is not."""
    _check_day(day, "/valid_from")
    provinces = {code[:2] for code in edition.regions}
    new = [code for code in edition.regions if code not in known]
    both = [(edition.regions[code], known[code]) for code in edition.regions if code in known]
    renamed = [one.code for one, was in both if one.name != was["name"]]
    moved = [one.code for one, was in both if one.parent != was["parent"]]
    gone = [code for code in known if code != NATION and code[:2] in provinces and code not in edition.regions]
    several = {"established": new, "renamed": renamed, "moved": moved, "abolished": gone}
    return Plan([(kind, code) for kind, codes in several.items() for code in codes], new, renamed, moved, gone, edition, day, now)


def _check_day(day: date, place: str) -> None:
    """Whether the gate takes facts of a day; else every one of them would lie in quarantine."""
    if day < FIRST_CONGRESS:
        raise UsageError(problem=Problem("TIME_TOO_OLD", place, f"≥ {FIRST_CONGRESS}", day.isoformat()))


def amending(found: Plan, said: Said, now: int) -> Plan:
    """The plan for a day of which something was said already: that is corrected. A second fact of that day would contradict the first."""
    return replace(found, said=said, now=now)


def _instead(event: Event, said: Said, now: int) -> Event:
    member = {"cn.npc.region.renamed.v1": "name", "cn.npc.region.moved.v1": "parent"}.get(event["type"])
    holder = None if member is None else said.get((event["subject"], member))
    if member is None or holder is None or holder["source"] != event["source"]:
        return event
    fields = {member: event["data"][member]}
    # A name may be corrected to one that it had been corrected from.
    name = str(uuid.uuid5(_IDS, f"edition\n{holder['id']}\n{fields}\n{now}"))
    return _correcting(event, name, holder, fields, now)


def _correcting(body: Event, name: str, of: Mapping[str, Any], fields: Mapping[str, Any], now: int) -> Event:
    corrects = {"source": of["source"], "id": of["id"]}
    kind = {"type": "cn.npc.reference.corrected.v1", "data": {"corrects": corrects, "fields": fields}}
    return {**body, **kind, "id": name, "time": format_instant(now)}


def _data(kind: str, region: Region | None) -> dict[str, str]:
    """What a fact says of a region of the edition; of one that is gone nothing more."""
    if region is None:
        return {}
    if kind == "renamed":
        return {"name": region.name}
    if kind == "moved":
        return {"parent": region.parent}
    level = {} if region.level is None else {"level": region.level}
    return {"name": region.name, "kind": region.kind, "parent": region.parent, **level}


def fact(kind: str, code: str, day: date, now: int, data: Mapping[str, Any]) -> Event:
    """A fact of the administrator about a code, from a day on; it happened at the beginning of that day, or now if that is earlier."""
    return {
        "specversion": "1.0",
        "id": str(uuid.uuid5(_IDS, f"{kind}\n{code}\n{day}")),
        "source": "//00/hub",
        "type": f"cn.npc.region.{kind}.v1",
        "subject": code,
        "time": _happened(day, now),
        "unit": "00-hub",
        "level": "national",
        "region": NATION,
        "data": {"code": code, "valid_from": day.isoformat(), **data},
    }


@lru_cache
def _happened(day: date, now: int) -> str:
    return format_instant(min(parse_instant(f"{day}T00:00:00+08:00"), now))


@dataclass(frozen=True, slots=True)
class Successor:
    """A line of a list of successors."""

    code: str
    successor: str
    share: str
    day: date
    document: str


def successors(text: str) -> list[Successor]:
    """A list of successors from its CSV: code, successor, share, day, document. Raises UsageError at the row that is wrong."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    head = next(reader, [])
    if tuple(head) != _HEAD:
        raise UsageError(problem=Problem("FIELD_FORMAT", "/1", ",".join(_HEAD), ",".join(head)[:80]))
    found = []
    days: dict[str, date] = {}
    for number, row in enumerate(reader, 2):
        if not row:
            continue
        try:
            code, successor, share, day, document = row
            found.append(Successor(code, successor, share, date.fromisoformat(day), document))
        except ValueError as error:
            raise UsageError(problem=Problem("FIELD_FORMAT", f"/{number}", "620824,620881,,2018-08-17,", ",".join(row)[:80])) from error
        _check_day(found[-1].day, f"/{number}")
        if days.setdefault(code, found[-1].day) != found[-1].day:
            raise UsageError(problem=Problem("CONTRADICTION", f"/{number}", days[code].isoformat(), day))
    return found


Ended = Mapping[str, Mapping[str, Any]]
"""How gone codes ended, as known: `kind`, `day`, `source`, `id`, `successors`."""


def succession(lines: Iterable[Successor], ended: Ended, now: int) -> list[Event]:
    """What has to be said so that these codes have these successors: nothing twice; an end that was told without them is corrected."""
    by_code: dict[str, list[Successor]] = {}
    for line in lines:
        by_code.setdefault(line.code, []).append(line)
    return [event for code, several in by_code.items() for event in _ending(code, several, ended.get(code), now)]


def _ending(code: str, lines: Sequence[Successor], end: Mapping[str, Any] | None, now: int) -> Iterator[Event]:
    listed = [{"code": one.successor, **({"share": one.share} if one.share else {})} for one in lines if one.successor]
    day = lines[0].day
    document = {"approval_doc": lines[0].document} if lines[0].document else {}
    if end is None:
        yield fact("split" if len(listed) > 1 else "abolished", code, day, now, {"successors": listed, **document})
    elif _heirs(end) != [(one["code"], one.get("share") if "shares" in end else None) for one in listed]:
        if end["kind"] not in ("abolished", "split"):
            raise UsageError(problem=Problem("CONTRADICTION", "/code", f"{end['kind']} {' '.join(end['successors'])}", code))
        fields = {"successors": listed, "valid_from": day.isoformat(), **document}
        name = str(uuid.uuid5(_IDS, f"successors\n{code}\n{end['id']}\n{fields}"))
        yield _correcting(fact("abolished", code, day, now, {}), name, end, fields, now)


def _heirs(end: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    return list(zip_longest(end["successors"], end.get("shares") or ()))
