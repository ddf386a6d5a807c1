"""The worked cases, played to the views directly: what is wrong here is wrong behind every door."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.cases.database_player import DatabasePlayer
from tests.cases.playing import play
from tests.cases.reading import numbers, read

Empty = Callable[[], DatabasePlayer]


@pytest.fixture
def empty(new_database: Callable[[], str]) -> Iterator[Empty]:
    with ExitStack() as stack:
        yield lambda: DatabasePlayer(new_database(), stack)


@pytest.mark.parametrize("name", numbers())
def test_each_question_is_answered_as_the_case_says(name: str, empty: Empty) -> None:
    # given an empty hub; when the case is played to it; then no answer differs
    assert play(read(name), empty(), empty) == []


def test_a_wrong_figure_is_told(empty: Empty) -> None:
    # given case 12 without the reply to its second suggestion; when it is played; then exactly what rests on it is wrong
    case = read("12")
    kept = [event for event in case.events if event["id"] != "12-027"]
    shorter = type(case)(case.name, kept, [type(ask)(ask.say, ask.ask, ask.expect, len(kept)) for ask in case.asks])
    wrong = play(shorter, empty(), empty)
    assert wrong
    assert all("completed" in one or "resolved" in one or "replied" in one or "implemented" in one for one in wrong)
