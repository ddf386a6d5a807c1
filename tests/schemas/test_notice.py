"""A notice means the same as JSON and as Avro, and its id says what it is of."""

import json
import uuid
from dataclasses import replace
from datetime import date

import pytest

from schemas import codec, form, notice, registry
from schemas.days import parse_instant
from schemas.errors import Refused
from schemas.notice import Notice

pytestmark = pytest.mark.quick

EXAMPLE = json.loads((registry.FOLDER / "examples" / "hub" / f"{notice.NAME}.json").read_text("utf-8"))
NOTICE = Notice(
    "//420624/jyxt/s-12", "overdue", date(2025, 10, 9), parse_instant("2025-10-10T00:00:01+08:00"), "420624-cwh", "county", "420624",
    "00 reply 3 m", departments=("420624-jtj",), regions=("420624101", "420624", "4206", "42", "00"),
)  # fmt: skip


def test_the_example_is_what_the_hub_writes() -> None:
    # given the notice of the example, when it is written and read, then it is the example, save for how its instant is written
    told = notice.decode(notice.encode(NOTICE))
    assert told == notice.to_event(NOTICE)
    assert {**told, "time": parse_instant(told["time"])} == {**EXAMPLE, "time": parse_instant(EXAMPLE["time"])}


def test_the_id_is_of_object_rule_and_day_alone() -> None:
    # given the same seen at another moment, by another rule of law, of other departments
    again = replace(NOTICE, at=NOTICE.at + 86_400_000, basis="42 reply 3 m", departments=())
    # then it has the same id, a UUID of version 5; any other object, rule or day has another
    assert again.id == NOTICE.id == EXAMPLE["id"]
    assert uuid.UUID(NOTICE.id).version == 5
    others = [replace(NOTICE, object="//420624/jyxt/s-13"), replace(NOTICE, rule="due_soon"), replace(NOTICE, due=date(2025, 10, 10))]
    others += [replace(NOTICE, step="contact", about=about) for about in ("420624-jtj", "420624-slj")] + [replace(NOTICE, step="assign")]
    assert len({NOTICE.id, *(one.id for one in others)}) == 7


def test_a_notice_of_the_first_release_is_still_read() -> None:
    # given a record of the schema before steps were told of
    first = registry.by_id(9002)
    assert first is not None
    assert notice.decode(codec.frame(first, form.datum_of(first, EXAMPLE)))["id"] == EXAMPLE["id"]


def test_a_notice_is_no_event_and_an_event_is_no_notice() -> None:
    with pytest.raises(Refused):
        codec.decode(notice.encode(NOTICE))
    with pytest.raises(Refused):
        codec.encode(EXAMPLE)
    event = json.loads((registry.FOLDER / "examples" / "cn.npc.suggestion.contacted.v1.json").read_text("utf-8"))
    with pytest.raises(Refused):
        notice.decode(codec.encode(event))
