"""The hub's own record on the topic `notices`: the time for a step of handling is nearly over, or is over. A CloudEvent, and no fact."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from schemas import codec, form
from schemas.days import format_instant
from schemas.errors import Inconsistent, Problem, Refused
from schemas.registry import EventType, by_name

NAME: Final = "hub.notice.v1"
SOURCE: Final = "//00/hub"
"""Who says it: the hub itself."""

NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, NAME)
Rule = Literal["due_soon", "overdue"]


@dataclass(frozen=True)
class Notice:
    """What was seen at the instant `at` (ms) of the suggestion `object`: it must be answered by the day `due`, or its `step` be done.

    `unit`, `level` and `region` are those of the organ that assigned it last, or with which the time for the step began; `basis` is the rule that
    sets the due day, `ahead` the one by which it is due soon; `departments` must do it; readers of `regions` may see it. `about` is the department
    or the promise that the step is of.
    """

    object: str
    rule: Rule
    due: date
    at: int
    unit: str
    level: str
    region: str
    basis: str
    ahead: str | None = None
    departments: Sequence[str] = ()
    regions: Sequence[str] = ()
    step: str | None = None
    about: str | None = None

    @property
    def id(self) -> str:
        """Its id."""
        return notice_id(self.object, said(self.rule, self.step, self.about), self.due)


def said(rule: str, step: str | None, about: str | None) -> str:
    """What is said of an object for a day, in words parted by blanks: `overdue`, or `overdue contact 500101-jtj`."""
    return " ".join(filter(None, (rule, step, about)))


def notice_id(subject: str, rule: str, day: date) -> str:
    """The id of what is said of an object by a rule for a day, the same whoever says it and however often (a UUID version 5)."""
    return str(uuid.uuid5(NAMESPACE, json.dumps([subject, rule, day.isoformat()], ensure_ascii=False, separators=(",", ":"))))


def schema() -> EventType:
    """The released schema of notices."""
    kind = by_name(NAME)
    if kind is None:
        raise Inconsistent(NAME)
    return kind


def to_event(notice: Notice) -> dict[str, Any]:
    """The notice in CloudEvents form."""
    data = {
        "rule": notice.rule,
        "due": notice.due.isoformat(),
        "basis": notice.basis,
        "ahead": notice.ahead,
        "step": notice.step,
        "about": notice.about,
    }
    lists = {"departments": list(notice.departments), "regions": list(notice.regions)}
    return {
        "specversion": form.SPECVERSION,
        "id": notice.id,
        "source": SOURCE,
        "type": NAME,
        "subject": notice.object,
        "time": format_instant(notice.at),
        "unit": notice.unit,
        "level": notice.level,
        "region": notice.region,
        "data": {name: value for name, value in {**data, **lists}.items() if value},
    }


def encode(notice: Notice) -> bytes:
    """The notice as framed Avro. Raises Refused where a member has not its form."""
    return codec.frame(schema(), form.datum_of(schema(), to_event(notice)))


def decode(record: bytes) -> dict[str, Any]:
    """The CloudEvents form of a record that `encode` made. Raises Refused."""
    kind, body = codec.unframe(record)
    if kind.name != NAME:
        raise Refused(Problem("SCHEMA_UNKNOWN", "", NAME, kind.name))
    return codec.event_of(kind, body)
