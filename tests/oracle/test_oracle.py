"""Random federations, each figure counted twice: by the hub, and by an oracle that shares nothing with it.

`python -m tests.oracle N [--seed S]` plays as many as wanted; the seeds of what differs are printed, with the fewest records that still differ.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pytest

from projections.statistics import catalogue
from tests.oracle import invariants
from tests.oracle.comparing import differences
from tests.oracle.federations import Federation, federation
from tests.oracle.figures import ANSWERED
from tests.oracle.playing import play
from tests.oracle.shrinking import shown, shrunk
from tests.projections.anew import Anew, anew

BATCH: Final = 100
"""Federations in one database; those of the same hundred of seeds rest on the same calendars."""
FEDERATIONS, FIRST = (int(os.environ.get(f"ORACLE_{name}", most)) for name, most in (("FEDERATIONS", "300"), ("SEED", "0")))
QUESTIONS: Final = float(os.environ.get("ORACLE_QUESTIONS", "0.65"))
"""Of each federation; a part of one is asked of that part of them."""
WITHOUT: Final[dict[str, str]] = {}
"""Statistics that have no oracle yet, and why."""


@pytest.fixture
def hubs(database: str) -> Iterator[Anew]:
    with anew(database) as made:
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


def test_parts_add_up_and_what_must_not_count_does_not(hubs: Anew) -> None:
    # given a batch of federations
    number, batch = next(batches(FIRST, 40))
    hub = hubs.empty()
    play(hub, batch, number)
    # then own and children add up to the parent, for each additive statistic, recorded and restated
    additive = {name: one.dimensions for name, one in catalogue().items() if one.additive}
    assert invariants.not_adding_up(hub, batch[:15], additive) == []
    # when matters climb, are merged for handling, and given to more departments; then none is counted twice
    before = invariants.consolidated(hub)
    assert invariants.climb(hub, batch, number) > 20
    assert invariants.consolidated(hub) == before
    # when activities are corrected; then cells of these move and no others
    assert invariants.moved_beside(hub, batch, number) == []
