"""What becomes of opinions; and that no order of telling changes a row."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections import verify, versions
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing
from tests.views.office import CITY, TOWN, assigned, graded, heard, opinion, reference, registered, replied, suggestion, told

S, CLIMBED, ONE = suggestion(1), suggestion(301, CITY), opinion(1)
STORY = (
    heard("collected", ONE, "2025-05-01", category="水利"),
    heard("converted", ONE, "2025-05-02", suggestion=S),
    registered(S, "2025-05-10", opinions=[ONE], kind="own"),
    assigned(S, "2025-05-11", "A", co=["B"]),
    replied(S, "2025-05-20", "A", outcome="planned", promises=["p"]),
    graded(S, "2025-05-21", "dissatisfied"),
    told("rehandle_ordered", S, "2025-05-22"),
    replied(S, "2025-06-01", "A"),
    told("promise_kept", S, "2025-06-02", promise="p"),
    registered(CLIMBED, "2025-07-01", continues=[S]),
    assigned(CLIMBED, "2025-07-01", "C"),
    told("refused", CLIMBED, "2025-07-02", dept="C"),
    told("reassigned", CLIMBED, "2025-07-03", replaces=["C"], departments=[{"dept": "D", "role": "main"}]),
    replied(CLIMBED, "2025-07-20", "D"),
    told("unlinked", CLIMBED, "2025-07-21", other=S),
    told("linked", CLIMBED, "2025-07-22", other=S),
)


def tell(hub: Playing, *events: Event) -> None:
    hub.tell(*events)
    hub.fold()


def content(hub: Playing) -> dict[str, str]:
    with hub.connection, hub.connection.cursor() as cursor:
        version = versions.live(cursor)
        assert version is not None
        return {name: one.content for name, one in verify.fingerprints(cursor, version).items()}


def test_an_opinion_is_resolved_while_the_matters_it_fed_are_completed(hub: Playing) -> None:
    tell(hub, *STORY)
    days = ("2025-05-19", "2025-05-20", "2025-05-21", "2025-06-01", "2025-06-30", "2025-07-01", "2025-07-20")
    assert [hub.figure("opinions.resolved", TOWN, day) for day in days] == [0, 1, 0, 1, 1, 0, 1]
    assert hub.figure("opinions.collected", TOWN, "2025-05-01") == 1
    rows = hub.rows("SELECT opinion, origin, own_category, day::text, suggestions, converted, level FROM {view}.opinion WHERE known_to IS NULL")
    assert [tuple(row.values()) for row in rows] == [(ONE, TOWN, "水利", "2025-05-01", [S], [S], "town")]


def test_one_answered_on_the_spot_is_resolved_and_one_only_rejected_is_not(hub: Playing) -> None:
    tell(hub, *(heard("collected", opinion(number), "2025-05-01") for number in (1, 2)))
    tell(hub, heard("answered_on_spot", opinion(1), "2025-05-02"), heard("rejected", opinion(2), "2025-05-02", reason="非职权"))
    assert hub.figure("opinions.resolved", TOWN) == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1), batches=st.integers(1, 8))
def test_any_order_duplication_and_batching_gives_the_same_rows(hubs: Anew, seed: int, batches: int) -> None:
    # given the story, some of it twice, shuffled and cut into batches, references among it; when folded; then the rows are those in order
    chance = random.Random(seed)
    events = [*reference(), *STORY, *chance.sample(STORY, 5)]
    chance.shuffle(events)
    size = -(-len(events) // batches)
    straight = hubs.empty()
    tell(straight, *reference(), *STORY)
    expected = content(straight)
    hub = hubs.empty()
    for start in range(0, len(events), size):
        tell(hub, *events[start : start + size])
    assert content(hub) == expected
