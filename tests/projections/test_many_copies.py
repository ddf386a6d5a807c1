"""What was said before may come again all at once: an edition sent twice, a source that starts from its beginning. It is folded in proportion."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.projections.play import Event, Playing, playing, region

TOWNS, TIMES = 600, 4
"""Towns of a small edition, too many for a fold to take them one by one, and times as many of a large one."""
MOST = 6
"""Times as many rows that the plans of a fold may look at for `TIMES` as many records. It is 4.0, whatever is known of the tables, and was 11.6 where
each town that was contradicted was searched for among all: autovacuum had just told the planner that one region has most of the others."""

_SEARCHED = re.compile(r"\bIN \(SELECT [^()]*\bearlier_\{?\w+")
TOLD = """
LOAD 'auto_explain';
SET auto_explain.log_min_duration TO 0; SET auto_explain.log_nested_statements TO on; SET auto_explain.log_analyze TO on;
SET auto_explain.log_timing TO off; SET auto_explain.log_buffers TO off; SET auto_explain.log_format TO json; SET auto_explain.log_level TO notice
"""


class Plans(list[str]):
    """Takes a session's notices: the rows that the steps of all plans looked at. Unlike seconds they are the same on every machine at any load."""

    rows = 0.0

    def append(self, notice: str) -> None:
        """Take a plan as it was run."""
        self.rows += looked_at(json.loads(notice[notice.index("{") :])["Plan"])


def looked_at(step: Mapping[str, Any]) -> float:
    """Rows that came out of a step of a plan and of those below it, or were looked at and left out, each time that they ran."""
    rows = step["Actual Rows"] + sum(number for name, number in step.items() if name.startswith("Rows Removed by"))
    return float(rows * step["Actual Loops"]) + sum(map(looked_at, step.get("Plans", ())))


def folded(hub: Playing, events: Sequence[Event], known: bool) -> float:
    """Rows looked at to fold some events. `known`: the planner has just been told what the tables hold, as autovacuum does at any time."""
    hub.tell(*events)
    with hub.connection, hub.connection.cursor() as cursor:
        cursor.execute("ANALYZE" if known else "SELECT")
    hub.connection.notices = plans = Plans()
    hub.fold()
    return plans.rows


def edition(hub: Playing, size: int, known: bool) -> list[float]:
    """Rows looked at to fold the towns of an edition, the same again, and once more with other contents."""
    towns = [region(f"42{number:07}", "42", "town") for number in range(size)]
    with hub.connection, hub.connection.cursor() as cursor:
        cursor.execute(TOLD)
    contradicting = [{**one, "time": "2000-01-02T09:00:00+08:00"} for one in towns]
    found = [folded(hub, events, known) for events in ([region("42", "00", "province"), *towns], towns, contradicting)]
    # and each is what it is
    counted = {row["status"]: row["n"] for row in hub.rows("SELECT status, count(*)::int AS n FROM core.event GROUP BY status")}
    assert counted == {"accepted": size + 1, "duplicate": size, "equivocation": size}
    return found


@pytest.mark.parametrize("known", [False, True], ids=["nothing is known of the tables", "they are known"])
def test_copies_of_everything_are_folded_in_proportion(new_database: Callable[[], str], known: bool) -> None:
    # given an edition and one that is several times as large
    with playing(new_database()) as small, playing(new_database()) as large:
        few, many = edition(small, TOWNS, known), edition(large, TIMES * TOWNS, known)
    # then neither it, nor the same again, nor contradictions take more than so many times as much
    assert [more < MOST * less for less, more in zip(few, many, strict=True)] == [True] * 3, (few, many)
    # and what comes again not many times what it took at first
    assert max(many) < MOST * many[0], many


@pytest.mark.quick
def test_what_was_said_earlier_is_joined_and_never_searched() -> None:
    # A set that the planner thinks too large for its memory is gone through for each row: nothing is looked up in it.
    files = sorted(Path("projections/views").glob("*/*.sql"))
    assert len(files) > 100
    assert [str(one) for one in files if _SEARCHED.search(one.read_text("utf-8"))] == []
