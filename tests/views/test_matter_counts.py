"""What one matter counts, condition by condition, on the days on which it began and ended."""

from datetime import date

import pytest

from projections.statistics import Question, ask
from tests.projections.play import Event, Playing, fact, source
from tests.views.office import CITY, COUNTY, PROVINCE, TOWN, assigned, graded, registered, replied, suggestion, told

S = suggestion(1)
FAR = "9999-12-31"
UNIT = {"name": "新县人大", "kind": "standing_committee", "level": "county"}


def own(hub: Playing, measure: str, region: str) -> int:
    """The figure of exactly one congress."""
    counted = "SELECT coalesce(sum(n), 0)::int AS n FROM {view}.cube WHERE measure = %s AND region = %s AND own"
    return int(hub.rows(counted, measure, region)[0]["n"])


def figure(hub: Playing, name: str, *days: str, region: str = TOWN) -> list[int]:
    """The figure of `suggestions.<name>` as of some days."""
    return [hub.figure(f"suggestions.{name}", region, day) for day in days or (FAR,)]


def tell(hub: Playing, *events: Event) -> None:
    hub.tell(*events)
    hub.fold()


def test_a_matter_counts_from_its_first_event_other_than_drafted_or_read(hub: Playing) -> None:
    # given a suggestion drafted on 1 June and read on 2 June; when it is submitted on 3 June
    tell(hub, told("drafted", S, "2025-06-01"), told("read", S, "2025-06-02"))
    assert figure(hub, "consolidated") == [0]
    tell(hub, told("submitted", S, "2025-06-03", kind="own"))
    # then it counts from that day, at its origin and everywhere above
    for region in (TOWN, COUNTY, PROVINCE, "00"):
        assert figure(hub, "consolidated", "2025-06-02", "2025-06-03", region=region) == [0, 1]


@pytest.mark.parametrize("end", ["returned", "turned_into_letter", "withdrawn"])
def test_it_does_not_count_while_all_its_suggestions_are_closed(hub: Playing, end: str) -> None:
    # given a suggestion of 3 June closed on 5 June; when it is submitted again on 9 June; then it counts but from 5 to 8 June
    tell(hub, told("submitted", S, "2025-06-03", kind="own"), told(end, S, "2025-06-05", reason="重复"))
    assert figure(hub, "consolidated", "2025-06-04", "2025-06-05", FAR) == [1, 0, 0]
    tell(hub, told("submitted", S, "2025-06-09", kind="own"))
    assert figure(hub, "consolidated", "2025-06-04", "2025-06-05", "2025-06-08", "2025-06-09") == [1, 0, 0, 1]


def test_replied_completed_and_implemented_wait_for_every_main_and_separate_department(hub: Playing) -> None:
    # given a main and a separate department and a co-handler; when both have replied; then from the later day, the co-handler aside
    tell(
        hub,
        registered(S, "2025-06-01"),
        assigned(S, "2025-06-02", "A", separate=["B"], co=["C"]),
        replied(S, "2025-06-05", "A"),
        replied(S, "2025-06-08", "B", outcome="planned"),
    )
    days = ("2025-06-05", "2025-06-07", "2025-06-08")
    assert figure(hub, "replied", *days) == figure(hub, "completed", *days) == [0, 0, 1]
    assert figure(hub, "implemented", *days) == [0, 0, 0]
    assert figure(hub, "solved_or_planned", *days) == [0, 0, 1]
    # and when the second answers again, solved; then it is implemented too
    tell(hub, replied(S, "2025-06-20", "B"))
    assert figure(hub, "implemented", "2025-06-19", "2025-06-20") == [0, 1]


def test_an_assignment_to_co_handlers_alone_is_not_answered(hub: Playing) -> None:
    # given a suggestion assigned to a co-handler only; when it answers; then nobody who must has
    tell(hub, registered(S, "2025-06-01"), assigned(S, "2025-06-02", co=["C"]), replied(S, "2025-06-05", "C"))
    assert figure(hub, "replied") == [0]


