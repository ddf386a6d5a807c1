"""What an edition, or a list of successors, changes of what is known: the administrator's facts. Pure; the clock is an argument.

Ids are made of what a fact is about and its day, so that the same edition sent twice is the same events.
"""

import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import Any, Final

from connectors.regions.edition import Edition, Region
from connectors.regions.rows import NATION, code_of, day_of, rows
from schemas.days import FIRST_CONGRESS, beijing_day, format_instant, parse_instant
from schemas.errors import Problem, UsageError

_IDS: Final = uuid.UUID("1d1ce0f5-6d2c-5b0c-9f0e-6f2f0a7f9c11")
ADMINISTRATOR: Final = "//00/hub"
_HEAD: Final = ("code", "successor", "share", "day", "document")

Event = dict[str, Any]
Known = Mapping[str, Mapping[str, Any]]
"""What is valid on a day, by code: its `name` and `parent`."""


Said = Mapping[tuple[str, str], Mapping[str, Any]]
"""The facts of one day that give codes their `name` or `parent`, by code and member: `source`, `id`."""


@dataclass(frozen=True)
class Plan:
    """What has to be said: of which code what kind of fact, parents before children; and the codes that are new, renamed, moved, gone, and there
    after all (`restored`), which a fact of that day says to be gone. `spent`: ids of facts that were taken back.
    """

    changes: Sequence[tuple[str, str]]
    new: Sequence[str]
    renamed: Sequence[str]
    moved: Sequence[str]
    gone: Sequence[str]
    edition: Edition
    day: date
    now: int
    said: Said = field(default_factory=dict)
    restored: Sequence[str] = ()
    spent: frozenset[str] = frozenset()
    events_made: Sequence[Event] = ()
    """In place of `changes`, where more than this day is known (`earlier`)."""

    @property
    def facts(self) -> int:
        """How many facts there are."""
        return len(self.changes) + len(self.events_made)

    def events(self, first: int = 0, last: int | None = None) -> list[Event]:
        """The facts from one place of `changes` to before another: made when they are sent, so that the first need not wait for all others."""
        if self.events_made:
            return list(self.events_made[first:last])
        of = self.edition.regions.get
        facts = [fact(kind, code, self.day, self.now, data_of(kind, of(code))) for kind, code in self.changes[first:last]]
        return [instead(one, self) for one in facts] if self.said or self.spent else facts


def plan(edition: Edition, known: Known, day: date, now: int, ended: Known | None = None) -> Plan:
    """What has to be said so that the regions of the edition are valid on a day. A code is gone when its province is in the edition and it is not.
    `ended`: those of which it is known that they ended on that day, each with its `name` and `parent` before, and the `source` and `id` that say so.
    """
    _check_day(day, "/valid_from")
    back = {code: one for code, one in (ended or {}).items() if code in edition.regions and code not in known and one["source"] == ADMINISTRATOR}
    known = {**known, **back}
    provinces = {code[:2] for code in edition.regions}
    new = [code for code in edition.regions if code not in known]
    both = [(edition.regions[code], known[code]) for code in edition.regions if code in known]
    renamed = [one.code for one, was in both if one.name != was["name"]]
    moved = [one.code for one, was in both if one.parent != was["parent"]]
    gone = [code for code in known if code != NATION and code[:2] in provinces and code not in edition.regions]
    several = {"restored": [*back], "established": new, "renamed": renamed, "moved": moved, "abolished": gone}
    changes = [(kind, code) for kind, codes in several.items() for code in codes]
    said = {(code, "end"): one for code, one in back.items()}
    return Plan(changes, new, renamed, moved, gone, edition, day, now, said, [*back])


def check_gone(found: Plan, known: Known, gone: int | None) -> None:
    """Whether an edition may abolish what it does not name. Raises UsageError where its sender said another number of codes, or none and it is more
    than half of what is known of a province: of all that are published the most was 37 % (province 51, 2019 to 2021); a file that ends
    too soon lacks the rest.
    """
    was, ends = (Counter(code[:2] for code in codes) for codes in (known, found.gone))
    short = [f"{code}: {ends[code]} / {was[code]}" for code in ends if 2 * ends[code] > was[code]]
    if gone != len(found.gone) and (gone is not None or short):
        raise UsageError(problem=Problem("EDITION_CUT_SHORT", "/gone", str(len(found.gone)), ", ".join(short) or str(gone)))


def _check_day(day: date, place: str) -> None:
    """Whether the gate takes facts of a day; else every one of them would lie in quarantine."""
    if day < FIRST_CONGRESS:
        raise UsageError(problem=Problem("TIME_TOO_OLD", place, f"≥ {FIRST_CONGRESS}", day.isoformat()))


