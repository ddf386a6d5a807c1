"""How the first views of a database come to be is shown here too: the databases of these tests have none yet."""

from collections.abc import Callable

import pytest


@pytest.fixture(scope="session")
def new_database(copied: Callable[[str], str], migrated: str) -> Callable[[], str]:
    return lambda: copied(migrated)


@pytest.fixture
def database(bare: str) -> str:
    return bare
