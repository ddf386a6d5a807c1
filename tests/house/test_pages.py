"""The pages are carried out against a whole hub that was told the first case: every block, and every command in the running text."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psutil
import pytest
import yaml

from hub.cli.main import run
from hub.shipped import calendars
from schemas import codec
from schemas.days import BEIJING
from tests.cases.reading import read
from tests.conftest import eventually
from tests.house.pages import PAGES, ROOT, blocks, commands, environment, lines
from tests.projections.play import Event, fact
from tests.running import RunningHub, hub_in

NAMES = (
    "hub audit find",
    "hub audit prove",
    "hub audit replay",
    "hub audit verify",
    "hub audit witness",
    "hub erase",
    "hub feed",
    "hub import",
    "hub publish",
    "hub quarantine show",
    "hub show",
    "hub source revoke",
    "hub source rotate",
    "hub stats",
)
"""What is no whole command but the name of one: there is help for it."""
INSTEAD = {
    "hub stats suggestions.consolidated --region 50 --by region": "hub stats suggestions.consolidated --region 42 --by region",
    "hub audit prove 来源 编号": "hub audit prove //4206/jyxt 01-027",
    "hub source rotate 来源 --kafka": "hub source add //420624/pages --region 420624 && hub source rotate //420624/pages --kafka",
    "hub erase 人员编号": "hub erase //00/hub/p-404 || test $? -eq 1",
    **dict.fromkeys(("hub show --personal", "hub show 编号 --personal"), "hub show //420624/jyxt/s-12 --personal"),
    "hub rebuild --object 编号": "hub rebuild --object //420624/jyxt/s-12",
    "hub feed --region 420624 --follow": "exec 3< <(hub feed --region 420624 --follow); head -n 1 <&3 | grep -q cursor; kill $!",
    "python -m schemas.vocabulary docs/vocabulary.md": f"python -m schemas.vocabulary page.md && cmp page.md {ROOT}/docs/vocabulary.md",
}
"""What has a place for the reader's own words, asks of what only the demo tells, never ends, or writes into the tree: what is typed here."""
NOT_RUN = {
    "hub audit witness ask https://见证方/v1/witness 公钥": "test_a_head_of_a_whole_hub_is_cosigned_by_another",
    "hub audit verify 收据 --key 公钥 --archive 存档目录": "test_a_head_of_a_whole_hub_is_cosigned_by_another",
    "hub up": "test_the_hub_in_the_foreground",
    "hub up --json": "test_the_hub_in_the_foreground",
    "hub down": "test_the_first_page_is_carried_out",
    "hub restore": "wants the hub down: tests/faults/test_restored.py",
    "hub restore --beyond": "wants the hub down: tests/faults/test_restored.py",
    "hub regions import 版本.csv --valid-from 2023-06-30": "an edition is the reader's own file: tests of regions import one",
    "hub regions import --successors 后继.csv": "a list of successors is the reader's own file: tests of regions import one",
    "hub demo": "plays 228,000 events: tests/demo",
    "hub demo --once": "tests/demo/test_demo_command.py plays it with fewer events",
    "python -m hub.workers.gate": "test_the_workers_are_those_of_the_pages",
    "python -m hub.workers.gate <名字>": "test_the_workers_are_those_of_the_pages",
    "python -m hub.workers.projection": "test_the_workers_are_those_of_the_pages",
    "psql": "a program of the reader's; test_hub_lives.py connects by the same address",
    "docker compose up -d": "no Docker daemon here: test_production_files.py holds the file against the compose specification",
    "docker compose --env-file deploy/cluster.env --profile cluster up -d": "three brokers need Docker: test_what_compose_is_told_is_there",
    "make demo": "installs and plays 228,000 events: tests/demo",
    "make test": "what runs this test",
    "make check": "format, lint and types: no test of the hub; runs before every landing",
    "make bench": "minutes of the whole machine",
    "make bench QUICK=1": "five minutes of the whole machine",
    "make faults": "hours",
    "FAULT_SEED=20260301 FAULT_KILLS=50 make faults": "an hour",
    "make lock": "asks a package index for new versions",
    "make docs": "writes into the tree: tests/schemas/test_vocabulary.py and tests/statistics/test_catalogue.py compare the pages",
}
"""What is not carried out on the shared hub, and why or where else it is. Of `make` it is tried whether the target is there."""
BY_COMMAND = {command: page for page in reversed(PAGES) for command in commands(page)}
LANGUAGES = {
    "README.md": {"sh"},
    "docs/asking.md": {"sh", "python", "sql"},
    "docs/auditing.md": {"sh", "python"},
    "docs/following.md": {"sh", "python"},
    "docs/personal.md": {"sh", "python"},
    "docs/publishing.md": {"json", "sh", "python"},
    "docs/statistics.md": {"sql"},
}
"""The pages with blocks. SQL: tests/api/test_asking_page.py, and tests/statistics/formulas.py for the catalogue's.
Publishing: tests/doors/test_publishing_page.py."""
FIRST_ON = {page: [command for command, first in BY_COMMAND.items() if first == page] for page in BY_COMMAND.values()}
"""The commands of each page that are on no page before it."""


def years_to_come() -> list[Event]:
    """Calendars of the years after the shipped ones up to the next: with the rules that a page publishes `hub doctor` asks for them."""
    last = max(one["data"]["year"] for one in calendars())
    years = range(last + 1, datetime.now(BEIJING).year + 2)
    return [fact("calendar.set", str(year), {"year": year, "holidays": [], "workdays": []}) for year in years]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """One hub for all pages; the last of them takes it down."""
    hub = hub_in(Path(tmp_path_factory.mktemp("pages")), unarchived=False, head_seconds=0.5)
    try:
        hub.up().play([*read("01").events, *years_to_come()])
        eventually(lambda: any(item["id"] == "01-027" for item in hub.http.get("/v1/feeds/420624").json()))
        eventually(lambda: hub.http.get("/v1/checkpoint").is_success)
        yield hub
    finally:
        hub.down()


