"""Courses of suggestions that break a rule: each arises, names the rule, moves no figure of its own, and is gone when what was missing comes."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.shipped import calendars
from tests.projections.play import Event, Playing, fact
from tests.views.both_ways import whole_and_stored
from tests.views.office import CITY, COUNTY, assigned, graded, registered, replied, suggestion, told

ALL = ("consolidated", "replied", "completed", "implemented", "solved_or_planned", "handled", "by_department", "key_supervised", "published")


@dataclass(frozen=True)
class Break:
    """An anomaly: its code, what was said before (of a suggestion that was registered), what breaks the rule, what cures it."""

    code: str
    before: Sequence[Event]
    breaking: Sequence[Event]
    cure: Sequence[Event]
    moves: bool = False


def s(number: int) -> str:
    return suggestion(100 + number)


def handed(number: int, day: str = "2025-06-02") -> Event:
    return assigned(s(number), day, "A", co=["C"])


def signed(number: int) -> Event:
    return told("submitted", s(number), "2025-06-01", kind="co_signed", lead="m-1", signers=["m-2", "m-3"])


def amended(number: int, event: str, **fields: object) -> Event:
    """What the county's system corrects of an event of its own."""
    return told("corrected", s(number), "2025-12-01", origin=None, corrects={"source": f"//{COUNTY}/s", "id": event}, fields=fields)


def withdrawn(number: int, when: str, *who: str) -> Event:
    """These of its signers ask to withdraw it."""
    event = told("withdrawn", s(number), when)
    return {**event, "data": {**event["data"], "by": list(who)}}


def rule(step: str, amount: int, period: str, at: str = COUNTY) -> Event:
    said = {"jurisdiction": at, "step": step, "amount": amount, "period": period, "valid_from": "2010-01-01"}
    return fact("rule.set", f"{at}-{step}", said)


