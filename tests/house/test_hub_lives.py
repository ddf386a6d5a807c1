"""A whole hub: up, used, killed, up again, down."""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import psutil
import psycopg2
import pytest

from hub.cli.main import run
from hub.embedded import parts, postgres
from hub.embedded.process import alive
from hub.supervisor import control
from hub.supervisor.marks import leaving, supervisor
from schemas.errors import HubError
from tests.cases.reading import read
from tests.conftest import eventually
from tests.running import RunningHub, hub_in

READY_AGAIN_SECONDS = 6.0
NATION_ALONE = {"region": "00", "name": "全国", "kind": "nation", "level": "national", "congress": True, "parent": None}
LOCKED = "//420624/gone"
"""The name of its user comes before those of the hub in the order in which a starting broker goes through users."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    made = hub_in(Path(tmp_path_factory.mktemp("lives")))
    try:
        up = made.up()
        # A hub that is up for the first time can be asked at once.
        assert up.http.get("/v1/regions/tree").json() == [NATION_ALONE]
        yield up
    finally:
        made.down()


def _processes(hub: RunningHub) -> dict[str, tuple[int, int]]:
    told = hub.settings.folder.recall("processes")
    return {name: (one["mark"][0], one["mark"][1]) for name, one in told.items() if one["mark"]}


def _ready(hub: RunningHub) -> bool:
    try:
        return hub.http.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


def _kill_everything(hub: RunningHub) -> None:
    watcher = supervisor(hub.settings.folder)
    assert watcher is not None
    everything = [watcher, *_processes(hub).values()]
    for pid, _ in everything:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: not any(alive(one) for one in everything))


def test_it_answers_where_it_says(hub: RunningHub) -> None:
    # given a hub that is up
    # when its addresses are asked, then HTTP answers, the token is the administrator's, and a stranger is refused
    assert hub.http.get("/readyz").json() == {"status": "ready"}
    assert hub.http.get("/v1/sources").status_code == 200
    assert hub.http.get("/v1/sources", headers={"Authorization": "Bearer guess"}).status_code == 401
    assert set(hub.endpoints) == {"http", "kafka", "registry", "postgres", "token"}


def test_its_database_address_connects_and_holds_no_password(hub: RunningHub) -> None:
    # given the address of the database as `hub up --json` says it
    address = hub.cli("up", "--detach")["postgres"]
    # when somebody connects with it, then he is let in, and the password stands in a file for its owner alone, not in the address
    connection = psycopg2.connect(address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, current_database()::text")
        assert cursor.fetchone() == ("hub_owner", "hub")
    connection.close()
    assert hub.settings.secret("postgres-hub_owner") not in address
    assert stat.S_IMODE(hub.settings.password_file.stat().st_mode) == 0o600


def test_up_again_is_the_same_hub(hub: RunningHub) -> None:
    # given a hub that is up
    # when it is brought up once more
    again = hub.cli("up", "--detach")
    # then it is the same, and nothing was started
    assert again == hub.endpoints


def test_nobody_listens_beyond_loopback(hub: RunningHub) -> None:
    # given every process of the hub
    watcher = supervisor(hub.settings.folder)
    assert watcher is not None
    ours = {pid for pid, _ in [watcher, *_processes(hub).values()]}
    # when their listening sockets are listed
    sockets = [socket for socket in psutil.net_connections("inet") if socket.status == psutil.CONN_LISTEN and socket.pid in ours]
    listening = {socket.laddr.ip for socket in sockets if socket.laddr}
    # then there are some, all of them on loopback
    assert len(sockets) >= 4
    assert listening <= {"127.0.0.1", "::ffff:127.0.0.1", "::1"}


def test_whoever_dies_is_started_again(hub: RunningHub) -> None:
    # given the processes of a hub that has revoked a native source over whose name a starting broker would forget all users
    body = {"source": LOCKED, "region": "420624", "families": ["activity"], "kafka": True}
    assert hub.http.post("/v1/sources", json=body).status_code == 201
    assert hub.http.post(f"/v1/sources/{LOCKED}/revoke", json={}).status_code == 200
    before = _processes(hub)
    # when one after the other is killed
    for name in ("http", "gate-0", "kafka", "postgres"):
        os.kill(before[name][0], signal.SIGKILL)
        eventually(lambda name=name: _processes(hub).get(name, before[name]) != before[name])  # type: ignore[misc]
    # then all work again
    eventually(lambda: _ready(hub))


def _up_again(hub: RunningHub) -> float:
    """Seconds from a kill of everything to a hub that answers."""
    hub.close()
    _kill_everything(hub)
    begun = time.monotonic()
    hub.up()
    return time.monotonic() - begun


@pytest.mark.alone
def test_everything_killed_is_up_again_in_seconds_with_its_data(hub: RunningHub) -> None:
    # given a hub that has taken the first case
    hub.play(read("01").events)
    sources, figures = hub.http.get("/v1/sources").json(), _figures(hub)
    assert sum(row["n"] or 0 for row in figures) > 0
    # when every process is killed and the hub is brought up again, twice, and once more if those two disagree
    taken = [_up_again(hub), _up_again(hub)]
    if min(taken) < READY_AGAIN_SECONDS <= max(taken):
        taken.append(_up_again(hub))
    # then it was quick (the third would not change the median of two that agree), and sources and figures are those from before
    assert median(taken) < READY_AGAIN_SECONDS, taken
    assert hub.http.get("/v1/sources").json() == sources
    assert _figures(hub) == figures
    # and it counts on
    held = next(event for event in read("01").events if event["type"] == "cn.npc.activity.held.v1")
    before = hub.figure("activities.held", held["region"]) or 0
    hub.publish([{**held, "id": "more", "subject": f"{held['subject']}-more", "data": {**held["data"], "activity": f"{held['subject']}-more"}}])
    hub.settle()
    assert hub.figure("activities.held", held["region"]) == before + 1


def _figures(hub: RunningHub) -> list[dict[str, Any]]:
    """Every statistic of the province by region, as `hub stats` says it."""
    rows: list[dict[str, Any]] = hub.cli("stats", "--all", "--region", "42", "--by", "region")["rows"]
    return rows


@pytest.mark.parametrize("how", [pytest.param("hub down", marks=pytest.mark.faults), "SIGTERM"])
def test_a_hub_on_its_way_down_is_awaited_and_brought_up_again(hub: RunningHub, how: str) -> None:
    # given a hub that somebody is taking down
    folder = hub.settings.folder
    before = supervisor(folder)
    assert before is not None
    hub.close()
    with ThreadPoolExecutor(1) as pool:
        down = pool.submit(hub.cli, "down") if how == "hub down" else pool.submit(os.kill, before[0], signal.SIGTERM)
        eventually(lambda: leaving(folder) or not alive(before))
        # when it is brought up meanwhile
        again = hub.cli("up", "--detach")
        down.result()
    # then another supervises it, at the same addresses, and nothing of it was taken down
    assert (again, supervisor(folder) != before) == (hub.endpoints, True)
    assert _ready(hub)
    assert all(alive(one) for one in _processes(hub).values())


def test_down_leaves_nobody_behind(hub: RunningHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    # given a hub that is up
    everything = [supervisor(hub.settings.folder), *_processes(hub).values()]
    # when it is taken down
    assert hub.cli("down") == {"stopped": True}
    # then nobody is left, and taking it down again finds nothing
    assert not any(alive(one) for one in everything)
    assert hub.cli("down") == {"stopped": False}
    # and whoever asks it is told that it is down and how it comes up, not of a part that does not answer
    monkeypatch.setenv("HUB_DATA", str(hub.settings.folder.root))
    for words in (["status"], ["stats", "persons", "--region", "00"]):
        assert run([*words, "--json"]) == 1
        told = json.loads(capsys.readouterr().err)
        assert (told["code"], "hub up" in told["remedy"]) == ("NOT_RUNNING", True)


def test_a_folder_of_another_layout_is_refused_at_once(hub: RunningHub) -> None:
    # given the folder of a hub that is down, whose database lacks a column as those of an earlier release do
    hub.down()
    running = parts.locate(hub.settings.folder.root)
    parts.launch_postgres(running)
    eventually(lambda: postgres.answers(running.dsn()))
    hub.sql("ALTER TABLE core.event DROP COLUMN newest CASCADE; SELECT 1")
    # when it is brought up
    with pytest.raises(HubError) as refused:
        control.up(hub.settings)
    # then it is refused, by what is missing and where, and nothing is left running
    problem = refused.value.problem
    assert (problem.code, problem.field, problem.expected) == ("LAYOUT_OTHER", str(hub.settings.folder.root), "core.event.newest boolean")
    assert supervisor(hub.settings.folder) is None
    assert not any(alive(hub.settings.folder.recall(name)) for name in parts.ENDINGS)
