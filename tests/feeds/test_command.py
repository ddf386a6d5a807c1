"""`hub feed` against a real server: one event a line, from a cursor on, and on through an outage of the hub."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg2
import pytest

from hub.access import tokens
from hub.access.office import ADMINISTRATOR_NAME
from hub.access.who import Principal
from hub.settings import ADMINISTRATOR_TOKEN
from tests.conftest import eventually
from tests.feeds.following import COUNTY, TOWN, Follower, following, suggestion, world
from tests.serving import Served, serving

HUB = (sys.executable, "-c", "from hub.cli.main import main; main()")


@pytest.fixture
def follower(database: str) -> Iterator[Follower]:
    with following(database) as found:
        found.played.tell(*world(), suggestion("first", COUNTY, TOWN))
        found.judge()
        yield found


@contextmanager
def administered(database: str, folder: Path) -> Iterator[tuple[Served, dict[str, str]]]:
    """A server, and the environment in which `hub` finds it as the administrator."""
    with serving(database, folder) as served:
        (folder / "secrets" / ADMINISTRATOR_TOKEN).write_text("of-the-administrator")
        with psycopg2.connect(database) as connection, connection.cursor() as cursor:
            tokens.issue(cursor, Principal("admin", ADMINISTRATOR_NAME, "00"), "of-the-administrator")
        connection.close()
        outside = {"HUB_POSTGRES": str(served.settings.postgres), "HUB_KAFKA": "127.0.0.1:1", "HUB_SECRETS": str(folder / "secrets")}
        yield served, {**os.environ, "HUB_DATA": str(folder), "HUB_HTTP_PORT": str(served.settings.http_port), **outside}


def hub(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*HUB, *words], env=environment, capture_output=True, text=True, timeout=60)


def test_one_event_a_line_and_on_from_a_cursor(follower: Follower, database: str, tmp_path: Path) -> None:
    with administered(database, tmp_path) as (_, environment):
        # when the feed is printed
        done = hub(environment, "feed", "--region", TOWN)
        printed = [json.loads(line) for line in done.stdout.splitlines()]
        # then each line is one event of it
        assert [one["id"] for one in printed] == [one["id"] for one in follower.feed(TOWN)]
        # and behind a cursor comes only what follows
        follower.played.tell(suggestion("second", COUNTY, TOWN, "replied"))
        follower.judge()
        rest = hub(environment, "feed", "--region", TOWN, "--after", printed[-1]["cursor"])
        assert [json.loads(line)["id"] for line in rest.stdout.splitlines()] == ["second"]
        typed = hub(environment, "feed", "--region", TOWN, "--type", "cn.npc.suggestion.replied.v1")
        assert [json.loads(line)["id"] for line in typed.stdout.splitlines()] == ["second"]


def test_what_is_not_there_is_exit_code_1_in_both_languages(follower: Follower, database: str, tmp_path: Path) -> None:
    del follower
    with administered(database, tmp_path) as (_, environment):
        for language, word in (("zh", "没有找到"), ("en", "not found")):
            done = hub(environment, "feed", "--region", "999999", "--lang", language)
            assert (done.returncode, done.stdout) == (1, "")
            assert word in done.stderr


def test_following_goes_on_when_the_hub_is_back(follower: Follower, database: str, tmp_path: Path) -> None:
    lines: list[str] = []
    with ExitStack() as stack:
        # given a command that follows from now on
        with administered(database, tmp_path / "one") as (served, environment):
            port = served.settings.http_port
            stack.enter_context(printing(environment, lines, "feed", "--region", TOWN, "--follow", "--from", "latest"))
            say(follower, "warm", lines)
        # when the hub goes, something happens, and the hub comes back at the same place
        follower.played.tell(suggestion("meanwhile", COUNTY, TOWN))
        follower.judge()
        with serving(database, tmp_path / "two", port):
            eventually(lambda: any("meanwhile" in line for line in lines))
            say(follower, "after", lines)
    # then nothing was left out and nothing came twice
    ids = [json.loads(line)["id"] for line in lines]
    assert ids[ids.index("meanwhile") - 1].startswith("warm")
    assert len(ids) == len(set(ids))


@contextmanager
def printing(environment: dict[str, str], lines: list[str], *words: str) -> Iterator[None]:
    """A command that runs for the time of the block; what it prints is appended to `lines`."""
    with subprocess.Popen([*HUB, *words], env=environment, stdout=subprocess.PIPE, text=True) as process:

        def take() -> None:
            for line in process.stdout or ():
                lines.append(line)

        reader = threading.Thread(target=take)
        reader.start()
        try:
            yield
        finally:
            process.kill()
            reader.join()


def say(follower: Follower, name: str, lines: list[str]) -> None:
    """Tell events until one of them is printed, for the follower may still be on its way to the hub; then until the last is."""
    told: list[str] = []

    def heard() -> bool:
        told.append(f"{name}-{len(told)}")
        follower.played.tell(suggestion(told[-1], COUNTY, TOWN))
        follower.judge()
        return any(name in line for line in lines)

    eventually(heard)
    eventually(lambda: any(f'"id":"{told[-1]}"' in line for line in lines))
