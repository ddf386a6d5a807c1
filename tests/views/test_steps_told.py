"""What the watch of deadlines tells of steps: near the end, over, and cured; what it looks at, and when again."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta

import psycopg2
import pytest

from hub.shipped import events
from schemas import notice
from schemas.notice import Notice
from streams.deadlines import decide
from streams.deadlines.memory import Memory
from tests.projections.play import Event, Playing, fact, playing, source
from tests.views.test_breach import assigned, places, said
from tests.views.test_steps import BEGAN, DONE, OF, TABLE, WITHIN, lives, report
from tests.views.test_to_tell import due_soon

KEPT = """
INSERT INTO core.told (id, off, object, rule, day, at, source, regions, raw)
SELECT %s, (SELECT count(*) FROM core.told), %s, %s, %s, now(), '', '{}', '' RETURNING 1
"""

Told = tuple[str, str, str, str]
"""Object, what is said of it, due day, department or promise."""

WATCHED = {step: number for step, number in OF.items() if step not in ("refuse", "reply", "reply_extended", "rehandle")}
"""Steps that are told of, and the suggestion of `lives` in which each begins. The reply is told of by itself, and nobody must send anything back."""

ABOUT = {"reassign": "A", "contact": "A", "co_opinion": "C", "co_opinion_again": "C", "promise_evaluate": "p"}


class Desk:
    """The database, and the watch's own way to ask it. `notices`: all that was told."""

    def __init__(self, hub: Playing, memory: Memory) -> None:
        self.hub, self.memory = hub, memory
        self.notices: list[Notice] = []

    def tell(self, *told: Event) -> None:
        self.hub.tell(*told)
        self.hub.fold()

    def look(self, day: date | str, keep: bool = True) -> list[Told]:
        """All that there is to tell on a day, as a watch tells it: look by look, keeping what it told."""
        today = date.fromisoformat(day) if isinstance(day, str) else day
        found: list[Notice] = []
        while True:
            end = self.memory.heed(1, 1_000)
            rows = self.memory.heeded(1, today, 50)
            found += decide.steps(rows, 0)
            for one in decide.steps(rows, 0) if keep else ():
                self.hub.rows(KEPT, one.id, one.object, notice.said(one.rule, one.step, one.about), one.due)
            self.memory.settle(decide.looks(rows))
            if end and not rows:
                self.notices += found
                return sorted((one.object, f"{one.rule} {one.step}", str(one.due), one.about or "") for one in found)

    def listed(self, at: str) -> dict[str, str]:
        """What of a place is on the list, by its number, and when to look at it."""
        rows = self.hub.rows("SELECT object, day::text AS day FROM core.heed WHERE starts_with(object, %s)", f"//{at}/s/")
        return {row["object"].rpartition("/")[2]: row["day"] for row in rows}


@pytest.fixture
def desk(database: str) -> Iterator[Desk]:
    with playing(database) as hub, closing(Memory(database)) as memory:
        known = (one for one in events() if one["type"] != "cn.npc.calendar.set.v1" or one["data"]["year"] in (2025, 2026))
        hub.tell(*places(), *known, due_soon(3, valid_from="2020-01-01"))
        hub.fold()
        yield Desk(hub, memory)


def on(at: str, step: str) -> str:
    return f"//{at}/s/{WATCHED[step]}"


def of(told: Sequence[Told], at: str, step: str) -> list[tuple[str, str]]:
    """What is said of a step of a place: due soon or overdue, and of whom."""
    return [(what.split()[0], about) for name, what, _, about in told if (name, what.split()[1]) == (on(at, step), step)]


