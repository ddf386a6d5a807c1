"""`hub demo --once`: a hub of its own, every door used, exit 0 when all agree; exit 1 whichever law the hub breaks.

The demo is played once and held when it has compared; for each law the views are made anew from its ledger by rules of which one is altered,
and the demo is asked again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hub.cli.demo import unplayable
from hub.cli.main import run
from hub.demo import streams
from hub.demo.figures import figures
from hub.settings import Settings
from tests.conftest import eventually
from tests.demo.child import HELD
from tests.demo.laws import OFF, ROOT, Off, altered
from tests.demo.loading import small_goals
from tests.running import RunningHub

PLAY_SECONDS = 200.0
DEMO = [sys.executable, "-m", "tests.demo.child"]
ASK = [*DEMO, "--json"]
LONG = {"origins", "late facts", "two times", "positions"}
"""Not among the tests of every day: each takes a quarter of a minute."""
REBUILD = [sys.executable, "-c", "from hub.cli.main import main; main()", "rebuild", "--json"]


@dataclass
class Held:
    """A demo that has compared its figures and waits; its hub still runs."""

    folder: Path
    playing: subprocess.Popen[str]
    hub: RunningHub = field(init=False)

    def __post_init__(self) -> None:
        """What asks its database."""
        self.hub = RunningHub(Settings(data=self.folder))

    @property
    def doors(self) -> Mapping[str, int]:
        """Records by door."""
        told: Mapping[str, int] = json.loads((self.folder / HELD).read_text("utf-8"))
        return told

    def run(self, command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
        """A command about this hub."""
        environment = {**os.environ, "HUB_DATA": str(self.folder), **more}
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    folder = Path(tmp_path_factory.mktemp("demo")) / "hub"
    environment = {**os.environ, "HUB_DATA": str(folder)}
    with subprocess.Popen(
        [*ASK, "--once", "--held"], env=environment, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as playing:
        eventually(lambda: (folder / HELD).exists() or playing.poll() is not None, PLAY_SECONDS)
        assert playing.poll() is None, playing.communicate()
        yield Held(folder, playing)
        if playing.poll() is None:
            playing.communicate()


def test_each_door_carries_events(held: Held) -> None:
    # given what the systems have to say, by the door that each uses
    sent = [one for stream in streams.write(small_goals()).reports.values() for one in stream]
    by_door = Counter(one.system.door for one in sent)
    # when the demo was played, then it went through these doors and no others, all of it
    assert held.doors == {"kafka": by_door["kafka"], "http": by_door["http"], "cli/publish": by_door["cli"], "csv/import": by_door["csv"]}
    assert all(held.doors.values())
    # and it is on the ledger, every event of every system
    identities = {(one.event["source"], one.event["id"]) for one in sent}
    wanted = Counter(source for source, _ in identities)
    rows = held.hub.sql("SELECT source, count(DISTINCT ident) FROM core.event WHERE source = ANY(%(all)s) GROUP BY 1", {"all": list(wanted)})
    assert dict(rows) == wanted


def test_it_ends_with_where_to_look_and_how_to_stop(held: Held) -> None:
    # given a demo that was played, when it is asked again by somebody who reads
    asked = held.run(DEMO)
    # then under the figures he is told where to look on and how to stop
    assert asked.returncode == 0, asked.stderr
    told = asked.stdout.splitlines()
    commands = [line.strip() for line in told if "HUB_DATA=" in line]
    assert any("stats" in line for line in commands), asked.stdout
    assert any("down" in line for line in commands[-2:]), asked.stdout


@pytest.mark.parametrize(
    "off", [pytest.param(one, marks=[pytest.mark.faults] if one.law in LONG else []) for one in OFF], ids=[one.law for one in OFF]
)
def test_a_law_switched_off_ends_with_one(held: Held, tmp_path: Path, off: Off) -> None:
    # given the ledger of a demo in which all agrees, and views made of it by rules that break one law
    made = held.run(REBUILD, **altered(off, tmp_path))
    assert made.returncode == 0, made.stderr
    # when the demo is asked again
    asked = held.run(ASK)
    # then it ends with 1, and shows that the figures that rest on this law are wrong, and others are not
    assert asked.returncode == 1, (off.instead, asked.stdout, asked.stderr)
    told = json.loads(asked.stdout)
    wrong = {one["figure"].split()[0] for one in told if one["report"] == off.report and one["hub"] != one["published"]}
    assert off.shown <= wrong, (off.instead, asked.stdout)
    assert any(one["hub"] == one["published"] for one in told)


def test_all_agree(held: Held) -> None:
    # given a demo that was played once in an empty folder, when it ends (so this is the last test of it)
    said, wrong = held.playing.communicate()
    # then every figure agrees, no count of rows does, and no file and no process is left
    assert held.playing.returncode == 0, (said, wrong)
    told = json.loads(said)
    assert [list(one) for one in told] == [["report", "figure", "published", "naive", "hub", "events"]] * len(figures())
    assert all(one["hub"] == one["published"] != one["naive"] and one["events"] > 0 for one in told)
    assert not held.folder.exists()
    assert _processes_of(held.folder) == []


def _processes_of(folder: Path) -> list[bytes]:
    """The command lines of living processes that name a folder or work in it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words, works_in = (process / "cmdline").read_bytes(), str((process / "cwd").readlink())
            if str(folder).encode() in words or works_in.startswith(str(folder)):
                found.append(words)
    return found


@pytest.mark.quick
def test_a_folder_that_holds_something_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # given a folder that holds something, when the demo is to be played once in it, then it is used wrongly and nothing is touched
    (tmp_path / "mine").write_text("mine")
    monkeypatch.setenv("HUB_DATA", str(tmp_path))
    assert run(["demo", "--once", "--json"]) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


@pytest.mark.faults
@pytest.mark.timeout(900)
@pytest.mark.parametrize("off", [one for one in OFF if one.law in {"identity", "corrections", "one definition"}], ids=lambda off: off.law)
def test_a_hub_that_breaks_a_law_from_the_start_ends_once_with_one(tmp_path: Path, off: Off) -> None:
    # given a hub whose workers fold by rules that break one law, when the demo is played in it once
    environment = {**os.environ, "HUB_DATA": str(tmp_path / "hub"), **altered(off, tmp_path / "rules")}
    played = subprocess.run([*ASK, "--once"], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    # then it ends with 1, and the figures that rest on this law are wrong
    assert played.returncode == 1, (off.instead, played.stdout, played.stderr)
    wrong = {one["figure"].split()[0] for one in json.loads(played.stdout) if one["report"] == off.report and one["hub"] != one["published"]}
    assert off.shown <= wrong, (off.instead, played.stdout)


@pytest.mark.quick
def test_it_is_played_where_nobody_publishes_yet_and_told_apart_where_it_was_cut_off() -> None:
    # given a hub that was brought up and told nothing, one in which the demo was cut off, and one of somebody else
    ours = {one.source for one in streams.systems()}
    assert unplayable(set()) == ""
    assert "没有放完" in unplayable({next(iter(ours))})
    assert "别的枢纽" in unplayable({*ours, "//42/x"})
