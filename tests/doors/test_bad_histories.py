"""Bad input through the HTTP door: each is accepted and shown with the rule that it breaks, or quarantined with it, as docs/bad-input.md says."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.reasons import BROKEN
from schemas.registry import by_name
from tests.conftest import eventually
from tests.doors.world import fact, region
from tests.house.bad_input import ROWS
from tests.running import RunningHub

SOURCE, OTHER = "//420624/bad", "//420625/bad"
ORIGIN = "420624101"
Event = dict[str, Any]


def by(source: str, name: str, subject: str, day: str, data: dict[str, Any]) -> Event:
    """What the system of a county publishes."""
    code = source.split("/")[2]
    event = fact(name, subject, data)
    return {**event, "source": source, "time": f"{day}T09:00:00+08:00", "unit": f"{code}-cwh", "level": "county", "region": code}


def said(number: int, step: str, day: str, **data: Any) -> Event:
    """A step of one suggestion of the county."""
    return by(SOURCE, f"suggestion.{step}", f"{SOURCE}/s-{number}", day, {"origin": ORIGIN, **data})


def begun(number: int, *departments: tuple[str, str], day: str = "2025-06-02") -> list[Event]:
    """A suggestion that is registered and assigned."""
    roles = [{"dept": dept, "role": role} for dept, role in departments or (("bad-A", "main"), ("bad-C", "co"))]
    return [said(number, "registered", day, term=17, session=4, no=f"bad-{number}"), said(number, "assigned", day, departments=roles)]


def replied(number: int, dept: str, **data: Any) -> Event:
    return said(number, "replied", "2025-06-05", dept=dept, **data)


def seated(source: str, mandate: str) -> Event:
    code = source.split("/")[2]
    seat = {"mandate": mandate, "person": "bad-p", "unit": f"{code}-cwh", "level": "county", "region": code, "valid_from": "2022-01-01"}
    return by(source, "mandate.started", mandate, "2022-01-01", seat)


def voted(number: int, **data: Any) -> Event:
    project = f"{SOURCE}/p-{number}"
    votes = {"project": project, "year": 2025, "votes_for": 30, "against": 8, "abstain": 2, "elected": True, **data}
    return by(SOURCE, "project.voted", project, "2025-02-01", votes)


def amended(event: Event, **fields: Any) -> Event:
    """A correction of an event by its own source."""
    kind = by_name(event["type"])
    assert kind is not None
    corrects = {"corrects": {"source": event["source"], "id": event["id"]}, "fields": fields}
    return by(SOURCE, f"{kind.family}.corrected", event["subject"], "2025-06-08", corrects)


def again(code: str, parent: str, since: str) -> Event:
    """A further fact that a region was established."""
    event = region(code, code, "county", "county", parent)
    # Of facts that contradict each other the later does not hold: the ids of one millisecond have no order.
    return {**event, "time": f"{since}T09:00:00+08:00", "data": {**event["data"], "valid_from": since}}


PARTS = [{"code": "420624"}, {"code": "420625"}]


def ended(kind: str, code: str, at: str = "2024-12-02", **data: Any) -> Event:
    """A fact that a region ends with 2024."""
    return {**fact(f"region.{kind}", code, {"code": code, "valid_from": "2025-01-01", **data}), "time": f"{at}T09:00:00+08:00"}


def bad() -> dict[str, tuple[list[Event], str]]:
    """By row of the page: the events, and of which object something is shown; of what is quarantined the last event."""
    vote, twice, plain = voted(1, present=40), begun(8, ("bad-A", "main"), ("bad-A", "co")), begun(9)
    return {
        "cycle": ([again("420691", "420692", "2022-01-01"), again("420692", "420691", "2022-02-01")], "420692"),
        "overlap": ([again("420693", "4206", "2022-01-01"), again("420693", "42", "2023-01-01")], "420693"),
        "predecessor": ([fact("region.merged", "420694", {"code": "420694", "into": "420624", "valid_from": "2025-01-01"})], "420694"),
        "later": ([again("420696", "420695", "2022-01-01"), again("420695", "4206", "2023-01-01")], "420696"),
        "ends": (
            [again("420697", "4206", "2022-01-01"), ended("merged", "420697", into="420624"), ended("split", "420697", successors=PARTS)], "420697",
        ),
        "circle": (
            [*(again(code, "4206", "2022-01-01") for code in ("420681", "420682")), ended("merged", "420681", into="420682", at="2024-12-01"),
             ended("merged", "420682", into="420681")],
            "420682",
        ),
        "reused": ([again("420683", "4206", "2022-01-01"), ended("abolished", "420683"), again("420683", "4206", "2026-01-01")], "420683"),
        "shares": (
            [again("420684", "4206", "2022-01-01"),
             ended("split", "420684", successors=[{**part, "share": share} for part, share in zip(PARTS, ("60%", "30%"), strict=True)])],
            "420684",
        ),
        "settings": (
            [fact("class_scheme.set", "bad-y", {
                "scheme": "bad-y", "region": "42", "classes": [{"code": "C", "outcome": outcome}], "valid_from": "2025-01-01",
            }) for outcome in ("planned", "deferred")],
            "bad-y",
        ),
        "graded": ([*begun(11), said(11, "reply_evaluated", "2025-06-06", axis="result", grade="satisfied")], f"{SOURCE}/s-11"),
        "mandates": ([seated(SOURCE, "bad-m1"), seated(OTHER, "bad-m2")], "bad-m2"),
        "co-handler": ([*begun(1), replied(1, "bad-C", outcome="solved")], f"{SOURCE}/s-1"),
        "promises": (
            [*begun(2), replied(2, "bad-A", outcome="planned", promises=["p"]), said(2, "archived", "2025-06-07")], f"{SOURCE}/s-2"
        ),
        "votes": ([voted(2, present=39)], f"{SOURCE}/p-2"),
        "votes-corrected": ([vote, amended(vote, present=39)], f"{SOURCE}/p-1"),
        "letter": ([*begun(3), replied(3, "bad-A", scheme="bad-x", **{"class": "C"})], f"{SOURCE}/s-3"),
        "calendar": (
            [
                by(SOURCE, "rule.set", "bad-reply", "2026-11-01", {
                    "jurisdiction": "420624", "step": "reply", "amount": 90, "period": "wd", "valid_from": "2026-11-01",
                }),
                *begun(4, day="2026-11-03"),
            ],
            f"{SOURCE}/s-4",
        ),
        "future": ([said(5, "submitted", "2999-01-01", kind="own")], f"{SOURCE}/s-5"),
        "unreplied": ([*begun(6), said(6, "archived", "2025-06-07")], f"{SOURCE}/s-6"),
        "roles": (twice, f"{SOURCE}/s-8"),
        "unfit": ([*plain, amended(plain[1], nonsense=1)], f"{SOURCE}/s-9"),
        "contradiction": ([*begun(10), (linked := said(10, "linked", "2025-06-03", other=f"{SOURCE}/s-9")),
                           amended(linked, other=f"{SOURCE}/s-10")], f"{SOURCE}/s-10"),
    }  # fmt: skip


@pytest.fixture(scope="module")
def told(doors_hub: RunningHub) -> dict[str, tuple[str, dict[str, Any]]]:
    """By row of the page: of what something is shown, and the door's word about the last event; all folded."""
    for source in (SOURCE, OTHER):
        doors_hub.add_source(source, source.split("/")[2])
    doors_hub.settle()
    answers = {}
    for name, (events, subject) in bad().items():
        answers[name] = subject, doors_hub.publish(events)[-1]
    doors_hub.settle()
    return answers


