"""Writes events as one system would: ids, times, and when each was handed over. Pure: every choice comes from a seed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final, Literal, cast

from hub.demo.places import Unit
from schemas import content, form
from schemas.ids import row_id
from schemas.registry import by_name

DAY: Final = 86_400_000
_HOUR: Final = 3_600_000
_BEIJING: Final = 8 * _HOUR
_EPOCH: Final = date(1970, 1, 1)
_LATE: Final = 67
"""Every so many events one is handed over more than a month late."""

Phase = Literal["reference", "course", "cure"]
"""`reference`: what the others rest on; `course`: the daily business; `cure`: reference facts that come too late."""
PHASES: Final[tuple[Phase, ...]] = ("reference", "course", "cure")
Door = Literal["kafka", "http", "cli", "csv"]
Family = Literal["reference", "activity", "suggestion"]


@dataclass(frozen=True)
class System:
    """A system that publishes, as it is registered, and the door it uses."""

    source: str
    name: str
    region: str
    families: tuple[Family, ...]
    door: Door = "kafka"


@dataclass(frozen=True, slots=True)
class Sent:
    """One record as its system handed it over. `event` is the Avro datum (time in ms); `handed` ms, the order of the stream;
    `row` the key of its row where it comes from a sheet."""

    type: str
    event: Mapping[str, Any]
    handed: int
    system: System
    phase: Phase = "course"
    row: str = ""

    @property
    def family(self) -> Family:
        """The family of its type."""
        kind = by_name(self.type)
        assert kind is not None  # noqa: S101 - the demo writes released types only
        return cast(Family, kind.family)


def instant(day: date, hour: int = 9) -> int:
    """Milliseconds of an hour of a Beijing day."""
    return (day - _EPOCH).days * DAY + hour * _HOUR - _BEIJING


def day_of(milliseconds: int) -> date:
    """The Beijing day of an instant."""
    return _EPOCH + timedelta(days=(milliseconds + _BEIJING) // DAY)


def digest(sent: Sent) -> bytes:
    """The digest of the content."""
    kind = by_name(sent.type)
    assert kind is not None  # noqa: S101
    return content.digest(form.to_event(kind, sent.event))


class Pen:
    """The hand of one system: what it writes is kept in `written`, in no particular order."""

    def __init__(self, system: System, seed: str) -> None:
        """A pen whose choices follow from the seed and the system's name alone."""
        self.system = system
        self.random = Random(f"{seed} {system.source}")  # noqa: S311 - no secret
        self.written: list[Sent] = []
        self._numbers: dict[str, int] = {}

    def mint(self, letter: str) -> str:
        """The id of a new object of this system."""
        self._numbers[letter] = number = self._numbers.get(letter, 0) + 1
        return f"{self.system.source}/{letter}-{number}"

    def between(self, first: date, last: date) -> int:
        """A moment of office hours within a period, both days included."""
        day = first + timedelta(days=int(self.random.random() * ((last - first).days + 1)))
        return instant(day, 8) + int(self.random.random() * 10 * _HOUR)

    def write(self, name: str, subject: str, at: int, unit: Unit, data: Mapping[str, Any], phase: Phase = "course") -> Sent:
        """Write an event of type `cn.npc.<name>.v1` that happened at `at` (ms); it is handed over soon, or much later."""
        event = {"subject": subject, "unit": unit.code, "level": unit.level, "region": unit.region, "data": data}
        return self._say(f"cn.npc.{name}.v1", event, at, self._handed(at), phase)

    def correct(self, wrong: Sent, fields: Mapping[str, Any]) -> None:
        """Say what an event ought to have said; members of `data`, or `time` as RFC 3339 text."""
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self._amend(wrong, "corrected", {"fields": text})

    def retract(self, wrong: Sent, reason: str) -> None:
        """Take an event back."""
        self._amend(wrong, "retracted", {"reason": reason})

    def contradict(self, true: Sent, name: str, value: Any) -> None:
        """Say the same event again with another value of a member of `data`: an equivocation. The true copy stands, for the
        false one is varied until its digest is the larger. A sheet has one row for a key, so it cannot contradict itself."""
        if true.row:
            return
        standing = digest(true)
        for attempt in range(64):
            data = {**true.event["data"], name: value, "title": f"{attempt}"}
            false = replace(true, event={**true.event, "data": data}, handed=true.handed + DAY)
            if digest(false) > standing:
                self._keep(false)
                return

    def _amend(self, wrong: Sent, how: str, data: Mapping[str, Any]) -> None:
        corrects = {"source": wrong.event["source"], "id": wrong.event["id"]}
        at = max(wrong.event["time"], wrong.handed) + DAY + int(self.random.random() * 5 * DAY)
        event = {**wrong.event, "data": {"corrects": corrects, **data}}
        self._say(f"cn.npc.{wrong.family}.{how}.v1", event, at, at + _HOUR, wrong.phase)

    def _say(self, name: str, event: Mapping[str, Any], at: int, handed: int, phase: Phase) -> Sent:
        """Keep an event under a new id; a sheet's row has an id of its own making, from the row's key."""
        row = f"{len(self.written) + 1:05d}" if self.system.door == "csv" else ""
        source = self.system.source
        new = row_id(source, name, row) if row else self._id(at)
        return self._keep(Sent(name, {**event, "id": new, "source": source, "time": at}, handed, self.system, phase, row))

    def _handed(self, at: int) -> int:
        if len(self.written) % _LATE == 3:
            return at + (31 + int(self.random.random() * 90)) * DAY
        return at + int(self.random.random() * 2 * DAY)

    def _id(self, at: int) -> str:
        """A UUID version 7 of that moment."""
        bits = self.random.getrandbits(74)
        head = f"{at & (1 << 48) - 1:012x}"
        return f"{head[:8]}-{head[8:]}-7{bits >> 62:03x}-{8 | bits >> 60 & 3:x}{bits >> 48 & 0xFFF:03x}-{bits & (1 << 48) - 1:012x}"

    def _keep(self, sent: Sent) -> Sent:
        self.written.append(sent)
        return sent
