"""The five places: their regions as of the middle of 2023, their congress organs and departments. Pure but for one file read."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("places.csv")
ESTABLISHED: Final = "2016-01-01"
"""Day from which the demo knows its regions: before every event it tells of."""

_ORGANS: Final[Mapping[str, tuple[str, str, str]]] = {
    "town": ("zxt", "presidium", "人大主席团"),
    "": ("gw", "street_committee", "人大工委"),
}
_STANDING: Final = ("cwh", "standing_committee", "人大常委会")
_DEPARTMENTS: Final = {
    "jtj": "交通运输局",
    "zjj": "住房和城乡建设局",
    "jyj": "教育局",
    "wjw": "卫生健康委员会",
    "mzj": "民政局",
    "slj": "水利局",
    "nyj": "农业农村局",
    "czj": "财政局",
}
DEPARTMENTS: Final = tuple(_DEPARTMENTS)


@dataclass(frozen=True)
class Region:
    """A region; `level` is that of its congress, empty where it has none."""

    code: str
    name: str
    kind: str
    level: str
    parent: str


@dataclass(frozen=True)
class Unit:
    """An acting organ. A street's committee acts at the level of its county, which it belongs to."""

    code: str
    name: str
    kind: str
    level: str
    region: str


@cache
def regions() -> Mapping[str, Region]:
    """Every region of the demo by code, each after its parent."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: Region(**row) for row in csv.DictReader(lines)}


@cache
def children(code: str) -> Sequence[Region]:
    """The regions directly below."""
    return tuple(one for one in regions().values() if one.parent == code)


def below(code: str) -> Iterator[Region]:
    """The region and everything below it, parents first."""
    yield regions()[code]
    for child in children(code):
        yield from below(child.code)


def chain(code: str) -> tuple[str, ...]:
    """The region and its ancestors, from itself up to the nation."""
    return (code, *(chain(regions()[code].parent) if regions()[code].parent else ()))


def level(code: str) -> str:
    """The level of the nearest congress: that of the region itself or of the first ancestor that has one."""
    region = regions()[code]
    return region.level or level(region.parent)


@cache
def towns(code: str) -> Sequence[Region]:
    """The towns and townships in a region: those with a congress of their own."""
    return tuple(one for one in below(code) if one.level == "town")


@cache
def townships(code: str) -> Sequence[Region]:
    """Towns, townships and streets in a region: every place where a station stands."""
    return tuple(one for one in below(code) if one.kind in ("town", "township", "street"))


@cache
def counties(code: str) -> Sequence[Region]:
    """The counties, districts and county-level cities in a region."""
    return tuple(one for one in below(code) if one.level == "county")


@cache
def organ(code: str) -> Unit:
    """The organ that acts for a region."""
    region = regions()[code]
    short, kind, name = _ORGANS.get(region.level, _STANDING)
    return Unit(f"{code}-{short}", f"{region.name}{name}", kind, level(code), code)


def departments(code: str) -> Iterator[tuple[str, str]]:
    """Code and name of the departments of a region's government."""
    for short, name in _DEPARTMENTS.items():
        yield f"{code}-{short}", f"{regions()[code].name}{name}"
