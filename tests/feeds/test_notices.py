"""The feed of notices over HTTP and on the command line: waited for and streamed as the feed of a region is, by the same code."""

from __future__ import annotations

import itertools
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from schemas import notice
from schemas.days import parse_instant
from schemas.notice import Notice
from streams.deadlines.memory import Memory
from tests.conftest import eventually
from tests.feeds.following import CITY, COUNTY, OTHER_CITY, TOWN, following, world
from tests.feeds.test_command import administered, printing
from tests.serving import Served, serving

TOPIC = str(uuid.UUID(int=1))
AT = parse_instant("2025-07-02T08:00:00+08:00")


@dataclass
class Teller:
    """Keeps notices as a watch does that reads them off the topic."""

    memory: Memory
    offsets: Iterator[int] = field(default_factory=itertools.count)

    def tell(self, name: str, *regions: str, by: str = COUNTY) -> str:
        """A notice of a suggestion that a source minted, for readers of regions; its id."""
        told = Notice(
            f"//{by}/s/{name}", "overdue", date(2025, 7, 1), AT, f"{by}-u", "county", by, "50 contact 20 wd", None, ("d",), regions, "contact", "d"
        )
        said, off = notice.said(told.rule, told.step, told.about), next(self.offsets)
        self.memory.place(TOPIC)
        assert self.memory.keep(TOPIC, off, off + 1, [(off, told.id, told.object, said, told.due, AT, regions, notice.encode(told))])
        return told.id


@pytest.fixture
def teller(database: str) -> Iterator[Teller]:
    with following(database) as found, closing(Memory(database)) as memory:
        found.played.tell(*world())
        found.judge()
        yield Teller(memory)


def get(served: Served, who: dict[str, str], **words: Any) -> httpx.Response:
    return httpx.get(f"{served.url}/v1/notices", params=words, headers=who, timeout=30)


def ids(answer: httpx.Response) -> list[str]:
    return [one["id"] for one in answer.json()]


def streamed(served: Served, who: dict[str, str], number: int) -> tuple[list[str], str]:
    """The ids of the next so many items of a stream, and the last id that stood beside one."""
    found: list[str] = []
    last = ""
    with httpx.stream("GET", f"{served.url}/v1/notices", headers={**who, "Accept": "text/event-stream"}, timeout=30) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            name, _, value = line.partition(": ")
            last = value if name == "id" else last
            found += [json.loads(value)["id"]] if name == "data" else []
            if len(found) == number:
                return found, last
    raise AssertionError(found)


def test_notices_are_waited_for_and_streamed_as_a_feed_is(teller: Teller, database: str, tmp_path: Path) -> None:
    with administered(database, tmp_path) as (served, environment):
        reader, source = served.reader(COUNTY), served.source(COUNTY)
        # given a reader that waits at the end, while a notice for others comes; then it is answered with its own alone, when that comes
        cursor = get(served, reader, **{"from": "latest"}).headers["hub-cursor"]
        answers: list[httpx.Response] = []
        waiting = threading.Thread(target=lambda: answers.append(get(served, reader, lastEventId=cursor, timeout=20_000)))
        waiting.start()
        teller.tell("stranger", OTHER_CITY, by=OTHER_CITY)
        first = teller.tell("a", TOWN, COUNTY, CITY)
        waiting.join(20)
        assert [ids(one) for one in answers] == [[first]]
        assert get(served, reader, lastEventId=answers[0].headers["hub-cursor"], timeout=100).json() == []
        # when it streams, is cut off and comes again by the last id, then it has everything once, what comes meanwhile too; so has the source
        second = teller.tell("b", TOWN, COUNTY)
        begun, last = streamed(served, reader, 1)
        rest, _ = streamed(served, {**reader, "Last-Event-ID": last}, 1)
        assert begun + rest == [first, second] == streamed(served, source, 2)[0]
        # and on the command line, where a notice is a sentence, one a line, in the language asked for; or as it is
        lines: list[str] = []
        with printing(environment, lines, "notices", "--region", COUNTY, "--follow", "--lang", "en"):
            eventually(lambda: len(lines) == 2)
            third = teller.tell("c", COUNTY)
            eventually(lambda: len(lines) == 3)
        assert lines[2] == f"overdue: contact with the deputy, //{COUNTY}/s/c (d) by 2025-07-01, by 50 contact 20 wd\n"
        lines.clear()
        with printing(environment, lines, "notices", "--region", COUNTY, "--follow", "--after", cursor, "--json"):
            eventually(lambda: len(lines) == 3)
        assert [json.loads(line)["id"] for line in lines] == [first, second, third]
        # a source is told which step it is
        mine = httpx.get(f"{served.url}/v1/sources///{COUNTY}/s/notices", headers=source, timeout=30)
        assert {(one["kind"], one["step"], one["about"], one["due"]) for one in mine.json()} == {("overdue", "contact", "d", "2025-07-01")}


def test_following_notices_goes_on_when_the_hub_is_back(teller: Teller, database: str, tmp_path: Path) -> None:
    lines: list[str] = []
    with ExitStack() as stack:
        # given a command that follows a region's notices, and has shown one
        with administered(database, tmp_path / "one") as (served, environment):
            port = served.settings.http_port
            told = [teller.tell("before", COUNTY)]
            stack.enter_context(printing(environment, lines, "notices", "--region", COUNTY, "--follow", "--json"))
            eventually(lambda: len(lines) == 1)
        # when the hub goes, a notice is told meanwhile, the hub comes back at the same place, and another is told
        told.append(teller.tell("meanwhile", COUNTY))
        with serving(database, tmp_path / "two", port):
            eventually(lambda: len(lines) == 2)
            told.append(teller.tell("after", COUNTY))
            eventually(lambda: len(lines) == 3)
    # then nothing was left out and nothing came twice
    assert [json.loads(line)["id"] for line in lines] == told
