"""Steps of a suggestion that nothing allowed yet, or no longer: each is shown until what was missing comes, and moves no figure (domain.md B3)."""

from collections.abc import Sequence

from tests.api.readers import ask, reader, signed_in
from tests.projections.play import Event, Playing
from tests.views.office import COUNTY, TOWN, assigned, graded, registered, replied, suggestion, told

S = suggestion(1)
LIFE = (registered(S, "2025-03-01"), assigned(S, "2025-03-03", "A", co=["C"]))
AFTER = (
    ("merged_for_handling", {"case": "c"}),
    ("contacted", {"dept": "A"}),
    ("co_opinion_given", {"dept": "C"}),
    ("extended", {"until": "2025-08-01", "consent_by": "x"}),
    ("key_supervised", {"topic": "t"}),
)
ENDS = ("returned", "turned_into_letter", "withdrawn")


CODES = ("HANDLED_UNREGISTERED", "HANDLED_UNASSIGNED", "LAPSED_WITHOUT_REPLY", "PROMISED_WITHOUT_REPLY", "CLOSED_AFTER_ASSIGNMENT")


def shown(hub: Playing, *codes: str) -> set[tuple[str, str]]:
    wanted = codes or ("ASSIGNED_UNREGISTERED", "HANDLED_UNASSIGNED", "HANDLED_WHILE_CLOSED")
    with signed_in(hub.connection.dsn, reader(hub, "county", COUNTY)) as session:
        rows = ask(session, "SELECT object, code FROM api.county_anomalies")
    return {(object_, code) for object_, code in rows if code in wanted}


def tell(hub: Playing, *events: Event) -> None:
    hub.tell(*events)
    hub.fold()


def test_what_is_assigned_without_a_number_is_shown_until_it_has_one(hub: Playing) -> None:
    other, closed = suggestion(2), suggestion(3)
    # given one that was never registered, and one that was on the day after; when they are assigned, then both are shown
    tell(hub, told("submitted", S, "2025-03-01", kind="own"), assigned(S, "2025-03-03", "A"), registered(other, "2025-03-04"))
    tell(hub, assigned(other, "2025-03-03", "A"), registered(closed, "2025-03-03"), assigned(closed, "2025-03-03", "A"))
    assert shown(hub) == {(S, "ASSIGNED_UNREGISTERED"), (other, "ASSIGNED_UNREGISTERED")}
    # when a number comes of the same day, then they are not
    tell(hub, registered(S, "2025-03-03"), registered(other, "2025-03-03"))
    assert shown(hub) == set()


def test_what_is_handled_before_anybody_has_it_is_shown_until_it_is_assigned(hub: Playing) -> None:
    early = [suggestion(number) for number in (11, 12, 13)]
    steps = AFTER[1:4]
    # given registered ones; when departments do what only follows an assignment, then each is shown
    tell(hub, *(registered(one, "2025-03-01") for one in early))
    tell(hub, *(told(step, one, "2025-03-05", **data) for one, (step, data) in zip(early, steps, strict=True)))
    assert shown(hub) == {(one, "HANDLED_UNASSIGNED") for one in early}
    # when the assignment comes, on that day or before, then none is
    tell(hub, *(assigned(one, "2025-03-05", "A", co=["C"]) for one in early))
    assert shown(hub) == set()


def test_what_is_handled_after_it_was_closed_is_shown_until_it_is_made_again(hub: Playing) -> None:
    steps: Sequence[Event] = (
        *(told(step, S, "2025-03-06", **data) for step, data in AFTER), replied(S, "2025-03-06", "A"), graded(S, "2025-03-06", "satisfied"),
        assigned(S, "2025-03-06", "B"),
    )  # fmt: skip
    lives = {}
    for number, (end, step) in enumerate(((end, step) for end in ENDS for step in steps), 21):
        one = suggestion(number)
        lives[one] = [{**event, "id": f"{event['id']}-{number}", "subject": one} for event in (*LIFE, told(end, S, "2025-03-05", reason="x"), step)]
    ended = suggestion(20)
    # given lives that were closed; when they are handled on a later day, then each is shown; on the day itself none, and no figure is another
    tell(hub, *(event for life in lives.values() for event in life[:3]))
    tell(
        hub,
        registered(ended, "2025-03-01"),
        assigned(ended, "2025-03-03", "A"),
        told("withdrawn", ended, "2025-03-05"),
        replied(ended, "2025-03-05", "A"),
    )
    assert shown(hub) == set()
    tell(hub, *(life[3] for life in lives.values()))
    assert shown(hub) == {(one, "HANDLED_WHILE_CLOSED") for one in lives}
    assert hub.figure("suggestions.consolidated", TOWN, "2025-03-06") == 0
    # when they are submitted again before that, then none is
    tell(hub, *(told("submitted", one, "2025-03-06T08:00", kind="own") for one in lives))
    assert shown(hub) == set()


EARLY: Sequence[tuple[str, dict[str, str], str]] = (
    ("merged_for_handling", {"case": "c"}, "HANDLED_UNREGISTERED"),
    ("key_supervised", {"topic": "t"}, "HANDLED_UNREGISTERED"),
    ("urged", {}, "HANDLED_UNREGISTERED"),
    ("fed_back", {"to": "deputy", "how": "x"}, "HANDLED_UNASSIGNED"),
    ("evaluation_lapsed", {}, "LAPSED_WITHOUT_REPLY"),
    ("promise_made", {"promise": "p"}, "PROMISED_WITHOUT_REPLY"),
)


def test_what_is_done_before_what_allows_it_is_shown_until_that_comes(hub: Playing) -> None:
    early = {suggestion(number): one for number, one in enumerate(EARLY, 71)}
    closed = [suggestion(number) for number in (81, 82)]
    # given lives in which a step comes before what it follows, and two that are closed after they were assigned: each is shown
    tell(hub, *(told("submitted", one, "2025-03-01", kind="own") for one in early))
    tell(hub, *(told(step, one, "2025-03-05", **data) for one, (step, data, _) in early.items()))
    tell(hub, *(event for one in closed for event in (registered(one, "2025-03-01"), assigned(one, "2025-03-03", "A"))))
    tell(hub, *(told(end, one, "2025-03-04", reason="x") for one, end in zip(closed, ENDS, strict=False)))
    assert shown(hub, *CODES) == {*((one, code) for one, (*_, code) in early.items()), *((one, "CLOSED_AFTER_ASSIGNMENT") for one in closed)}
    # when what was missing comes, then they are not
    tell(
        hub, *(event for one in early for event in (registered(one, "2025-03-02"), assigned(one, "2025-03-03", "A"), replied(one, "2025-03-04", "A")))
    )
    assert shown(hub, *CODES) == {(one, "CLOSED_AFTER_ASSIGNMENT") for one in closed}
