"""Facts that establish new codes are judged many at once: what enters the feeds is what enters when each is judged by itself."""

from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any

import pytest

from hub.feeds import newly
from tests.feeds.following import CITY, COUNTY, LINE, PROVINCE, SIBLING, TOWN, following, source, suggestion, unit
from tests.projections.play import Event, Playing, fact, region

NUMBERS = count()
ENTERED = """
SELECT f.family, f.part, f.off, f.equivocation, p.leaves, p.regions, p.about
FROM core.feed AS f
INNER JOIN core.feed_place AS p USING (place)
ORDER BY 1, 2, 3
"""
LATE = "SELECT * FROM core.feed_late ORDER BY 1, 2, 3, 4, 5"
LINES = "SELECT * FROM core.feed_line ORDER BY 1, 2"


def told(random: Random) -> list[Event]:
    """A tree whose codes are mostly told in order, with units, sources, events and reforms between them; some are copies or contradict."""
    parents = {code: code[: {2: 0, 4: 2, 6: 4, 9: 6}[len(code)]] or "00" for code in LINE}
    levels = {2: "province", 4: "city", 6: "county", 9: "town"}
    codes = [(code, parent, levels[len(code)]) for code, parent in parents.items()]
    codes += [(f"{county}2{number:02}", county, "town") for county in (COUNTY, "420701") for number in range(6)]
    events: list[Event] = []
    for code, parent, level in codes:
        events.append(region(code, parent, level, event=f"r{next(NUMBERS)}"))
        if random.random() < 0.3:
            events.append(unit(random.choice(LINE)))
        if random.random() < 0.2:
            events.append(source(random.choice(LINE)))
        if random.random() < 0.25:
            events.append(suggestion(f"s{next(NUMBERS)}", random.choice((TOWN, COUNTY, CITY)), random.choice((SIBLING, TOWN, code))))
        if random.random() < 0.2:
            events.append(reform(random, random.choice(codes)[0]))
        if random.random() < 0.1:
            events.append(random.choice(events))
    if random.random() < 0.5:
        at = random.randrange(len(events))
        events[at:] = random.sample(events[at:], len(events) - at)
    return events


def reform(random: Random, code: str) -> Event:
    said: tuple[str, dict[str, Any]] = random.choice(
        (
            ("moved", {"parent": random.choice((CITY, "4207", PROVINCE))}),
            ("moved", {"parent": CITY, "new_code": f"99{next(NUMBERS)}"}),
            ("abolished", {"successors": [{"code": "420701101"}]}),
            ("merged", {"into": "420701"}),
        )
    )
    return fact(f"region.{said[0]}", code, {"code": code, "valid_from": "2024-03-01", **said[1]}, id=f"f{next(NUMBERS)}")


@pytest.mark.parametrize("seed", range(6))
def test_runs_enter_as_facts_one_by_one(new_database: Callable[[], str], seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    events = told(Random(seed))
    found, longest = [], []
    ran = newly.run
    for most in (1, 20_000):

        def noted(*words: Any, **more: Any) -> Any:
            several = ran(*words, **more)
            longest.append(len(several))
            return several

        monkeypatch.setattr(newly, "run", noted)
        with following(new_database()) as follower:
            for number, event in enumerate(events):
                follower.played.tell(event, recorded=f"2025-01-01T09:{number // 60:02}:{number % 60:02}+08:00")
            follower.judge(most)
            found.append([rows(follower.played, question) for question in (ENTERED, LATE, LINES)])
        # the first fact of each step is judged by itself
        assert bool(longest) is (most > 1)
    assert found[0] == found[1]
    assert max(longest) > 1


def rows(played: Playing, question: str) -> list[Any]:
    return [tuple(row.values()) for row in played.rows(question)]
