"""The feed over HTTP, against a real server: batches, long polling, server-sent events, who may read."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.feeds.runner import run
from tests.conftest import eventually
from tests.feeds.following import CITY, COUNTY, OTHER_CITY, SIBLING, TOWN, Follower, following, suggestion, world
from tests.serving import Served, serving

BATCH = "application/cloudevents-batch+json"


@pytest.fixture
def follower(database: str) -> Iterator[Follower]:
    """A world that is told, and judged by a running stage."""
    stopping = threading.Event()
    with following(database) as found:
        found.played.tell(*world())
        thread = threading.Thread(target=run, args=(database, stopping))
        thread.start()
        eventually(lambda: found.feed(TOWN))
        yield found
        stopping.set()
        thread.join()


@pytest.fixture
def served(follower: Follower, database: str, tmp_path: Path) -> Iterator[Served]:
    del follower
    with serving(database, tmp_path) as found:
        yield found


def get(served: Served, region: str, reader: dict[str, str], **words: Any) -> httpx.Response:
    return httpx.get(f"{served.url}/v1/feeds/{region}", params={key.rstrip("_"): value for key, value in words.items()}, headers=reader, timeout=30)


def test_a_follower_reads_on_by_the_last_cursor(served: Served, follower: Follower) -> None:
    # given a feed longer than a batch
    follower.played.tell(*[suggestion(f"s{number}", COUNTY, TOWN) for number in range(50)])
    eventually(lambda: len(follower.feed(TOWN)) > 50)
    reader = served.reader(COUNTY)
    # when it is read seven items at a time, each time from the cursor of the last item
    found: list[dict[str, Any]] = []
    while batch := get(served, TOWN, reader, limit=7, **({"lastEventId": found[-1]["cursor"]} if found else {})).json():
        found += batch
    # then nothing is missing and nothing comes twice
    assert [one["id"] for one in found] == [one["id"] for one in follower.feed(TOWN)]
    assert {f"s{number}" for number in range(50)} <= {one["id"] for one in found}
    # and each item is CloudEvents with a cursor
    assert all(one["specversion"] == "1.0" and one["cursor"] for one in found)
    assert get(served, TOWN, reader).headers["content-type"] == BATCH


def test_a_long_poll_waits_until_something_comes(served: Served, follower: Follower) -> None:
    # given a follower at the end
    reader = served.reader(TOWN)
    last = get(served, TOWN, reader, from_="latest")
    assert last.json() == []
    cursor = last.headers["hub-cursor"]
    # when it waits, and an event of a stranger and then one of its own come
    answers: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(get(served, TOWN, reader, lastEventId=cursor, timeout=20_000)))
    waiting.start()
    follower.played.tell(suggestion("stranger", OTHER_CITY, OTHER_CITY))
    eventually(lambda: "stranger" in follower.ids(OTHER_CITY))
    assert not answers
    follower.played.tell(suggestion("own", CITY, TOWN, "replied"))
    waiting.join(20)
    # then it is answered with its own only
    assert [one["id"] for one in answers[0].json()] == ["own"]


def test_a_long_poll_in_vain_is_an_empty_batch(served: Served) -> None:
    reader = served.reader(TOWN)
    cursor = get(served, TOWN, reader).json()[-1]["cursor"]
    answer = get(served, TOWN, reader, lastEventId=cursor, timeout=100)
    assert (answer.status_code, answer.json()) == (200, [])


def test_server_sent_events_are_resumed_by_the_last_id(served: Served, follower: Follower) -> None:
    reader = {**served.reader(TOWN), "Accept": "text/event-stream"}
    first, last_id = events(served, reader, 5)
    # when the follower comes again with the last id it has seen, and something new comes meanwhile
    follower.played.tell(suggestion("new", TOWN, TOWN))
    rest, _ = events(served, {**reader, "Last-Event-ID": last_id}, len(follower.feed(TOWN)) - 5, until="new")
    # then it has seen everything once, in order
    assert [one["id"] for one in first + rest] == [one["id"] for one in follower.feed(TOWN)]


def test_who_is_revoked_while_following_gets_nothing_more(served: Served, follower: Follower) -> None:
    # given a reader that follows from the end
    reader = {**served.reader(TOWN), "Accept": "text/event-stream"}
    with httpx.stream("GET", f"{served.url}/v1/feeds/{TOWN}", params={"from": "latest"}, headers=reader, timeout=30) as stream:
        heard = stream.iter_text()
        assert next(heard).startswith("retry")
        # when it is revoked, and something new comes
        served.revoke("reader", f"reader-{TOWN}")
        follower.played.tell(suggestion("secret", TOWN, TOWN))
        # then the stream ends, and without it
        assert "secret" not in "".join(heard)


def test_who_is_revoked_while_waiting_is_answered_401(served: Served, follower: Follower) -> None:
    # given a reader whose poll has been let in and waits
    reader = served.reader(TOWN)
    cursor = get(served, TOWN, reader, from_="latest").headers["hub-cursor"]
    answers: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(get(served, TOWN, reader, lastEventId=cursor, timeout=20_000)))
    waiting.start()
    follower.played.tell(suggestion("stranger", OTHER_CITY, OTHER_CITY))
    eventually(lambda: "stranger" in follower.ids(OTHER_CITY))
    assert not answers
    # when it is revoked, and something new comes
    served.revoke("reader", f"reader-{TOWN}")
    follower.played.tell(suggestion("secret", TOWN, TOWN))
    waiting.join(20)
    # then it is told that it is nobody, and nothing else
    assert answers[0].status_code == 401
    assert "secret" not in answers[0].text


def events(served: Served, headers: dict[str, str], number: int, until: str = "") -> tuple[list[dict[str, Any]], str]:
    """The next items of a stream, and the last id that stood beside one."""
    found: list[dict[str, Any]] = []
    last_id = ""
    with httpx.stream("GET", f"{served.url}/v1/feeds/{TOWN}", headers=headers, timeout=30) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith("id: "):
                last_id = line.removeprefix("id: ")
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: ")))
                done = found[-1]["id"] == until if until else len(found) >= number
                if done:
                    return found, last_id
    raise AssertionError(found)


def test_a_reader_follows_its_own_subtree_only(served: Served) -> None:
    # given readers of a town and of a county, and a source
    town, county = served.reader(TOWN), served.reader(COUNTY)
    # then the town reads itself, the county both
    assert get(served, TOWN, town).status_code == 200
    assert get(served, TOWN, county).status_code == 200
    # and what lies elsewhere or above is not found, as if it did not exist
    missing = get(served, "999999", town)
    for region, reader in ((SIBLING, town), (COUNTY, town), (OTHER_CITY, county), ("00", county)):
        answer = get(served, region, reader)
        assert answer.status_code == missing.status_code == 404
        same = [{name: value for name, value in one.json().items() if name not in ("instance", "got", "detail")} for one in (answer, missing)]
        assert same[0] == same[1]
    # and nobody reads without a token, no source reads at all
    assert get(served, TOWN, {}).status_code == 401
    assert get(served, TOWN, served.source(TOWN)).status_code == 403


def test_nothing_of_a_sibling_ever_appears(served: Served, follower: Follower) -> None:
    # given canaries in a sibling town
    follower.played.tell(*[suggestion(f"canary-{number}", SIBLING, SIBLING) for number in range(20)], suggestion("last", TOWN, TOWN))
    eventually(lambda: "last" in follower.ids(TOWN))
    # then the town's feed holds none of them, however it is asked
    reader = served.reader(TOWN)
    for words in ({}, {"from": "2000-01-01"}, {"type": "cn.npc.suggestion.assigned.v1"}):
        assert "canary" not in get(served, TOWN, reader, **words).text


def test_an_unknown_cursor_is_gone_and_the_oldest_valid_is_told(served: Served, follower: Follower) -> None:
    reader = served.reader(TOWN)
    good = get(served, TOWN, reader).json()[-1]["cursor"]
    foreign = "AQAAAAE" + good[7:]
    for cursor in ("nonsense", good[:-3], foreign):
        answer = get(served, TOWN, reader, lastEventId=cursor)
        assert (answer.status_code, answer.json()["code"]) == (410, "CURSOR_UNKNOWN"), cursor
        # when the follower goes on from the oldest valid cursor; then it gets the whole feed
        again = get(served, TOWN, reader, lastEventId=answer.json()["expected"])
        assert [one["id"] for one in again.json()] == [one["id"] for one in follower.feed(TOWN)]


def test_a_feed_is_read_from_a_time_on(served: Served, follower: Follower) -> None:
    reader = served.reader(TOWN)
    follower.played.tell(suggestion("january", TOWN, TOWN), recorded="2026-01-10T08:00:00+08:00")
    follower.played.tell(suggestion("february", TOWN, TOWN), recorded="2026-02-10T08:00:00+08:00")
    eventually(lambda: "february" in follower.ids(TOWN))
    for moment, expected in (("2026-01-10T08:00:00+08:00", ["january", "february"]), ("2026-01-11", ["february"]), ("2026-03-01", [])):
        assert [one["id"] for one in get(served, TOWN, reader, from_=moment).json()] == expected


@pytest.mark.parametrize(
    ("words", "pointer"),
    [({"from": "yesterday"}, "#/from"), ({"type": "cn.npc.nothing.v1"}, "#/type"), ({"limit": "0"}, "#/query/limit")],
)
def test_a_wrong_wish_is_refused_at_its_place(served: Served, words: dict[str, str], pointer: str) -> None:
    answer = get(served, TOWN, served.reader(TOWN), **words)
    assert answer.status_code in (400, 422)
    assert answer.json()["pointer"] == pointer