def amending(found: Plan, said: Said, now: int, spent: Iterable[str] = ()) -> Plan:
    """The plan for a day of which something was said already: that is corrected, or taken back where it says the opposite. A second fact of that day
    would contradict the first, and one with an id that was taken back says nothing."""
    return replace(found, said={**found.said, **said}, now=now, spent=frozenset(spent))


_MEMBERS: Final = {"renamed": "name", "moved": "parent", "restored": "end", "abolished": "begin"}


def instead(event: Event, of: Plan) -> Event:
    """A fact of the plan's day as it can be said: by amending what says otherwise of that day, and by an id that is not used up."""
    member, now = _MEMBERS.get(event["type"].split(".")[3]), of.now
    holder = None if member is None else of.said.get((event["subject"], member))
    if member is None or holder is None or holder["source"] != event["source"]:
        spent = event["id"] in of.spent
        return {**event, "id": str(uuid.uuid5(_IDS, f"{event['id']}\n{now}"))} if spent else event
    if member in ("begin", "end"):
        return retracting(event, holder, now)
    fields = {member: event["data"][member]}
    # A name may be corrected to one that it had been corrected from.
    name = name_of("edition", holder["id"], str(fields), str(now))
    return correcting(event, name, holder, fields, now)


def correcting(body: Event, name: str, of: Mapping[str, Any], fields: Mapping[str, Any], now: int) -> Event:
    """An amendment of a fact (`source`, `id`) about the subject of a body."""
    corrects = {"source": of["source"], "id": of["id"]}
    kind = {"type": "cn.npc.reference.corrected.v1", "data": {"corrects": corrects, "fields": fields}}
    return {**body, **kind, "id": name, "time": format_instant(now)}


def retracting(body: Event, of: Mapping[str, Any], now: int) -> Event:
    """A fact of the same day says the opposite, and was wrong."""
    data = {"corrects": {"source": of["source"], "id": of["id"]}, "reason": "同日的版本已改"}
    name = name_of("retracted", of["id"])
    return {**body, "type": "cn.npc.reference.retracted.v1", "data": data, "id": name, "time": format_instant(now)}


def data_of(kind: str, region: Region | None) -> dict[str, str]:
    """What a fact says of a region of the edition; of one that is gone nothing more."""
    if region is None or kind == "restored":
        return {}
    if kind == "renamed":
        return {"name": region.name}
    if kind == "moved":
        return {"parent": region.parent}
    level = {} if region.level is None else {"level": region.level}
    return {"name": region.name, "kind": region.kind, "parent": region.parent, **level}


def name_of(*said: str) -> str:
    """An id made of what is said."""
    return str(uuid.uuid5(_IDS, "\n".join(said)))


def fact_id(kind: str, code: str, day: date) -> str:
    """The id of an edition's fact about a code, from a day on."""
    return str(uuid.uuid5(_IDS, f"{kind}\n{code}\n{day}"))


def fact(kind: str, code: str, day: date, now: int, data: Mapping[str, Any]) -> Event:
    """A fact of the administrator about a code, from a day on; it happened at the beginning of that day, or of today if that is earlier: sent again
    within a day, also where what was sent is not yet known, it is the same fact."""
    return {
        "specversion": "1.0",
        "id": fact_id(kind, code, day),
        "source": ADMINISTRATOR,
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
    return format_instant(parse_instant(f"{min(day, beijing_day(now))}T00:00:00+08:00"))


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
    found: list[Successor] = []
    days: dict[str, date] = {}
    for number, row in rows(text, _HEAD):
        try:
            code, successor, share, day, document = row
            said = Successor(code_of(code), code_of(successor), unicodedata.normalize("NFKC", share), day_of(day), document)
            if not said.code:
                raise ValueError(code)
            found.append(said)
        except ValueError as error:
            raise UsageError(problem=Problem("FIELD_FORMAT", f"/{number}", "620824,620881,,2018-08-17,", ",".join(row)[:80])) from error
        _check_day(said.day, f"/{number}")
        if days.setdefault(said.code, said.day) != said.day:
            raise UsageError(problem=Problem("CONTRADICTION", f"/{number}", days[said.code].isoformat(), day))
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
        name = name_of("successors", code, end["id"], str(fields))
        yield correcting(fact("abolished", code, day, now, {}), name, end, fields, now)


def _heirs(end: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    return list(zip_longest(end["successors"], end.get("shares") or ()))
