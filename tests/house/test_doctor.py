"""`hub doctor` finds nothing wrong with a sound hub, and names each thing that is broken, one at a time."""

from __future__ import annotations

import json
import socket
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from hub.cli import main
from hub.doctor import on_disk
from hub.doctor.checks import CHECKS, Finding
from hub.settings import Settings
from hub.shipped import calendars
from schemas.days import parse_instant
from tests.cases.reading import read
from tests.conftest import eventually
from tests.house.breaking import FAULTS, NATIVE, quarantined, told
from tests.running import RunningHub, hub_in


@pytest.fixture(scope="module")
def hub(running_hub: RunningHub) -> RunningHub:
    running_hub.play(read("01").events)
    # those that are started last have come, of whom nobody waits for
    eventually(lambda: all(running_hub.settings.folder.recall(name) for name in ("deadlines", "archive")))
    body = {"source": NATIVE, "region": "420624", "families": ["activity"], "kafka": True}
    assert running_hub.http.post("/v1/sources", json=body).status_code == 201
    return running_hub


def wrong(found: dict[str, Finding]) -> set[tuple[str, str]]:
    """Checks that found something, with the codes of what they found."""
    return {(name, problem.code) for name, one in found.items() for problem in one.problems}


def test_a_sound_hub_is_found_sound(hub: RunningHub) -> None:
    # given a running hub that has folded a case, when it is looked over on the command line
    found = hub.cli("doctor")
    # then every check was carried out and found nothing, but that the shipped rules were not taken up
    assert {one["check"]: one["state"] for one in found} == {check.name: "ok" for check in CHECKS} | {"shipped": "note"}


def test_shipped_rules_and_a_calendar_that_ends_are_named(hub: RunningHub) -> None:
    # given a hub that has not taken up what is shipped
    assert ("shipped", "SHIPPED_MISSING") in wrong(told(hub.settings))
    # when it has, then nothing is missing, and the calendar of the next year is asked for from October of its last year on
    hub.cli("shipped", "publish")
    hub.settle()
    assert {one["known"] for one in hub.cli("shipped", "list")} == {True}
    last = max(one["data"]["year"] for one in calendars())
    days = {f"{last}-09-30": "ok", f"{last}-10-01": "warning", f"{last + 1}-03-01": "warning"}
    seen = {day: told(hub.settings, lambda one, day=day: replace(one, now=lambda: noon(day))) for day in days}  # type: ignore[misc]
    assert {day: found["calendar"].state for day, found in seen.items()} == days
    assert {found["shipped"].state for found in seen.values()} == {"ok"}
    (short,) = seen[f"{last}-10-01"]["calendar"].problems
    assert (short.code, short.expected, short.got) == ("CALENDAR_SHORT", f"≥ {last + 1}", str(last))


def noon(day: str) -> float:
    return parse_instant(f"{day}T12:00:00+08:00") / 1000


def test_a_revoked_native_source_is_no_fault(hub: RunningHub) -> None:
    # given a native source that was revoked: its user stays on the broker, locked and without any right
    source = "//420624/revoked"
    given = hub.http.post("/v1/sources", json={"source": source, "region": "420624", "families": ["activity"], "kafka": True})
    assert given.status_code == 201, given.text
    assert hub.http.post(f"/v1/sources/{source}/revoke", json={}).status_code == 200
    # when the hub is looked over, then nothing is found
    assert not told(hub.settings)["sources"].problems


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_broken_is_named(hub: RunningHub, name: str) -> None:
    # given a hub in which one thing is broken
    break_it, check, code = FAULTS[name]
    before = wrong(told(hub.settings))
    breaking = break_it(hub)
    next(breaking)
    try:
        # when it is looked over, then that is named and nothing else
        eventually(lambda: wrong(told(hub.settings)) - before == {(check, code)})
    finally:
        next(breaking, None)


def test_clocks_that_differ_are_named(hub: RunningHub) -> None:
    # given a machine whose clock is an hour slow
    found = told(hub.settings, lambda one: replace(one, now=lambda: time.time() - 3600))
    # then both parts' clocks are named, each an hour ahead
    skewed = [problem for name in ("kafka-clock", "postgres-clock") for problem in found[name].problems]
    assert [(one.code, one.field) for one in skewed] == [("CLOCK_SKEW", "Kafka"), ("CLOCK_SKEW", "PostgreSQL")]
    assert all("+3600 s" in one.got or "+3599 s" in one.got for one in skewed)


