"""The smallest telling that still differs."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tests.oracle.comparing import Difference, differences
from tests.oracle.federations import Federation
from tests.oracle.ground import RECORDED
from tests.oracle.playing import Record, play
from tests.projections.play import Event, Playing

SECONDS: Final = 60.0
"""As long as it is tried to tell less."""
GROUND: Final = ("region.established", "unit.registered", "source.registered")


def shrunk(
    empty: Callable[[], Playing], one: Federation, number: int, names: Mapping[str, Sequence[str]], asked: float, seconds: float = SECONDS
) -> tuple[Federation, list[Difference]]:
    """A federation told in as few records as still give one of the answers that differed, and what then differs.

    `empty`: makes a hub that was told nothing. Of the ground, what anything else names is always told.
    """
    ground, rest = (_of(one, wanted) for wanted in (True, False))

    def differs(told: Sequence[Record], wanted: set[str] | None = None, under: Sequence[Record] = ground) -> list[Difference]:
        hub, less = empty(), replace(one, told=[*under, *told])
        play(hub, [less], number)
        found = differences(hub, [less], number, names, asked)
        return found if wanted is None or wanted & {each.asked for each in found} else []

    until = time.monotonic() + seconds
    found = differs(rest)
    wanted = {each.asked for each in found[:1]}
    size = max(1, len(rest) // 2)
    while found and size and time.monotonic() < until:
        for start in range(0, len(rest), size):
            less = [*rest[:start], *rest[start + size :]]
            fewer = differs(less, wanted) if time.monotonic() < until else []
            if fewer:
                rest, found = less, fewer
                break
        else:
            size //= 2
    named = [record for record in ground if _named(record[0], rest)]
    fewer = differs(rest, wanted, named) if found else []
    if fewer:
        ground, found = named, fewer
    return replace(one, told=[*ground, *rest]), found


def _of(one: Federation, ground: bool) -> list[Record]:
    return [record for record in one.told if (record[0]["type"].removeprefix("cn.npc.").removesuffix(".v1") in GROUND) == ground]


def _named(event: Event, rest: Sequence[Record]) -> bool:
    """Whether the region of a part of the ground, or one whose code begins with it, is named by anything else."""
    code = event["data"].get("code") or event["data"]["region"]
    return any(code in json.dumps(other) for other, _ in rest)


def shown(one: Federation, found: Sequence[Difference]) -> str:
    """The federation and where it differs, for people."""
    lines = [f"seed {one.seed}, {len(one.told)} records:"]
    lines += [f"  {RECORDED[recorded]} {json.dumps(event, ensure_ascii=False)}" for event, recorded in one.told]
    lines += [f"  {each.asked}: the oracle has {each.oracle}, the database {each.database}" for each in found[:8]]
    return "\n".join(lines)
