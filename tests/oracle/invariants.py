"""What holds of every federation whatever is told: sums of parts, and what a step may and may not move."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from random import Random
from typing import Any

from tests.oracle.federations import Federation, federation
from tests.oracle.figures import Asked, Oracle
from tests.oracle.ground import RECORDED, moment
from tests.oracle.places import NATION
from tests.oracle.playing import answers, cells, told
from tests.oracle.questions import LAST_DAY, Put
from tests.oracle.world import World
from tests.projections.play import Event, Playing

AFTER = "2026-01-10T09:00:00+08:00"
"""Later than anything that a federation tells."""
FIRST_SEEDS, SOME = 15, 3
NEVER_IN_THE_END = ("suggestions.not_yet_due",)
"""What no federation has on the last day, as all it tells is due by then; it is compared with the oracle on the days before."""


def of_each(names: Collection[str], number: int) -> list[Federation]:
    """Federations of the first seeds, and of as many later ones as it takes until some have something of each statistic in the end."""
    found: list[Federation] = []
    missing = Counter(dict.fromkeys(names, SOME))
    for seed in count():
        one = federation(seed, len(found))
        there = Counter({thing.measure for thing in Oracle(World(told(one, number), date.max)).things.on(LAST_DAY) if thing.n})
        if seed < FIRST_SEEDS or missing & there:
            found.append(one)
            missing -= there
        if not missing:
            return found
    raise AssertionError


def not_adding_up(hub: Playing, batch: Sequence[Federation], names: Mapping[str, Sequence[str]]) -> tuple[list[str], set[tuple[str, bool]]]:
    """Statistics and regions of which own, unallocated and children are not the whole, or, on the regions of a day, a child asked by itself is not
    what its row says; and the statistics of which there was anything, recorded (False) and restated (True)."""
    put = list(_wholes(batch, tuple(names)))
    found = answers(hub, [each for one in put for each in (one, _by_region(one))])
    pairs = list(zip(put, found[::2], found[1::2], strict=True))
    wrong = [f"{one.asked.region} {name}" for one, whole, parts in pairs for name in names if _total(whole, name) != _total(parts, name)]
    # Recorded, a region that moved has more than its row says under one parent.
    children = [
        (replace(one, asked=replace(one.asked, region=place)), [row for row in parts if row["place"] == place])
        for one, _, parts in pairs
        if one.asked.regions is not None and one.asked.region != NATION
        for place in sorted({row["place"] for row in parts} - {"own", "unallocated"})
    ]
    for (one, rows), alone in zip(children, answers(hub, [one for one, _ in children]), strict=True):
        wrong += [f"{one.asked.region} by itself {name}" for name in names if _total(rows, name) != _total(alone, name)]
    return wrong, {(name, one.asked.regions is not None) for one, whole, _ in pairs for name in names if _total(whole, name)}


def _wholes(batch: Sequence[Federation], names: tuple[str, ...]) -> Iterator[Put]:
    """All of each federation, recorded, and of a few on the regions of one of their days; and of all together, both ways."""
    modes: list[tuple[str, date | None]] = [(one.root, None) for one in batch]
    modes += [(one.root, Random(one.seed).choice(one.days)) for one in batch[5::8]]
    for region, regions in (*modes, (NATION, None), (NATION, date(2025, 6, 30)), (NATION, LAST_DAY)):
        yield Put(Asked(names, region, (), None, LAST_DAY, regions=regions))


def _by_region(one: Put) -> Put:
    return replace(one, asked=replace(one.asked, by=("region",)))


def _total(rows: Sequence[Mapping[str, Any]], name: str) -> Counter[Any]:
    """n by the grade, of rates that have one."""
    total: Counter[Any] = Counter()
    for row in rows:
        if row["measure"] == name:
            total[row["grade"]] += row["n"] or 0
    return Counter({grade: n for grade, n in total.items() if n})


def consolidated(hub: Playing, batch: Sequence[Federation]) -> tuple[Counter[tuple[Any, ...]], list[list[tuple[str, int]]]]:
    """Matters by region and day; and those of some federations by region, on the regions of their last day."""
    restated = [_by_region(Put(Asked(("suggestions.consolidated",), one.root, (), None, LAST_DAY, regions=one.days[-1]))) for one in batch[::5]]
    counted = [[(row["place"], row["n"] or 0) for row in rows] for rows in answers(hub, restated)]
    return all_cells(hub, "suggestions.consolidated"), counted


def all_cells(hub: Playing, *names: str) -> Counter[tuple[Any, ...]]:
    """All cells, or those of some statistics, whenever they were recorded."""
    found: Counter[tuple[Any, ...]] = Counter()
    for row in cells(hub, ()):
        if not names or row["measure"] in names:
            found[tuple(row[name] for name in ("measure", "region", "level", "kind", "category", "department", "role", "grade", "day"))] += row["n"]
    return Counter({cell: n for cell, n in found.items() if n})


STEPS = ("assigned", "merged_for_handling", "escalated", "registered")


def climbing(batch: Sequence[Federation], number: int) -> Mapping[str, Sequence[Event]]:
    """Of each matter that counts, by step: that it was given to one more department, merged for handling, escalated, and taken up by the province."""
    said: Mapping[str, list[Event]] = {step: [] for step in STEPS}
    for one in batch:
        oracle = Oracle(World(told(one, number), date.max))
        # Of what lies where somebody acted, the first who may say where it arose moves it: that is no climbing.
        for matter in (found for found in oracle.things.matters.all if found.given):
            open_ones = [name for name, life in oracle.things.matters.lives(matter, LAST_DAY).items() if not life.closed]
            for name in open_ones[:1]:
                for step, event in zip(STEPS, _climbing(one.root, name, matter.origin[0], len(said["assigned"])), strict=True):
                    said[step].append(event)
    return said


def tell(hub: Playing, events: Sequence[Event]) -> None:
    """Told on the last recorded day, and folded."""
    hub.tell(*events, recorded=moment(RECORDED[-1]))
    hub.fold()


def _climbing(root: str, name: str, origin: str, number: int) -> list[Event]:
    county, source = name.split("/")[2], "/".join(name.split("/")[:4])
    departments: dict[str, Any] = {"departments": [{"dept": f"{root}-x", "role": "co"}]}
    said: Sequence[tuple[str, str, str, dict[str, Any]]] = (
        (name, source, county, departments),
        (name, source, county, {"case": f"{root}-case"}),
        (name, source, county, {"to_unit": f"{root}-cwh", "kind": "reported_upward"}),
        (f"//{root}/s/climbed-{number}", f"//{root}/s", root, {"term": 17, "no": f"x{number}", "continues": [name]}),
    )
    common = {"specversion": "1.0", "time": AFTER, "level": "county"}
    return [
        {
            **common, "id": f"climb-{root}-{number}-{step}", "source": speaker, "type": f"cn.npc.suggestion.{step}.v1", "subject": subject,
            "unit": f"{region}-cwh", "region": region, "data": {"origin": origin, **data},
        }
        for step, (subject, speaker, region, data) in zip(STEPS, said, strict=True)
    ]  # fmt: skip
