"""Hubs for the tests of the house: one for what only looks at it, and one of its own for a module that takes it apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases.reading import read
from tests.running import RunningHub, hub_in


@pytest.fixture(scope="package")
def first_case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A whole hub that was told the first worked case through the HTTP door; tests add objects of their own and change none."""
    hub = hub_in(Path(tmp_path_factory.mktemp("first")), unarchived=False, head_seconds=0.5)
    try:
        answers = hub.up().play(read("01").events)
        assert {answer["status"] for answer in answers} == {"received"}
        yield hub
    finally:
        hub.down()


@pytest.fixture(scope="module")
def running_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A whole hub in an empty HUB_DATA, for the tests of one module alone: they take it apart."""
    hub = hub_in(Path(tmp_path_factory.mktemp("own")), unarchived=False)
    try:
        yield hub.up()
    finally:
        hub.down()
