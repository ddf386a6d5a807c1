"""A hub under a test clock: every answer says so, lags stay real seconds, what is corrected bears the hub's time."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.csv.template import template
from schemas.registry import by_name
from tests.conftest import eventually
from tests.doors.events import event
from tests.doors.world import facts
from tests.running import RunningHub, hub_in

SOURCE = "//420624/jyxt"
SHOWN = "2031-06-08T10:00:00+08:00"
LATER = "2031-06-09T10:00:00+08:00"
HEADER = "Hub-Test-Clock"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub whose clock stands still, years ahead; a stopped worker is left alone."""
    folder = Path(tmp_path_factory.mktemp("clocked"))
    (folder / "clock").write_text(SHOWN)
    made = hub_in(folder / "hub", test_clock=folder / "clock", stall_seconds=600)
    try:
        made.up().publish(facts())
        made.add_source(SOURCE, "420624")
        made.settle()
        yield made
    finally:
        made.down()


def said(hub: RunningHub, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"HUB_DATA": str(hub.settings.folder.root), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", "from hub.cli.main import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def same(told: Any) -> bool:
    return bool(told) and told.startswith("2031-06-08T")


def test_every_answer_is_marked(hub: RunningHub) -> None:
    # given answers of every kind: figures, a list, a refusal, what is not there, a sheet
    question = {"names": "activities.held", "region": "42"}
    asked = [
        hub.http.get("/v1/statistics", params=question),
        hub.http.get("/v1/statistics", params={**question, "csv": "1"}),
        hub.http.get("/v1/statistics", params={"names": "nothing.such", "region": "42"}),
        hub.http.get("/v1/regions"),
        hub.http.get("/v1/nothing"),
        hub.http.get("/v1/feeds/42"),
        hub.http.get("/healthz"),
        hub.http.post("/v1/events", content=b"[]", headers={"Content-Type": "application/cloudevents-batch+json"}),
    ]
    # then each has the header, and figures and the state have a member
    assert [answer.status_code for answer in asked[:3]] == [200, 200, 422]
    assert all(same(answer.headers.get(HEADER)) for answer in asked)
    assert same(asked[0].json()["test_clock"])
    assert same(hub.http.get("/v1/status").json()["test_clock"])


def test_its_day_stands_for_a_day_that_nobody_names(hub: RunningHub) -> None:
    # given a suggestion that is assigned on the hub's day, and one of the day after
    said = [event(SOURCE, subject=f"{SOURCE}/s-{day}", time=f"2031-06-0{day}T09:00:00+08:00") for day in (8, 9)]
    hub.publish(said)
    hub.settle()
    # when figures and the records behind one are asked for without a day, then the hub's day is meant
    asked = {"names": "suggestions.consolidated", "region": "420624"}
    answer = hub.http.get("/v1/statistics", params=asked).json()
    n = answer["rows"][0]["n"]
    assert (answer["as_of"], hub.figure("suggestions.consolidated", "420624", as_of="2031-06-09")) == ("2031-06-08", n + 1)
    assert len(hub.http.get("/v1/statistics/list", params=asked).json()["items"]) == n


def test_the_command_line_says_so(hub: RunningHub) -> None:
    # when commands are called by people and by programs
    people, program = said(hub, "stats", "activities.held", "--region", "42"), said(hub, "stats", "activities.held", "--region", "42", "--json")
    # then both are told on standard error, and the figures have the member
    assert people.returncode == program.returncode == 0, people.stderr
    assert "测试时钟" in people.stderr
    assert "测试时钟" in program.stderr
    assert same(json.loads(program.stdout)["test_clock"])
    assert "测试时钟" in said(hub, "status").stdout
    assert same(hub.cli("status")["test_clock"])


def test_a_hub_that_keeps_real_time_says_nothing(running_hub: RunningHub) -> None:
    answer = running_hub.http.get("/v1/statistics", params={"names": "activities.held", "region": "42"})
    assert HEADER not in answer.headers
    assert "test_clock" not in running_hub.http.get("/v1/status").json()
    assert "测试时钟" not in said(running_hub, "status").stdout


def test_lags_are_real_seconds(hub: RunningHub) -> None:
    # given a worker that stands still, while the clock of the hub does too
    mark = hub.settings.folder.recall("processes")["projection-0"]["mark"]
    os.kill(mark[0], signal.SIGSTOP)
    begun = time.monotonic()
    try:
        # when a record comes for it
        hub.publish([event(SOURCE)])

        def lag() -> float:
            readers = {one["reader"]: one for one in hub.http.get("/v1/status").json()["readers"]}
            return float(readers["index"]["lag_seconds"])

        # then its age grows by a second each second, and is never more than the time that has gone by
        eventually(lambda: lag() > 2.0)
        assert lag() <= time.monotonic() - begun + 1.0
    finally:
        os.kill(mark[0], signal.SIGCONT)
    hub.settle()
    eventually(lambda: all(one["lag_seconds"] == 0 for one in hub.http.get("/v1/status").json()["readers"]))


def sheet(folder: Path, **changes: str) -> Path:
    kind = by_name("cn.npc.suggestion.assigned.v1")
    assert kind is not None
    header, example = csv.reader(io.StringIO(template(kind).decode("utf-8-sig")))
    cells = dict(zip(header, example, strict=True)) | {header[0]: "k-1", "对象": f"{SOURCE}/s-1", **changes}
    out = io.StringIO()
    csv.writer(out).writerows([header, [cells[name] for name in header]])
    (folder / "sheet.csv").write_text(out.getvalue(), "utf-8-sig")
    return folder / "sheet.csv"


def test_what_is_corrected_bears_the_hubs_time(hub: RunningHub, tmp_path: Path) -> None:
    # given a sheet that was imported
    token = ("--hub", hub.endpoints["http"], "--token", hub.tokens[SOURCE])
    first = hub.cli("import", str(sheet(tmp_path)), *token)
    assert first["published"] == {"accepted": 1}
    # when a row of it is another on the hub's next day
    clock = hub.settings.clock_file
    assert clock is not None
    clock.write_text(LATER)
    kind = by_name("cn.npc.suggestion.assigned.v1")
    assert kind is not None
    header, _ = csv.reader(io.StringIO(template(kind).decode("utf-8-sig")))
    hub.cli("import", str(sheet(tmp_path, **{next(name for name in header if "时间" in name): "2025-06-07T10:00:00+08:00"})), *token)
    hub.settle()
    clock.write_text(SHOWN)
    # then its correction happened on that day
    rows = hub.sql("SELECT DISTINCT time::date::text FROM core.event WHERE source = %(source)s AND type LIKE '%%corrected.v1'", {"source": SOURCE})
    assert rows == [("2031-06-09",)]
