"""When the watch looks, and what it tells of what it sees: times, rows and positions are given."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from schemas.notice import Notice, notice_id
from streams.deadlines.decide import SHARE, Look, Told, Turn, looks, notices, steps

pytestmark = pytest.mark.quick

DAY = date(2025, 10, 9)
PLACE = ("ledger.suggestion", 3)
ROW = (
    "//420624/s/1",
    "due_soon",
    DAY,
    "420624-cwh",
    "county",
    "420624",
    "00 reply 3 m",
    "00 due_soon 15 d",
    ["B", "A"],
    ["420624", "00"],
    None,
    None,
)
SHOW = """
import json, sys
from pathlib import Path
from streams.deadlines.app import build
from streams.deadlines.settings import WatchSettings
app = build(WatchSettings({"bootstrap_servers": "127.0.0.1:1"}, "", Path(sys.argv[1])))
print(json.dumps({
    "agents": list(app.agents), "tables": list(app.tables), "topics": [str(one) for one in app.topics],
    "parts": [type(one).__name__ for one in app.on_init_dependencies()],
    "services": [[base.__name__ for base in one.__bases__] for one in app._extra_services],
    "tasks": [one.__name__ for one in app._app_tasks],
}))
"""


def test_it_looks_when_the_views_hold_what_the_ledger_held_when_it_asked() -> None:
    # given views that are behind
    turn = Turn()
    assert not turn.ready(DAY, 1, {PLACE: 4}, {PLACE: 7}, 0)
    # when they come nearer while more is written, then it waits; when they hold what was there at first, then it looks
    assert not turn.ready(DAY, 1, {PLACE: 6}, {PLACE: 90}, 1)
    assert turn.ready(DAY, 1, {PLACE: 7}, {PLACE: 900}, 2)


def test_it_does_not_look_again_at_what_has_not_changed() -> None:
    # given a look that saw everything in no time
    turn = Turn()
    assert turn.ready(DAY, 1, {PLACE: 7}, {PLACE: 7}, 0)
    turn.looked(DAY, 1, True, 0, 0)
    # then another day, another version of the views, and another record are something new; nothing else is
    assert not turn.ready(DAY, 1, {PLACE: 7}, {PLACE: 7}, 86_400)
    for day, version, end in ((DAY + timedelta(1), 1, 7), (DAY, 2, 7), (DAY, 1, 8)):
        again = Turn(done=turn.done)
        assert again.ready(day, version, {PLACE: end}, {PLACE: end}, 1)


def test_a_look_that_left_something_is_followed_by_another_at_once_and_a_long_one_by_rest() -> None:
    turn = Turn()
    assert turn.ready(DAY, 1, {}, {}, 0)
    turn.looked(DAY, 1, False, 0, 2)
    assert turn.ready(DAY, 1, {}, {}, 2)
    turn.looked(DAY, 1, True, 2, 3)
    assert not turn.ready(DAY + timedelta(1), 1, {}, {}, 2 + SHARE)
    assert turn.ready(DAY + timedelta(1), 1, {}, {}, 3 + SHARE)


def test_a_look_that_has_not_heeded_all_that_was_said_rests_and_is_followed_by_another() -> None:
    turn = Turn()
    assert turn.ready(DAY, 1, {}, {}, 0)
    turn.looked(DAY, 1, True, 0, 1, heeded=False)
    assert not turn.ready(DAY, 1, {}, {}, SHARE)
    assert turn.ready(DAY, 1, {}, {}, 1 + SHARE)


def test_of_objects_that_were_looked_at_some_have_something_to_tell() -> None:
    # given one with two steps to tell of, and one with nothing to tell
    step = ("overdue", DAY, "50-cwh", "province", "50", "50 contact 20 wd", None, ["A"], ["50"], "contact")
    rows = [("x", "t", None, *step, "A"), ("x", "t", None, *step, "B"), ("y", "u", DAY, *[None] * 11)]
    # then both were looked at, once each, and the one is told of twice, by ids of their own
    assert looks(rows) == [Look("x", "t", None), Look("y", "u", DAY)]
    told = steps(rows, 1_000)
    assert [(one.object, one.step, one.about) for one in told] == [("x", "contact", "A"), ("x", "contact", "B")]
    assert [one.id for one in told] == [notice_id("x", f"overdue contact {about}", DAY) for about in "AB"]


def test_what_was_told_and_is_not_kept_yet_is_not_told_again() -> None:
    # given a notice that was told, and that the database names until it is kept
    seen, told = notices([ROW], 1_000), Told()
    assert [one.id for one in told.new(seen)] == [notice_id("//420624/s/1", "due_soon", DAY)]
    told.note({seen[0].id})
    assert told.new(seen) == []
    # when it is named no more, then it is forgotten
    assert told.new([]) == []
    assert told.ids == set()


def test_a_row_is_a_notice() -> None:
    assert notices([ROW], 1_000) == [
        Notice(
            "//420624/s/1", "due_soon", DAY, 1_000, "420624-cwh", "county", "420624", "00 reply 3 m", "00 due_soon 15 d", ("B", "A"), ("420624", "00")
        )
    ]


def test_the_application_carries_a_timer_an_agent_and_a_service_and_nothing_of_faust_s_own(tmp_path: Path) -> None:
    # given the application of a watch, in a process of its own
    said = subprocess.run([sys.executable, "-c", SHOW, str(tmp_path)], check=True, capture_output=True, cwd=Path(__file__).parents[2])
    # then there is one agent and the timer that calls it; neither table nor topic, and no consumer, producer or web server starts
    assert json.loads(said.stdout) == {
        "agents": ["deadlines.look"], "tables": [], "topics": [], "parts": ["AgentManager"], "services": [["DeadlineService"]], "tasks": ["call"],
    }  # fmt: skip