def test_dissatisfied_undoes_completed_until_the_reply_of_the_next_round(hub: Playing) -> None:
    # given a reply of 5 June; when it is graded dissatisfied, ordered again, replied again, satisfied
    tell(
        hub,
        registered(S, "2025-06-01"),
        assigned(S, "2025-06-02", "A"),
        replied(S, "2025-06-05", "A", outcome="planned"),
        graded(S, "2025-06-10", "dissatisfied"),
        told("rehandle_ordered", S, "2025-06-12"),
        replied(S, "2025-06-20", "A"),
        graded(S, "2025-06-22", "satisfied"),
    )
    # then it is completed but from 10 to 19 June, and replied but from 12 to 19 June; unrated until each grade
    days = ("2025-06-05", "2025-06-09", "2025-06-10", "2025-06-12", "2025-06-19", "2025-06-20", "2025-06-22")
    assert figure(hub, "completed", *days) == [1, 1, 0, 0, 0, 1, 1]
    assert figure(hub, "replied", *days) == [1, 1, 1, 0, 0, 1, 1]
    assert figure(hub, "unrated", *days) == [1, 1, 0, 0, 0, 1, 0]


def test_of_a_reply_and_an_order_to_handle_anew_at_one_instant_the_smaller_is_first(hub: Playing) -> None:
    # given a reply at the instant at which handling anew is ordered; when its id is the smaller, then it is of the round before; else of the next
    for number, (reply, order) in enumerate((("1", "2"), ("4", "3"))):
        one = suggestion(10 + number)
        tell(
            hub,
            registered(one, "2025-06-01"),
            assigned(one, "2025-06-02", "A"),
            replied(one, "2025-06-10T10:00", "A", id=f"at-{reply}"),
            told("rehandle_ordered", one, "2025-06-10T10:00", id=f"at-{order}"),
        )
        assert figure(hub, "replied") == [number]
    counted = Question(("departments.replied",), COUNTY, as_of=date(2025, 12, 31))
    assert [row.n for row in ask(hub.connection, counted).rows] == [1]


def test_a_grade_on_attitude_changes_nothing(hub: Playing) -> None:
    tell(hub, registered(S, "2025-06-01"), assigned(S, "2025-06-02", "A"), replied(S, "2025-06-05", "A"))
    tell(hub, told("reply_evaluated", S, "2025-06-06", axis="attitude", grade="dissatisfied"))
    assert figure(hub, "completed") == [1]
    assert figure(hub, "unrated") == [1]


def test_every_promise_kept_is_implemented(hub: Playing) -> None:
    # given a planned reply with one promise and another made later; when both are kept; then from the later day
    tell(
        hub,
        registered(S, "2025-06-01"),
        assigned(S, "2025-06-02", "A"),
        replied(S, "2025-06-05", "A", outcome="planned", promises=["p1"]),
        told("promise_made", S, "2025-06-06", promise="p2"),
        told("promise_kept", S, "2025-07-01", promise="p1"),
        told("promise_missed", S, "2025-07-05", promise="p2", why="资金"),
        told("promise_kept", S, "2025-08-01", promise="p2"),
    )
    assert figure(hub, "implemented", "2025-06-30", "2025-07-01", "2025-07-05", "2025-07-31", "2025-08-01") == [0, 0, 0, 0, 1]


def test_a_reply_names_promises_while_its_department_is_in_the_assignment(hub: Playing) -> None:
    # given a planned reply whose promise is kept, and a reply of C, which nobody assigned it to, that promises something else
    tell(
        hub,
        registered(S, "2025-06-01"),
        assigned(S, "2025-06-02", "A"),
        replied(S, "2025-06-05", "A", outcome="planned", promises=["p1"]),
        replied(S, "2025-06-06", "C", outcome="planned", promises=["p2"]),
        told("promise_kept", S, "2025-07-01", promise="p1"),
    )
    # then that is no promise of it
    assert figure(hub, "implemented", "2025-06-30", "2025-07-01") == [0, 1]
    # when C assists, then it is one as long as C does
    tell(hub, assigned(S, "2025-08-01", co=["C"]), told("reassigned", S, "2025-09-01", replaces=["C"], departments=[]))
    assert figure(hub, "implemented", "2025-07-31", "2025-08-01", "2025-08-31", "2025-09-01") == [1, 0, 0, 1]


