"""An edition of a day after which more is known: what has to be said so that its day shows it, and every later edition's day what it shows now. Pure.

What is known only from a later day begins earlier (the fact by which it begins, or ends, is moved by an amendment); what this edition says otherwise
holds from its day, and what was known is said again of the next edition's day. No two facts contradict each other.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from connectors.regions.edition import Region
from connectors.regions.plan import ADMINISTRATOR, Event, Known, Plan, correcting, data_of, fact, fact_id, instead, name_of, retracting
from schemas.errors import Problem, UsageError

_SAID: Final = {"name": "renamed", "parent": "moved"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Later:
    """What is known from after a day. `next`: the day of the next edition of a province, by its two digits; `then`: what is valid on that day, by
    code; `lives`: the fact by which a code begins next (`source`, `id`, `day`, `name`, `parent`, `was`); `reforms`: what was said of a code from that
    day on, the smallest first (`kind`, `day`, `ends`, `name`, `parent`, `source`, `id`).
    """

    next: Mapping[str, date]
    then: Known
    lives: Mapping[str, Row]
    reforms: Mapping[str, Sequence[Row]]


def next_editions(said: Iterable[Row]) -> dict[str, date]:
    """The first day of an edition of each province, from facts (`region`, `kind`, `day`, `id`; amendments `of`, at a `time`): an edition makes the id
    of the others.
    """
    found: dict[str, date] = {}
    for one in said:
        province, day = one["region"][:2], one["day"]
        if (province not in found or day < found[province]) and one["id"] == _made_by_an_edition(one):
            found[province] = day
    return found


def _made_by_an_edition(one: Row) -> str:
    if one["of"] is None:
        return fact_id(one["kind"], one["region"], one["day"])
    return name_of("begins", one["of"], str(one["day"]), str(one["time"]))


def before(found: Plan, later: Later) -> Plan:
    """The plan for a day before what is known of `later`. Raises UsageError where the edition cannot be had without
    changing what a later day shows: a code that goes on under another by a move would be gone before."""
    several = {"established": found.new, "renamed": found.renamed, "moved": found.moved, "abolished": found.gone}
    say: dict[str, Callable[[Plan, str, Later], Iterable[Event]]] = {"established": _begun, "abolished": _ended}
    events: list[Event] = []
    for kind, codes in several.items():
        for code in codes:
            events += say[kind](found, code, later) if kind in say else _changed(found, kind, code, later)
    return replace(found, changes=[], events_made=[*(_restored(found)), *events])


def _restored(found: Plan) -> Iterator[Event]:
    for code in found.restored:
        yield _of_day(found, "restored", code, {})


def _begun(found: Plan, code: str, later: Later) -> Iterator[Event]:
    """A code that is not known on the day: it begins earlier, or was there until the next edition, which has it not."""
    region, life, following = found.edition.regions[code], later.lives.get(code), later.next.get(code[:2])
    data = data_of("established", region)
    if life is not None and (following is None or life["day"] <= following):
        if life["source"] == ADMINISTRATOR and life["was"] is None:
            yield from _moved_forward(found, region, life, later)
            return
        following = life["day"]
    through = {} if following is None else {"valid_through": (following - timedelta(days=1)).isoformat()}
    yield _of_day(found, "established", code, {**data, **through})


def _moved_forward(found: Plan, region: Region, life: Row, later: Later) -> Iterator[Event]:
    """The fact by which the code begins is of the day; what it said otherwise is said of the day on which it said so."""
    now = {"name": region.name, "parent": region.parent}
    fields = {"valid_from": found.day.isoformat(), **{one: now[one] for one in now if now[one] != life[one]}}
    yield _amended(found, region.code, life, fields)
    for one in _SAID:
        if now[one] != life[one]:
            yield from _stays(found, region.code, one, life[one], life["day"], later)


def _changed(found: Plan, kind: str, code: str, later: Later) -> Iterator[Event]:
    """A code with another name, or parent, on the day: until the next edition, unless something is said of that until then."""
    yield _of_day(found, kind, code, data_of(kind, found.edition.regions[code]))
    member = next(one for one in _SAID if _SAID[one] == kind)
    following, then = later.next.get(code[:2]), later.then.get(code)
    if following is None or then is None or _begins_by(later, code, following):
        return
    if any(found.day < one["day"] <= following for one in _reforms(later, code, member)):
        return
    if then[member] != getattr(found.edition.regions[code], member):
        yield from _stays(found, code, member, then[member], following, later)


def _ended(found: Plan, code: str, later: Later) -> Iterator[Event]:
    """A code that the edition has not: it ends earlier, or was not there until the next edition, which has it."""
    following, then, begun = later.next.get(code[:2]), later.then.get(code), found.said.get((code, "begin"))
    again = _begins_by(later, code, following)
    life = later.lives.get(code)
    until = life["day"] if life is not None and again else following
    end = next((one for one in later.reforms.get(code, ()) if one["ends"] and _within(one["day"], found.day, until)), None)
    if end is not None and end["kind"] == "moved":
        raise UsageError(problem=Problem("EDITION_OUT_OF_ORDER", "/valid_from", f"≥ {end['day']}", code))
    if following is not None and then is not None and not again:
        yield from _interrupted(found, code, then, following, later)
        return
    if begun is None and end is not None:
        yield _amended(found, code, end, {"valid_from": found.day.isoformat()})
    else:
        yield _of_day(found, "abolished", code, {})
        if end is not None:
            yield _taken_back(found, code, end)
    # What was said of it in the meantime is said of nothing.
    last = end["day"] if end is not None else date.max if life is None else life["day"]
    yield from (_taken_back(found, code, one) for one in _said_of(later, code) if found.day <= one["day"] < last)


def _interrupted(found: Plan, code: str, then: Row, following: date, later: Later) -> Iterator[Event]:
    """A code that the next edition has: it begins only there, or once more, as it is known then."""
    begun = found.said.get((code, "begin"))
    if begun is not None and begun["source"] == ADMINISTRATOR:
        yield _amended(found, code, begun, {"valid_from": following.isoformat(), "name": then["name"], "parent": then["parent"]})
    else:
        yield _of_day(found, "abolished", code, {})
        level = {"level": then["level"]} if then["congress"] else {}
        said = {"name": then["name"], "kind": then["kind"], "parent": then["parent"], **level}
        yield _unspent(found, fact("established", code, following, found.now, said))
    yield from (_taken_back(found, code, one) for one in _said_of(later, code) if found.day <= one["day"] <= following)


def _begins_by(later: Later, code: str, following: date | None) -> bool:
    life = later.lives.get(code)
    return life is not None and (following is None or life["day"] <= following)


def _within(day: date, first: date, until: date | None) -> bool:
    return first < day and (until is None or day <= until)


def _said_of(later: Later, code: str) -> list[Row]:
    return [one for one in later.reforms.get(code, ()) if not one["ends"]]


def _reforms(later: Later, code: str, member: str) -> list[Row]:
    return [one for one in _said_of(later, code) if one["kind"] == _SAID[member]]


def _stays(found: Plan, code: str, member: str, value: str, day: date, later: Later) -> Iterator[Event]:
    """What was known of a later day holds from there. Where nothing is said of that day by an edition it is none of one afterwards."""
    there = next((one for one in _reforms(later, code, member) if one["day"] == day), None)
    if there is None:
        said = fact(_SAID[member], code, day, found.now, {member: value})
        yield _unspent(found, said if later.next.get(code[:2]) == day else {**said, "id": name_of("kept", said["id"], value)})
    elif there[member] != value:
        yield _amended(found, code, there, {member: value})


def _amended(found: Plan, code: str, of: Row, fields: Mapping[str, str]) -> Event:
    body = fact("established", code, found.day, found.now, {})
    name = ("begins", of["id"], fields["valid_from"]) if "valid_from" in fields else ("edition", of["id"], str(fields))
    return correcting(body, name_of(*name, str(found.now)), of, fields, found.now)


def _taken_back(found: Plan, code: str, of: Row) -> Event:
    return retracting(fact("abolished", code, found.day, found.now, {}), of, found.now)


def _of_day(found: Plan, kind: str, code: str, data: Mapping[str, str]) -> Event:
    return instead(fact(kind, code, found.day, found.now, data), found)


def _unspent(found: Plan, said: Event) -> Event:
    return {**said, "id": str(uuid.uuid5(uuid.UUID(said["id"]), str(found.now)))} if said["id"] in found.spent else said
