"""The worked cases: sent to a whole hub by HTTP and asked of it by HTTP, in their order, with their repetitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.cases.database_player import DatabasePlayer
from tests.cases.hub_player import HubPlayer
from tests.cases.playing import Player, play
from tests.cases.reading import read
from tests.running import hub_in

# Cases 1 and 2 are about the same events; every other one has regions of its own.
HUBS = (("01", "03", "08", "11", "12"), ("02",))


@pytest.fixture(scope="module", params=HUBS, ids="+".join)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HubPlayer, tuple[str, ...]]]:
    """An empty hub for some cases."""
    hub = hub_in(Path(tmp_path_factory.mktemp("case")))
    try:
        yield HubPlayer(hub.up()), request.param
    finally:
        hub.down()


@pytest.fixture
def other(new_database: Callable[[], str]) -> Iterator[Callable[[], Player]]:
    """Another hub to compare with: only its database, given the events in order."""
    with ExitStack() as stack:
        yield lambda: DatabasePlayer(new_database(), stack)


def test_every_question_is_answered_as_worked_by_hand(played: tuple[HubPlayer, tuple[str, ...]], other: Callable[[], Player]) -> None:
    player, names = played
    # when each case is delivered, and asked in between and at the end; then every answer is the one worked by hand
    wrong = [one for name in names for one in play(read(name), player, other)]
    assert not wrong, "\n".join(wrong)
