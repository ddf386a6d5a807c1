"""Figures, what is behind them, and lives, as commands and addresses give them: those of cases 1 and 8, worked by hand."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.api import manifests
from hub.cli.main import run
from hub.feeds.stage import open_stage
from projections.archive.signing import Signer
from tests.archive.made import NAMES, Archive, entry
from tests.cases.reading import read
from tests.projections.play import playing
from tests.serving import Served, serving
from tests.views.test_term import opened

TOWN, COUNTY, S12, S301 = "420624101", "420624", "//420624/jyxt/s-12", "//4206/jyxt/s-301"
MERGED = "430421"
"""The county of case 8: three matters of education, replied in March, and one of building, replied in May."""


@pytest.fixture
def served(database: str, tmp_path: Path) -> Iterator[Served]:
    """A hub that was told cases 1 and 8, which have regions of their own."""
    with playing(database) as hub:
        hub.tell(*read("01").events, *read("08").events, opened(17, "2021-12-20", f"{COUNTY}-cwh"))
        hub.fold()
        assert open_stage(hub.connection).step(hub.connection)
        with serving(database, tmp_path) as found:
            yield found


def typing(served: Served, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Commands are typed as a reader of the nation from now on; the headers that say the same to an address."""
    reader = served.reader("00")
    monkeypatch.setenv("HUB_URL", served.url)
    monkeypatch.setenv("HUB_TOKEN", reader["Authorization"].removeprefix("Bearer "))
    return reader


def said(*words: str) -> Any:
    """What `hub WORDS… --json` prints, in a process of its own."""
    command = [sys.executable, "-c", "from hub.cli.main import main; main()", *words, "--json"]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What `hub WORDS…` prints, said in this process."""
    capsys.readouterr()
    assert run(list(words)) == 0
    return capsys.readouterr().out


def test_commands_tell_figures_what_is_behind_them_and_lives(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typing(served, monkeypatch)
    # when a figure is opened, then the list holds the matter once, by its smallest name, and adds up
    opened = said("stats", "suggestions.consolidated", "--region", COUNTY, "--list")
    assert (opened["n"], opened["object"]) == (1, "matter")
    assert opened["items"] == [{"key": S301, "region": TOWN, "level": "town", "n": 1}]
    # and as a sheet in the same words as on the screen
    opened_sheet = printed(capsys, "stats", "suggestions.consolidated", "--region", COUNTY, "--list", "--csv").removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(opened_sheet))) == [["编号", "地区", "层级", "计"], [S301, TOWN, "乡级", "1"]]
    # and the life of the county's suggestion is that of the matter, with every event about it that both levels and the town told
    life = said("show", S12)
    assert (life["id"], life["origin"], sorted(life["members"])) == (S301, TOWN, sorted([S12, S301]))
    assert [one["id"] for one in life["events"]] == [f"01-0{number}" for number in range(19, 28)]
    assert life["state"]["completed"] == [["2025-06-11", "2025-07-01"], ["2025-07-20", None]]
    # and figures by month, category and level are those worked by hand, as a sheet and as JSON
    asked = ("stats", "suggestions.consolidated,suggestions.replied", "--region", MERGED, "--from", "2025-02-01", "--to", "2025-05-31")
    sheet = list(csv.reader(io.StringIO(printed(capsys, *asked, "--by", "month", "--csv").removeprefix("\ufeff"))))
    assert [row[:3] for row in sheet[1:]] == [
        *(["建议（归并）", f"2025-0{month}", str(n)] for month, n in ((2, 3), (3, 0), (4, 1), (5, 0))),
        *(["建议（答复）", f"2025-0{month}", str(n)] for month, n in ((2, 0), (3, 3), (4, 0), (5, 1))),
    ]
    for dimension, wanted in (("category", {"education": 3, "urban": 1}), ("level", {"county": 0, "town": 4})):
        rows = json.loads(printed(capsys, *asked, "--by", dimension, "--json"))["rows"]
        assert {row["by"][dimension]: row["n"] for row in rows if row["measure"] == "suggestions.consolidated"} == wanted
    # and a term is a period, named below the figures; one that is not known is refused at its place, with those that are
    told = ("stats", "suggestions.registered", "--region", COUNTY, "--term")
    assert f"第 17 届（{COUNTY}-cwh）：2021-12-20 至 今" in printed(capsys, *told, "17", "--as-of", "2025-12-31")
    assert said(*told, "17", "--as-of", "2025-12-31")["rows"][0]["n"] == 1
    assert (run([*told, "16"]), run([*told, "十七"])) == (2, 2)
    error = capsys.readouterr().err
    assert all(word in error for word in ("term", "不知道这个地区的人大这一届自哪一天起", f"17 (2021-12-20, {COUNTY}-cwh)")), error


def test_a_figure_is_published_only_once_the_archive_covers_it(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a hub without a broker, and a source of the county
    monkeypatch.setattr(manifests, "COVERED_SECONDS", 0.2)
    source = served.source(COUNTY)

    def code() -> str:
        asked = {"names": "suggestions.consolidated", "region": COUNTY}
        said = {"title": "2025 年工作报告", "unit": f"{COUNTY}-cwh"}
        answer = httpx.post(f"{served.url}/v1/manifests", params=asked, json=said, headers=source, timeout=30)
        assert answer.status_code == 503
        return str(answer.json()["code"])

    # when there is no archive, one that signs for less than was counted, and one whose head is none of its key
    assert code() == "ARCHIVE_BEHIND"
    archive = Archive().add("ledger.reference/0", [entry(0)]).head()
    archive.lay(served.settings.folder.archive)
    assert code() == "ARCHIVE_BEHIND"
    for name in NAMES:
        archive.add(name, [entry(number) for number in range(200)])
    archive.head().lay(served.settings.folder.archive)
    (served.settings.folder.archive / "keys").write_text(Signer("hub.example", bytes(32)).key.text())
    # then the figure is not published
    assert code() == "ARCHIVE_BEHIND"
    # and when all is signed for, then the ledger is told: by the broker, which is away
    archive.lay(served.settings.folder.archive)
    assert code() == "UNAVAILABLE"
