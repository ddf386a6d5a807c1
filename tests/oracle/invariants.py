"""What holds of every federation whatever is told: sums of parts, and what a step may and may not move."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from tests.oracle.federations import Federation
from tests.oracle.figures import Asked, Oracle
from tests.oracle.ground import RECORDED, moment
from tests.oracle.ledger import Statement
from tests.oracle.playing import answers, cells, told
from tests.oracle.questions import LAST_DAY, Put
from tests.oracle.world import World
from tests.projections.play import Event, Playing

AFTER = "2026-01-10T09:00:00+08:00"
"""Later than anything that a federation tells."""


def not_adding_up(hub: Playing, batch: Sequence[Federation], names: Mapping[str, Sequence[str]]) -> list[str]:
    """Statistics and regions of which own, unallocated and children are not the whole."""
    put = []
    for one in batch:
        random = Random(one.seed)
        regions = random.choice((None, *one.days))
        asked = Asked(tuple(names), random.choice((one.root, random.choice(one.regions))), (), None, random.choice(one.days), regions=regions)
        put += [Put(asked), Put(replace(asked, by=("region",)))]
    found = answers(hub, put)
    return [
        f"{asked.asked.region} {name}"
        for asked, whole, parts in zip(put[::2], found[::2], found[1::2], strict=True)
        for name in names
        if _total(whole, name) != _total(parts, name)
    ]


def _total(rows: Sequence[Mapping[str, Any]], name: str) -> Counter[Any]:
    """n by the grade, of rates that have one."""
    total: Counter[Any] = Counter()
    for row in rows:
        if row["measure"] == name:
            total[row["grade"]] += row["n"] or 0
    return Counter({grade: n for grade, n in total.items() if n})


def consolidated(hub: Playing) -> Counter[tuple[Any, ...]]:
    """Matters by region and day."""
    return _cells(hub, lambda row: row["measure"] == "suggestions.consolidated")


def _cells(hub: Playing, wanted: Any = None) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for row in cells(hub, ()):
        if wanted is None or wanted(row):
            found[tuple(row[name] for name in ("measure", "region", "level", "kind", "category", "department", "role", "grade", "day"))] += row["n"]
    return Counter({cell: n for cell, n in found.items() if n})


def climb(hub: Playing, batch: Sequence[Federation], number: int) -> int:
    """Tell of each matter that counts that it was given to more departments, merged for handling, and taken up by the province; how many."""
    events: list[Event] = []
    for one in batch:
        oracle = Oracle(World(told(one, number), date.max))
        # Of what lies where somebody acted, the first who may say where it arose moves it: that is no climbing.
        for matter in (found for found in oracle.things.matters.all if found.given):
            open_ones = [name for name, life in oracle.things.matters.lives(matter, LAST_DAY).items() if not life.closed]
            events += [event for name in open_ones[:1] for event in _climbing(one.root, name, matter.origin[0], len(events))]
    hub.tell(*events, recorded=moment(RECORDED[-1]))
    hub.fold()
    return len(events) // 4


def _climbing(root: str, name: str, origin: str, number: int) -> list[Event]:
    county, source = name.split("/")[2], "/".join(name.split("/")[:4])
    departments = {"departments": [{"dept": f"{root}-x", "role": "co"}]}
    said = (
        ("assigned", name, source, county, departments),
        ("merged_for_handling", name, source, county, {"case": f"{root}-case"}),
        ("escalated", name, source, county, {"to_unit": f"{root}-cwh", "kind": "reported_upward"}),
        ("registered", f"//{root}/s/climbed-{number}", f"//{root}/s", root, {"term": 17, "no": f"x{number}", "continues": [name]}),
    )
    common = {"specversion": "1.0", "time": AFTER, "level": "county"}
    return [
        {
            **common, "id": f"climb-{root}-{number}-{step}", "source": speaker, "type": f"cn.npc.suggestion.{step}.v1", "subject": subject,
            "unit": f"{region}-cwh", "region": region, "data": {"origin": origin, **data},
        }
        for step, subject, speaker, region, data in said
    ]  # fmt: skip


def moved_beside(hub: Playing, batch: Sequence[Federation], number: int) -> list[str]:
    """Correct the people of the first activity of each federation, by one more; the cells that move and are not of it."""
    before, events, own = _cells(hub), [], set()
    for one in batch:
        world = World(told(one, number), date.max)
        for thing in [thing for thing in Oracle(world).things.on(LAST_DAY) if thing.measure == "people.received"][:1]:
            said = world.chosen([each for each in world.about("activity.")[thing.key[0]] if each.kind == "activity.held"], thing.key[0])
            own |= {("people.received", region, thing.place[1]) for region in world.map.place(*thing.place).chain}
            events.append(_one_more(said, thing.n))
    assert len(events) > 10
    hub.tell(*events, recorded=moment(RECORDED[-1]))
    hub.fold()
    after = _cells(hub)
    moved = {cell for cell in {*before, *after} if before[cell] != after[cell]}
    assert {(cell[0], cell[1], cell[-1]) for cell in moved} & own
    return [str(cell) for cell in moved if (cell[0], cell[1], cell[-1]) not in own]


def _one_more(said: Statement, people: int) -> Event:
    counts = {"people": people + 1, "items": (said.data.get("counts") or {}).get("items")}
    return {
        "specversion": "1.0", "id": f"more-{said.id}", "source": said.source, "type": "cn.npc.activity.corrected.v1", "subject": said.subject,
        "time": AFTER, "unit": said.unit, "level": said.level, "region": said.region,
        "data": {"corrects": {"source": said.source, "id": said.id}, "fields": {"counts": counts}},
    }  # fmt: skip