def test_every_step_of_every_place_is_told_soon_and_over_once_each(desk: Desk) -> None:
    # given every clock of every place, each of which begins on 3 June, and three days as the time in which it is due soon
    desk.tell(*(event for at in TABLE for event in lives(at)))
    found: dict[tuple[str, str], list[tuple[date, str, str]]] = {}
    day = date.fromisoformat(BEGAN)
    while day < date(2025, 8, 10):
        told = desk.look(day)
        for at in TABLE:
            for step in WATCHED:
                found.setdefault((at, step), []).extend((day, what, about) for what, about in of(told, at, step))
        day += timedelta(days=1)
    # then each that has a rule is told three days before its due day and the day after, once, of whom it is; and no other
    for at, rules in TABLE.items():
        for step in WATCHED:
            last = date.fromisoformat(WITHIN[rules[step]]) if step in rules else None
            about = ABOUT.get(step, "")
            expected = [] if last is None else [(last - timedelta(days=3), "due_soon", about), (last + timedelta(days=1), "overdue", about)]
            assert (at, step, found[at, step]) == (at, step, expected)
    # and each names the organ with which the time began, the rules, who must do it and who may see it
    town = {(one.step, one.object, one.rule): one for one in desk.notices if one.region == "500101101"}
    contact = town["contact", on("500101101", "contact"), "overdue"]
    assert (contact.unit, contact.level, contact.basis) == ("500101101-cwh", "town", "50 contact 20 wd")
    assert (contact.departments, contact.about, contact.ahead) == (("A",), "A", None)
    assert set(contact.regions) == {"500101101", "500101", "50", "00"}
    soon = town["assign", on("500101101", "assign"), "due_soon"]
    assert (soon.ahead, soon.departments) == ("00 due_soon 3 d", ())
    assert {"50", "500101101"} <= set(town["research", on("500101101", "research"), "overdue"].regions)
    assert len({one.id for one in desk.notices}) == len(desk.notices)


def test_a_step_that_is_done_is_told_no_more(desk: Desk) -> None:
    # given a place in which all is done on the second day
    desk.tell(*lives("50"), *(done("50", "2025-06-04") for done in DONE.values()))
    assert desk.look("2025-06-20") == []
    # and its town, in which nothing is; when each is done after all, then it is told no more, though nobody has kept that it was
    desk.tell(*lives("500101101"))
    rules, day = TABLE["500101101"], date(2025, 7, 16)
    told = desk.look(day, keep=False)
    assert {step: of(told, "500101101", step) for step in WATCHED} == {step: [("overdue", ABOUT.get(step, ""))] for step in WATCHED if step in rules}
    desk.tell(*(done("500101101", str(day)) for step, done in DONE.items() if step in WATCHED))
    assert [one for one in desk.look(day) if of([one], "500101101", one[1].split()[1])] == []
    # of those who have answered nobody is told to be in contact before
    desk.tell(assigned("50", 11, BEGAN, A="main", C="co"), said("replied", "50", 11, "2025-06-10", dept="A"))
    assert {what for name, what, *_ in desk.look("2025-12-31") if name == "//50/s/11"} == {"overdue evaluate"}
    # when a beginning is corrected to a later day, then that of the new day is told by itself; when it is retracted, there is nothing to look at
    desk.tell(assigned("50", 12, BEGAN, A="main"))
    assert ("//50/s/12", "overdue contact", "2025-07-01", "A") in desk.look("2025-07-02")
    named = {"source": "//50/s", "id": f"assigned-50-12-{BEGAN}"}
    amends = {"corrects": named, "fields": {"time": "2025-06-10T09:00:00+08:00"}}
    desk.tell({**said("corrected", "50", 12, "2025-07-03"), "data": amends})
    assert [[one[2] for one in desk.look(day) if one[0] == "//50/s/12"] for day in ("2025-07-03", "2025-07-09")] == [[], ["2025-07-08"]]
    desk.tell({**said("retracted", "50", 12, "2025-07-20"), "data": {"corrects": named, "reason": "误"}})
    desk.look("2025-08-01")
    assert "12" not in desk.listed("50")


