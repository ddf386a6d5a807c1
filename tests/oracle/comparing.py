"""Where the oracle and the database differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

from tests.oracle.federations import Federation
from tests.oracle.figures import CHARGED, OF, OF_STATE, OWN_ONLY, RECKONED, Cell, Oracle, dimensions, without_grade
from tests.oracle.ground import RECORDED
from tests.oracle.heard import DISPUTED, Heard
from tests.oracle.ledger import Told
from tests.oracle.playing import CELL, answers, beside, cells, reckoned, summed, told
from tests.oracle.questions import LAST_DAY, Put, opened, questions
from tests.oracle.world import World
from tests.projections.play import Playing


@dataclass(frozen=True)
class Difference:
    """What was asked of the federation of a seed, what the oracle answers, and what the database does."""

    seed: int
    asked: str
    oracle: object
    database: object


class Knowing:
    """The oracle of a federation by recorded day, each made once."""

    def __init__(self, one: Federation, number: int, records: Sequence[Told] | None = None) -> None:
        """Of a batch of this number; of some records alone where they are told."""
        self.told = told(one, number) if records is None else records
        self._made: dict[date, Oracle] = {}
        self.heard = cache(self._heard)

    def on(self, known: date | None) -> Oracle:
        """Who knows what was recorded by the end of a day; None: all."""
        day = known or date.max
        if day not in self._made:
            self._made[day] = Oracle(World(self.told, day))
        return self._made[day]

    def _heard(self, known: date | None) -> Heard:
        return Heard(self.told, known or date.max, self.on(known).world)


def differences(hub: Playing, batch: Sequence[Federation], number: int, names: Mapping[str, Sequence[str]], asked: float) -> list[Difference]:
    """All that differs: each cell on some days, and each answer to some questions. `asked`: questions a federation."""
    oracles = [Knowing(one, number) for one in batch]
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in (*cells(hub, OWN_ONLY), *reckoned(hub, RECKONED, LAST_DAY)):
        rows.setdefault(row["region"][:3], []).append(row)
    found = [one for of, oracle in zip(batch, oracles, strict=True) for one in _cells(of, oracle, rows.get(of.root, ()), names)]
    put = [(of, oracle, one) for of, oracle in zip(batch, oracles, strict=True) for one in questions(of, names, asked)]
    for (of, oracle, one), answer in zip(put, answers(hub, [one for *_, one in put]), strict=True):
        found += compared(of, oracle, one, answer)
    return [*found, *beside_of(hub, put)]


def _cells(of: Federation, oracle: Knowing, rows: Sequence[Mapping[str, Any]], names: Mapping[str, Sequence[str]]) -> Iterator[Difference]:
    random = Random(of.seed)
    moments = [(day, date.max) for day in (*random.sample(of.days, min(3, len(of.days))), LAST_DAY)]
    if not of.late:
        moments += [(random.choice(of.days), known) for known in random.sample(RECORDED[1:-1], 2)]
    for day, known in moments:
        # What is counted from rows is compared as known in the end; questions ask the rest.
        compared = names if known == date.max else {name: names[name] for name in names if name not in RECKONED}
        expected = expected_cells(oracle.on(known if known < date.max else None), day, compared)
        answered = {cell: n for cell, n in summed(rows, day, known).items() if cell[0] in compared}
        for cell in sorted({*expected, *answered}):
            if expected.get(cell, 0) != answered.get(cell, 0):
                yield Difference(of.seed, f"cell {cell} as of {day} known {known}", expected.get(cell, 0), answered.get(cell, 0))


def expected_cells(oracle: Oracle, day: date, names: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], int]:
    """The cells of all regions of a federation at the end of a day."""
    found: dict[tuple[str, ...], int] = {}
    for thing in oracle.things.on(day):
        if thing.measure in names and thing.measure not in CHARGED:
            place = oracle.world.map.place(*thing.place)
            values = {
                "level": thing.level or place.level,
                **{name: getattr(thing, name) for name in ("measure", "kind", "category", "department", "role", "grade")},
            }
            for region in (*place.chain[:1],) if thing.measure in OWN_ONLY else place.chain[:-1]:
                cell = tuple({**values, "region": region}[name] for name in CELL)
                found[cell] = found.get(cell, 0) + thing.n
    return {cell: n for cell, n in found.items() if n}


def compared(of: Federation, knowing: Knowing, put: Put, rows: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """What differs of the answer to a question."""
    oracle = knowing.on(put.known)
    denominators = oracle.denominators(put.asked)
    return [*_answer(of, oracle, put, denominators, rows), *_reported(of, knowing, put, denominators, rows)]


def _answer(of: Federation, oracle: Oracle, put: Put, denominators: Mapping[Cell, int], rows: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    expected = oracle.figures(put.asked)
    answered, rated = {}, {}
    for row in rows:
        cell = (row["measure"], *(_value(row, name) for name in dimensions(row["measure"], put.asked.by)))
        answered[cell] = row["n"] or 0
        if row["measure"] in (*OF, *OF_STATE):
            rated[cell] = row["of"] or 0
    for cell in sorted({*expected, *answered}):
        if expected.get(cell, 0) != answered.get(cell, 0):
            yield Difference(of.seed, f"{cell} of {put}", expected.get(cell, 0), answered.get(cell, 0))
    for cell, whole in sorted(rated.items()):
        rate = without_grade(cell, put.asked.by)
        if whole != denominators.get(rate, 0):
            yield Difference(of.seed, f"of {cell} of {put}", denominators.get(rate, 0), whole)


def _reported(of: Federation, oracle: Knowing, put: Put, denominators: Mapping[Cell, int], rows: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    """Sources expected and heard of each row, and whether it says that nobody reported."""
    sources = oracle.heard(put.known).beside(put.asked)
    for row in rows:
        place = tuple(_value(row, name) if name in put.asked.by else "" for name in ("region", "month"))
        expected, heard = sources.get((place[0], place[1]), (0, 0))
        if (row["expected"], row["heard"]) != (expected, heard):
            yield Difference(of.seed, f"sources of {row['measure']} {place} of {put}", (expected, heard), (row["expected"], row["heard"]))
        cell = without_grade((row["measure"], *(_value(row, name) for name in dimensions(row["measure"], put.asked.by))), put.asked.by)
        # Where another grade counts somebody was heard, also where one came and one went.
        graded = OF.get(row["measure"]) == row["measure"] and cell in denominators
        unreported = not row["n"] and expected >= 1 and heard == 0 and not graded
        if (row["n"] is None) != unreported:
            yield Difference(of.seed, f"reported {cell} of {put}", not unreported, row["n"])


def beside_of(
    hub: Playing, put: Sequence[tuple[Federation, Knowing, Put]], view: str | None = None, known: date | None = None
) -> Iterator[Difference]:
    """Whether the list of a cell adds up to it, and how many identities are in dispute."""
    asked = []
    for of, oracle, one in [each for each in put if each[2].asked.names]:
        random = Random(of.seed + 11)
        cell = opened(one, oracle.on(one.known).figures, random)
        asked.append((of, oracle, cell, random.choice((*DISPUTED, None))))
    for (of, oracle, one, name), row in zip(
        asked, beside(hub, [(replace(one, known=known or one.known), name) for _, _, one, name in asked], view), strict=True
    ):
        n = sum(oracle.on(one.known).figures(one.asked).values())
        if n != row["listed"]:
            yield Difference(of.seed, f"list of {one}", n, row["listed"])
        disputed = oracle.heard(one.known).in_dispute(name, one.asked.region, one.asked.last) if name else None
        if disputed != row["disputed"]:
            yield Difference(of.seed, f"in dispute of {name} of {one}", disputed, row["disputed"])


def _value(row: Mapping[str, Any], name: str) -> str:
    value = row["place" if name == "region" else name]
    return f"{value:%Y-%m}" if isinstance(value, date) else value or ""
