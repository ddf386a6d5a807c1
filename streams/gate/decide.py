"""The verdict over a batch: which rows pass, which are refused, which wait, and why. Pure: columns and facts in, rulings out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from schemas import registry as vocabulary
from schemas.columns import Batch
from schemas.errors import Problem, shown
from schemas.registry import EventType
from streams.gate import registry as known
from streams.gate.checks import Check, broken, common, special
from streams.gate.facts import BEIJING_MS, DAY_MS
from streams.gate.inbox import Inbox, owns
from streams.gate.registry import Registry
from streams.gate.rights import SUBJECTS, right
from streams.gate.standing import CACHE, Claim, Memory, Ruling, judge

_CLAIM: Final = ["family", "right", "source", "unit", "level", "region", "origin", "host", "about"]
_KEY: Final = [*_CLAIM, "era"]


@dataclass(frozen=True)
class Carriers:
    """How each row of a batch came: the place of its inbox in `inboxes`, and the source that a door vouches for."""

    inboxes: Sequence[Inbox]
    inbox: pl.Series
    sender: pl.Series


@dataclass(frozen=True)
class Verdicts:
    """`rows`: every readable row (`row`, `type`, `family`, `id`, `source`, `subject`, `unit`, `region`, `origin`), type by type,
    with `passes`. `rulings`: every other row by number, unreadable ones included."""

    rows: pl.DataFrame
    rulings: Mapping[int, Ruling]


def decide(batch: Batch, carriers: Carriers, registry: Registry, clock: int, memory: Memory) -> Verdicts:
    """Judge every row of a decoded batch at an instant of the gate's clock (ms).

    Of several faults the first one found is told: form, then sender, then the record itself, then its standing.
    """
    rulings = {one.row: Ruling("refused", one.problem) for one in batch.refused}
    rows = _rows(batch, carriers)
    if rows.height:
        for found in (_senders(rows, carriers), _records(batch, rows, clock), _standing(rows, registry, clock, memory)):
            rulings = {**found, **rulings}
    passes = ~rows["row"].is_in(list(rulings))
    return Verdicts(rows.drop(*_GONE, strict=False).with_columns(passes.alias("passes")), rulings)


_GONE: Final = ("right", "level", "host", "about", "object", "time", "day", "inbox", "sender")


def _rows(batch: Batch, carriers: Carriers) -> pl.DataFrame:
    frames = [frame.lazy().select(_names(name)) for name, frame in batch.frames.items() if frame.height]
    if not frames:
        return pl.DataFrame(schema=_SCHEMA)
    rows = pl.concat(frames).collect()
    return rows.with_columns(carriers.inbox.gather(rows["row"]).alias("inbox"), carriers.sender.gather(rows["row"]).alias("sender"))


_SCHEMA: Final = {"row": pl.UInt32, **dict.fromkeys(("type", "family", "id", "source", "subject", "unit", "region", "origin"), pl.String)}


def _members(kind: EventType) -> frozenset[str]:
    data = next(one for one in kind.schema["fields"] if one["name"] == "data")
    return frozenset(one["name"] for one in data["type"]["fields"])


@lru_cache(maxsize=1024)
def _names(type_name: str) -> Sequence[pl.Expr]:
    """Over the frame of a type: what its rows are judged by, the same columns for each type."""
    kind = vocabulary.default().names[type_name]
    may = right(kind.name, kind.family)
    data = {"origin": "origin", "host": "host_unit", "about": "region" if may == "jurisdiction" else "", "object": SUBJECTS.get(type_name, "")}
    members = _members(kind)
    return (
        pl.col("row"),
        pl.lit(kind.name).alias("type"),
        pl.lit(kind.family).alias("family"),
        pl.lit(may).alias("right"),
        *(pl.col(name) for name in ("id", "source", "subject", "unit", "level", "region", "time")),
        *((pl.col("data").struct.field(field) if field in members else pl.lit(None, pl.String)).alias(name) for name, field in data.items()),
        ((pl.col("time").cast(pl.Int64) + BEIJING_MS) // DAY_MS).alias("day"),
    )


def _senders(rows: pl.DataFrame, carriers: Carriers) -> dict[int, Ruling]:
    """Rows whose source is not who sent them, or that came by a topic of another family."""
    pairs = rows.select("inbox", "source", "sender", "family").unique()
    rulings: list[Ruling | None] = [_sender(carriers.inboxes[inbox], *names) for inbox, *names in pairs.iter_rows()]
    return _spread(rows, pairs, rulings)


def _sender(inbox: Inbox, source: str, sender: str | None, family: str) -> Ruling | None:
    proven = sender == source if inbox.owner is None else owns(inbox.owner, source)
    if not proven:
        return Ruling("refused", Problem("NOT_YOU", "/source", sender or inbox.owner or "", shown(source)))
    if family != inbox.family:
        return Ruling("refused", Problem("TOPIC_MISMATCH", "/type", inbox.family, family))
    return None


def _records(batch: Batch, rows: pl.DataFrame, clock: int) -> dict[int, Ruling]:
    """Rows that break a rule for all types, or else one of their own type."""
    found: dict[int, Ruling] = {}
    for name, frame in batch.frames.items():
        rules = special(vocabulary.default().names[name], clock)
        if rules and frame.height:
            found |= _broken(frame, rules)
    return found | _broken(rows, common(batch.frames.keys(), clock))


def _broken(frame: pl.DataFrame, rules: Sequence[Check]) -> dict[int, Ruling]:
    found: dict[int, Ruling] = {}
    for row, at, got in broken(frame, rules):
        rule = rules[at]
        found[row] = Ruling("refused", Problem(rule.code, rule.field, rule.expected, shown(got or "")))
    return found


def _standing(rows: pl.DataFrame, registry: Registry, clock: int, memory: Memory) -> dict[int, Ruling]:
    """Rows whose source may not say this of this region on this day, or not yet."""
    if memory.version != registry.version or len(memory.rulings) > CACHE:
        memory.version = registry.version
        memory.rulings.clear()
    eras = np.searchsorted(np.array(registry.days, dtype=np.int64), rows["day"].to_numpy(), side="right")
    dated = rows.with_columns(pl.Series("era", eras, pl.Int64))
    claims = dated.unique(_KEY).select(*_KEY, "day")
    revoked = _revoked(registry, claims["source"].unique(), clock)
    rulings = [revoked.get(claim[2]) or _recalled(registry, claim, memory) for claim in claims.iter_rows()]
    return _spread(dated, claims.drop("day"), rulings)


def _revoked(registry: Registry, sources: pl.Series, clock: int) -> dict[str, Ruling]:
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


def _spread(rows: pl.DataFrame, unique: pl.DataFrame, rulings: Sequence[Ruling | None]) -> dict[int, Ruling]:
    """The rulings on unique combinations, given to each of their rows; what passes is left out."""
    if all(ruling is None for ruling in rulings):
        return {}
    ruled = pl.Series("ruling", [None if one is None else at for at, one in enumerate(rulings)], pl.UInt32)
    judged = unique.with_columns(ruled).drop_nulls("ruling")
    spread = rows.join(judged, on=unique.columns, how="inner", nulls_equal=True)
    return {row: ruling for row, at in spread.select("row", "ruling").iter_rows() if (ruling := rulings[at]) is not None}
