"""Figures are published by the ordinary door, covered by a head of the archive, and can be counted again from the archive alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from hub.cli.main import run
from projections.archive.reading import head_at, open_log
from projections.archive.verifier import HEADS, folder_key
from projections.figures.definition import definition
from projections.figures.manifest import read
from schemas.days import beijing_day
from tests.answers import held
from tests.running import RunningHub

COUNTY = "420624"
ASKED = {"names": "suggestions.consolidated,suggestions.replied", "region": COUNTY, "as_of": "2025-12-31"}
TITLE = "2025 年工作报告"


@pytest.fixture(scope="module")
def hub(first_case: RunningHub) -> RunningHub:
    """The hub of others too."""
    first_case.settle()
    return first_case


def publish(hub: RunningHub, token: str, title: str = TITLE, unit: str | None = None, **asked: Any) -> httpx.Response:
    words = {"title": title, "unit": unit}
    return hub.http.post("/v1/manifests", json=words, params={**ASKED, **asked}, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture(scope="module")
def published(hub: RunningHub) -> dict[str, Any]:
    """What the hub answered when the administrator published."""
    answer = held(publish(hub, hub.token))
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.fixture
def typed(hub: RunningHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Types a command: its exit code, what it said as JSON, and the problem it told of."""
    monkeypatch.setenv("HUB_DATA", str(hub.settings.folder.root))

    def type_(*words: str) -> tuple[int, Any, Any]:
        code = run([*words, "--json"])
        said = capsys.readouterr()
        out, err = (json.loads(text.splitlines()[-1]) if text else None for text in (said.out, said.err))
        return code, out, err

    return type_


def covered(hub: RunningHub, index: int) -> dict[str, int]:
    """How far each log is signed for by a head."""
    archive = hub.settings.folder.archive
    key = folder_key(archive, None)
    return {name: one.size for name, one in head_at(open_log(archive, HEADS, key), index, key).items()}


def test_a_published_figure_is_on_the_ledger_with_all_by_which_it_is_counted_again(hub: RunningHub, published: dict[str, Any]) -> None:
    # given what the hub answered
    manifest = published["manifest"]
    assert (published["status"], manifest["title"], manifest["unit"]) == ("accepted", TITLE, "00-hub")
    # then the manifest says what was asked, and what was answered
    answer = hub.http.get("/v1/statistics", params=ASKED).json()
    assert manifest["rows"] == answer["rows"]
    assert manifest["definition"] == definition()
    assert read(json.dumps(manifest).encode()).question == {
        **dict.fromkeys(("from", "to", "term", "known_at")),
        "names": ASKED["names"].split(","),
        "region": COUNTY,
        "by": [],
        "where": {},
        "cohort": False,
        "regions": "recorded",
        "as_of": "2025-12-31",
    }
    # and the head that it names covers all that was counted
    sizes = covered(hub, manifest["head"]["index"])
    assert sum(manifest["position"].values()) > 10
    assert all(sizes[log] >= off for log, off in manifest["position"].items())
    assert manifest["head"]["log"] == f"{manifest['hub']}/heads"
    # and the ledger has it, whole, where the list says
    found = held(hub.http.get(f"/v1/manifests/{manifest['figure']}")).json()
    assert found["manifest"] == manifest
    ((text,),) = hub.sql("SELECT data ->> 'manifest' FROM core.event WHERE id = %(id)s", {"id": manifest["event"]})
    assert read(text.encode()).text == text == read(json.dumps(found).encode()).text
    (listed,) = (one for one in held(hub.http.get("/v1/manifests", params={"region": COUNTY})).json() if one["figure"] == manifest["figure"])
    first = answer["rows"][0]
    assert first["n"] >= 1
    assert (listed["title"], listed["measure"], listed["n"], listed["retracted"]) == (TITLE, first["measure"], first["n"], False)


