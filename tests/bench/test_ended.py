"""A stopwatch that is told to end leaves no broker, no database and no folder behind."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.conftest import eventually


def started(folder: Path) -> list[psutil.Process]:
    """Processes that were told of this folder."""
    return [one for one in psutil.process_iter(["cmdline"]) if any(str(folder) in word for word in one.info["cmdline"] or ())]


@pytest.mark.faults
def test_told_to_end_it_ends_what_it_started(tmp_path: Path) -> None:
    # given a measurement whose broker and database are up
    command = [sys.executable, "-m", "bench", "--quick", "--only", "gate"]
    process = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(tmp_path)}, stderr=subprocess.PIPE)
    eventually(lambda: list(tmp_path.glob("bench-*/gate/run/kafka.json")), 120)
    assert started(tmp_path)
    # when it is told to end
    process.terminate()
    process.communicate(timeout=60)
    # then nothing of it is left
    assert process.returncode != 0
    eventually(lambda: not started(tmp_path))
    assert list(tmp_path.glob("bench-*")) == []
