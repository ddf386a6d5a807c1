"""By when each step of handling is due in each place whose rules are shipped, whether it was done, and what is overdue; worked out for who asks."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from psycopg2 import extensions

from hub.shipped import events
from tests.api.readers import ask, reader, signed_in
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact
from tests.views.test_breach import PLACES, assigned, places, said

BEGAN = "2025-06-03"
"""A Tuesday after a holiday: every clock begins on it."""

WITHIN = {
    "5 d": "2025-06-09", "7 d": "2025-06-10", "10 d": "2025-06-13", "5 wd": "2025-06-10", "7 wd": "2025-06-12", "10 wd": "2025-06-17",
    "15 wd": "2025-06-24", "20 wd": "2025-07-01", "30 wd": "2025-07-15", "1 m": "2025-07-03", "2 m": "2025-08-04", "3 m": "2025-09-03",
    "4 m": "2025-10-09", "6 m": "2025-12-03",
}  # fmt: skip
"""When what began then ends, by hand: 8 June and 3 August are Sundays, 3 October is a holiday until the 8th."""

TABLE = {
    "50": {
        "assign": "10 wd", "refuse": "10 wd", "reassign": "10 wd", "contact": "20 wd", "co_opinion": "30 wd", "reply": "3 m",
        "co_opinion_again": "5 wd",
        "reply_extended": "6 m", "evaluate": "20 wd", "rehandle": "2 m", "promise_evaluate": "20 wd", "research": "1 m",
    },
    "11": {"reply": "3 m", "reply_extended": "6 m", "evaluate": "15 wd", "rehandle": "2 m"},
    "33": {"assign": "7 d", "refuse": "10 d", "co_opinion": "2 m", "reply": "3 m", "reply_extended": "6 m", "rehandle": "1 m"},
    "41": {
        "refuse": "10 wd", "reassign": "10 wd", "co_opinion": "2 m", "reply": "3 m", "reply_extended": "6 m", "evaluate": "10 wd", "rehandle": "1 m",
    },
    "37": {"assign": "5 d", "refuse": "5 d", "co_opinion": "1 m", "reply": "3 m", "reply_extended": "6 m", "rehandle": "1 m"},
    "3702": {"assign": "5 wd", "refuse": "5 wd", "co_opinion": "1 m", "reply": "3 m", "reply_extended": "6 m", "rehandle": "1 m"},
    "31": {"assign": "7 wd", "refuse": "7 wd", "co_opinion": "1 m", "reply": "3 m", "reply_extended": "6 m", "rehandle": "1 m"},
    "42": {"reply": "3 m", "reply_extended": "6 m"},
    "51": {"reply": "3 m", "reply_extended": "6 m", "rehandle": "3 m"},
    "500101101": {
        "assign": "10 wd", "refuse": "10 wd", "reassign": "10 wd", "contact": "20 wd", "co_opinion": "30 wd", "reply": "2 m",
        "co_opinion_again": "5 wd",
        "reply_extended": "4 m", "evaluate": "20 wd", "rehandle": "2 m", "promise_evaluate": "20 wd", "research": "1 m",
    },
}  # fmt: skip
"""Chongqing, Beijing, Zhejiang, Henan, Shandong, Qingdao, Shanghai; Hubei, which has the nation's alone; Sichuan; a town of Chongqing.
Qingdao's rules are silent about handling anew, so Shandong's hold."""

OF = {
    "assign": 1,
    "refuse": 2,
    "reassign": 2,
    "contact": 3,
    "co_opinion": 3,
    "reply": 3,
    "evaluate": 4,
    "rehandle": 5,
    "co_opinion_again": 5,
    "research": 8,
    "promise_evaluate": 6,
    "reply_extended": 7,
}
"""The suggestion, by its number, in which the clock of a step begins."""


def report(step: str, at: str, day: str) -> Event:
    """What is said of the report on an inspection."""
    event = said(step, at, 8, day)
    name = f"research.report_{step}"
    data = {"report": event["subject"], **({"to_units": [f"{at}-rd"]} if step == "forwarded" else {})}
    return {**event, "id": f"{name}-{at}-{day}", "type": f"cn.npc.{name}.v1", "data": data}


def lives(at: str) -> list[Event]:
    """Suggestions of a place, one or two of the clocks in each."""
    before = "2025-05-06"
    return [
        said("registered", at, 1, BEGAN, term=6, no="1"),
        assigned(at, 2, BEGAN, A="main"), said("refused", at, 2, BEGAN, dept="A"),
        assigned(at, 3, BEGAN, A="main", C="co"),
        assigned(at, 4, BEGAN, A="main"), said("replied", at, 4, BEGAN, dept="A"),
        assigned(at, 5, before, A="main", C="co"), said("replied", at, 5, "2025-05-07", dept="A"),
        said("reply_evaluated", at, 5, "2025-05-08", axis="result", grade="dissatisfied"), said("rehandle_ordered", at, 5, BEGAN),
        assigned(at, 6, before, A="main"), said("replied", at, 6, "2025-05-07", dept="A", promises=["p"]),
        said("reply_evaluated", at, 6, "2025-05-08", axis="result", grade="satisfied"), said("promise_kept", at, 6, BEGAN, promise="p"),
        assigned(at, 7, BEGAN, A="main"), said("extended", at, 7, "2025-06-04", until="2025-12-03", consent_by="主任会议"),
        report("forwarded", at, BEGAN),
    ]  # fmt: skip


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*places(), *events())
        hub.fold()
        yield hub


@pytest.fixture
def session(hub: Playing) -> Iterator[extensions.connection]:
    """Of a reader of the nation."""
    with signed_in(hub.connection.dsn, reader(hub, "nation", "00")) as found:
        yield found


def steps(session: extensions.connection, subject: str, today: date) -> dict[str, tuple[Any, ...]]:
    """The last of each step of a suggestion: due day, whether it was done, and the rule."""
    asked = "SELECT step, due_day::text, state, rule FROM view_1.steps(ARRAY[%s], %s) ORDER BY began"
    return {row[0]: row[1:] for row in ask(session, asked, subject, today)}


def test_every_step_of_every_place_is_due_by_its_rule(hub: Playing, session: extensions.connection) -> None:
    hub.tell(*(event for at in TABLE for event in lives(at)))
    hub.fold()
    for at, rules in TABLE.items():
        for step, number in OF.items():
            subject, of = f"//{at}/s/{number}", rules.get(step, "")
            found = steps(session, subject, date(2025, 6, 3)).get(step)
            assert (at, step, found and found[0]) == (at, step, WITHIN.get(of))
            # on its last day it is open, and on the next it is overdue; what a department sent back is done
            if found and step != "refuse":
                last = date.fromisoformat(WITHIN[of])
                states = [steps(session, subject, day)[step][1] for day in (last, last + timedelta(days=1))]
                assert (at, step, states) == (at, step, ["open", "overdue"])
                assert found[2].endswith(f" {step} {of}")
    # and every place whose deadlines are shipped is in the table
    deadlines = [one["data"] for one in events() if one["type"] == "cn.npc.rule.set.v1" and one["data"]["period"] in ("m", "d", "wd")]
    assert {one["jurisdiction"] for one in deadlines} - {"00"} <= set(PLACES)


DONE: dict[str, Callable[[str, str], Event]] = {
    "assign": lambda at, day: assigned(at, 1, day, A="main"),
    "reassign": lambda at, day: said("reassigned", at, 2, day, replaces=["A"], departments=[{"dept": "B", "role": "main"}]),
    "contact": lambda at, day: said("contacted", at, 3, day, dept="A"),
    "co_opinion": lambda at, day: said("co_opinion_given", at, 3, day, dept="C"),
    "reply": lambda at, day: said("replied", at, 3, day, dept="A"),
    "evaluate": lambda at, day: said("evaluation_lapsed", at, 4, day, reminded_at="2025-06-20"),
    "rehandle": lambda at, day: said("replied", at, 5, day, dept="A"),
    "co_opinion_again": lambda at, day: said("co_opinion_given", at, 5, day, dept="C"),
    "research": lambda at, day: report("handled", at, day),
    "promise_evaluate": lambda at, day: said("promise_evaluated", at, 6, day, promise="p", grade="satisfied"),
    "reply_extended": lambda at, day: said("replied", at, 7, day, dept="A"),
}


def test_a_step_is_done_in_time_or_late_and_a_late_event_cures(hub: Playing, session: extensions.connection) -> None:
    # given a place in which every step is done on its last day, and its town, in which each is done a day later
    for at, later, state in (("50", 0, "on_time"), ("500101101", 1, "late")):
        hub.tell(*lives(at))
        hub.fold()
        days = {step: date.fromisoformat(WITHIN[TABLE[at][step]]) + timedelta(days=later) for step in DONE}
        for step, day in days.items():
            assert steps(session, f"//{at}/s/{OF[step]}", day)[step][1] == ("overdue" if later else "open")
        # when the events come
        hub.tell(*(told(at, str(days[step])) for step, told in DONE.items()))
        hub.fold()
        # then each is in time or late, and was open the day before
        for step, day in days.items():
            assert (step, steps(session, f"//{at}/s/{OF[step]}", day)[step][1]) == (step, state)


def test_what_nobody_need_do_any_more_is_not_overdue(hub: Playing, session: extensions.connection) -> None:
    late = date(2025, 12, 31)
    # given a department that was replaced before it had to be in contact, and a suggestion that was withdrawn
    hub.tell(
        assigned("50", 1, BEGAN, A="main"), said("reassigned", "50", 1, "2025-06-10", replaces=["A"], departments=[{"dept": "B", "role": "main"}])
    )
    hub.tell(assigned("50", 2, BEGAN, A="main"), said("withdrawn", "50", 2, "2025-06-05"))
    hub.fold()
    found = ask(session, "SELECT about, state FROM view_1.steps(ARRAY['//50/s/1'], %s) WHERE step = 'contact'", late)
    assert found == [("B", "overdue")]
    assert steps(session, "//50/s/2", late) == {}
    # and a suggestion made in session is not assigned until it is over
    hub.tell(said("registered", "50", 3, BEGAN, term=6, session=4, no="3"))
    hub.fold()
    assert steps(session, "//50/s/3", late) == {}


def test_a_correction_moves_a_clock_and_a_calendar_makes_it_known(hub: Playing, session: extensions.connection) -> None:
    hub.tell(assigned("50", 1, "2026-12-25", A="main"))
    hub.fold()
    today = date(2026, 12, 31)
    assert steps(session, "//50/s/1", today)["contact"][:2] == (None, "unknown")
    hub.tell(fact("calendar.set", "2027", {"year": 2027, "holidays": ["2027-01-01"], "workdays": []}))
    hub.fold()
    assert steps(session, "//50/s/1", today)["contact"][:2] == ("2027-01-25", "open")
    amends = {"corrects": {"source": "//50/s", "id": "assigned-50-1-2026-12-25"}, "fields": {"time": f"{BEGAN}T09:00:00+08:00"}}
    event = said("corrected", "50", 1, "2026-12-26", **amends)
    hub.tell({**event, "data": amends})
    hub.fold()
    assert steps(session, "//50/s/1", today)["contact"][:2] == ("2025-07-01", "overdue")


def test_a_reader_sees_the_steps_of_what_it_may_see(hub: Playing) -> None:
    hub.tell(*lives("50"), *lives("42"))
    hub.fold()
    asked = "SELECT DISTINCT suggestion, step, sentence FROM api.province_steps WHERE state = 'overdue' AND step = 'contact' ORDER BY 1"
    with signed_in(hub.connection.dsn, reader(hub, "chongqing", "50")) as session:
        assert ask(session, asked) == [(f"//50/s/{number}", "contact", "这一环节到期未办") for number in range(2, 8)]
        assert ask(session, "SELECT DISTINCT split_part(suggestion, '/', 3) FROM api.province_steps") == [("50",)]
        assert ask(session, "SELECT * FROM view_1.steps(ARRAY['//42/s/3'], '2025-12-31')") == []
        assert ask(session, "SELECT DISTINCT split_part(suggestion, '/', 3) FROM view_1.step_word") == [("50",)]
