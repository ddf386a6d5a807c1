"""A federation as busy and as dirty as a real one, from a seed: its reference facts, and its events in the order of handing over.

Some towns are busy and most are quiet; a matter has six to twelve events; 2 % come more than a month late, 1 % twice, 0.5 % are
damaged, 0.5 % of the suggestions' events are corrected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bench.moulds import LIFE, MARKS, MOULDS, OTHERS, Bytes
from bench.stamp import ID, codes, digits, ids, stamp
from bench.tree import Tree, skewed
from schemas import codec
from schemas.days import format_instant

LATE, TWICE, DAMAGED, CORRECTED = 0.02, 0.01, 0.005, 0.005
DEPUTIES: Final = 60
"""Those of each town who take part in activities; some often, most seldom."""
_FIRST: Final = 1_704_038_400_000
_YEAR: Final = 365 * 86_400_000
_DAY: Final = 86_400_000


@dataclass(frozen=True)
class Record:
    """One record: its family, its ledger key, its source, its framed bytes, whether it was damaged on the way."""

    family: str
    key: bytes
    source: str
    value: bytes
    damaged: bool


@dataclass(frozen=True)
class _Made:
    """Events of one type, column by column: when they happened and were handed over (ms), and their records."""

    family: str
    handed: NDArray[np.int64]
    sources: Bytes
    subjects: Bytes
    values: list[bytes]


def reference(tree: Tree) -> list[dict[str, Any]]:
    """The facts a federation rests on, in CloudEvents form, as the administrator says them: regions, organs, offices, sources."""
    facts = [_region(code, *region) for code, region in tree.regions.items()]
    facts += [_organ(code, name, level) for code, (name, _, level, _) in tree.regions.items()]
    for code in tree.county_codes():
        facts += [_fact("department.registered", f"{code}-{dept}", _department(code, dept)) for dept in ("jtj", "zjj", "jyj")]
        source = f"//{code}/jyxt"
        data = {"source": source, "name": "平台", "region": code, "families": ["activity", "suggestion"]}
        facts.append(_fact("source.registered", source, data))
    return facts


def records(tree: Tree, number: int, seed: int = 7, first: int = 0) -> list[Record]:
    """About `number` records, in the order in which they were handed over; their objects are numbered from `first` on."""
    random = np.random.default_rng(seed)
    made = [*_matters(tree, int(number * 0.7) // 9, first, random), *_others(tree, number - int(number * 0.7), first, random)]
    handed = np.concatenate([one.handed for one in made])
    flat = [_record(one, at) for one in made for at in range(len(one.values))]
    twice = random.choice(len(flat), int(len(flat) * TWICE), replace=False)
    order = np.argsort(np.concatenate([handed, handed[twice] + 2 * _DAY]), kind="stable")
    flat += [flat[at] for at in twice]
    return _damage([flat[at] for at in order], random)


def _record(made: _Made, at: int) -> Record:
    return Record(made.family, made.subjects[at].tobytes(), made.sources[at].tobytes().decode(), made.values[at], False)


def _damage(ordered: list[Record], random: np.random.Generator) -> list[Record]:
    for at in random.choice(len(ordered), int(len(ordered) * DAMAGED), replace=False):
        whole = ordered[at]
        ordered[at] = Record(whole.family, whole.key, whole.source, whole.value[:-3], True)
    return ordered


def _matters(tree: Tree, number: int, first: int, random: np.random.Generator) -> list[_Made]:
    """Each step of all matters that have it, as one column; a step comes some days after the one before."""
    town = skewed(number, len(tree.towns), random)
    at = _FIRST + random.integers(0, _YEAR, number)
    made = []
    for step, (name, share) in enumerate(LIFE):
        chosen = np.flatnonzero(random.random(number) < share)
        times = at[chosen] + step * 4 * _DAY + random.integers(0, _DAY, len(chosen))
        made.append(_cast(name, tree, town[chosen], chosen + first, times, random))
        made += _corrected(name, tree, town[chosen], chosen + first, times, made[-1], random)
    return made


def _others(tree: Tree, number: int, first: int, random: np.random.Generator) -> list[_Made]:
    """Activities and opinions."""
    made = []
    for name, share in OTHERS:
        many = int(number * share)
        town, times = skewed(many, len(tree.towns), random), _FIRST + random.integers(0, _YEAR, many)
        made.append(_cast(name, tree, town, np.arange(many) + first, times, random))
    return made


def _cast(
    name: str, tree: Tree, town: NDArray[np.int64], numbers: NDArray[np.int64], times: NDArray[np.int64], random: np.random.Generator, **more: Bytes
) -> _Made:
    one = MOULDS[name]
    counties = codes(tree.counties, town)
    texts = {
        ID: ids(len(times), random),
        MARKS["county"]: counties,
        MARKS["town"]: codes(tree.towns, town),
        MARKS["number"]: digits(numbers, len(MARKS["number"])),
        MARKS["deputy"]: digits(skewed(len(times), DEPUTIES, random), len(MARKS["deputy"])),
        **{MARKS[mark]: columns for mark, columns in more.items()},
    }
    late = np.where(random.random(len(times)) < LATE, random.integers(31, 120, len(times)), 0)
    sources = _joined(b"//", counties, b"/jyxt")
    return _Made(
        family=one.family,
        handed=times + late * _DAY + random.integers(0, _DAY, len(times)),
        sources=sources,
        subjects=np.hstack([sources, _joined(f"/{one.letter}-".encode(), texts[MARKS["number"]], b"")]),
        values=stamp(one.mould, times, texts),
    )


def _corrected(name: str, tree: Tree, town: Any, numbers: Any, times: Any, made: _Made, random: np.random.Generator) -> list[_Made]:
    """Corrections of the time of a few of the events just made; the id of the corrected one is read out of its bytes."""
    few = np.flatnonzero(random.random(len(times)) < CORRECTED)
    if not len(few):
        return []
    place = MOULDS[name].mould.places[ID][0]
    wrong = np.array([list(made.values[at][place : place + 36]) for at in few], dtype=np.uint8)
    return [_cast("suggestion.corrected", tree, town[few], numbers[few], times[few] + 3 * _DAY, random, corrects=wrong)]


def _joined(before: bytes, columns: Bytes, after: bytes) -> Bytes:
    rows = len(columns)
    ends = [np.tile(np.frombuffer(one, dtype=np.uint8), (rows, 1)) for one in (before, after)]
    return np.hstack([ends[0], columns, ends[1]])


def _region(code: str, name: str, kind: str, level: str | None, parent: str) -> dict[str, Any]:
    data = {"code": code, "name": name, "kind": kind, **({"level": level} if level else {}), "parent": parent, "valid_from": "2020-01-01"}
    return _fact("region.established", code, data)


def _organ(code: str, name: str, level: str | None) -> dict[str, Any]:
    """The organ that acts in a region; where there is no congress, that which the county's has there."""
    town = len(code) == len("420624101")
    unit = f"{code}-{'zxt' if town else 'cwh'}"
    kind = ("presidium" if town else "standing_committee") if level else ("street_committee" if town else "office")
    return _fact("unit.registered", unit, {"unit": unit, "name": f"{name}人大", "kind": kind, "level": level or "county", "region": code})


def _department(code: str, dept: str) -> dict[str, Any]:
    return {"dept": f"{code}-{dept}", "name": dept, "region": code, "level": "county"}


def _fact(name: str, subject: str, data: Mapping[str, Any]) -> dict[str, Any]:
    event = {
        "specversion": "1.0",
        "id": f"{name}-{subject.strip('/').replace('/', '-')}",
        "source": "//00/hub",
        "type": f"cn.npc.{name}.v1",
        "subject": subject,
        "time": format_instant(_FIRST - 4 * _YEAR),
        "unit": "00-hub",
        "level": "national",
        "region": "00",
    }
    return {**event, "data": dict(data)}


def framed(facts: Sequence[Mapping[str, Any]]) -> list[Record]:
    """Reference facts as records."""
    return [Record("reference", fact["subject"].encode(), fact["source"], codec.encode(fact), False) for fact in facts]
