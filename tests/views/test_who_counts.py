"""Whose words count for a suggestion, where it lies, and what is implausible about it until it is cured."""

from typing import Any

import pytest

from tests.projections.play import Event, Playing, fact, source
from tests.views.office import CITY, COUNTY, PROVINCE, TOWN, assigned, graded, registered, replied, suggestion, told

S = suggestion(1)


def tell(hub: Playing, *events: Event) -> None:
    hub.tell(*events)
    hub.fold()


def row(hub: Playing, name: str = S) -> dict[str, Any]:
    (found,) = hub.rows("SELECT * FROM {view}.suggestion WHERE suggestion = %s AND known_to IS NULL", name)
    return found


def codes(hub: Playing, name: str = S) -> list[str]:
    return list(row(hub, name)["anomalies"])


def test_existence_day_and_origin_are_the_minting_source_s_alone(hub: Playing) -> None:
    # given a city's reply and supervision of a county suggestion that the county has not told; then it does not count
    tell(hub, replied(S, "2025-06-01", "A", by=CITY), told("key_supervised", S, "2025-06-02", by=CITY))
    assert hub.figure("suggestions.consolidated", PROVINCE) == 0
    assert codes(hub) == ["REPLY_WITHOUT_ASSIGNMENT", "SUGGESTION_UNHEARD"]
    # when the county tells it; then the day is the county's
    tell(hub, registered(S, "2025-06-08"))
    assert str(row(hub)["day"]) == "2025-06-08"
    assert hub.figure("suggestions.key_supervised", TOWN) == 1


def test_a_source_below_or_aside_may_not_assign_grade_or_supervise(hub: Playing) -> None:
    tell(
        hub,
        registered(S, "2025-06-01"),
        assigned(S, "2025-06-02", "A"),
        replied(S, "2025-06-05", "A"),
        graded(S, "2025-06-06", "dissatisfied", by=CITY),
        assigned(S, "2025-06-07", "B", by=CITY),
        told("key_supervised", S, "2025-06-08", by=TOWN),
    )
    # then nothing of it moves a figure, and it is shown
    assert hub.figure("suggestions.completed", TOWN) == 1
    assert hub.figure("suggestions.key_supervised", TOWN) == 0
    assert codes(hub) == ["NOT_ENTITLED"]


def test_a_second_system_of_the_same_region_may_grade(hub: Playing) -> None:
    tell(hub, source(f"//{COUNTY}/pj", COUNTY), registered(S, "2025-06-01"), assigned(S, "2025-06-02", "A"), replied(S, "2025-06-05", "A"))
    tell(hub, graded(S, "2025-06-06", "dissatisfied", source=f"//{COUNTY}/pj"))
    assert hub.figure("suggestions.completed", TOWN) == 0
    assert codes(hub) == []


def test_a_reply_from_anywhere_counts_for_a_department_that_stands_assigned(hub: Playing) -> None:
    tell(hub, registered(S, "2025-06-01"), assigned(S, "2025-06-02", "A"), replied(S, "2025-06-05", "A", by=CITY))
    assert hub.figure("suggestions.replied", TOWN) == 1


def test_a_successor_speaks_as_the_source_itself_however_late_it_is_known(hub: Playing) -> None:
    # given a registration by a source nobody knows as the successor; when that is learnt later; then it counts
    new = f"//{COUNTY}/new"
    tell(hub, source(new, COUNTY), registered(S, "2025-06-01", source=new))
    assert hub.figure("suggestions.consolidated", TOWN) == 0
    tell(
        hub,
        fact(
            "source.registered",
            new,
            {"source": new, "region": COUNTY, "families": ["suggestion"], "succeeds": f"//{COUNTY}/s"},
            time="1999-01-01T09:00:00+08:00",
        ),
    )
    assert hub.figure("suggestions.consolidated", TOWN) == 1
    assert codes(hub) == []