def test_a_full_disk_is_named(hub: RunningHub, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a machine with less room than is wanted
    monkeypatch.setattr(on_disk, "LEAST_OCTETS", 2**62)
    assert ("space", "DISK_LOW") in wrong(told(hub.settings))


def test_a_stopped_hub_is_looked_over_as_far_as_can_be(tmp_path: Path) -> None:
    # given the folder of a hub that is stopped
    mine = hub_in(tmp_path / "hub")
    mine.settings.prepare()
    found = told(mine.settings)
    # then what needs its parts is skipped, the rest is sound
    assert wrong(found) == set()
    assert {name for name, one in found.items() if one.state == "ok"} == {"folder", "space", "keys", "ports", "jars"}
    # and when somebody else takes its port, and when there is no folder at all, that is named
    with socket.socket() as other:
        other.bind(("127.0.0.1", mine.settings.http_address[1]))
        other.listen()
        assert wrong(told(mine.settings)) == {("ports", "PORT_TAKEN")}
    assert wrong(told(Settings(data=tmp_path / "nowhere"))) == {("folder", "FOLDER_MISSING")}
    assert not (tmp_path / "nowhere").exists()


def test_the_command_says_what_to_do_in_both_languages(tmp_path: Path) -> None:
    # given no hub, when the doctor is asked
    mine = hub_in(tmp_path / "nowhere")
    (first, *_) = mine.cli("doctor", code=1)
    english = mine.cli("doctor", "--lang", "en", code=1)
    # then the first finding has its code, its sentence and what to do
    assert first["problems"][0]["code"] == "FOLDER_MISSING"
    assert "hub up" in json.dumps(first, ensure_ascii=False)
    assert english[0]["problems"][0]["sentence"].startswith("there is no data folder")


def test_what_has_long_been_in_quarantine_is_a_warning(hub: RunningHub) -> None:
    # given a record in quarantine, when the hub is looked over now and eight days later
    next(quarantined(hub))
    now, later = told(hub.settings), told(hub.settings, lambda one: replace(one, now=lambda: time.time() + 8 * 86_400))
    # then it is a note now, and a warning then, with the time from which on it is there
    assert (now["quarantine"].state, now["backlog"].state, later["backlog"].state) == ("note", "ok", "warning")
    (old,) = later["backlog"].problems
    assert (old.code, old.field, old.expected) == ("QUARANTINE_OLD", "refused TIME_IN_FUTURE", "≤ 7 d")


def _set(hub: RunningHub, statement: str) -> Any:
    with closing(psycopg2.connect(hub.settings.dsn())) as owner, owner, owner.cursor() as cursor:
        cursor.execute(statement)


def test_what_a_stopped_workers_positions_and_rules_say(hub: RunningHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    # given views made by other rules, and positions beyond what there is: both of them stop the worker, so they stand last
    _set(hub, "UPDATE core.view_version SET definition = 'of another release'")
    assert eventually(lambda: ("views", "VERSION_OTHER") in wrong(told(hub.settings)))
    # then whoever starts the hub, or asks for its state, reads what to do
    monkeypatch.setenv("HUB_DATA", str(hub.settings.folder.root))
    for command in (["up", "--detach"], ["status"]):
        main.run(command)
        said = capsys.readouterr()
        assert "hub rebuild" in said.out + said.err, command
    _set(hub, "UPDATE core.position SET off = 10 ^ 9 WHERE family = 1 AND part = 7")
    assert eventually(lambda: ("positions", "LEDGER_SHORTER") in wrong(told(hub.settings)))
    _set(hub, "UPDATE core.view_position SET off = 2 * 10 ^ 9")
    assert eventually(lambda: ("positions", "VIEW_AHEAD") in wrong(told(hub.settings)))
    # and a worker that has not turned for an hour
    found = told(hub.settings, lambda one: replace(one, now=lambda: time.time() + 3600))
    assert ("workers", "WORKER_SILENT") in wrong(found)