def test_what_a_congress_did_before_its_code_began_is_of_that_congress(hub: Playing) -> None:
    # given a county with another code since July, which says that it registered and assigned a suggestion in June
    new, subject = "420626", suggestion(1, "420626")
    moved = {"code": COUNTY, "parent": CITY, "new_code": new, "valid_from": "2025-07-01"}
    tell(hub, fact("region.moved", COUNTY, moved), source(f"//{new}/s", new))
    tell(hub, registered(subject, "2025-06-01", origin=new), assigned(subject, "2025-06-02", "A", origin=new))
    # then both are that county's own, not the city's
    assert [own(hub, f"suggestions.{name}", region) for name in ("registered", "handled") for region in (new, CITY)] == [1, 0, 1, 0]
    assert hub.rows("SELECT DISTINCT chain[1] AS region, level FROM {view}.number") == [{"region": new, "level": "county"}]


def test_what_was_done_under_a_code_that_was_taken_back_is_of_that_code(hub: Playing) -> None:
    # given a county with another code since July, under which it registered and assigned a suggestion
    new, subject = "420626", suggestion(1, "420626")
    moved = fact("region.moved", COUNTY, {"code": COUNTY, "parent": CITY, "new_code": new, "valid_from": "2025-07-01"})
    tell(hub, moved, source(f"//{new}/s", new), fact("unit.registered", f"{new}-cwh", UNIT | {"unit": f"{new}-cwh", "region": new}))
    tell(hub, registered(subject, "2025-07-02", origin=new), assigned(subject, "2025-07-03", "A", origin=new))
    # when the move is retracted; then both are of the code that did it, in the nation, which did neither
    tell(hub, fact("reference.retracted", COUNTY, {"corrects": {"source": moved["source"], "id": moved["id"]}, "reason": "误报"}))
    for name in ("registered", "handled"):
        assert {region: own(hub, f"suggestions.{name}", region) for region in (new, CITY, PROVINCE, "00")} == {new: 1, CITY: 0, PROVINCE: 0, "00": 0}
    assert hub.rows("SELECT array_to_string(chain, ' ') AS chain FROM {view}.number") == [{"chain": f"{new} 00"}]
    # and on the regions of a day the matter lies nowhere below the nation, until it is allocated
    assert restated(hub) == {"unallocated": 1}
    tell(hub, fact("object.allocated", subject, {"object": subject, "region": TOWN}))
    assert restated(hub) == {PROVINCE: 1}


def restated(hub: Playing) -> dict[str | None, int | None]:
    """Matters of the nation by region, on the regions of the last day of 2025."""
    asked = Question(("suggestions.consolidated",), "00", ("region",), as_of=date(2025, 12, 31), regions="2025-12-31")
    return {row.by["region"]: row.n for row in ask(hub.connection, asked).rows if row.n}


def test_a_department_replaced_after_a_refusal_drops_out_that_day(hub: Playing) -> None:
    # given A main, which refuses; when B takes its place on 6 June; then by department A until 5 June and B from 6 June
    tell(
        hub,
        registered(S, "2025-06-01"),
        assigned(S, "2025-06-02", "A"),
        told("refused", S, "2025-06-04", dept="A"),
        told("reassigned", S, "2025-06-06", replaces=["A"], departments=[{"dept": "B", "role": "main"}]),
    )
    counted = "SELECT department, role, day::text, n FROM {view}.cube WHERE measure = 'suggestions.by_department' AND region = %s ORDER BY 1, 3"
    assert [tuple(row.values()) for row in hub.rows(counted, TOWN)] == [
        ("A", "main", "2025-06-02", 1),
        ("A", "main", "2025-06-06", -1),
        ("B", "main", "2025-06-06", 1),
    ]
    # and a re-assignment that names nobody replaces whoever had refused
    other = suggestion(2)
    tell(
        hub,
        registered(other, "2025-06-01"),
        assigned(other, "2025-06-02", "C", "D"),
        told("refused", other, "2025-06-03", dept="C"),
        told("reassigned", other, "2025-06-06", departments=[{"dept": "E", "role": "main"}]),
        replied(other, "2025-06-07", "D"),
        replied(other, "2025-06-08", "E"),
    )
    assert figure(hub, "replied", "2025-06-07", "2025-06-08") == [0, 1]


