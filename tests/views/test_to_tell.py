"""What there is to tell of deadlines on a day: near its end, over, and told once for each due day."""

from collections.abc import Iterable
from datetime import date

import pytest

from hub.shipped import calendars
from tests.projections.play import Event, Playing, fact
from tests.views.office import CITY, COUNTY, TOWN, assigned, registered, replied, suggestion, told
from tests.views.test_deadline import RULES, rule

S = suggestion(1)
EVER = 1_000_000


def due_soon(amount: int, period: str = "d", at: str = "00", **data: object) -> Event:
    return rule("due_soon", amount, period, at, **data)


@pytest.fixture
def watched(hub: Playing) -> Playing:
    """The office of `hub`, the calendars about 2025, the rules of the nation, and one suggestion that is due on 9 October 2025."""
    known = (one for one in calendars() if one["data"]["year"] in (2024, 2025, 2026))
    tell(hub, *known, *RULES, due_soon(15), registered(S, "2025-06-20"), assigned(S, "2025-07-01", "A", co=["C"]))
    return hub


def tell(hub: Playing, *events: Event) -> None:
    hub.tell(*events, recorded="2025-12-31T12:00:00+08:00")
    hub.fold()


def seen(hub: Playing, day: str, most: int = EVER) -> list[tuple[str, str, str]]:
    """Object, rule and due day of what there is to tell on a day."""
    rows = hub.rows("SELECT object, rule, due::text AS due FROM {view}.to_tell(%s, %s)", day, most)
    return [(row["object"], row["rule"], row["due"]) for row in rows]


def days(hub: Playing, first: str, last: str) -> list[tuple[str, str]]:
    """On which days something else is to be told than on the day before, and what (`-` for nothing)."""
    found, before = [], ""
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        now = ",".join(said for _, said, _ in seen(hub, day.isoformat())) or "-"
        found += [(day.isoformat(), now)] if now != before else []
        day, before = date.fromordinal(day.toordinal() + 1), now
    return found


def keep(hub: Playing, rows: Iterable[tuple[str, str, str]]) -> None:
    """As the watch keeps what it told."""
    for number, (name, said, day) in enumerate(rows):
        hub.rows(
            "INSERT INTO core.told (id, off, object, rule, day, at, source, regions, raw) "
            "SELECT gen_random_uuid(), (SELECT count(*) FROM core.told), %s, %s, %s, now(), '', '{}', '' RETURNING %s::int",
            name, said, day, number,
        )  # fmt: skip


def test_it_is_due_soon_and_then_overdue(watched: Playing) -> None:
    # given a suggestion due on 9 October, of which 15 days before it is to be told
    assert days(watched, "2025-09-20", "2025-10-12") == [("2025-09-20", "-"), ("2025-09-24", "due_soon"), ("2025-10-10", "overdue")]
    (row,) = watched.rows("SELECT t.* FROM {view}.to_tell('2025-09-24', 10) AS t")
    assert (row["unit"], row["level"], row["region"]) == ("420624-cwh", "county", COUNTY)
    assert (row["basis"], row["ahead"], row["departments"]) == ("00 reply 3 m", "00 due_soon 15 d", ["A"])
    assert set(row["regions"]) == {TOWN, COUNTY, CITY, "42", "00"}
    (late,) = watched.rows("SELECT t.* FROM {view}.to_tell('2026-03-01', 10) AS t")
    assert (late["rule"], late["ahead"]) == ("overdue", None)


def test_without_a_rule_nothing_is_due_soon_and_all_is_overdue_as_ever(hub: Playing) -> None:
    tell(hub, *calendars(), *RULES, registered(S, "2025-06-20"), assigned(S, "2025-07-01", "A"))
    assert days(hub, "2025-09-20", "2025-10-12") == [("2025-09-20", "-"), ("2025-10-10", "overdue")]


