"""One hub for everything that is done to a hub and leaves it whole."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.storm import Storm, begun
from tests.running import hub_in


@pytest.fixture(scope="package")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    """A hub that five levels publish to; what it went through is told at the end."""
    hub = hub_in(Path(tmp_path_factory.mktemp("storm")))
    try:
        made = begun(hub.up())
        yield made
        sys.stderr.write(f"\n{made.told()}\n")
    finally:
        hub.down()
