"""`hub demo --once`: a hub of its own, every door used, exit 0 when all agree and 1 when a law is broken on the way."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from hub.cli.main import run
from hub.demo import play, streams
from hub.demo.figures import figures, key
from hub.demo.play import Script
from tests.demo.laws import OFF, TOGETHER, Off, altered
from tests.demo.loading import small_goals


def _small() -> Script:
    goals = small_goals()
    return Script([replace(one, published=goals[one.report][key(one)]) for one in figures()], streams.write(goals))


def _played(monkeypatch: pytest.MonkeyPatch, folder: Path, script: Callable[[], Script], *words: str) -> int:
    monkeypatch.setenv("HUB_DATA", str(folder))
    monkeypatch.setattr(play, "script", script)
    return run(["demo", "--once", "--json", *words])


def test_all_agree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # given an empty folder, when the demo is played once, then every figure agrees, no count of rows does, and no file and no process is left
    assert _played(monkeypatch, tmp_path / "hub", _small) == 0
    told = json.loads(capsys.readouterr().out)
    assert [list(one) for one in told] == [["report", "figure", "published", "naive", "hub", "events"]] * len(figures())
    assert all(one["hub"] == one["published"] != one["naive"] and one["events"] > 0 for one in told)
    assert not (tmp_path / "hub").exists()
    assert _processes_of(tmp_path / "hub") == []


def _processes_of(folder: Path) -> list[bytes]:
    """The command lines of living processes that name a folder or work in it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words, works_in = (process / "cmdline").read_bytes(), str((process / "cwd").readlink())
            if str(folder).encode() in words or works_in.startswith(str(folder)):
                found.append(words)
    return found


def _play_without(laws: Sequence[Off], folder: Path) -> None:
    """Play the demo in a process of its own with these laws switched off, and see it end with 1 and show which figures are wrong."""
    environment = {**os.environ, "HUB_DATA": str(folder / "hub"), **altered(laws, folder)}
    command = [sys.executable, "-m", "tests.demo.child", *(off.law for off in laws)]
    played = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert played.returncode == 1, played.stderr
    told = json.loads(played.stdout)
    for off in laws:
        assert off.shown <= {one["figure"].split()[0] for one in told if one["report"] == off.report and one["hub"] != one["published"]}, (
            played.stdout
        )


@pytest.mark.parametrize("laws", TOGETHER, ids="+".join)
def test_laws_switched_off_in_a_report_each_end_with_one(tmp_path: Path, laws: Sequence[str]) -> None:
    # given a hub that breaks a law in each of several reports, when the demo is played, then it ends with 1 and shows the figures of each
    _play_without([off for off in OFF if off.law in laws], tmp_path)


@pytest.mark.faults
@pytest.mark.parametrize("off", OFF, ids=lambda off: off.law)
def test_a_law_switched_off_ends_with_one(tmp_path: Path, off: Off) -> None:
    # given a hub that breaks one law, when the demo is played, then it ends with 1 and shows which figures are wrong
    _play_without([off], tmp_path)


@pytest.mark.quick
def test_a_folder_that_holds_something_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # given a folder that holds something, when the demo is to be played once in it, then it is used wrongly and nothing is touched
    (tmp_path / "mine").write_text("mine")
    assert _played(monkeypatch, tmp_path, _small) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]