def test_it_is_looked_at_on_the_days_that_matter_and_again_when_something_comes(desk: Desk, database: str) -> None:
    # given one of whom contact is due on 1 July: then it is looked at three days before, the day after, and no more
    desk.tell(assigned("50", 1, BEGAN, A="main"), assigned("42", 1, BEGAN, A="main"))
    days = []
    for day in (BEGAN, "2025-06-28", "2025-07-02"):
        desk.look(day)
        days.append(desk.listed("50").get("1"))
    assert days == ["2025-06-28", "2025-07-02", None]
    # and nothing that lies where no rule reaches is on the list
    assert desk.listed("42") == {}
    # when something is said of one while a watch has it in hand, then that watch does not put it off
    desk.tell(assigned("50", 2, BEGAN, A="main"))
    desk.memory.heed(1, 1_000)
    rows = desk.memory.heeded(1, date(2025, 6, 3), 50)
    desk.tell(said("contacted", "50", 2, "2025-06-04", dept="A"))
    desk.memory.heed(1, 1_000)
    desk.memory.settle(decide.looks(rows))
    assert desk.listed("50")["2"] == "-infinity"
    # given the list of a version of the views that is live no more, then all is gone through again; and what was told is not told again
    desk.look("2025-06-05")
    desk.hub.rows("UPDATE core.heed_position SET version = 7 RETURNING 1")
    desk.tell(report("forwarded", "50", BEGAN))
    assert {one[1] for one in desk.look("2025-07-10")} == {"overdue research"}
    # and two watches at once hold each other up for no longer than a look into the index
    with closing(psycopg2.connect(database)) as another, another, another.cursor() as cursor:
        cursor.execute("SELECT view_1.heed(10)")
        assert cursor.fetchone() == (True,)

    # given one where no rule reaches, one whose due day no calendar says, one of a day that has not come, and one of a stranger's
    desk.tell(assigned("500101", 1, "2026-12-25", A="main"), assigned("500101", 2, "2026-12-20", A="main"))
    desk.tell(source("//00/neu", "00"), {**assigned("500101", 3, BEGAN, A="main"), "source": "//00/neu"})
    assert desk.look("2026-12-18") == []
    assert {name: day for name, day in desk.listed("500101").items() if name < "3"} == {"1": "2026-12-25", "2": "2026-12-20"}
    # when there is a rule, then what was said long before is told by it
    desk.tell(fact("rule.set", "hb", {"jurisdiction": "42", "step": "contact", "amount": 5, "period": "wd", "valid_from": "2025-01-01"}))
    assert desk.look("2026-12-18") == [("//42/s/1", "overdue contact", "2025-06-10", "A")]
    # when the stranger turns out to be a successor, by a fact that holds against the other, then it speaks for what was before
    desk.tell({**source("//00/neu", "00", succeeds="//500101/s"), "id": "0"})
    assert desk.look("2026-12-18") == [("//500101/s/3", "overdue contact", "2025-07-01", "A")]
    # when the calendar comes, then the due day is known, and told
    assert desk.look("2027-02-20") == []
    desk.tell(fact("calendar.set", "2027", {"year": 2027, "holidays": ["2027-01-01"], "workdays": []}))
    assert ("//500101/s/1", "overdue contact", "2027-01-25", "A") in desk.look("2027-02-20")
    # when it is to be told earlier from a day on, then it is looked at on that day
    desk.tell(assigned("11", 1, "2027-01-04", A="main"), said("replied", "11", 1, "2027-01-05", dept="A"))
    desk.tell(due_soon(10, at="11", valid_from="2027-01-18"))
    told = {day: [one[1:] for one in desk.look(day) if one[0] == "//11/s/1"] for day in ("2027-01-15", "2027-01-17", "2027-01-18")}
    assert told == {"2027-01-15": [], "2027-01-17": [], "2027-01-18": [("due_soon evaluate", "2027-01-26", "")]}


BETWEEN = """
CREATE FUNCTION folded() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN UPDATE core.view_position AS v SET off = p.off FROM core.position AS p WHERE v.family = p.family AND v.part = p.part; RETURN NULL; END';
CREATE TRIGGER between_two AFTER INSERT ON core.heed FOR EACH STATEMENT EXECUTE FUNCTION folded();
"""


def test_what_is_folded_while_the_watch_goes_on_is_seen_the_next_time(desk: Desk) -> None:
    # given two suggestions, of which the fold has not come to the second when the watch begins, and has when it has listed the first
    for number in (1, 2):
        desk.hub.tell(assigned("50", number, BEGAN, A="main"), part=0)
        desk.hub.fold()
    desk.hub.rows("UPDATE core.view_position SET off = off - 1 WHERE family = 2 AND part = 0 RETURNING 1")
    with desk.hub.connection, desk.hub.connection.cursor() as cursor:
        cursor.execute(BETWEEN)
    # when it goes on to the end, then both are on the list
    while not desk.memory.heed(1, 1_000):
        pass
    assert set(desk.listed("50")) == {"1", "2"}