def test_a_refusal_is_of_the_assignment_before_it(hub: Playing) -> None:
    # given A, which refused, and was assigned again after B had taken its place; when B refuses and C takes the place of whoever refused
    tell(
        hub,
        registered(S, "2025-06-01"),
        assigned(S, "2025-06-02", "A"),
        told("refused", S, "2025-06-03", dept="A"),
        told("reassigned", S, "2025-06-04", departments=[{"dept": "B", "role": "main"}]),
        assigned(S, "2025-06-05", "A"),
        told("refused", S, "2025-06-06", dept="B"),
        told("reassigned", S, "2025-06-07", departments=[{"dept": "C", "role": "main"}]),
        replied(S, "2025-06-08", "C"),
    )
    # then A, which has not refused again, still has it and must answer
    counted = "SELECT department, sum(n)::int AS n FROM {view}.cube WHERE measure = 'suggestions.by_department' AND region = %s GROUP BY 1 ORDER BY 1"
    assert [tuple(row.values()) for row in hub.rows(counted, TOWN)] == [("A", 1), ("B", 0), ("C", 1)]
    assert figure(hub, "replied") == [0]


def test_registered_and_handled_are_the_congress_own(hub: Playing) -> None:
    # given a county suggestion about a town; when it is registered and assigned; then the county has it, nobody above
    tell(hub, registered(S, "2025-06-01"), assigned(S, "2025-06-02", "A"))
    assert {region: own(hub, "suggestions.registered", region) for region in (TOWN, COUNTY, PROVINCE)} == {TOWN: 0, COUNTY: 1, PROVINCE: 0}
    assert {region: own(hub, "suggestions.handled", region) for region in (TOWN, COUNTY, PROVINCE)} == {TOWN: 0, COUNTY: 1, PROVINCE: 0}


def test_one_number_under_two_ids_is_registered_once(hub: Playing) -> None:
    # given one legal number that two systems registered under ids of their own; when counted; then once, and it is shown
    twin = f"//{COUNTY}/s/x"
    tell(hub, registered(S, "2025-06-02", no="7"), registered(twin, "2025-06-01", no="7"))
    assert own(hub, "suggestions.registered", COUNTY) == 1
    assert hub.rows("SELECT day::text, suggestions, anomalies FROM {view}.number") == [
        {"day": "2025-06-01", "suggestions": sorted([S, twin]), "anomalies": ["NUMBER_SHARED"]}
    ]


def test_key_supervision_publication_and_topics(hub: Playing) -> None:
    # given two suggestions on one topic of the county's list; when one is published, and taken down again
    tell(
        hub,
        registered(S, "2025-06-01"),
        registered(suggestion(2), "2025-06-01"),
        told("key_supervised", S, "2025-06-03", topic="道路安全"),
        told("key_supervised", suggestion(2), "2025-06-05", topic="道路安全"),
        told("published", S, "2025-06-10"),
        told("unpublished", S, "2025-06-15"),
    )
    assert figure(hub, "key_supervised", "2025-06-02", "2025-06-03", FAR) == [0, 1, 2]
    assert figure(hub, "published", "2025-06-10", "2025-06-14", "2025-06-15") == [1, 1, 0]
    # then the topic counts once, at the county whose organ supervises
    assert [hub.figure("topics.key_supervised", region) for region in (TOWN, COUNTY, PROVINCE)] == [0, 1, 1]
    rows = hub.rows("SELECT region, topic, suggestions, level, day::text FROM {view}.topic WHERE known_to IS NULL")
    assert [tuple(row.values()) for row in rows] == [(COUNTY, "道路安全", sorted([S, suggestion(2)]), "county", "2025-06-03")]
