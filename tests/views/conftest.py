"""A database to which the regions, units and systems of `office` have been told."""

from collections.abc import Iterator

import pytest

from tests.projections.anew import Anew
from tests.projections.play import Playing
from tests.views import office


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*office.reference(), recorded="2024-12-31T09:00:00+08:00")
        hub.fold()
        yield hub
