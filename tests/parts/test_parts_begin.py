"""A part that ends before it has been looked at is started again, as one that ends a little later is."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hub.embedded import parts
from hub.embedded.process import Mark, alive, mark
from schemas.errors import Unavailable

pytestmark = pytest.mark.quick


@contextmanager
def _sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "60"])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _gone() -> Mark:
    process = subprocess.Popen(["true"])
    process.wait()
    return mark(process.pid)


def test_one_that_ends_at_once_is_started_again() -> None:
    # given a part whose first process is gone before anybody looked: what was killed a moment ago still holds its folder
    with _sleeper() as sleeper:
        launches = iter((_gone, _gone, lambda: mark(sleeper.pid)))
        started: list[Mark] = []

        def launch() -> Mark:
            started.append(next(launches)())
            return started[-1]

        # when it is raised
        parts.raise_part(launch, lambda: bool(started), "part")
        # then the third attempt lives
        assert alive(started[-1])


def test_one_that_never_lives_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a part of which every process is gone at once
    monkeypatch.setattr(parts, "FIRST_PAUSE", 0.001)
    # when it is raised, then that is said, and where to look
    with pytest.raises(Unavailable, match="part"):
        parts.raise_part(_gone, lambda: False, "part")
