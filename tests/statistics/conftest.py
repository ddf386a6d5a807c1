"""What tests of this folder share."""

from collections.abc import Callable, Iterator

import pytest

from tests.projections.play import Playing
from tests.statistics.duties import told


@pytest.fixture(scope="module")
def hub(new_database: Callable[[], str]) -> Iterator[Playing]:
    """One hub with duty rules to come, for all tests of a module: each speaks of places of its own."""
    with told(new_database()) as hub:
        yield hub
