"""One hub for everything that is done to a hub and leaves it whole; what every row of the matrix came to is told at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import report
from tests.faults.report import Row
from tests.faults.storm import Storm, begun
from tests.running import hub_in


@pytest.fixture(scope="package")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    """A hub that five levels publish to."""
    hub = hub_in(Path(tmp_path_factory.mktemp("storm")))
    try:
        yield begun(hub.up())
    finally:
        hub.down()


@pytest.fixture(autouse=True)
def row(request: pytest.FixtureRequest) -> Row:
    """The row that a test marked `row(number, what)` fills."""
    marker = request.node.get_closest_marker("row")
    return report.begin(*marker.args) if marker else report.begin("", request.node.name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The rows, as docs/faults.md shows those of a long run."""
    for line in report.lines():
        terminalreporter.write_line(line)
