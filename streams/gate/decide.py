"""The verdict over a batch: which rows pass, which are refused, which wait, and why. Pure: columns and facts in, rulings out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from schemas import registry as vocabulary
from schemas.columns import Batch
from schemas.contradictions import Check
from schemas.errors import Problem, shown
from streams.gate import registry as known
from streams.gate.checks import broken, common, special, suspects
from streams.gate.inbox import Inbox, owns
from streams.gate.registry import Registry
from streams.gate.rows import FEW, kind_of, rows_of
from streams.gate.standing import CACHE, Claim, Memory, Ruling, judge

_CLAIM: Final = ("source", "unit", "level", "region", "origin", "host", "about")
_KEY: Final = ("carrier", "group", *_CLAIM, "era")

_Rulings = list[Ruling | None]


@dataclass(frozen=True)
class Carrier:
    """How records came: by which inbox, and the source that a door vouches for."""

    inbox: Inbox
    sender: str | None


@dataclass(frozen=True)
class Carriers:
    """How each row of a batch came: its place in `several`."""

    several: Sequence[Carrier]
    of: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Verdicts:
    """`rows`: every readable row as `rows_of` gives it, with its `era` and `passes`. `rulings`: every other row by number, unreadable ones
    included."""

    rows: pl.DataFrame
    rulings: Mapping[int, Ruling]


def decide(batch: Batch, carriers: Carriers, registry: Registry, clock: int, memory: Memory) -> Verdicts:
    """Judge every row of a decoded batch at an instant of the gate's clock (ms).

    Of several faults the first one found is told: form, then sender, then the record itself, then its standing.
    """
    rulings = {one.row: Ruling("refused", one.problem) for one in batch.refused}
    rows = rows_of(batch, carriers.of)
    if not rows.height:
        return Verdicts(rows, rulings)
    eras = np.searchsorted(registry.days, rows.get_column("day").to_numpy(), side="right")
    rows.insert_column(rows.width, pl.Series("era", eras))
    senders, standing = _names(rows, carriers.several, registry, clock, memory)
    rulings = {**standing, **_records(batch, rows, clock), **senders, **rulings}
    passes = ~np.isin(rows.get_column("row").to_numpy(), list(rulings))
    rows.insert_column(rows.width, pl.Series("passes", passes))
    return Verdicts(rows, rulings)


def _records(batch: Batch, rows: pl.DataFrame, clock: int) -> dict[int, Ruling]:
    """Rows that break a rule for all types, or else one of their own type."""
    found: dict[int, Ruling] = {}
    for name, frame in batch.frames.items():
        rules = special(vocabulary.default().names[name], frame, clock)
        if rules:
            found |= _broken(frame, rules)
    few = suspects(rows, clock)
    return found | _broken(few, common(batch.frames.keys(), clock)) if few is not None else found


def _broken(frame: pl.DataFrame, rules: Sequence[Check]) -> dict[int, Ruling]:
    found: dict[int, Ruling] = {}
    for row, at, got in broken(frame, rules):
        rule = rules[at]
        found[row] = Ruling("refused", Problem(rule.code, rule.field, rule.expected, shown(got or "")))
    return found


def _names(rows: pl.DataFrame, carriers: Sequence[Carrier], registry: Registry, clock: int, memory: Memory) -> tuple[dict[int, Ruling], ...]:
    """Rows whose source is not who sent them or that came by a topic of another family; rows whose source may not say this
    of this region on this day, or not yet. Asked once of all rows that are alike."""
    if memory.version != registry.version or len(memory.rulings) > CACHE:
        memory.version = registry.version
        memory.rulings.clear()
        memory.owners.clear()
    alike = rows if rows.height <= FEW else rows.unique(_KEY)
    carrier, group, *names = (alike.get_column(name).to_list() for name in (*_KEY, "day"))
    types = [kind_of(one) for one in group]
    revoked = _revoked(registry, set(names[0]), clock)
    senders = [_sender(carriers[at], source, one.family, registry, memory) for at, source, one in zip(carrier, names[0], types, strict=True)]
    standing = [
        revoked.get(claim[0]) or _recalled(registry, (one.family, one.right, *claim), memory) for one, *claim in zip(types, *names, strict=True)
    ]
    return _spread(rows, alike, senders), _spread(rows, alike, standing)


def _sender(carrier: Carrier, source: str, family: str, registry: Registry, memory: Memory) -> Ruling | None:
    inbox, sender = carrier.inbox, carrier.sender
    proven = sender == source if inbox.owner is None else owns(inbox.owner, source)
    if not proven:
        return Ruling("refused", Problem("NOT_YOU", "/source", sender or _owner(registry, memory, inbox.owner or ""), shown(source)))
    if family != inbox.family:
        return Ruling("refused", Problem("TOPIC_MISMATCH", "/type", inbox.family, family))
    return None


def _owner(registry: Registry, memory: Memory, name: str) -> str:
    """The registered source whose native topic bears this name, or else the name."""
    if name and name not in memory.owners:
        memory.owners[name] = next((source for source in known.sources(registry) if owns(name, source)), name)
    return memory.owners.get(name, name)


def _revoked(registry: Registry, sources: Iterable[str], clock: int) -> dict[str, Ruling]:
    """Sources that may not speak any more at this instant: it depends on the clock, so it is not remembered."""
    found = {}
    for source in sources:
        since = known.revoked_from(registry, source)
        if since is not None and since <= clock:
            found[source] = Ruling("refused", Problem("SOURCE_REVOKED", "/source", "", shown(source)))
    return found


def _recalled(registry: Registry, claim: tuple[object, ...], memory: Memory) -> Ruling | None:
    *names, _, day = claim
    key = claim[:-1]
    if key not in memory.rulings:
        memory.rulings[key] = judge(registry, Claim._make((*names, day)))
    return memory.rulings[key]


def _spread(rows: pl.DataFrame, alike: pl.DataFrame, rulings: _Rulings) -> dict[int, Ruling]:
    """The rulings on each of `alike`, given to all rows that are like it; what passes is left out."""
    if not any(rulings):
        return {}
    if alike is rows:
        return {row: ruling for row, ruling in zip(rows.get_column("row").to_list(), rulings, strict=True) if ruling is not None}
    ruled = pl.Series("ruling", [None if one is None else at for at, one in enumerate(rulings)], pl.UInt32)
    judged = alike.select(*_KEY, ruled).drop_nulls("ruling")
    spread = rows.join(judged, on=_KEY, how="inner", nulls_equal=True)
    return {row: ruling for row, at in spread.select("row", "ruling").iter_rows() if (ruling := rulings[at]) is not None}
