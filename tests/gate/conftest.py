"""One broker for all tests of the gate, and nobody else's: what other tests left in an inbox is no concern of theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.embedded import parts
from hub.embedded.parts import Parts
from hub.provision import provision
from tests.gate.desk import Desk
from tests.gate.reading import Book
from tests.streams.world import federation


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """The parts of the gate's tests alone."""
    root = Path(tmp_path_factory.mktemp("gate"))
    yield parts.start(root)
    parts.stop(root)


@pytest.fixture(scope="session")
def book(kafka: Parts) -> Iterator[Book]:
    """The broker with its topics and the facts of the small federation in the inbox, and what stands on it."""
    provision(kafka.client())
    book = Book(kafka)
    Desk(kafka, kafka.folder.run, book).say(*federation())
    yield book
    book.close()


@pytest.fixture
def desk(book: Book, tmp_path: Path) -> Desk:
    return Desk(book.parts, tmp_path / "marks", book)


@pytest.fixture(scope="module")
def module_desk(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(book.parts, tmp_path_factory.mktemp("marks"), book)
