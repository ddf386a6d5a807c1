"""`hub demo --once`: a hub of its own, every door used, exit 0 when all agree and 1 when a law is broken on the way."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from hub.cli.main import run
from hub.demo import play, streams
from hub.demo.figures import figures, key
from hub.demo.play import Script
from hub.demo.streams import Streams
from tests.demo.loading import small_goals


def _small(change: Callable[[Streams], Streams] = lambda sent: sent) -> Script:
    goals = small_goals()
    return Script([replace(one, published=goals[one.report][key(one)]) for one in figures()], change(streams.write(goals)))


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


def test_a_broken_law_ends_with_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # given a hub that never hears a correction, when the demo is played, then it ends with 1 and shows the figures that are wrong
    def deaf(sent: Streams) -> Streams:
        heard = {report: [one for one in stream if "corrects" not in one.event["data"]] for report, stream in sent.reports.items()}
        return replace(sent, reports=heard)

    assert _played(monkeypatch, tmp_path / "hub", lambda: _small(deaf)) == 1
    told = json.loads(capsys.readouterr().out)
    assert {"activities.held", "people.received", "opinions.collected"} <= {one["figure"] for one in told if one["hub"] != one["published"]}


@pytest.mark.quick
def test_a_folder_that_holds_something_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # given a folder that holds something, when the demo is to be played once in it, then it is used wrongly and nothing is touched
    (tmp_path / "mine").write_text("mine")
    assert _played(monkeypatch, tmp_path, _small) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]
