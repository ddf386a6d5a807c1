"""Which suggestions are one matter: joined, split, learnt late, waiting for the other side."""

from itertools import permutations

import pytest

from tests.projections.anew import Anew
from tests.projections.play import Event, Playing
from tests.views.office import CITY, COUNTY, PROVINCE, TOWN, assigned, reference, registered, replied, suggestion, told

A, B, C = suggestion(1), suggestion(301, CITY), suggestion(7, TOWN)
SIBLING = "420625"
LINK = "SELECT stands, waiting, anomalies FROM {view}.link WHERE known_to IS NULL ORDER BY one, other"


def tell(hub: Playing, *events: Event, recorded: str = "2025-12-31T12:00:00+08:00") -> None:
    hub.tell(*events, recorded=recorded)
    hub.fold()


def matters(hub: Playing) -> list[list[str]]:
    """The members of the matters known now, by name."""
    return [row["members"] for row in hub.rows("SELECT members FROM {view}.matter WHERE known_to IS NULL ORDER BY matter")]


def consolidated(hub: Playing, region: str = PROVINCE) -> int:
    return hub.figure("suggestions.consolidated", region)


def test_a_city_suggestion_that_continues_a_county_one_is_the_same_matter(hub: Playing) -> None:
    # given a county suggestion; when the city registers one that continues it; then one matter, named by the smaller id,
    # which lies where the earlier event says
    tell(hub, registered(A, "2025-06-08", kind="own"), registered(B, "2025-07-01", origin=CITY, continues=[A], kind="work"))
    assert matters(hub) == [sorted([A, B])]
    assert hub.rows("SELECT matter, origin, kind, day::text FROM {view}.matter") == [
        {"matter": min(A, B), "origin": TOWN, "kind": "own", "day": "2025-06-08"}
    ]
    assert [consolidated(hub, region) for region in (TOWN, COUNTY, CITY, PROVINCE)] == [1, 1, 1, 1]


def test_a_link_from_below_waits_until_the_other_side_says_so(hub: Playing) -> None:
    # given a town's suggestion that says it continues the county's; when nobody above agrees; then it waits, two matters
    tell(hub, registered(A, "2025-06-08"), registered(C, "2025-06-09", continues=[A]))
    assert hub.rows(LINK) == [{"stands": False, "waiting": True, "anomalies": ["LINK_WAITING"]}]
    assert consolidated(hub) == 2
    # when the county links them; then they are one
    tell(hub, told("linked", A, "2025-06-20", other=C))
    assert hub.rows(LINK) == [{"stands": True, "waiting": False, "anomalies": []}]
    assert matters(hub) == [sorted([A, C])]


def test_two_counties_need_both_words_or_that_of_the_city(hub: Playing) -> None:
    # given suggestions of two counties; when one links them; then it waits; when the other does too; then they are one
    far = suggestion(9, SIBLING)
    tell(hub, registered(A, "2025-06-08"), registered(far, "2025-06-09", origin=SIBLING), told("linked", A, "2025-06-10", other=far))
    assert consolidated(hub) == 2
    tell(hub, told("linked", far, "2025-06-11", other=A))
    assert consolidated(hub) == 1
    # when one takes its word back; then they are two; when the city, which contains both, links them; then they are one
    tell(hub, told("unlinked", A, "2025-06-12", other=far))
    assert consolidated(hub) == 2
    tell(hub, told("linked", A, "2025-06-13", by=CITY, other=far))
    assert consolidated(hub) == 1
    # and a side's later word does not undo what a source above both has said
    tell(hub, told("unlinked", A, "2025-06-14", other=far))
    assert consolidated(hub) == 1
    # but what both sides say does, as old as the later of their words
    tell(hub, told("unlinked", far, "2025-06-15", other=A))
    assert consolidated(hub) == 2
    tell(
        hub,
        told("linked", A, "2025-06-16", other=far),
        told("linked", far, "2025-06-18", other=A),
        told("unlinked", A, "2025-06-17", by=CITY, other=far),
    )
    assert consolidated(hub) == 1


@pytest.mark.parametrize("step", ["escalated", "delegated"])
def test_escalated_and_delegated_with_a_new_id_are_links(hub: Playing, step: str) -> None:
    more = {"kind": "new_submission"} if step == "escalated" else {}
    said = told(step, B, "2025-07-02", origin=CITY, to_unit=f"{COUNTY}-cwh", new_id=A, **more)
    tell(hub, registered(A, "2025-06-08"), registered(B, "2025-07-01", origin=CITY), said)
    assert matters(hub) == [sorted([A, B])]