def test_each_is_shown_or_quarantined_with_its_rule(doors_hub: RunningHub, told: dict[str, tuple[str, dict[str, Any]]]) -> None:
    assert sorted(told) == sorted(row.name for row in ROWS)
    shown: dict[str, dict[str, tuple[str, str]]] = {}
    for object_, code, rule, basis in doors_hub.sql("SELECT object, code, rule, basis FROM api.national_anomalies"):
        for name in object_.split():
            shown.setdefault(name, {})[code] = (rule, basis)
    for row in ROWS:
        subject, answer = told[row.name]
        fate = fated(doors_hub, answer["receipt"])
        if row.quarantined:
            # then its reason names what was expected, and what to do
            assert (fate["status"], fate["problem"]["code"]) == ("quarantined", row.code), row.name
            assert fate["problem"]["expected"], row.name
            assert fate["problem"]["remedy"], row.name
        else:
            assert fate["status"] == "accepted", row.name
            assert shown[subject][row.code] == (BROKEN[row.code].zh, BROKEN[row.code].source), row.name


def fated(hub: RunningHub, receipt: str) -> dict[str, Any]:
    """What became of a record, once the gate has judged it."""

    def asked() -> dict[str, Any]:
        fate: dict[str, Any] = hub.http.get(f"/v1/receipts/{receipt}").json()
        return {} if fate["status"] == "received" else fate

    return eventually(asked)