ORDER = (
    Break("REFUSED_WITHOUT_ASSIGNMENT", [handed(1)], [told("refused", s(1), "2025-06-03", dept="B")], [assigned(s(1), "2025-06-02", "B")]),
    Break(
        "REFUSAL_DENIED_UNREFUSED",
        [handed(2)],
        [told("refusal_denied", s(2), "2025-06-05", dept="A")],
        [told("refused", s(2), "2025-06-04", dept="A")],
    ),
    Break(
        "REASSIGNED_UNASSIGNED", [], [told("reassigned", s(3), "2025-06-05", departments=[{"dept": "B", "role": "main"}])], [handed(3)], moves=True
    ),
    Break(
        "MEDIATED_EARLY",
        [
            handed(4),
            replied(s(4), "2025-06-05", "A"),
            graded(s(4), "2025-06-06", "dissatisfied"),
            told("rehandle_ordered", s(4), "2025-06-07"),
            replied(s(4), "2025-06-08", "A"),
        ],
        [told("mediated", s(4), "2025-06-10", by=CITY, outcome="协调")],
        [graded(s(4), "2025-06-09", "dissatisfied")],
    ),
    Break(
        "PROMISE_UNMADE",
        [handed(5), replied(s(5), "2025-06-05", "A", outcome="planned")],
        [told("promise_progressed", s(5), "2025-06-06", promise="p")],
        [told("promise_made", s(5), "2025-06-06", promise="p")],
    ),
    Break(
        "PROMISE_EVALUATED_EARLY",
        [handed(6), replied(s(6), "2025-06-05", "A", outcome="planned", promises=["p"])],
        [told("promise_evaluated", s(6), "2025-06-08", promise="p", grade="satisfied")],
        [told("promise_missed", s(6), "2025-06-07", promise="p", why="资金")],
    ),
    Break("REOPENED_UNARCHIVED", [handed(7)], [told("reopened", s(7), "2025-06-05")], [told("archived", s(7), "2025-06-04")]),
    Break(
        "CHANGED_AFTER_ARCHIVE",
        [handed(8), replied(s(8), "2025-06-03", "A")],
        [told("archived", s(8), "2025-06-04"), told("urged", s(8), "2025-06-06")],
        [told("reopened", s(8), "2025-06-05")],
    ),
    # it was opened once, and shut again
    Break(
        "CHANGED_AFTER_ARCHIVE",
        [
            handed(9),
            replied(s(9), "2025-06-03", "A"),
            told("archived", s(9), "2025-06-04"),
            told("reopened", s(9), "2025-06-05"),
            told("archived", s(9), "2025-06-06"),
        ],
        [told("contacted", s(9), "2025-06-08", dept="A")],
        [told("reopened", s(9), "2025-06-08")],
    ),
    Break(
        "ARCHIVED_WITH_OPEN_PROMISES",
        [
            handed(10),
            replied(s(10), "2025-06-03", "A", outcome="planned", promises=["p", "q"]),
            told("promise_kept", s(10), "2025-06-04", promise="p"),
        ],
        [told("archived", s(10), "2025-06-05")],
        [told("promise_missed", s(10), "2025-06-06", promise="q", why="资金")],
    ),
    Break(
        "RATED_BY_ANOTHER",
        [signed(11), handed(11), replied(s(11), "2025-06-05", "A"), graded(s(11), "2025-06-06", "satisfied", rater="m-1")],
        [graded(s(11), "2025-06-07", "dissatisfied", rater="m-2", id="another")],
        [amended(11, "another", rater="m-1")],
    ),
    Break(
        "WITHDRAWN_AFTER_REPLY",
        [handed(12), replied(s(12), "2025-06-05", "A")],
        [told("withdrawn", s(12), "2025-06-07", id="too-late")],
        [amended(12, "too-late", time="2025-06-04T09:00:00+08:00")],
        moves=True,
    ),
    Break("CO_HANDLER_REPLIED", [handed(13)], [replied(s(13), "2025-06-05", "C", id="by-co")], [amended(13, "by-co", dept="A")]),
    # a reply is one when its department stands assigned
    Break(
        "ARCHIVED_WITHOUT_REPLY",
        [handed(15), told("fed_back", s(15), "2025-06-04", to="deputy")],
        [told("archived", s(15), "2025-06-05")],
        [replied(s(15), "2025-06-04", "A")],
    ),
    Break(
        "DEPARTMENT_TWICE",
        [],
        [assigned(s(16), "2025-06-02", "A", co=["A", "C"], id="twice")],
        [amended(16, "twice", departments=[{"dept": "A", "role": "main"}, {"dept": "C", "role": "co"}])],
        moves=True,
    ),
    # what is graded is a reply of the department that is named, in the round of the grade, by that day
    Break(
        "EVALUATION_WITHOUT_REPLY",
        [assigned(s(17), "2025-06-02", separate=["A", "B"]), replied(s(17), "2025-06-05", "A")],
        [graded(s(17), "2025-06-06", "satisfied", dept="B")],
        [replied(s(17), "2025-06-06", "B")],
    ),
    Break(
        "EVALUATION_WITHOUT_REPLY",
        [
            handed(18),
            replied(s(18), "2025-06-03", "A"),
            graded(s(18), "2025-06-04", "dissatisfied"),
            told("rehandle_ordered", s(18), "2025-06-05"),
            replied(s(18), "2025-06-09", "A"),
        ],
        [graded(s(18), "2025-06-08", "satisfied"), told("evaluation_lapsed", s(18), "2025-06-09")],
        [replied(s(18), "2025-06-07", "A")],
    ),
    Break(
        "EVALUATION_WITHOUT_REPLY",
        [
            handed(19),
            replied(s(19), "2025-06-03", "A"),
            graded(s(19), "2025-06-04", "dissatisfied"),
            told("rehandle_ordered", s(19), "2025-06-05"),
            replied(s(19), "2025-06-06", "A"),
        ],
        [graded(s(19), "2025-06-08", "satisfied", round=3, id="third")],
        [amended(19, "third", round=2)],
    ),
    Break("SECOND_NUMBER", [handed(14)], [registered(s(14), "2025-06-06", no="99", id="second")], [amended(14, "second", no=s(14)[-3:])], moves=True),
)
RULED = (
    Break("REFUSED_LATE", [handed(21)], [told("refused", s(21), "2025-07-01", dept="A")], [assigned(s(21), "2025-06-25", "A", co=["C"])], moves=True),
    Break(
        "WITHDRAWN_AFTER_ASSIGNMENT",
        [handed(22)],
        [told("withdrawn", s(22), "2025-06-04", id="w")],
        [amended(22, "w", time="2025-06-02T08:00:00+08:00")],
        moves=True,
    ),
    Break(
        "WITHDRAWN_NOT_BY_ALL",
        [signed(23)],
        [withdrawn(23, "2025-06-02", "m-1")],
        [withdrawn(23, "2025-06-02T10:00", "m-2", "m-3")],
        moves=True,
    ),
    Break(
        "EXTENDED_BEYOND_MAXIMUM",
        [handed(24)],
        [told("extended", s(24), "2025-08-01", until="2026-01-31", consent_by="主任会议", id="x")],
        [amended(24, "x", until="2025-12-02")],
        moves=True,
    ),
)


def doubts(hub: Playing) -> dict[str, set[str]]:
    """What is shown as implausible, by suggestion."""
    found: dict[str, set[str]] = {}
    for row in hub.rows("SELECT object, code FROM {view}.doubt()"):
        found.setdefault(row["object"], set()).add(row["code"])
    return found


def tell(hub: Playing, breaks: Sequence[Break], part: str) -> None:
    hub.tell(*(event for one in breaks for event in getattr(one, part)))
    hub.fold()


def subject(one: Break) -> str:
    return str(one.breaking[0]["subject"])


