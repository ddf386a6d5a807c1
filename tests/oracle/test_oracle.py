"""Random federations, each figure counted twice: by the hub, and by an oracle that shares nothing with it.

`python -m tests.oracle N [--seed S]` plays as many as wanted; the seeds of what differs are printed, with the fewest records that still differ.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pytest

from projections.statistics import catalogue
from tests.oracle import correcting, invariants
from tests.oracle.comparing import differences
from tests.oracle.drawing import drawn
from tests.oracle.federations import Federation, federation
from tests.oracle.figures import ANSWERED
from tests.oracle.playing import play
from tests.oracle.shrinking import shown, shrunk
from tests.projections.anew import Anew, anew
from tests.projections.play import Playing

BATCH: Final = 100
"""Federations in one database; those of the same hundred of seeds rest on the same calendars."""
FEDERATIONS, FIRST = (int(os.environ.get(f"ORACLE_{name}", most)) for name, most in (("FEDERATIONS", "300"), ("SEED", "0")))
QUESTIONS: Final = float(os.environ.get("ORACLE_QUESTIONS", "0.65"))
"""Of each federation; a part of one is asked of that part of them."""
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
    additive = {name: one.dimensions for name, one in catalogue().items() if one.additive}
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
