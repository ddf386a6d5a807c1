"""One broker for all tests of the gate, and nobody else's: what other tests left in an inbox is no concern of theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.embedded import parts
from hub.embedded.parts import Parts
from hub.provision import provision
from tests.gate.desk import Desk
from tests.streams.world import federation


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """The parts of the gate's tests alone."""
    root = Path(tmp_path_factory.mktemp("gate"))
    yield parts.start(root)
    parts.stop(root)


@pytest.fixture(scope="session")
def provisioned(kafka: Parts) -> Parts:
    """The broker with its topics and the facts of the small federation in the inbox."""
    provision(kafka.client())
    Desk(kafka, kafka.folder.run).say(*federation())
    return kafka


@pytest.fixture
def desk(provisioned: Parts, tmp_path: Path) -> Desk:
    return Desk(provisioned, tmp_path / "marks")


@pytest.fixture(scope="module")
def module_desk(provisioned: Parts, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(provisioned, tmp_path_factory.mktemp("marks"))