def carried_out(hub: RunningHub, folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, env=environment(hub), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}{done.stderr}"


@pytest.mark.quick
def test_no_block_is_left_out() -> None:
    # given the blocks of all pages, then each is in a language that a test carries out, or a drawing
    assert {page: found for page in PAGES if (found := {language for language, _ in blocks(page) if language})} == LANGUAGES


@pytest.mark.quick
def test_what_is_not_carried_out_stands_on_a_page() -> None:
    told = {command for page in PAGES for command in commands(page)}
    assert {*NAMES, *INSTEAD, *NOT_RUN} <= told | {line for line in lines("README.md") if line}


@pytest.mark.quick
@pytest.mark.parametrize("name", NAMES)
def test_a_command_that_is_named_is_one(name: str) -> None:
    assert run([*name.split()[1:], "--help"]) == 0


@pytest.mark.quick
def test_the_event_shown_is_an_event() -> None:
    # given the event on the page on publishing, then it has every member that it must have, and nothing else
    (event,) = [text for language, text in blocks("docs/publishing.md") if language == "json"]
    assert codec.decode(codec.encode(json.loads(event)))["id"] == json.loads(event)["id"]


@pytest.mark.quick
def test_what_compose_is_told_is_there() -> None:
    # given the files and profiles that pages name to docker compose, then there are such
    told = " ".join(command for page in PAGES for command in commands(page) if command.startswith("docker"))
    profiles = {name for one in yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"].values() for name in one.get("profiles", ())}
    assert set(re.findall(r"--profile (\S+)", told)) == {"cluster"} <= profiles
    assert all((ROOT / file).is_file() for file in re.findall(r"--env-file (\S+)", told))


@pytest.mark.quick
@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_points_to_is_there(page: str) -> None:
    # given the links of a page, and the files, folders and tests that it names
    text, here = PAGES[page], (ROOT / page).parent
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in link]
    files = re.findall(r"`((?:hub|deploy|tests|docs|schemas|streams|projections|connectors|bench)/[\w./-]+\w/?)[`:]", text)
    tests = re.findall(r"`(?:[\w/]*/)?(test_\w+\.py)(?:::(\w+))?`", text) + [("", name) for name in re.findall(r"`(test_\w+_\w+_\w+)`", text)]
    # then they are there
    assert [link for link in links if not (here / link).exists()] == []
    assert [file for file in files if not (ROOT / file).exists()] == []
    known = {path: path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    assert [one for one in tests if not any(str(path).endswith(one[0]) and f"def {one[1]}" in text for path, text in known.items())] == []


@pytest.mark.parametrize("page", ["docs/following.md", "docs/asking.md", "docs/auditing.md", "docs/personal.md"])
def test_every_block_of_the_page_does_what_it_says(whole: RunningHub, tmp_path: Path, page: str) -> None:
    # given the blocks of a page: those of a shell in one script, those of Python in one program
    texts = {kind: "\n".join(text for language, text in blocks(page) if language == kind) for kind in ("sh", "python")}
    # when they are carried out in a shell that knows the hub; then none fails
    carried_out(whole, tmp_path, "bash", "-euc", texts["sh"])
    carried_out(whole, tmp_path, sys.executable, "-c", texts["python"])


@pytest.mark.parametrize("page", FIRST_ON)
def test_every_command_of_the_page_does_what_it_says(whole: RunningHub, tmp_path: Path, page: str) -> None:
    # given the commands in the running text of a page, when each is typed in a shell that knows the hub, then none fails
    for command in FIRST_ON[page]:
        if "make " in command:
            carried_out(whole, ROOT, "bash", "-euc", command.replace("make ", "make --dry-run "))
        elif command not in {*NAMES, *NOT_RUN}:
            carried_out(whole, tmp_path, "bash", "-euc", INSTEAD.get(command, command))


def test_the_workers_are_those_of_the_pages(whole: RunningHub) -> None:
    # given the processes of the hub, then its workers are started as the pages say
    running = [process["mark"][0] for process in whole.settings.folder.recall("processes").values() if process["mark"]]
    typed = {" ".join(psutil.Process(pid).cmdline()[1:]) for pid in running}
    assert {"-m hub.workers.gate gate-0", "-m hub.workers.projection projection-0"} <= typed


def test_the_first_page_is_carried_out(whole: RunningHub, tmp_path: Path) -> None:
    # given the lines that the first page has typed, when they are, then none fails; the last one takes the hub down
    typed = [line for line in lines("README.md") if (line and line not in NOT_RUN) or line == "hub down"]
    assert typed[0] == "hub up --detach"
    assert typed[-1] == "hub down"
    for line in typed:
        carried_out(whole, tmp_path, "bash", "-euc", INSTEAD.get(line, line))
    assert whole.cli("down") == {"stopped": False}


def test_the_hub_in_the_foreground(whole: RunningHub, tmp_path: Path) -> None:
    # given a hub that is down, when it is brought up without --detach, then it says where it is and stays until it is interrupted
    command = ("hub", "up", "--json")
    with subprocess.Popen(command, cwd=tmp_path, env=environment(whole), stdout=subprocess.PIPE, text=True) as up:
        assert up.stdout is not None
        assert json.loads(up.stdout.readline()) == whole.endpoints
        assert up.poll() is None
        up.send_signal(signal.SIGINT)
        assert up.wait(60) == 0
    assert whole.cli("down") == {"stopped": False}
