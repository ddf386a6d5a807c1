"""The life of a matter: found by any of its names, whole for whoever may see it, and nothing for anybody else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from rich.console import Console

from hub.cli.show import view
from hub.feeds.stage import open_stage
from hub.life.life import anomaly
from hub.life.verdict import verdict
from schemas.errors import Language
from schemas.reasons import BROKEN
from tests.answers import held
from tests.cases.reading import read
from tests.projections.play import Event, Playing, playing
from tests.serving import Served, serving

TOWN, COUNTY, CITY = "420624101", "420624", "4206"
S12, S301, OPINION = "//420624/jyxt/s-12", "//4206/jyxt/s-301", "//420624101/zxt/o-1"


CASE = read("01").events


def besides() -> Sequence[Event]:
    """A copy, a word of somebody who may not say it, a correction, and one that fits nothing: what a hub hears after case 1."""
    events = {event["id"]: event for event in CASE}
    reply, assigned = events["01-022"], events["01-021"]
    stranger = {**assigned, "id": "not-entitled", "source": "//4206/jyxt", "unit": "4206-cwh", "level": "city", "region": "4206"}
    corrects = {"corrects": {"source": reply["source"], "id": reply["id"]}, "fields": {"time": "2025-06-10T15:00:00+08:00"}}
    correction = {**reply, "id": "the-correction", "type": "cn.npc.suggestion.corrected.v1", "data": corrects}
    named = {"source": assigned["source"], "id": assigned["id"]}
    return reply, stranger, correction, {**correction, "id": "the-misfit", "data": {"corrects": named, "fields": {"nonsense": 1}}}


@pytest.fixture
def hub(database: str) -> Iterator[Playing]:
    """Case 1 and what comes after it."""
    with playing(database) as found:
        found.tell(*CASE)
        found.tell(*besides())
        found.fold()
        assert open_stage(found.connection).step(found.connection)
        yield found


@pytest.fixture
def served(hub: Playing, database: str, tmp_path: Path) -> Iterator[Served]:
    del hub
    with serving(database, tmp_path) as found:
        yield found


def ask(served: Served, asked: str, reader: dict[str, str]) -> httpx.Response:
    return held(httpx.get(f"{served.url}/v1/matters/{quote(asked)}", headers=reader, timeout=30))


def test_a_matter_is_found_by_each_of_its_names(served: Served) -> None:
    reader = served.reader("42")
    lives = [ask(served, name, reader).json() for name in (S12, S301, "420624-cwh/17/4/12", "4206-cwh/17/4/301")]
    # then all are the life of one matter
    assert {life["id"] for life in lives} == {min(S12, S301)}
    assert sorted(lives[0]["members"]) == sorted((S12, S301))
    assert (lives[0]["origin"], lives[0]["day"]) == (TOWN, "2025-06-08")


@pytest.mark.parametrize("region", ["42", TOWN])
def test_the_life_of_a_matter_is_every_event_of_its_subjects_and_no_other(served: Served, region: str) -> None:
    # given the lines of the case that are about one of the matter's suggestions, or the opinion that led to it, and what came after
    told = [event for event in (*CASE, *besides()) if event["subject"] in (S12, S301, OPINION)]
    assert len(told) == 8 + 1 + 4
    # when the life is asked for by a reader of its province and by one of its town, then it tells just these, each as it was said
    life = ask(served, S12, served.reader(region)).json()
    assert sorted(map(said, life["events"])) == sorted(map(said, told))


def said(event: Mapping[str, Any]) -> str:
    """What an event says and who says it, to be compared; a list of none is said by saying nothing."""
    data = {name: value for name, value in event["data"].items() if value != []}
    return json.dumps([data, *(event[name] for name in ("source", "id", "type", "subject", "unit", "level", "region"))], sort_keys=True)


def test_every_event_is_told_and_whether_it_counts(served: Served) -> None:
    life = ask(served, S12, served.reader(TOWN)).json()
    told = [(one["id"], one["counts"], one["why"]) for one in life["events"]]
    # the town, where the matter arose, sees what county and city did with it
    assert {one["level"] for one in life["events"]} == {"town", "county", "city"}
    assert ("01-020", True, "LIFE_COUNTS") in told
    assert told.count(("01-022", True, "LIFE_CORRECTED")) == 1
    assert told.count(("01-022", False, "LIFE_DUPLICATE")) == 1
    assert ("the-correction", True, "LIFE_AMENDS") in told
    assert ("the-misfit", False, "LIFE_UNFIT") in told
    assert ("01-021", True, "LIFE_COUNTS") in told
    assert ("not-entitled", False, "LIFE_NOT_ENTITLED") in told
    # in the order in which it happened
    assert [one["time"] for one in life["events"]] == sorted(one["time"] for one in life["events"])
    assert life["state"]["replied"][0][0] == "2025-06-10"


def test_elsewhere_it_is_not_found_as_if_it_did_not_exist(served: Served) -> None:
    stranger = served.reader("33")
    answers = [ask(served, name, stranger) for name in (S12, "//420624/jyxt/s-999", "//420624101/zxt/a-1")]
    assert [one.status_code for one in answers] == [404, 404, 404]
    bodies = [{name: value for name, value in one.json().items() if name not in ("instance", "got", "detail")} for one in answers]
    assert bodies[0] == bodies[1] == bodies[2]
    assert httpx.get(f"{served.url}/v1/matters", params={"region": TOWN}, headers=stranger).status_code == 404


def test_what_was_wholly_retracted_says_by_whom_and_when(hub: Playing, served: Served) -> None:
    # given an activity of which every event is retracted, after one of two was
    held_at, *_ = [event for event in CASE if event["subject"] == "//420624101/zxt/a-1"]
    about = [event for event in CASE if event["subject"] == held_at["subject"]]
    for number, event in enumerate(about):
        named = {"corrects": {"source": event["source"], "id": event["id"]}, "reason": "录入有误"}
        hub.tell({**event, "id": f"back-{number}", "type": "cn.npc.activity.retracted.v1", "data": named, "time": "2025-07-01T09:00:00+08:00"})
    hub.fold()
    # when it is asked for by a reader who may see it, then it is there as taken back, with every event of it
    life = ask(served, held_at["subject"], served.reader(TOWN)).json()
    assert (life["kind"], life["id"]) == ("activity", held_at["subject"])
    back = [(one["source"], one["unit"], one["time"], one["reason"]) for one in life["retracted"]]
    assert back == [(event["source"], event["unit"], "2025-07-01T01:00:00.000Z", "录入有误") for event in about]
    assert {one["why"] for one in life["events"]} == {"LIFE_RETRACTED", "LIFE_AMENDS"}
    languages: tuple[tuple[Language, str], ...] = (("zh", "已撤回　2025-07-01 09:00:00"), ("en", "retracted　2025-07-01 09:00:00"))
    for language, words in languages:
        console = Console(width=220)
        with console.capture() as captured:
            console.print(view(life, language))
        assert words in captured.get()
    # and for anybody else it is as if it had never been
    assert ask(served, held_at["subject"], served.reader("33")).status_code == 404


def test_an_activity_and_an_opinion_have_lives_too(served: Served) -> None:
    reader = served.reader(TOWN)
    assert ask(served, "//420624101/zxt/a-1", reader).json()["kind"] == "activity"
    opinion = ask(served, OPINION, reader).json()
    assert (opinion["kind"], [one["type"] for one in opinion["events"]]) == ("opinion", ["cn.npc.opinion.collected.v1"])


def test_matters_and_regions_are_listed(served: Served) -> None:
    reader = served.reader(COUNTY)
    listed = httpx.get(f"{served.url}/v1/matters", headers=reader).json()
    assert [(one["id"], one["replied"]) for one in listed] == [(min(S12, S301), True)]
    regions = httpx.get(f"{served.url}/v1/regions", params={"region": COUNTY}, headers=reader).json()
    assert [one["region"] for one in regions] == [COUNTY, TOWN]


def test_a_figure_is_opened_by_whoever_may_read_what_is_behind_it(served: Served) -> None:
    words = {"names": "suggestions.consolidated", "region": TOWN}
    opened = httpx.get(f"{served.url}/v1/statistics/list", params=words, headers=served.reader(TOWN)).json()
    assert (opened["n"], [one["key"] for one in opened["items"]]) == (1, [min(S12, S301)])
    closed = httpx.get(f"{served.url}/v1/statistics/list", params=words, headers=served.reader("33"))
    assert closed.status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("事项", "产生地", "办结", "计数", "不计：与先到的一份相同")), ("en", ("matter", "origin", "completed"))]
)
def test_a_life_is_shown_to_people(served: Served, language: str, words: tuple[str, ...]) -> None:
    life = httpx.get(f"{served.url}/v1/matters/{quote(S12)}", params={"lang": language}, headers=served.reader(TOWN)).json()
    console = Console(width=220)
    with console.capture() as captured:
        console.print(view(life, "zh" if language == "zh" else "en"))
    for word in words:
        assert word in captured.get(), word
    # then every event has its line
    for event in life["events"]:
        assert f"{event['source']} {event['id']}" in captured.get(), event


@pytest.mark.quick
def test_an_anomaly_is_shown_with_its_code_and_rule_and_a_time_by_the_clock_of_beijing() -> None:
    event = {"time": "2025-06-07T16:20:00.000Z", "level": "county", "unit": "u", "type": "cn.npc.suggestion.replied.v1", "source": "//4/s", "id": "e"}
    life = {
        "kind": "matter", "id": "//4/s/1", "state": {}, "departments": [], "disputed": 0, "labels": {},
        "anomalies": [anomaly("CO_HANDLER_REPLIED", "zh")], "events": [{**event, "sentence": "计数", "counts": True}],
    }  # fmt: skip
    console = Console(width=220)
    with console.capture() as captured:
        console.print(view(life, "zh"))
    assert "CO_HANDLER_REPLIED" in captured.get()
    assert BROKEN["CO_HANDLER_REPLIED"].zh in captured.get()
    assert "2025-06-08 00:20:00" in captured.get()


@pytest.mark.quick
def test_of_differing_copies_the_one_with_the_smaller_digest_counts() -> None:
    record = {"status": "equivocation", "content": b"b", "standing": b"a", "amends": False, "stands": True, "entitled": None, "draft": False}
    assert verdict({**record, "corrected": False}) == (False, "LIFE_OTHER_COPY_STANDS")
    assert verdict({**record, "content": b"a", "corrected": False}) == (True, "LIFE_COUNTS")