def test_who_may_publish_a_figure(hub: RunningHub, published: dict[str, Any]) -> None:
    # given a source of the county, one of another, and a reader of the county
    own, other = hub.add_source("//420624/figures", COUNTY), hub.add_source("//4299/figures", "4299")
    reader = hub.http.post("/v1/readers", json={"reader": "figures", "region": COUNTY}).json()["token"]
    # when they publish a figure of the county
    hub.settle()
    said = [
        publish(hub, token, unit=unit) for token, unit in ((own, "420624-cwh"), (own, None), (own, "4206-rd"), (other, "420624-cwh"), (reader, None))
    ]
    # then only its own source may, as a unit of its own
    told = [(one.status_code, one.json().get("code"), one.json().get("pointer")) for one in said]
    assert told == [
        (201, None, None),
        (422, "FIELD_MISSING", "#/unit"),
        (422, told[2][1], told[2][2]),
        (422, "NOT_YOUR_REGION", "#/region"),
        (403, "FORBIDDEN", None),
    ]
    assert told[2][1] in ("UNIT_UNKNOWN", "NOT_YOUR_REGION")
    # and every reader sees what was published, a source its own
    figures = {name: {one["figure"] for one in _listed(hub, token)} for name, token in (("own", own), ("other", other), ("reader", reader))}
    mine = said[0].json()["manifest"]["figure"]
    assert (figures["own"], figures["other"]) == ({mine}, set())
    assert {mine, published["manifest"]["figure"]} <= figures["reader"]
    path = f"/v1/manifests/{published['manifest']['figure']}"
    assert [hub.http.get(path, headers={"Authorization": f"Bearer {token}"}).status_code for token in (own, reader)] == [404, 200]


def _listed(hub: RunningHub, token: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hub.http.get("/v1/manifests", headers={"Authorization": f"Bearer {token}"}).json()
    return found


def test_what_is_no_figure_to_be_published_is_refused(hub: RunningHub, typed: Callable[..., Any]) -> None:
    # when what is asked cannot be published, then it is said why, and nothing is on the ledger
    before = len(_listed(hub, hub.token))
    for wrong, code in (
        ({"title": ""}, "FIELD_EMPTY"),
        ({"title": "x" * 300}, "TEXT_TOO_LONG"),
        ({"names": "suggestions.consolidate"}, "STATISTIC_UNKNOWN"),
        ({"region": "999999"}, "REGION_NEVER_ESTABLISHED"),
        ({"known_at": "2999-01-01"}, "FIGURE_PROVISIONAL"),
        ({"unit": "420624-none"}, "UNIT_UNKNOWN"),
    ):
        assert publish(hub, hub.token, **wrong).json()["code"] == code
    for path in ("/v1/statistics", "/v1/statistics/list"):
        answer = hub.http.get(path, params={**ASKED, "publish": TITLE})
        assert (answer.status_code, answer.json()["code"], answer.json()["pointer"]) == (400, "USED_WRONGLY", "#/publish")
    assert hub.http.get("/v1/manifests/nothing").status_code == 404
    assert len(_listed(hub, hub.token)) == before
    # and a list or a sheet is no figure
    asked = ("stats", "persons", "--region", COUNTY)
    assert [typed(*asked, *more)[0] for more in (("--publish", "x", "--list"), ("--unit", "420624-cwh"))] == [2, 2]


def test_a_figure_is_published_by_command(typed: Callable[..., Any]) -> None:
    # when it is published by command, then the manifest is what a program is given: a file that can be kept
    code, manifest, _ = typed("stats", "suggestions.consolidated", "--region", COUNTY, "--year", "2025", "--by", "month", "--publish", TITLE)
    assert (code, len(manifest["rows"]), manifest["question"]["to"]) == (0, 12, "2025-12-31")
    assert read(json.dumps(manifest).encode()).head.index == manifest["head"]["index"]


def test_a_figure_without_a_manifest_is_found_by_the_days_on_which_it_would_have_been_said(hub: RunningHub, typed: Callable[..., Any]) -> None:
    # given a county of which a hub heard today, from other tests too
    said = int(hub.http.get("/v1/statistics", params=ASKED).json()["rows"][0]["n"])
    asked = ("audit", "find", "suggestions.consolidated", "--region", COUNTY, "--as-of", "2025-12-31", "--within", "1")
    today = beijing_day(time.time_ns() // 1_000_000)
    # when it is asked when it would have said a figure, then it names that day; before it knew nothing, and what is to come is not asked
    code, found, _ = typed(*asked, "--near", today.isoformat(), "--published", str(said))
    yesterday = (today - timedelta(days=1)).isoformat()
    assert (code, found["days"]) == (0, [today.isoformat()])
    assert found["said"] == [{"day": yesterday, "n": None}, {"day": today.isoformat(), "n": said}]
    # and where it never said so, that is said
    assert typed(*asked, "--near", today.isoformat(), "--published", "3300")[:2] == (1, {**found, "published": 3300, "days": []})
    # and what is asked wrongly is answered so
    wrong = (("--near", "yesterday"), ("--near", yesterday, "--where", "kind"), ("--near", "2999-01-01", "--where", "x=1"))
    assert [typed(*asked, "--published", "1", *words)[0] for words in wrong] == [2, 2, 1]