def figures(hub: Playing) -> list[tuple[object, ...]]:
    """Every figure of a suggestion's life, by day, but those that are of numbers, deadlines or grades of promises."""
    counted = """
        SELECT measure, region, day::text, sum(n)::int AS n FROM {view}.cube
        WHERE measure = ANY (%s) GROUP BY 1, 2, 3 HAVING sum(n) <> 0 ORDER BY 1, 2, 3
    """
    return [tuple(row.values()) for row in hub.rows(counted, [f"suggestions.{name}" for name in ALL])]


def arises_and_is_cured(hub: Playing, breaks: Sequence[Break]) -> None:
    hub.tell(*(registered(subject(one), "2025-06-01") for one in breaks))
    tell(hub, breaks, "before")
    # given lives that are in order
    assert [(one.code, subject(one)) for one in breaks if one.code in doubts(hub).get(subject(one), ())] == []
    lawful = figures(hub)
    # when something comes that breaks a rule, then it is accepted and shown, and moves no figure unless the event itself does
    tell(hub, [one for one in breaks if not one.moves], "breaking")
    assert figures(hub) == lawful
    tell(hub, [one for one in breaks if one.moves], "breaking")
    found = doubts(hub)
    assert {subject(one): found.get(subject(one), set()) for one in breaks} == {subject(one): {one.code} for one in breaks}
    # when what was missing comes, then it is gone
    tell(hub, breaks, "cure")
    found = doubts(hub)
    assert {subject(one): found[subject(one)] for one in breaks if one.code in found.get(subject(one), ())} == {}
    # and rows made whole are those that stand
    for view in ("suggestion", "evaluation", "breach", "deadline"):
        whole, stored = whole_and_stored(hub, view, "suggestion")
        assert whole == stored


def test_a_course_out_of_order_is_shown_until_it_is_cured(hub: Playing) -> None:
    arises_and_is_cured(hub, ORDER)


def test_what_ends_without_a_reply_is_closed_in_order(hub: Playing) -> None:
    # given suggestions that were returned, withdrawn, made a letter or settled between the parties before they were archived
    done: Sequence[tuple[str, dict[str, str]]] = (
        ("returned", {"reason": "x"}),
        ("turned_into_letter", {"reason": "x"}),
        ("withdrawn", {}),
        ("mediated", {"by": CITY, "outcome": "x"}),
    )
    for number, (step, data) in enumerate(done, 31):
        hub.tell(registered(s(number), "2025-06-01"), told(step, s(number), "2025-06-02", **data), told("archived", s(number), "2025-06-03"))
    # and one of which but a department replied that nobody had assigned
    hub.tell(registered(s(35), "2025-06-01"), handed(35), replied(s(35), "2025-06-03", "X"), told("archived", s(35), "2025-06-04"))
    hub.fold()
    # then that alone was closed without a reply
    assert [one for one, codes in doubts(hub).items() if "ARCHIVED_WITHOUT_REPLY" in codes] == [s(35)]


def test_what_is_promised_in_a_reply_that_is_none_is_no_promise(hub: Playing) -> None:
    one, other, gone = s(41), s(42), s(43)
    # given promises in replies of a department that nobody had assigned, and of one that was replaced since
    for each in (one, other, gone):
        hub.tell(registered(each, "2025-06-01"), assigned(each, "2025-06-02", "A"), replied(each, "2025-06-03", "A"))
    hub.tell(*(replied(each, "2025-06-04", "X", outcome="planned", promises=["p"]) for each in (one, other)))
    hub.tell(replied(gone, "2025-06-04", "A", outcome="planned", promises=["p"]))
    hub.tell(told("reassigned", gone, "2025-06-05", departments=[{"dept": "B", "role": "main"}], replaces=["A"]), replied(gone, "2025-06-06", "B"))
    # when the files are closed, and of one something became of the promise
    hub.tell(told("promise_progressed", one, "2025-06-05", promise="p"), told("archived", other, "2025-06-07"), told("archived", gone, "2025-06-07"))
    hub.fold()
    # then it was made by nobody, and none is open
    assert doubts(hub) == {one: {"REPLY_WITHOUT_ASSIGNMENT", "PROMISE_UNMADE"}, other: {"REPLY_WITHOUT_ASSIGNMENT"}}
    # and once the department is assigned it was promised, and is open
    hub.tell(*(assigned(each, "2025-06-03", "A", "X") for each in (one, other)))
    hub.fold()
    assert doubts(hub) == {other: {"ARCHIVED_WITH_OPEN_PROMISES"}}


def test_what_a_place_forbids_is_shown_until_it_is_cured(hub: Playing) -> None:
    # given rules of the county: five working days to refuse, withdrawn only before assignment and by all, six months at most
    said = [rule("refuse", 5, "wd"), rule("reply", 3, "m"), rule("reply_extended", 6, "m")]
    hub.tell(*calendars(), *said, rule("withdraw_unassigned", 1, "each"), rule("withdraw_jointly", 1, "each"))
    arises_and_is_cured(hub, RULED)
