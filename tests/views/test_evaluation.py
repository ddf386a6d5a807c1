"""How replies and promises are graded: first and last evaluation, where the matter arose, and nothing that is not of the result."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from projections.statistics import Question, ask, list_cell
from tests.projections.play import Event, Playing, categories, fact, region, source
from tests.views.both_ways import quick_and_stored, whole_and_stored
from tests.views.office import CITY, COUNTY, PROVINCE, TOWN, assigned, graded, registered, replied, suggestion, told

S, FIRST, FINAL, ATTITUDE = suggestion(1), "suggestions.satisfaction_first", "suggestions.satisfaction_final", "suggestions.satisfaction_attitude"
GRADES = ("satisfied", "basically", "dissatisfied")
OTHER_TOWN, NEW_TOWN = "420624102", "420624103"


def tell(hub: Playing, *events: Event, recorded: str = "2025-12-31T12:00:00+08:00") -> None:
    hub.tell(*events, recorded=recorded)
    hub.fold()


def answered(subject: str = S, *depts: str) -> Sequence[Event]:
    """A suggestion that one department was assigned to, or several separately, and that all of them have answered."""
    roles = assigned(subject, "2025-06-02", separate=depts) if depts else assigned(subject, "2025-06-02", "A")
    return [registered(subject, "2025-06-01"), roles, *(replied(subject, "2025-06-05", dept) for dept in depts or ("A",))]


def counted(hub: Playing, name: str, region: str = TOWN, as_of: str = "2026-12-31", known_at: str = "9999-12-31") -> tuple[int, ...]:
    """Satisfied, basically, dissatisfied by the cube."""
    cells = hub.rows(
        "SELECT grade, sum(n)::int AS n FROM {view}.cube WHERE measure = %s AND region = %s AND day <= %s AND rday <= %s GROUP BY grade",
        name, region, as_of, known_at,
    )  # fmt: skip
    found = {row["grade"]: row["n"] for row in cells}
    assert set(found) <= set(GRADES)
    return tuple(found.get(grade, 0) for grade in GRADES)


def test_a_graded_suggestion_is_a_row_where_its_matter_arose(hub: Playing) -> None:
    # given a suggestion of a town that was answered and graded
    tell(hub, *answered(), graded(S, "2025-06-10", "basically"))
    # then it is one row, with the days of its grades
    (row,) = hub.rows("SELECT * FROM {view}.evaluation")
    assert (row["suggestion"], row["promise"], row["chain"][0], row["level"], str(row["day"])) == (S, "", TOWN, "town", "2025-06-01")
    spans = hub.rows("SELECT firsts::text AS firsts, finals::text AS finals, attitudes::text AS attitudes FROM {view}.evaluation")
    days = '{"{}","{[2025-06-10,)}","{}"}'
    assert spans == [{"firsts": days, "finals": days, "attitudes": '{"{}","{}","{}"}'}]
    # and counts from that day, at the town and above
    assert [counted(hub, FIRST, region) for region in (TOWN, COUNTY, PROVINCE)] == [(0, 1, 0)] * 3
    assert counted(hub, FIRST, as_of="2025-06-09") == (0, 0, 0)


def test_what_was_graded_again_keeps_its_first_grade_and_has_another_last(hub: Playing) -> None:
    tell(hub, *answered(), graded(S, "2025-06-10", "dissatisfied"), told("rehandle_ordered", S, "2025-06-11"))
    tell(hub, replied(S, "2025-06-20", "A", round=2), graded(S, "2025-06-25", "satisfied", round=2))
    assert [counted(hub, name) for name in (FIRST, FINAL)] == [(0, 0, 1), (1, 0, 0)]
    assert counted(hub, FINAL, as_of="2025-06-24") == (0, 0, 1)


def test_of_separate_replies_the_worst_grade_counts(hub: Playing) -> None:
    # given two departments that answer separately, one well
    tell(hub, *answered(S, "A", "B"), graded(S, "2025-06-10", "satisfied", dept="A"), graded(S, "2025-06-12", "dissatisfied", dept="B"))
    assert [counted(hub, FINAL, as_of=day) for day in ("2025-06-11", "2025-06-12")] == [(1, 0, 0), (0, 0, 1)]
    # when the other does better, then the last evaluation is the worst of the last ones, the first stays
    tell(hub, graded(S, "2025-06-20", "basically", dept="B"))
    assert [counted(hub, name) for name in (FIRST, FINAL)] == [(0, 0, 1), (0, 1, 0)]
    # and a grade that names none is of both
    tell(hub, graded(S, "2025-06-25", "satisfied"))
    assert [counted(hub, name) for name in (FIRST, FINAL)] == [(0, 0, 1), (1, 0, 0)]


def test_the_last_grade_of_a_department_that_was_replaced_drops_out(hub: Playing) -> None:
    # given a bad answer of A, whom B replaces
    tell(hub, *answered(), graded(S, "2025-06-10", "dissatisfied", dept="A"))
    tell(hub, told("reassigned", S, "2025-06-12", replaces=["A"], departments=[{"dept": "B", "role": "main"}]))
    # then it is the last one as long as there is no other
    assert [counted(hub, name) for name in (FIRST, FINAL)] == [(0, 0, 1), (0, 0, 1)]
    # when B answers and is graded, then B's is the last, and A's the first
    tell(hub, replied(S, "2025-06-20", "B"), graded(S, "2025-06-25", "satisfied", dept="B"))
    assert [counted(hub, name) for name in (FIRST, FINAL)] == [(0, 0, 1), (1, 0, 0)]


def test_a_department_that_is_assigned_only_later_does_not_drop_out_before(hub: Playing) -> None:
    # given grades of two that nobody had assigned yet, of which one is in November
    tell(hub, registered(S, "2025-06-01"), graded(S, "2025-06-10", "satisfied", dept="A"), graded(S, "2025-06-11", "dissatisfied", dept="B"))
    assert counted(hub, FINAL) == (0, 0, 1)
    tell(hub, assigned(S, "2025-11-16", "B"))
    # then what a day knows does not rest on what comes after it
    assert [counted(hub, FINAL, as_of=day) for day in ("2025-06-11", "2025-11-16")] == [(0, 0, 1), (0, 0, 1)]


def test_where_the_only_one_that_was_graded_is_replaced_its_last_grade_stays(hub: Playing) -> None:
    # given a grade that names nobody, so it is of A, and a better one of A; when A is replaced by one that is not graded, then A's last stays
    tell(hub, *answered(), graded(S, "2025-06-10", "dissatisfied"), graded(S, "2025-06-12", "satisfied", dept="A"))
    tell(hub, told("reassigned", S, "2025-07-01", replaces=["A"], departments=[{"dept": "B", "role": "main"}]))
    assert counted(hub, FINAL) == (1, 0, 0)


def test_attitude_and_lapsed_receipts_are_kept_apart(hub: Playing) -> None:
    # given one whose attitude was graded otherwise, and one whose receipt lapsed
    other = suggestion(2)
    tell(hub, *answered(), graded(S, "2025-06-10", "satisfied"))
    tell(hub, told("reply_evaluated", S, "2025-06-10", axis="attitude", grade="dissatisfied"))
    tell(hub, *answered(other), told("evaluation_lapsed", other, "2025-07-10"))
    # then neither moves the result
    assert [counted(hub, name) for name in (FIRST, FINAL, ATTITUDE)] == [(1, 0, 0), (1, 0, 0), (0, 0, 1)]


def test_it_lies_at_the_origin_of_its_matter_with_that_one_s_category(hub: Playing) -> None:
    # given a county's suggestion of one town, and the city's that says another town; both are graded
    other = suggestion(2, CITY)
    tell(hub, categories(交通="transport", 水利="water"))
    tell(hub, registered(S, "2025-06-01", kind="own", category="交通"), assigned(S, "2025-06-02", "A"), replied(S, "2025-06-05", "A"))
    tell(hub, registered(other, "2025-07-01", origin=OTHER_TOWN, category="水利"))
    tell(hub, assigned(other, "2025-07-02", "B"), replied(other, "2025-07-05", "B"))
    tell(hub, graded(S, "2025-06-10", "satisfied"), graded(other, "2025-07-10", "basically", origin=OTHER_TOWN))
    assert [counted(hub, FINAL, region) for region in (TOWN, OTHER_TOWN, CITY)] == [(1, 0, 0), (0, 1, 0), (1, 1, 0)]
    # when the city says that they are one matter, then both lie where that arose
    tell(hub, told("linked", other, "2025-07-20", other=S))
    assert [counted(hub, FINAL, region) for region in (TOWN, OTHER_TOWN, CITY)] == [(1, 1, 0), (0, 0, 0), (1, 1, 0)]
    assert hub.rows("SELECT DISTINCT category FROM {view}.evaluation WHERE known_to IS NULL") == [{"category": "transport"}]
    # and when it takes that back, each lies where it did
    tell(hub, told("unlinked", other, "2025-07-21", other=S))
    assert [counted(hub, FINAL, region) for region in (TOWN, OTHER_TOWN)] == [(1, 0, 0), (0, 1, 0)]


def test_only_who_may_speak_grades_and_whoever_succeeds_does_when_that_is_known(hub: Playing) -> None:
    new = f"//{COUNTY}/new"
    # given a grade from above, and one from a system that nobody knows yet
    tell(hub, *answered(), graded(S, "2025-06-10", "dissatisfied", by=CITY), graded(S, "2025-06-11", "basically", source=new))
    assert counted(hub, FINAL) == (0, 0, 0)
    # when that is registered for the county, then its grade counts
    tell(hub, source(new, COUNTY))
    assert counted(hub, FINAL) == (0, 1, 0)


def test_a_grade_counts_as_soon_as_it_is_known_that_who_gave_it_leads(hub: Playing) -> None:
    # given a grade of one who does not lead; then it does not count
    tell(hub, *answered(), told("submitted", S, "2025-05-30", kind="co_signed", lead="m-2"), graded(S, "2025-06-10", "satisfied", rater="m-1"))
    assert [counted(hub, name) for name in (FIRST, FINAL)] == [(0, 0, 0)] * 2
    # when a later word, that comes after the grade, says that this one leads, it does; and when the other does once more, it does not
    tell(hub, told("submitted", S, "2025-05-31", kind="co_signed", lead="m-1"))
    assert [counted(hub, name) for name in (FIRST, FINAL)] == [(1, 0, 0)] * 2
    tell(hub, told("submitted", S, "2025-06-01", kind="co_signed", lead="m-2"))
    assert [counted(hub, name) for name in (FIRST, FINAL)] == [(0, 0, 0)] * 2


def test_while_it_is_withdrawn_no_grade_of_it_counts(hub: Playing) -> None:
    tell(hub, *answered(), graded(S, "2025-06-10", "satisfied"), told("withdrawn", S, "2025-06-20"), told("submitted", S, "2025-07-01", kind="own"))
    days = ("2025-06-19", "2025-06-20", "2025-06-30", "2025-07-01")
    assert [counted(hub, FINAL, as_of=day) for day in days] == [(1, 0, 0), (0, 0, 0), (0, 0, 0), (1, 0, 0)]


def test_a_grade_that_is_corrected_or_retracted_moves_from_the_recorded_day_on(hub: Playing) -> None:
    # given a grade known in June, that is corrected in July and retracted in August
    tell(hub, *answered(), graded(S, "2025-06-10", "dissatisfied", id="g"), recorded="2025-06-10T18:00:00+08:00")
    amends = {"corrects": {"source": f"//{COUNTY}/s", "id": "g"}, "origin": None}
    tell(hub, told("corrected", S, "2025-07-01", fields={"grade": "satisfied"}, **amends), recorded="2025-07-01T18:00:00+08:00")
    tell(hub, told("retracted", S, "2025-08-01", reason="误录", **amends), recorded="2025-08-01T18:00:00+08:00")
    # then each is known on its days, the grade on its own
    known = ("2025-06-09", "2025-06-10", "2025-07-01", "2025-08-01")
    assert [counted(hub, FIRST, known_at=day) for day in known] == [(0, 0, 0), (0, 0, 1), (1, 0, 0), (0, 0, 0)]


def test_a_promise_is_graded_by_itself(hub: Playing) -> None:
    # given two promises of one suggestion, one graded twice
    events = [told("promise_evaluated", S, day, promise=name, grade=grade) for day, name, grade in PROMISES]
    tell(hub, *answered(), *events)
    assert counted(hub, "promises.evaluated") == (1, 1, 0)
    assert counted(hub, "promises.evaluated", as_of="2025-09-30") == (0, 1, 1)
    assert [counted(hub, name) for name in (FIRST, FINAL)] == [(0, 0, 0)] * 2
    # and the list says which
    listing = list_cell(hub.connection, Question(("promises.evaluated",), TOWN, where={"grade": "satisfied"}))
    assert [item.key for item in listing.items] == [f"{S} p1"]


PROMISES = (("2025-09-01", "p1", "dissatisfied"), ("2025-09-01", "p2", "basically"), ("2025-10-01", "p1", "satisfied"))


def test_each_grade_has_a_row_of_all_that_were_rated_and_opens(hub: Playing) -> None:
    # given two satisfied ones and one dissatisfied, and a town of which nobody was heard
    others = [suggestion(number) for number in (2, 3)]
    tell(hub, *answered(), *answered(others[0]), *answered(others[1]))
    tell(hub, graded(S, "2025-06-10", "satisfied"), *(graded(one, "2025-06-12", grade) for one, grade in zip(others, GRADES[::2], strict=True)))
    # when asked, then each grade has its row, and `of` is all that were rated
    rows = ask(hub.connection, Question((FINAL,), TOWN)).rows
    assert [(row.by["grade"], row.n, row.of) for row in rows] == [("satisfied", 2, 3), ("basically", 0, 3), ("dissatisfied", 1, 3)]
    assert [(row["grade"], row["n"], row["of"]) for row in hub.rows("SELECT grade, n, of FROM api.stat(ARRAY[%s], %s)", FINAL, TOWN)] == [
        (row.by["grade"], row.n, row.of) for row in rows
    ]
    # and one grade alone is of all too, divided by region as well, and its list adds up to it
    asked = Question((FINAL,), COUNTY, ("region",), where={"grade": "satisfied"})
    found = {row.by["region"]: (row.n, row.of) for row in ask(hub.connection, asked).rows}
    assert found == {TOWN: (2, 3), OTHER_TOWN: (None, 0), "own": (0, 0)}
    listing = list_cell(hub.connection, Question((FINAL,), TOWN, where={"grade": "satisfied"}))
    assert [item.key for item in listing.items] == [S, others[0]]


def test_restated_a_graded_suggestion_lies_where_its_matter_was_allocated(hub: Playing) -> None:
    # given a graded suggestion of a town that was split
    split = {"code": TOWN, "successors": [{"code": OTHER_TOWN}, {"code": NEW_TOWN}], "valid_from": "2026-01-01"}
    tell(hub, *answered(), graded(S, "2025-06-10", "satisfied"), region(NEW_TOWN, COUNTY, "town", valid_from="2026-01-01"))
    tell(hub, fact("region.split", TOWN, split))
    asked = Question((FINAL,), COUNTY, ("region",), where={"grade": "satisfied"}, regions="2026-01-01")

    def lying() -> dict[str | None, tuple[int | None, int | None]]:
        return {row.by["region"]: (row.n, row.of) for row in ask(hub.connection, asked).rows if row.n}

    # then on the regions of the day after it lies nowhere in particular, until its matter is allocated
    assert lying() == {"unallocated": (1, 1)}
    tell(hub, fact("object.allocated", S, {"object": S, "region": NEW_TOWN}))
    assert lying() == {NEW_TOWN: (1, 1)}


def test_random_grades_are_those_of_a_plain_reading(hub: Playing) -> None:
    # given suggestions with grades of chance, of three departments or of none in particular
    random = Random(46)
    books = {suggestion(number): _book(random) for number in range(1, 41)}
    events = [event for name in books for event in answered(name, "A", "B", "C")]
    events += [graded(name, f"2025-07-{day:02}", grade, **dept) for name, book in books.items() for day, grade, dept in book]
    random.shuffle(events)
    for start in range(0, len(events), 60):
        tell(hub, *events[start : start + 60])
    # when the figures of some days are asked, then they are those counted one by one
    for day in (1, 5, 9, 13, 20):
        for name, last in ((FIRST, False), (FINAL, True)):
            worst = [_worst([one for one in book if one[0] <= day], last) for book in books.values()]
            assert counted(hub, name, as_of=f"2025-07-{day:02}") == tuple(worst.count(grade) for grade in GRADES)
    # and rows made the quick way, as most are, are those that are made whole
    whole, stored = whole_and_stored(hub, "evaluation", "suggestion")
    assert whole == stored
    quick, stored = quick_and_stored(hub, "evaluation", "suggestion")
    assert len(quick) == sum(len(book) == 1 for book in books.values()) > 0
    assert set(quick) <= set(stored)


Marks = Sequence[tuple[int, str, Mapping[str, Any]]]


def _book(random: Random) -> Marks:
    """Days, grades and departments, by day; no two of one day."""
    days = sorted(random.sample(range(1, 21), random.randint(0, 5)))
    return [(day, random.choice(GRADES), random.choice(({}, {"dept": "A"}, {"dept": "B"}))) for day in days]


def _worst(marks: Marks, last: bool) -> str | None:
    """The worst of each department's last or first grade; a grade of nobody in particular is of each that was named by then."""
    named = {more["dept"] for *_, more in marks if more} or {None}
    of = [[grade for _, grade, more in marks if more.get("dept") in (dept, None)] for dept in named]
    grades = [own[-1 if last else 0] for own in of if own]
    return max(grades, key=GRADES.index, default=None)