def test_a_matter_splits_when_unlinked_and_joins_again(hub: Playing) -> None:
    # given three suggestions in a chain; when the middle link is undone on a later recorded day; then two matters from that day,
    # one before; when it is said again; then one
    tell(
        hub,
        registered(C, "2025-06-01"),
        registered(A, "2025-06-08", continues=[C]),
        registered(B, "2025-07-01", origin=CITY, continues=[A]),
        recorded="2025-07-02T09:00:00+08:00",
    )
    assert matters(hub) == [sorted([A, B, C])]
    tell(hub, told("unlinked", B, "2025-07-10", origin=CITY, other=A), recorded="2025-07-10T09:00:00+08:00")
    assert matters(hub) == sorted([[B], sorted([A, C])])
    assert [hub.figure("suggestions.consolidated", PROVINCE, known_at=day) for day in ("2025-07-01", "2025-07-09", "2025-07-10")] == [0, 1, 2]
    tell(hub, told("linked", B, "2025-07-12", origin=CITY, other=A), recorded="2025-07-12T09:00:00+08:00")
    assert matters(hub) == [sorted([A, B, C])]
    assert [hub.figure("suggestions.consolidated", PROVINCE, known_at=day) for day in ("2025-07-11", "2025-07-12")] == [2, 1]


def test_the_largest_word_stands_in_any_order(hubs: Anew) -> None:
    # given link and unlink about one pair; when told in any order; then the later by time stands

    words = [
        told("linked", B, "2025-07-03", origin=CITY, other=A),
        told("unlinked", B, "2025-07-04", origin=CITY, other=A),
        registered(B, "2025-07-01", origin=CITY),
        registered(A, "2025-06-08"),
    ]
    with hubs.playing() as hub:
        tell(hub, *reference())
        for order in list(permutations(words))[::5]:
            tell(hub, *order)
            assert consolidated(hub) == 2


def test_all_of_a_matter_must_be_replied_to(hub: Playing) -> None:
    # given the county's suggestion replied to; when the city's continuation is assigned; then not replied until the city's is
    tell(
        hub,
        registered(A, "2025-06-08"),
        assigned(A, "2025-06-08", "A"),
        replied(A, "2025-06-11", "A"),
        registered(B, "2025-07-01", continues=[A]),
        assigned(B, "2025-07-01", "B"),
        replied(B, "2025-07-20", "B"),
    )
    days = ("2025-06-11", "2025-06-30", "2025-07-01", "2025-07-19", "2025-07-20")
    assert [hub.figure("suggestions.completed", TOWN, day) for day in days] == [1, 1, 0, 0, 1]
    # and a returned continuation asks for nothing
    tell(hub, told("returned", B, "2025-07-05", reason="重复"))
    assert [hub.figure("suggestions.completed", TOWN, day) for day in ("2025-07-04", "2025-07-05")] == [0, 1]
    # and it was handled by both congresses, each once
    handled = "SELECT region, sum(n)::int AS n FROM {view}.cube WHERE measure = 'suggestions.handled' AND own GROUP BY 1 ORDER BY 1"
    assert hub.rows(handled) == [{"region": CITY, "n": 1}, {"region": COUNTY, "n": 1}]


def test_a_link_to_a_suggestion_not_yet_heard_holds_when_it_comes(hub: Playing) -> None:
    # given two suggestions that continue one nobody has told; then they are one matter already; when it comes it is its origin
    other = suggestion(302, CITY)
    tell(hub, registered(B, "2025-07-01", continues=[A]), registered(other, "2025-07-02", continues=[A]))
    assert consolidated(hub) == 1
    tell(hub, registered(A, "2025-06-08", origin="420624102"))
    assert matters(hub) == [sorted([A, B, other])]
    assert hub.figure("suggestions.consolidated", "420624102") == 1
    assert hub.figure("suggestions.consolidated", TOWN) == 0


def test_of_a_suggestion_that_only_others_have_told_of_nothing_is_so_of_its_matter(hub: Playing) -> None:
    # given a city's suggestion that continues the county's, of which only the city has told: published, and supervised
    tell(hub, registered(B, "2025-06-01", origin=CITY, continues=[A]), told("published", A, "2025-06-15", by=CITY))
    tell(hub, told("key_supervised", A, "2025-06-16", by=CITY))
    counted = ("published", "key_supervised", "consolidated")
    assert [hub.figure(f"suggestions.{name}", PROVINCE) for name in counted] == [0, 0, 1]
    # when the county tells of it, then both are so from that day on
    tell(hub, registered(A, "2025-07-01"))
    for day, found in (("2025-06-30", [0, 0, 1]), ("2025-07-01", [1, 1, 1])):
        assert [hub.figure(f"suggestions.{name}", PROVINCE, day) for name in counted] == found


def test_a_matter_of_one_is_the_same_whether_it_ever_was_linked_or_not(hub: Playing) -> None:
    # given two suggestions that were one matter until a later recorded day
    tell(hub, registered(A, "2025-06-08"), registered(B, "2025-07-01", origin=CITY, continues=[A]), recorded="2025-07-01T09:00:00+08:00")
    tell(hub, told("unlinked", B, "2025-07-10", origin=CITY, other=A), recorded="2025-07-10T09:00:00+08:00")
    # then each has the sets of its suggestion, in the order in which that has them
    sets = "SELECT opinions, disputes, seen, anomalies FROM {view}."
    now = " WHERE known_to IS NULL ORDER BY 1, 2, 3, 4"
    assert hub.rows(f"{sets}matter{now}") == hub.rows(f"{sets}suggestion{now}")
