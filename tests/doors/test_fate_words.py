"""The fate of an event follows from its copies and its quarantine record alone."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.fate.fate import Copy, of_copies, of_quarantine
from hub.fate.rehearsal import rehearse
from schemas import codec
from schemas.registry import FOLDER

pytestmark = pytest.mark.quick
EVENT: dict[str, Any] = json.loads((FOLDER / "examples" / "cn.npc.suggestion.assigned.v1.json").read_bytes())
NOW = 1_750_000_000_000


def copy(**changes: Any) -> Copy:
    return Copy("ledger.suggestion", 0, 0, datetime(2025, 6, 8, tzinfo=UTC), codec.encode({**EVENT, **changes}))


def test_one_copy_is_accepted() -> None:
    assert of_copies([copy()]) == ["accepted"]


def test_copies_of_equal_content_are_duplicates_however_they_travelled() -> None:
    assert of_copies([copy(), copy(sequence="9"), copy(time="2025-06-08T08:20:00Z")]) == ["accepted", "duplicate", "duplicate"]


def test_copies_of_different_content_are_equivocations() -> None:
    assert of_copies([copy(), copy(), copy(time="2025-06-09T08:20:00Z")]) == ["equivocation"] * 3


@pytest.mark.parametrize(
    ("kind", "status"),
    [("waiting", "waiting"), ("resubmit", "waiting"), ("refused", "quarantined"), ("fix", "quarantined"), ("released", "accepted")],
)
def test_a_quarantined_record_has_the_fate_of_its_latest_kind(kind: str, status: str) -> None:
    item = {"kind": kind, "code": "UNIT_UNKNOWN", "field": "/unit", "expected": None, "got": "x"}
    fate = of_quarantine(item)
    assert fate.status == status
    assert (fate.problem is None) == (status == "accepted")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"time": "2099-01-01T00:00:00Z"}, "TIME_IN_FUTURE"),
        ({"time": "1953-12-31T00:00:00Z"}, "TIME_TOO_OLD"),
        ({"subject": "s-12"}, None),
        ({"type": "cn.npc.suggestion.vanished.v1"}, "TYPE_UNKNOWN"),
        ({"type": "cn.npc.suggestion.assigned.v9"}, "TYPE_VERSION_UNKNOWN"),
        ({"source": "//420624/other"}, "NOT_YOU"),
    ],
)
def test_a_rehearsal_says_what_lies_in_the_event(changes: dict[str, Any], code: str | None) -> None:
    good, spoilt = rehearse([EVENT, {**EVENT, **changes}], EVENT["source"], NOW)
    assert good.status == "valid"
    assert spoilt.status == "refused"
    assert spoilt.problem is not None
    assert code is None or spoilt.problem.code == code
