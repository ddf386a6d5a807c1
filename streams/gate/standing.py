"""May this source say this of this region on this day? Judged once per combination of names, never per record. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from schemas.errors import Problem, shown
from streams.gate import registry as known
from streams.gate.registry import Registry
from streams.gate.rights import ADMINISTRATOR, NATION, REGION_OF, Right, unit_of

CACHE = 200_000
"""Combinations kept; the cache is emptied when it is full or a fact has changed."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Why a record does not pass: refused for good, or waiting until a fact about one of `missing` is accepted."""

    kind: Literal["refused", "waiting"]
    problem: Problem
    missing: tuple[str, ...] = ()


class Claim(NamedTuple):
    """The names a record is judged by. `day` counts from 1970 (Beijing); `host` is the unit that hosts an activity or that a
    reference fact concerns, `about` the region that one concerns."""

    family: str
    right: Right
    source: str
    unit: str
    level: str
    region: str
    origin: str | None
    host: str | None
    about: str | None
    day: int


@dataclass
class Memory:
    """Rulings already made, for one state of the registry; `owners`: the source behind the name of a native topic."""

    version: int = -1
    rulings: dict[tuple[object, ...], Ruling | None] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)


def judge(registry: Registry, claim: Claim) -> Ruling | None:
    """The ruling about a claim; null when it passes. The order of questions is that of contract.md 3 and 4."""
    if (claim.right == "administrator" or (claim.right == "rule" and claim.about == NATION)) and claim.source != ADMINISTRATOR:
        return Ruling("refused", Problem("NOT_YOUR_RIGHT", "/source", ADMINISTRATOR, shown(claim.source)))
    return _source(registry, claim) or _unknown(registry, claim) or _mismatch(registry, claim) or _authority(registry, claim)


def _waiting(code: str, place: str, expected: str, got: str, missing: Iterable[str]) -> Ruling:
    return Ruling("waiting", Problem(code, place, expected, shown(got)), tuple(dict.fromkeys(missing)))


def _source(registry: Registry, claim: Claim) -> Ruling | None:
    source = known.source(registry, claim.source)
    if source is None:
        return _waiting("SOURCE_UNKNOWN", "/source", "", claim.source, [f"source:{claim.source}"])
    if claim.family not in source.families:
        families = " ".join(sorted(source.families))
        return _waiting("FAMILY_NOT_ALLOWED", "/type", families, claim.family, [f"source:{claim.source}"])
    return None


def _unknown(registry: Registry, claim: Claim) -> Ruling | None:
    """Units and regions that were not established by the day; all of them are waited for, the first is told."""
    lacks: list[tuple[str, str, str]] = []
    regions = [("/region", claim.region), ("/data/origin", claim.origin)]
    for place, code in (("/unit", claim.unit), (f"/data/{unit_of(claim.right)}", claim.host)):
        if code is None:
            continue
        unit = known.unit(registry, code, claim.day)
        if unit is None:
            lacks.append(("UNIT_UNKNOWN", place, code))
        else:
            regions.append((place, unit.region))
    for place, region in regions:
        if region is not None and not known.known(registry, region, claim.day):
            lacks.append(("REGION_UNKNOWN", place, region))
    if not lacks:
        return None
    code, place, got = lacks[0]
    return _waiting(code, place, "", got, (f"{'unit' if one == 'UNIT_UNKNOWN' else 'region'}:{name}" for one, _, name in lacks))


def _mismatch(registry: Registry, claim: Claim) -> Ruling | None:
    unit = known.unit(registry, claim.unit, claim.day)
    if unit is None:
        return None
    if unit.region != claim.region:
        keys = [f"unit:{claim.unit}", f"region:{claim.region}", f"region:{unit.region}"]
        return _waiting("REGION_MISMATCH", "/region", unit.region, claim.region, keys)
    if unit.level != claim.level:
        return _waiting("LEVEL_MISMATCH", "/level", unit.level, claim.level, [f"unit:{claim.unit}"])
    return None


def _authority(registry: Registry, claim: Claim) -> Ruling | None:
    """The acting unit, and the unit and the region that a fact is about, lie in the source's region on the day."""
    source = known.source(registry, claim.source)
    if source is None:
        return None
    asked = [("NOT_YOUR_REGION", "/unit", claim.region)]
    concerned = known.unit(registry, claim.host, claim.day) if claim.right == "unit" and claim.host is not None else None
    if concerned is not None:
        asked.append(("NOT_YOUR_RIGHT", f"/data/{unit_of(claim.right)}", concerned.region))
    if claim.about is not None:
        asked.append(("NOT_YOUR_RIGHT", f"/data/{REGION_OF[claim.right]}", claim.about))
    for code, place, region in asked:
        chain = known.ancestry(registry, region, claim.day)
        if source.region not in chain:
            units = [claim.unit] if concerned is None else [claim.unit, claim.host]
            keys = [f"source:{claim.source}", *(f"unit:{one}" for one in units), *(f"region:{one}" for one in chain)]
            return _waiting(code, place, source.region, region, keys)
    return None
