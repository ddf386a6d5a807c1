"""The worked cases: sent to whole hubs by HTTP and asked of them by HTTP, in their order, with their repetitions; and two hubs agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from schemas import content
from tests.cases.database_player import DatabasePlayer
from tests.cases.hub_player import HubPlayer
from tests.cases.playing import Player, play
from tests.cases.reading import read
from tests.running import hub_in

# Cases 1 and 2 are about the same events, case 2 in another order; every other one has regions of its own, but for provinces, which case 7
# shares and so comes last.
# Case 4 says when it is recorded: its hub has a test clock, which goes on to a day after all others.
HUBS = (("04", "01", "03", "08", "09", "10", "11", "12", "13", "14", "05", "06", "07"), ("02",))
SEED = 10


@pytest.fixture(scope="module", params=HUBS, ids="+".join)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HubPlayer, tuple[str, ...]]]:
    """An empty hub for some cases."""
    folder = Path(tmp_path_factory.mktemp("case"))
    (folder / "clock").write_text("2025-06-01T09:00:00+08:00")
    hub = hub_in(folder / "hub", test_clock=folder / "clock") if request.param == HUBS[0] else hub_in(folder / "hub")
    try:
        yield HubPlayer(hub.up()), request.param
    finally:
        hub.down()


@pytest.fixture
def other(new_database: Callable[[], str]) -> Iterator[Callable[[], Player]]:
    """Another hub to compare with: only its database, given the events in order."""
    with ExitStack() as stack:
        yield lambda: DatabasePlayer(new_database(), stack)


@pytest.fixture(scope="module")
def fingerprints() -> list[object]:
    """The content of the views of each hub that was told every case."""
    return []


def test_every_question_is_answered_as_worked_by_hand(played: tuple[HubPlayer, tuple[str, ...]], other: Callable[[], Player]) -> None:
    player, names = played
    # when each case is delivered, and asked in between and at the end; then every answer is the one worked by hand
    wrong = [one for name in names for one in play(read(name), player, other)]
    assert not wrong, "\n".join(wrong)


def test_case_3_in_the_other_order_and_each_three_times(played: tuple[HubPlayer, tuple[str, ...]], other: Callable[[], Player]) -> None:
    # given a hub that was told case 3 in its order, and one that knows nothing of it
    player, names = played
    case = read("03")
    copies = [one for one in case.events if one["id"] == "03-e"]
    rest = [one for one in case.events if one["id"] != "03-e"]
    # when the copies of the identity come in the other order, each three times
    events = [*rest, *(one for copy in reversed(copies) for one in [copy] * 3)]
    # then the figures are the same, the cell says that it is disputed, and the source has still one notice
    asks = [type(ask)(ask.say, ask.ask, ask.expect, len(events)) for ask in case.asks if "copies" not in ask.ask]
    assert play(type(case)(case.name, events, asks), player, other) == []
    # and every copy is kept, and told to be one of several that differ
    assert player.copies(str(copies[0]["source"]), "03-e") == len(copies) * (4 if "03" in names else 3)


def test_hubs_that_were_told_the_same_in_other_orders_agree(played: tuple[HubPlayer, tuple[str, ...]], fingerprints: list[object]) -> None:
    # given two whole hubs, each with its own gate, ledger, worker and database: one was told case by case in order,
    player, names = played
    events = [event for name in HUBS[0] for event in read(name).events]
    if names != HUBS[0]:
        # the other case 1 in the order of case 2, and now all cases in an order of chance
        player.tell(Random(SEED).sample(events, len(events)))
    assert player.told == {content.digest(event) for event in events}
    # then the content of every view and of the cube, recorded days aside, is the same in both
    fingerprints.append(player.fingerprint())
    assert fingerprints == [fingerprints[0]] * (HUBS.index(names) + 1), "compares this hub with the one before: run the whole file"
