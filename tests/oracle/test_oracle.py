"""Random federations, each figure counted twice: by the hub, and by an oracle that shares nothing with it.

`python -m tests.oracle N [--seed S]` plays as many as wanted; the seeds of what differs are printed, with the fewest records that still differ.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Final

import pytest

from projections.statistics import catalogue
from schemas.days import format_instant
from tests.oracle import correcting, invariants, known
from tests.oracle.comparing import differences
from tests.oracle.drawing import drawn
from tests.oracle.federations import Federation, federation
from tests.oracle.figures import ANSWERED
from tests.oracle.playing import play
from tests.oracle.shares import BATCH, Played, shares, summary
from tests.oracle.shrinking import shown, shrunk
from tests.projections.anew import Anew, anew
from tests.projections.play import Playing

FEDERATIONS, FIRST = (int(os.environ.get(f"ORACLE_{name}", most)) for name, most in (("FEDERATIONS", "300"), ("SEED", "0")))
QUESTIONS: Final = float(os.environ.get("ORACLE_QUESTIONS", "0.65"))
"""Of each federation; a part of one is asked of that part of them."""
PAST: Final = int(os.environ.get("ORACLE_FEDERATIONS", "12"))
MOMENTS: Final = 3 if "ORACLE_FEDERATIONS" in os.environ else 1
"""Federations asked as known at moments past, and at how many."""
DRAWN: Final = 40
"""Federations that Hypothesis draws."""
WRONG: Final = """
CREATE OR REPLACE FUNCTION view_1.days_of_round(day date, round integer, again date[]) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT daterange(day, NULL) $$
"""
WITHOUT: Final[dict[str, str]] = {}
"""Statistics that have no oracle yet, and why."""


@pytest.fixture(scope="module")
def hubs(new_database: Callable[[], str]) -> Iterator[Anew]:
    with anew(new_database()) as made:
        yield made


def names() -> Mapping[str, Sequence[str]]:
    """The statistics that the oracle answers, with their dimensions."""
    return {name: one.dimensions for name, one in catalogue().items() if name in ANSWERED}


def batches(first: int, number: int) -> Iterator[tuple[int, list[Federation]]]:
    """So many federations from a seed on, in batches by hundreds of seeds."""
    seeds = range(first, first + number)
    for hundred in sorted({seed // BATCH for seed in seeds}):
        yield hundred, [federation(seed, seed % BATCH) for seed in seeds if seed // BATCH == hundred]


@pytest.mark.quick
def test_every_statistic_is_answered_by_the_oracle_or_has_a_reason_not_to_be() -> None:
    assert set(catalogue()) == {*ANSWERED, *WITHOUT}
    assert not {*ANSWERED} & {*WITHOUT}


@pytest.mark.quick
@pytest.mark.parametrize(("first", "number", "jobs"), [(0, 300, 2), (60, 3000, 7), (99, 2, 5), (1234, 1, 3), (100, 100, 2)])
def test_each_seed_is_played_by_one_process_together_with_those_of_its_hundred(first: int, number: int, jobs: int) -> None:
    parts = shares(first, number, jobs)
    assert [seed for part in parts for seed in part] == list(range(first, first + number))
    hundreds = [{seed // BATCH for seed in part} for part in parts]
    assert sum(map(len, hundreds)) == len(set().union(*hundreds))
    assert len(parts) == min(jobs, len(set().union(*hundreds)))
    assert max(map(len, hundreds)) - min(map(len, hundreds)) <= 1


@pytest.mark.quick
def test_what_processes_played_is_told_together() -> None:
    played = Played()
    for line in ("seeds 60 to 99: 400 records, 0 differences", "seeds 100 to 199: 900 records, 2 differences", "seed 107, 12 records:", "  a line"):
        played.hear(line)
    assert summary(played, range(60, 260), 9.6) == (
        "played 140 of 200 federations, seeds 60 to 259: 1300 records, 2 differences, 10 s\nseeds that differ: 107"
    )


def test_figures_of_random_federations_are_those_of_the_oracle(hubs: Anew) -> None:
    wrong: dict[int, str] = {}
    for number, batch in batches(FIRST, FEDERATIONS):
        # given a batch of federations in one database; when all their cells and some questions are compared
        hub = hubs.empty()
        play(hub, batch, number)
        found = differences(hub, batch, number, names(), QUESTIONS)
        print(f"seeds {batch[0].seed} to {batch[-1].seed}: {sum(len(one.told) for one in batch)} records, {len(found)} differences", flush=True)  # noqa: T201
        # then nothing differs; else the fewest records are shown with which it still does
        for seed in sorted({one.seed for one in found}):
            one = next(one for one in batch if one.seed == seed)
            here = [each for each in found if each.seed == seed]
            # What differs only in the order in which its batch was told is shown as it was found there.
            less, alone = shrunk(hubs.empty, one, number, names(), QUESTIONS) if len(wrong) < 3 else (replace(one, told=[]), [])
            wrong[seed] = shown(less, alone or here)
            print(wrong[seed], flush=True)  # noqa: T201
    assert wrong == {}


def test_what_was_known_at_moments_past_is_what_the_oracle_says_of_what_was_recorded_by_then(hubs: Anew) -> None:
    # given batches of federations, written at several hours of several days; when they are asked as known at ends of days and at instants within them
    wrong = []
    for number, batch in batches(FIRST, PAST):
        hub = hubs.empty()
        known.play(hub, batch, number)
        for until in known.drawn_moments(Random(number), MOMENTS):
            found = list(known.differences(hub, hubs.dsn, batch, number, names(), until, QUESTIONS))
            print(f"seeds {batch[0].seed} to {batch[-1].seed} known at {format_instant(until)}: {len(found)} differences", flush=True)  # noqa: T201
            wrong += found
    # then nothing differs
    assert not wrong, wrong[:5]


def test_figures_of_federations_that_hypothesis_draws_are_those_of_the_oracle_and_climbing_is_counted_once(hubs: Anew) -> None:
    # given federations that Hypothesis draws, in one database; then no cell and no answer differs, else the fewest records that still do are shown
    batch = drawn(DRAWN, FIRST)
    hub = hubs.empty()
    play(hub, batch, 0)
    found = differences(hub, batch, 0, names(), 1.0)
    assert not found, shown(*shrunk(hubs.empty, batch[found[0].seed], 0, names(), 1.0))
    # when matters are given to more departments, merged for handling, escalated and taken up above, one after the other; then none is counted twice
    before = invariants.consolidated(hub, batch)
    for step, events in invariants.climbing(batch, 0).items():
        assert len(events) > 20
        invariants.tell(hub, events)
        assert invariants.consolidated(hub, batch) == before, step


def test_parts_add_up_and_a_correction_moves_its_own_cells_alone_for_each_additive_statistic(hubs: Anew) -> None:
    # given federations in which there is something of each
    additive = {name: one.dimensions for name, one in catalogue().items() if one.additive and name not in invariants.NEVER_IN_THE_END}
    batch = invariants.of_each(additive, 0)
    hub = hubs.empty()
    play(hub, batch, 0)
    # then own and children add up to the parent, of each, recorded and restated
    wrong, counted = invariants.not_adding_up(hub, batch, additive)
    assert wrong == []
    assert counted == {(name, restated) for name in additive for restated in (False, True)}
    # when of objects that count in each one event is corrected to the day after
    kept = {name for name in additive if catalogue()[name].answered == "cube"} - {*correcting.OF_REGIONS}
    made = correcting.corrections(batch, 0, kept)
    before = invariants.all_cells(hub)
    invariants.tell(hub, [one.event for one in made])
    after = invariants.all_cells(hub)
    moved = {cell for cell in {*before, *after} if before[cell] != after[cell]}
    # then cells of these objects moved, where they lie, and no others
    assert [cell for cell in sorted(moved) if not any(one.may_move(cell[0], cell[1]) for one in made)] == []
    assert kept - {cell[0] for cell in moved} <= {*correcting.OF_TOWNS}


def test_a_rule_that_is_wrong_is_found_and_told_in_a_few_records(hubs: Anew) -> None:
    # given a hub in which an answer of an earlier round of handling counts as one of the current
    hub, asked = hubs.empty(), {"suggestions.replied": names()["suggestions.replied"]}
    (right,) = hub.rows("SELECT pg_get_functiondef('{view}.days_of_round(date, integer, date[])'::regprocedure) AS text")
    redefine(hub, WRONG)
    try:
        # when federations are compared; then one differs
        batch = [federation(seed, seed) for seed in range(165, 185)]
        play(hub, batch, 0)
        found = differences(hub, batch, 0, asked, 0.0)
        one, left = shrunk(hubs.empty, next(one for one in batch if one.seed == found[0].seed), 0, asked, 0.0)
    finally:
        redefine(hub, right["text"])
    # and it is shown by a suggestion that was registered, assigned, answered, and ordered to be handled anew
    said = [event["type"].split(".")[3] for event, _ in one.told if ".suggestion." in event["type"]]
    assert sorted(said) == ["assigned", "registered", "rehandle_ordered", "replied"]
    assert "suggestion.rehandle_ordered" in shown(one, left)


def redefine(hub: Playing, function: str) -> None:
    """Put a function in the place of another."""
    with hub.connection, hub.connection.cursor() as cursor:
        cursor.execute(function)
