"""The judge of the feeds is killed at every named place: a feed leaves nothing out and gives nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from hub.feeds.cursor import Cursor, decode
from projections import reread
from projections.append import append
from projections.records import Slice
from schemas import codec
from schemas.days import parse_instant
from schemas.faults import VARIABLE
from tests.conftest import eventually
from tests.feeds.following import COUNTY, LINE, OTHER_TOWN, PROVINCE, TOWN, Follower, following, suggestion, unit, world
from tests.projections.play import place
from tests.projections.vocabularies import Vocabularies, vocabularies

__all__ = ["vocabularies"]

Older = Callable[[], AbstractContextManager[None]]
ROOT: Final = Path(__file__).parents[2]
UNREAD: Final = suggestion("unread", COUNTY, TOWN, "replied")
FAULTS: Final = ("feeds.moved:2", f"feeds.fact:{len(world()) + 1}", "feeds.brought", "feeds.before_commit:2", "feeds.after_commit:2")
"""The first step judges what is told at first, the second some of what is told then."""

EVENTS: Final = [suggestion(f"e{number}", LINE[number % 8], LINE[number % 5]) for number in range(40)]
JUDGED: Final = """
SELECT NOT EXISTS (
    SELECT FROM core.position AS p LEFT JOIN core.feed_position AS f USING (family, part) WHERE p.family < 3 AND p.off > coalesce(f.off, 0)
) AS judged
"""


@pytest.fixture
def older(vocabularies: Vocabularies) -> Older:
    """A vocabulary that lacks the type of what is not read at first."""
    folder = vocabularies.without(UNREAD["type"])
    return lambda: vocabularies.of(folder)


def tell_first(follower: Follower, older: Older) -> None:
    """A world, events, one of them addressed to a unit that nobody knows, and one that is not read."""
    hub = follower.played
    hub.tell(*world(), *EVENTS[:20], suggestion("to-late", PROVINCE, OTHER_TOWN, "delegated", to_unit="late-u"))
    at, value = place(UNREAD), codec.encode(UNREAD)
    offset = hub.heads.get(at, 0)
    hub.heads[at] = offset + 1
    with older():
        append(hub.connection, [Slice(*at, offset, [parse_instant("2025-12-31T12:30:00+08:00")], [value])])


def tell_then(follower: Follower) -> None:
    """More events, copies of those told and another telling of one; what was not read is; and two facts, of which the first brings it."""
    other = {**EVENTS[3], "data": {**EVENTS[3]["data"], "departments": [{"dept": "other", "role": "main"}]}}
    assert reread.reread(follower.played.connection) == 1
    follower.played.tell(
        *EVENTS[10:], other, other, {**unit(COUNTY, unit="late-u"), "id": "the-unit", "subject": "late-u"}, recorded="2025-12-31T13:00:00+08:00"
    )
    follower.played.tell(*EVENTS[:15], {**unit(COUNTY, unit="next-u"), "id": "the-next", "subject": "next-u"}, recorded="2025-12-31T14:00:00+08:00")


@contextmanager
def judging(dsn: str, log: Path, fault: str = "") -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        command = [sys.executable, "-m", "tests.feeds.child", dsn]
        child = subprocess.Popen(command, env={**os.environ, VARIABLE: fault}, cwd=ROOT, stdout=out, stderr=out)
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def judged(follower: Follower) -> bool:
    return bool(follower.played.rows(JUDGED)[0]["judged"])


def delivered(items: list[dict[str, Any]]) -> Mapping[tuple[Any, ...], int]:
    """How often each thing was given, and how it was marked."""
    return Counter((one["id"], str(one["data"]), one.get("late"), one.get("equivocation")) for one in items)


@pytest.fixture
def expected(new_database: Callable[[], str], older: Older) -> Mapping[str, Mapping[tuple[Any, ...], int]]:
    """The feeds that a judge gives whom nobody kills, by region: each thing once."""
    with following(new_database()) as follower:
        tell_first(follower, older)
        follower.judge()
        tell_then(follower)
        follower.judge()
        feeds = {code: delivered(follower.feed(code)) for code in LINE}
    assert {("unread", True, None), ("to-late", True, None), ("e3", None, True)} <= {(id_, *marks) for id_, _, *marks in feeds[COUNTY]}
    assert {times for feed in feeds.values() for times in feed.values()} == {1}
    return feeds


@pytest.mark.parametrize("fault", FAULTS)
def test_a_judge_killed_at_a_named_place_leaves_nothing_out_and_gives_nothing_twice(
    database: str, older: Older, expected: Mapping[str, Mapping[tuple[Any, ...], int]], tmp_path: Path, fault: str
) -> None:
    log = tmp_path / "judge.log"
    with following(database) as follower:
        # given a judge that has judged something, and followers who have read it
        tell_first(follower, older)
        with judging(database, log, fault) as child:
            eventually(lambda: judged(follower))
            seen = {code: follower.feed(code) for code in LINE}
            # when it is killed at the place while more comes, and followers read on by their cursors before another judges
            tell_then(follower)
            eventually(lambda: child.poll() is not None)
            assert child.returncode == -signal.SIGKILL, log.read_text()
        read_on(follower, seen)
        with judging(database, log):
            eventually(lambda: judged(follower))
        read_on(follower, seen)
        # then they were given what a judge gives whom nobody kills, and so is whoever begins now
        assert {code: delivered(items) for code, items in seen.items()} == expected
        assert {code: delivered(follower.feed(code)) for code in LINE} == expected


def read_on(follower: Follower, seen: Mapping[str, list[dict[str, Any]]]) -> None:
    for code, items in seen.items():
        after = decode(items[-1]["cursor"]) if items else Cursor()
        while batch := follower.read(code, after, limit=7):
            items += batch
            after = decode(batch[-1]["cursor"])
