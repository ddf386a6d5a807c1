"""Federations that Hypothesis draws: many for one database, and whatever differs told by as few records as still do."""

from random import Random
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.oracle.federations import Federation, federation

HUNDREDTHS: Final = 100


class Drawn(Random):
    """Chance as choices of Hypothesis', small numbers of which 0 is the simplest: one that is taken adds something, so 0 is not taken."""

    def __init__(self, choices: Random) -> None:
        """Of the choices that Hypothesis hands out."""
        super().__init__()
        self._choices = choices

    def random(self) -> float:
        """Hundredths, the largest first."""
        return (HUNDREDTHS - 1 - self._choices.randint(0, HUNDREDTHS - 1)) / HUNDREDTHS

    def getrandbits(self, k: int, /) -> int:
        """What all whole numbers and picks are made of."""
        return self._choices.randint(0, 2**k - 1)


def drawn(number: int, of: int) -> list[Federation]:
    """So many federations of a seed of Hypothesis', for one batch: the same each time."""
    found: list[Federation] = []

    # Nothing is judged while it draws: a hundred share a database, which costs more to empty than one of them to fold.
    @seed(of)
    @settings(max_examples=number, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def draw(choices: Random) -> None:
        found.append(federation(len(found), len(found), Drawn(choices)))

    draw()
    return found
