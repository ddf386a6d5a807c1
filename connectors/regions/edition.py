"""An edition read: kind and congress follow from the digits of a code (GB/T 2260 and the statistics bureau's rules), groups fall away. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from connectors.regions.rows import NATION, code_of, rows
from schemas.errors import Problem, UsageError
from schemas.text import text_check

MUNICIPALITIES: Final = frozenset({"11", "12", "31", "50"})
PSEUDO: Final = frozenset({"441900", "442000", "460400", "620201"})
"""Counties that only the statistics have, of cities that have none."""

_name: Final = text_check({"format": "label"})
_LENGTHS: Final = (2, 4, 6, 9)
_HEAD: Final = ("code", "name", "parent")


@dataclass(frozen=True, slots=True)
class Region:
    """A region of an edition. `level` is null where there is no congress."""

    code: str
    name: str
    kind: str
    level: str | None
    parent: str


@dataclass(frozen=True)
class Edition:
    """What an edition says: regions by code, in the order of the file; the codes of group rows and pseudo-counties that fell away; the codes
    whose names contain a question mark: taken as they are."""

    regions: Mapping[str, Region]
    dropped: tuple[str, ...]
    doubtful: tuple[str, ...]


def read(text: str) -> Edition:
    """An edition from its CSV: code, name, parent. Raises UsageError at the row that is wrong."""
    taken = list(_rows(text))
    parents = {code: parent for code, _, parent in taken}
    dropped = tuple(code for code in parents if _group(code))
    found = {code: _region(code, name, _above(parent, parents)) for code, name, parent in taken if not _group(code)}
    return Edition(found, dropped, tuple(one.code for one in found.values() if "?" in one.name))


def _rows(text: str) -> Iterator[tuple[str, str, str]]:
    seen = {NATION: 1}
    for number, row in rows(text, _HEAD):
        try:
            code, name, parent = row
            code, parent = code_of(code), code_of(parent)
        except ValueError:
            code = ""
        if len(code) not in _LENGTHS:
            raise UsageError(problem=Problem("FIELD_FORMAT", f"/{number}", "110101001,东华门街道,110101", ",".join(row)[:80]))
        problem = _wrong(code, name, parent or NATION, seen)
        if problem is not None:
            raise UsageError(problem=replace(problem, field=f"/{number}"))
        seen[code] = number
        yield code, name, parent or NATION


def _wrong(code: str, name: str, parent: str, seen: Mapping[str, int]) -> Problem | None:
    """What the door would refuse of one row when others are sent already, or what the rows above say otherwise; `seen`: their numbers."""
    if code in seen:
        return Problem("CONTRADICTION", "", f"{code} ≠ /{seen[code]}", code)
    if parent not in seen:
        return Problem("REGION_NEVER_ESTABLISHED", "", f"{code} < {parent}", parent)
    return _name(name)


def _group(code: str) -> bool:
    """Whether a row is no region: the districts and counties of a municipality, counties directly under a province, a county that is none."""
    if len(code) == len("1101"):
        return code[:2] in MUNICIPALITIES or code[2:] == "90"
    return code in PSEUDO


def _above(parent: str, parents: Mapping[str, str]) -> str:
    while _group(parent):
        parent = parents[parent]
    return parent


def _region(code: str, name: str, parent: str) -> Region:
    kind, level = _kind(code)
    return Region(code, name, kind, level, parent)


def _kind(code: str) -> tuple[str, str | None]:
    if len(code) == len("42"):
        return ("municipality" if code in MUNICIPALITIES else "province"), "province"
    if len(code) == len("4206"):
        return "city", "city"
    if len(code) == len("420624"):
        # Cities directly under a province are numbered as districts are elsewhere.
        if code[2:4] == "90" and int(code[4:]) <= 20:
            return "county_city", "county"
        return _within(int(code[4:]), ((20, "district"), (50, "county"), (70, "district"), (80, "zone"), (99, "county_city")), "county")
    return _within(int(code[6:]), ((99, "street"), (199, "town"), (399, "township"), (999, "zone")), "town")


def _within(number: int, kinds: Iterable[tuple[int, str]], level: str) -> tuple[str, str | None]:
    kind = next(kind for last, kind in kinds if number <= last)
    return kind, None if kind in ("street", "zone") else level
