"""A child is started, started again after a growing pause, killed even when stopped, ended cleanly."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.embedded.folder import Folder
from hub.embedded.process import Mark, alive, reap
from hub.supervisor import child as children
from hub.supervisor.child import LONGEST_PAUSE, STEADY_SECONDS, Child, Duty, pause
from tests.conftest import eventually

pytestmark = pytest.mark.quick
SLEEPER = "import time; time.sleep(600)"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.make()
    return made


def _child(folder: Folder, code: str) -> Child:
    return Child(Duty("it", "it", lambda: children.spawn(folder, "worker-it", [sys.executable, "-c", code], dict(os.environ))))


@pytest.fixture
def sleeper(folder: Folder) -> Iterator[Child]:
    made = _child(folder, SLEEPER)
    yield made
    made.kill()
    eventually(lambda: _gone(made.process))


def _gone(process: Mark | None) -> bool:
    reap()
    return not alive(process)


def test_one_who_dies_is_started_again(sleeper: Child, folder: Folder) -> None:
    # given a child that runs
    assert sleeper.tend(0.0)
    first = sleeper.process
    assert not sleeper.tend(1.0)
    # when it is killed while stopped
    assert first is not None
    os.kill(first[0], signal.SIGSTOP)
    sleeper.kill()
    eventually(lambda: _gone(first))
    # then another does its duty after the pause, and is the one remembered
    assert not sleeper.tend(2.0)
    assert sleeper.tend(2.0 + pause(0))
    assert sleeper.process != first
    assert folder.recall("worker-it") == list(sleeper.process or ())


def test_pauses_grow_and_a_steady_life_ends_them(sleeper: Child) -> None:
    # given a child that has failed often
    sleeper.failures = 12
    assert pause(12) == LONGEST_PAUSE
    assert [pause(failures) for failures in range(3)] == [0.1, 0.2, 0.4]
    # when it lives long enough
    sleeper.tend(0.0)
    sleeper.tend(STEADY_SECONDS + 1)
    # then its failures are forgotten
    assert sleeper.failures == 0


def test_what_it_says_lies_in_a_log_of_its_own(folder: Folder) -> None:
    # given a log that has grown beyond its size
    log = folder.logs / "worker-it.log"
    log.write_bytes(b"x" * (children.LOG_OCTETS + 1))
    # when a child that says something is started
    speaker = _child(folder, "print('here I am')")
    speaker.tend(0.0)
    eventually(lambda: _gone(speaker.process))
    # then the old log lies beside, and the new one holds its words
    assert log.read_text() == "here I am\n"
    assert (folder.logs / "worker-it.log.1").stat().st_size > children.LOG_OCTETS