def test_how_long_before_is_dated_data_of_the_jurisdiction(watched: Playing) -> None:
    # given congresses with rules of their own, and a suggestion of each that is due on 9 October
    rules = {
        # In working days: the holidays are from 1 to 8 October.
        "420625": ([due_soon(5, "wd", "420625")], "2025-09-25"),
        TOWN: ([due_soon(1, "m", TOWN)], "2025-09-09"),
        # That of the nearest jurisdiction, there that of its level, and the one in force on the day.
        CITY: ([due_soon(3, at="42"), due_soon(4, at=CITY)], "2025-10-05"),
        "42": ([], "2025-10-06"),
        "4207": ([due_soon(3, at="4207"), due_soon(6, at="4207", applies_to="city"), due_soon(9, at="4207", applies_to="county")], "2025-10-03"),
        COUNTY: ([due_soon(30, at=COUNTY), due_soon(2, at=COUNTY, valid_from="2025-08-01")], "2025-10-07"),
        # What nobody can count so far back is due soon from as far ahead as is looked.
        "420624102": ([due_soon(2_000_000_000, "d", "420624102"), due_soon(2_000_000_000, "m", "420624102")], "2025-09-01"),
    }
    for at, (several, _) in rules.items():
        name = suggestion(7, at)
        tell(watched, *several, registered(name, "2025-06-20", origin=at), assigned(name, "2025-07-01", "A", origin=at))
    # then each is due soon from its own day on
    first: dict[str, str] = {}
    for day in range(date(2025, 9, 1).toordinal(), date(2025, 10, 10).toordinal()):
        for name, said, _ in seen(watched, date.fromordinal(day).isoformat()):
            assert said == "due_soon"
            first.setdefault(name, date.fromordinal(day).isoformat())
    assert {at: first[suggestion(7, at)] for at in rules} == {at: expected for at, (_, expected) in rules.items()}


def test_what_is_answered_withdrawn_or_without_a_due_day_is_not_told(watched: Playing) -> None:
    # given others that are answered in time, answered late, withdrawn, and due in a year without a calendar
    names = [suggestion(number) for number in (2, 3, 4, 5)]
    tell(watched, *(one for name in names[:3] for one in (registered(name, "2025-06-20"), assigned(name, "2025-07-01", "A"))))
    tell(watched, replied(names[0], "2025-09-30", "A"), replied(names[1], "2025-10-20", "A"), told("withdrawn", names[2], "2025-09-30"))
    tell(watched, registered(names[3], "2026-12-01"), assigned(names[3], "2026-12-02", "A"))
    assert {name for day in ("2025-10-01", "2025-10-15", "2025-11-01", "2027-06-01") for name, *_ in seen(watched, day)} == {S}


def test_what_was_told_is_not_told_again_and_a_moved_due_day_is(watched: Playing) -> None:
    keep(watched, seen(watched, "2025-10-01"))
    assert seen(watched, "2025-10-09") == []
    keep(watched, seen(watched, "2025-10-10"))
    assert seen(watched, "2025-10-11") == []
    # when it is extended, then both are to be told of the new day
    tell(watched, told("extended", S, "2025-10-12", until="2026-01-04", consent_by="主任会议"))
    assert seen(watched, "2025-12-25") == [(S, "due_soon", "2026-01-04")]
    assert seen(watched, "2026-01-05") == [(S, "overdue", "2026-01-04")]


def test_the_one_who_assigned_last_is_named_and_the_earliest_come_first(watched: Playing) -> None:
    # given another that was re-assigned, and one that is overdue for longer
    other, older = suggestion(2), suggestion(3)
    tell(watched, registered(other, "2025-06-20"), assigned(other, "2025-06-21", "A"))
    tell(
        watched, told("refused", other, "2025-07-02", dept="A"), told("reassigned", other, "2025-07-03", departments=[{"dept": "B", "role": "main"}])
    )
    tell(watched, registered(older, "2025-01-02"), assigned(older, "2025-01-03", "A"))
    assert [name for name, *_ in seen(watched, "2025-12-01")] == [older, S, other]
    assert [name for name, *_ in seen(watched, "2025-12-01", most=1)] == [older]
    rows = watched.rows("SELECT t.departments FROM {view}.to_tell('2025-12-01', 10) AS t WHERE t.object = %s", other)
    assert rows == [{"departments": ["B"]}]


def test_a_rule_that_is_retracted_tells_no_more(watched: Playing) -> None:
    said = due_soon(15)
    tell(watched, fact("reference.retracted", said["subject"], {"corrects": {"source": "//00/hub", "id": said["id"]}, "reason": "x"}, id="r"))
    assert days(watched, "2025-09-20", "2025-10-12") == [("2025-09-20", "-"), ("2025-10-10", "overdue")]