def test_the_origin_is_that_of_the_earliest_event_whose_source_contains_it(hub: Playing) -> None:
    # given an earliest event that names a town of another county; when a later one names a town of its own; then that is the origin
    tell(hub, told("submitted", S, "2025-06-01", kind="own", origin="4207"), registered(S, "2025-06-03", origin=TOWN))
    assert (row(hub)["origin"], str(row(hub)["day"]), codes(hub)) == (TOWN, "2025-06-01", [])


def test_without_any_such_event_it_lies_at_the_acting_unit_s_region(hub: Playing) -> None:
    tell(hub, told("submitted", S, "2025-06-01", kind="own", origin="4207"))
    assert (row(hub)["origin"], codes(hub)) == (COUNTY, ["ORIGIN_NOT_CONTAINED"])
    assert hub.figure("suggestions.consolidated", COUNTY) == 1


@pytest.mark.parametrize(
    ("code", "events", "cure"),
    [
        ("REPLY_WITHOUT_ASSIGNMENT", [replied(S, "2025-06-05", "B")], assigned(S, "2025-06-03", "B")),
        ("EVALUATION_WITHOUT_REPLY", [graded(S, "2025-06-06", "satisfied")], replied(S, "2025-06-05", "A")),
        # a reply of a department that nobody assigned it to is none, and a co-handler's is none to the deputy
        ("EVALUATION_WITHOUT_REPLY", [replied(S, "2025-06-05", "B"), graded(S, "2025-06-06", "satisfied")], assigned(S, "2025-06-03", "B")),
        (
            "EVALUATION_WITHOUT_REPLY",
            [assigned(S, "2025-06-03", co=["C"]), replied(S, "2025-06-05", "C"), graded(S, "2025-06-06", "satisfied")],
            replied(S, "2025-06-06", "A"),
        ),
        ("REHANDLED_WITHOUT_DISSATISFACTION", [told("rehandle_ordered", S, "2025-06-06")], graded(S, "2025-06-05T10:00", "dissatisfied")),
        (
            "ARCHIVED_WITH_OPEN_PROMISES",
            [told("promise_made", S, "2025-06-06", promise="p"), told("archived", S, "2025-06-07")],
            told("promise_kept", S, "2025-06-08", promise="p"),
        ),
        ("CO_HANDLER_REPLIED", [assigned(S, "2025-06-03", co=["C"]), replied(S, "2025-06-05", "C")], None),
        ("SECOND_NUMBER", [registered(S, "2025-06-06", no="99")], None),
        (
            "CLASS_UNKNOWN",
            [told("replied", S, "2025-06-05", dept="A", scheme="x", **{"class": "C"})],
            fact("class_scheme.set", "x", {"scheme": "x", "region": CITY, "classes": [{"code": "C", "outcome": "planned"}]}),
        ),
    ],
)
def test_an_implausible_history_is_shown_until_it_is_cured(hub: Playing, code: str, events: list[Event], cure: Event | None) -> None:
    # given a suggestion assigned to A; when something comes that does not fit; then it is accepted and shown
    tell(hub, registered(S, "2025-06-01"), assigned(S, "2025-06-02", "A"), *events)
    assert code in codes(hub)
    # when what was missing comes; then it is gone
    if cure is not None:
        tell(hub, cure)
        assert code not in codes(hub)


def test_a_letter_means_what_its_own_scheme_says(hub: Playing) -> None:
    # given C = planned in the city's scheme and C = deferred in the nation's; when one reply comes under each; then one is planned
    other = suggestion(2)
    letters = {"city": "planned", "nation": "deferred"}
    tell(
        hub,
        *(
            fact("class_scheme.set", name, {"scheme": name, "region": CITY, "classes": [{"code": "C", "outcome": out}]})
            for name, out in letters.items()
        ),
    )
    for name, one in (("city", S), ("nation", other)):
        lettered = told("replied", one, "2025-06-05", dept="A", scheme=name, **{"class": "C"})
        tell(hub, registered(one, "2025-06-01"), assigned(one, "2025-06-02", "A"), lettered)
    assert hub.figure("suggestions.solved_or_planned", TOWN) == 1
    assert hub.figure("suggestions.replied", TOWN) == 2
