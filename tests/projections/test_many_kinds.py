"""A province may register all it has on one day: of every type of event many at once are folded in proportion, statement by statement."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tests.projections.play import Event, Playing, federation, playing
from tests.projections.test_many_copies import MOST, TOLD, looked_at

FEW, TIMES = 50, 4
"""Copies of the vocabulary's examples, each about objects of its own, and times as many."""
FLOOR: Final = 5_000
"""Rows below which a statement is not looked at: a plan for nothing and one for little differ."""
ONCE: Final = ("cn.npc.calendar.", "cn.npc.category_scheme.", "cn.npc.figure.")
"""Of these no region has many."""

_EXAMPLES: Final = [json.loads(one.read_text("utf-8")) for one in sorted(Path("schemas/examples").glob("cn.npc.*.json"))]
_NAMED: Final = sorted({one["subject"] for one in _EXAMPLES}, key=len, reverse=True)
_IDS: Final = re.compile("|".join(f'"{re.escape(one)}"' for one in _NAMED))


class Statements(list[str]):
    """Takes a session's notices: the rows that each statement looked at, all functions' as one, and how often it was run."""

    def __init__(self) -> None:
        """Nothing was looked at."""
        super().__init__()
        self.rows: Counter[str] = Counter()
        self.runs: Counter[str] = Counter()

    def each(self, name: str) -> float:
        """The rows that a statement looked at each time that it was run."""
        return self.rows[name] / max(self.runs[name], 1)

    def append(self, notice: str) -> None:
        """Take a plan as it was run."""
        told = json.loads(notice[notice.index("{") :])
        name = re.sub(r"\d+", "#", told["Query Text"])
        self.rows[name] += int(looked_at(told["Plan"]))
        self.runs[name] += 1


def _copies(number: int) -> Sequence[Event]:
    """So many worlds beside each other, each with every example once: ids that examples share are shared within a world."""
    several = []
    for one in _EXAMPLES:
        if not one["type"].startswith(ONCE):
            text = json.dumps(one, ensure_ascii=False)
            worlds = (_IDS.sub(lambda found, world=world: f'{found[0][:-1]}-{world}"', text) for world in range(number))  # type: ignore[misc]
            several += [{**json.loads(world), "id": f"{one['type']}-{at}"} for at, world in enumerate(worlds)]
    return several


def _looked_at(hub: Playing, number: int) -> Statements:
    """What each statement looks at while so many worlds are folded."""
    hub.tell(*federation("42", "4206", "420624", "420624101"))
    hub.fold()
    with hub.connection, hub.connection.cursor() as cursor:
        cursor.execute(TOLD)
    hub.connection.notices = statements = Statements()
    hub.tell(*_copies(number))
    hub.fold()
    return statements


def test_many_of_every_type_are_folded_in_proportion(new_database: Callable[[], str]) -> None:
    # given a few worlds in one hub, and several times as many in another
    with playing(new_database()) as small, playing(new_database()) as large:
        # when each is folded at once
        few, many = _looked_at(small, FEW), _looked_at(large, TIMES * FEW)
    # then no statement looks at more than so many times as many rows
    assert few.rows.total() > FLOOR
    assert [
        (many.each(name), few.each(name), name) for name, rows in many.rows.items() if rows > FLOOR and many.each(name) > MOST * few.each(name)
    ] == []
