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
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from connectors.csv.template import template
from hub.shipped import events
from schemas.notice import notice_id
from schemas.registry import by_name
from tests.conftest import eventually
from tests.doors.events import event
from tests.doors.world import fact, facts
from tests.running import RunningHub, hub_in

SOURCE = "//420624/jyxt"
SHOWN = "2031-06-08T10:00:00+08:00"
LATER = "2031-06-09T10:00:00+08:00"
HEADER = "Hub-Test-Clock"
ANSWER = {"origin": "420624101", "dept": "420624-jtj", "outcome": "solved"}


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


def test_a_hub_that_keeps_real_time_says_nothing(first_case: RunningHub) -> None:
    answer = first_case.http.get("/v1/statistics", params={"names": "activities.held", "region": "42"})
    assert HEADER not in answer.headers
    assert "test_clock" not in first_case.http.get("/v1/status").json()
    assert "测试时钟" not in said(first_case, "status").stdout


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


@pytest.fixture
def watched(hub: RunningHub) -> RunningHub:
    """The hub with the shipped rules, calendars of the years about its clock's, and three suggestions: due soon, overdue, and due in August; and one
    that the county's own rule wants assigned within ten days, and nobody has."""
    done, again = hub.cli("shipped", "publish"), hub.cli("shipped", "publish")
    assert done["published"] + done["known"] == again["published"] + again["known"] == len(events())
    off: dict[str, Any] = {"holidays": [], "workdays": []}
    hub.publish([fact("calendar.set", str(year), {"year": year, **off}) | {"id": f"calendar-{year}"} for year in (2030, 2031)])
    within = {"jurisdiction": "420624", "step": "assign", "amount": 10, "period": "d", "valid_from": "2031-01-01"}
    number = {"origin": "420624101", "term": 17, "no": "9"}
    hub.publish([
        fact("rule.set", "county", within),
        event(SOURCE, id="new", type="cn.npc.suggestion.registered.v1", subject=f"{SOURCE}/new", time="2031-05-05T09:00:00+08:00", data=number),
    ])  # fmt: skip
    assigned = {"soon": "2031-03-17", "over": "2031-02-03", "far": "2031-05-20"}
    hub.publish([event(SOURCE, id=name, subject=f"{SOURCE}/{name}", time=f"{day}T09:00:00+08:00") for name, day in assigned.items()])
    hub.settle()
    return hub


def noticed(hub: RunningHub, **words: Any) -> list[tuple[str, str, str]]:
    """What readers of the county are told of those three, in the order of the feed."""
    answer = hub.http.get("/v1/notices", params={"region": "420624", **words})
    assert answer.status_code == 200, answer.text
    told = [(one["subject"].rpartition("/")[2], one["data"]["rule"], one["data"]["due"]) for one in answer.json()]
    return [one for one in told if one[0] in ("soon", "over", "far")]


def test_deadlines_are_watched_by_its_day_and_told_once_to_whom_they_concern(watched: RunningHub) -> None:
    # given a hub whose clock shows 8 June, then what is due on 17 June and what was due in May are told, by the organ that assigned them
    hub, clock = watched, watched.settings.clock_file
    first = {("soon", "due_soon", "2031-06-17"), ("over", "overdue", "2031-05-05")}
    eventually(lambda: set(noticed(hub)) == first)
    step = {"rule": "overdue", "step": "assign", "due": "2031-05-15", "basis": "420624 assign 10 d"}
    told = partial(hub.http.get, "/v1/notices", params={"region": "420624"})
    eventually(lambda: [one["data"].items() >= step.items() for one in told().json() if one["subject"] == f"{SOURCE}/new"] == [True])
    items = hub.http.get("/v1/notices", params={"region": "420624"}).json()
    one = next(item for item in items if item["subject"] == f"{SOURCE}/soon")
    assert (one["type"], one["source"], one["unit"], one["region"]) == ("hub.notice.v1", "//00/hub", "420624-cwh", "420624")
    assert (one["data"]["basis"], one["data"]["ahead"], same(one["time"])) == ("00 reply 3 m", "00 due_soon 15 d", True)
    assert one["id"] == notice_id(one["subject"], "due_soon", date(2031, 6, 17))
    # to readers of the regions above, to nobody beside, and to the source itself; on the command line too
    asked = {code: hub.http.get("/v1/notices", params={"region": code}) for code in ("4206", "420625")}
    assert ([item["id"] for item in asked["4206"].json()], asked["420625"].json()) == ([item["id"] for item in items], [])
    reader = {"Authorization": f"Bearer {hub.http.post('/v1/readers', json={'reader': 'beside', 'region': '420625'}).json()['token']}"}
    assert hub.http.get("/v1/notices", params={"region": "420624"}, headers=reader).status_code == 404
    assert hub.http.get("/v1/notices", headers=reader).json() == []
    own = {"Authorization": f"Bearer {hub.tokens[SOURCE]}"}
    assert [item["id"] for item in hub.http.get("/v1/notices", headers=own).json()] == [item["id"] for item in items]
    mine = hub.http.get(f"/v1/sources/{SOURCE}/notices", headers=own).json()
    assert {(item["kind"], item["due"]) for item in mine if item.get("subject") == f"{SOURCE}/soon"} == {("due_soon", "2031-06-17")}
    assert hub.cli("notices", "--region", "420624") == items
    assert "临期" in said(hub, "notices", "--region", "420624").stdout
    # when the clock goes on to 18 June while the watch is dead, then the one is overdue, told once, and nothing is told again
    assert clock is not None
    mark = hub.settings.folder.recall("processes")["deadlines"]["mark"]
    try:
        clock.write_text("2031-06-18T10:00:00+08:00")
        os.kill(mark[0], signal.SIGKILL)
        after = items[-1]["cursor"]
        eventually(lambda: noticed(hub, lastEventId=after) == [("soon", "overdue", "2031-06-17")])
        assert set(noticed(hub)) == {*first, ("soon", "overdue", "2031-06-17")}
        assert len(noticed(hub)) == 3
        # and an answer ends it: what was said stays
        hub.publish([event(SOURCE, id="answer", type="cn.npc.suggestion.replied.v1", subject=f"{SOURCE}/soon",
                           time="2031-06-18T09:30:00+08:00", data=ANSWER)])  # fmt: skip
        hub.settle()
        assert len(noticed(hub)) == 3
    finally:
        clock.write_text(SHOWN)
    # and the feed is read page by page, from the end on, and by no cursor of another
    pages: list[Any] = []
    cursor = ""
    while page := hub.http.get("/v1/notices", params={"region": "420624", "limit": 1, **({"lastEventId": cursor} if cursor else {})}).json():
        pages, cursor = [*pages, *page], page[-1]["cursor"]
    assert [item["id"] for item in pages] == [item["id"] for item in hub.http.get("/v1/notices", params={"region": "420624"}).json()]
    assert hub.http.get("/v1/notices", params={"from": "latest"}).json() == []
    gone = hub.http.get("/v1/notices", params={"lastEventId": "nonsense"})
    assert gone.status_code == 410
    assert hub.http.get("/v1/notices", params={"lastEventId": gone.json()["expected"]}).json() == pages
