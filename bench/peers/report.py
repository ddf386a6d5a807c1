"""Writes the figures of the peers: `bench/peers/latest.json` for programs, `docs/benchmarks-peers.md` for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bench import machine
from bench.peers import java
from bench.peers.series import Series
from bench.peers.task import ORDERS, Order
from bench.report import write_json
from bench.row import Row, against, measured

LATEST: Final = Path(__file__).parent / "latest.json"
PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks-peers.md"
OURS: Final = "ours"
_COLUMNS: Final = ("system", "order", "events/s", "spread", "× best peer", "CPU-s per million: own", "PostgreSQL", "broker", "peak MB")
_HEAD: Final = f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|\n"

Found = Sequence[Series]
_MORE: Final = (("own", "s"), ("postgres", "s"), ("broker", "s"), ("memory", "MB"))


def rows(found: Found) -> list[Row]:
    """Of each peer and order: `peers-task-<peer>-<order>` (events/s; ratio to the best peer in that order), and with `-own`, `-postgres`,
    `-broker` (processor seconds for a million events) and `-memory` (MB).
    """
    return [row for order in ORDERS for row in _of_order(found, order)]


def _of_order(found: Found, order: Order) -> Iterator[Row]:
    ran = [one for one in found if one.order == order and one.outcomes]
    rates = [measured(f"peers-task-{one.peer.name}-{order}", [each.rate for each in one.outcomes], "events/s") for one in ran]
    others = [rate for one, rate in zip(ran, rates, strict=True) if one.peer.name != OURS]
    best = max(others, key=lambda row: row.value) if others else None
    for one, rate in zip(ran, rates, strict=True):
        yield rate if best is None or rate is best else against(rate, best)
        for what, unit in _MORE:
            yield measured(f"{rate.row}-{what}", [getattr(each, what) for each in one.outcomes], unit)


def failures(found: Found) -> list[str]:
    """Of each peer that failed a sentence: in which order, after how many runs, and why."""
    return [f"{one.peer.name}, {one.order}: failed after {len(one.outcomes)} runs: {one.failure}" for one in found if one.failure is not None]


def table(found: Sequence[Row], failed: Sequence[str] = ()) -> str:
    """The figures as Markdown, a line for each peer and order; below them who failed."""
    values = {row.row: row for row in found}
    lines = []
    for row in found:
        if row.unit != "events/s":
            continue
        name, order = row.row.removeprefix("peers-task-").rsplit("-", 1)
        more = " | ".join(f"{values[f'{row.row}-{what}'].value:,.1f}" for what in ("own", "postgres", "broker", "memory"))
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        lines.append(f"| {name} | {order} | {row.value:,.0f} | {row.low:,.0f} – {row.high:,.0f} | {ratio} | {more} |")
    return _HEAD + "\n".join([*lines, *(f"\nNot measured: {one}" for one in failed)])


def write(found: Found, command: str, events: int) -> None:
    """Write both."""
    measured_rows = rows(found)
    write_json(measured_rows, LATEST)
    about = machine.describe()
    packages = about["packages"]
    assert isinstance(packages, dict)
    versions = ", ".join(f"{name} {number}" for name, number in packages.items())
    PAGE.write_text(
        f"# The hub beside its peers\n\nWritten by `{command}`; do not edit. {_ABOUT.format(events=events)}\n\n"
        f"Machine: {about['processor']}, {about['cores']} cores shared by peer, broker and database, {about['memory_gib']} GiB, {about['system']}, "
        f"Python {about['python']}; {versions}; {java.version() or 'no Java'}; peers' versions: `bench/peers/*/README.md` and their lock "
        f"files.\n\n{table(measured_rows, failures(found))}\n",
        "utf-8",
    )


_ABOUT: Final = """The same {events:,} events (suggestions of six steps each, four partitions, Avro), on one broker and one PostgreSQL, one
system after the other in the same run; medians. What is asked: of each region at four levels above the town, how many suggestions that arose in
it took each step, exact in PostgreSQL. Figures are compared with what the generator knows before a time counts. Time runs from the first thing
that a peer put into PostgreSQL to its last result, so starting and joining a group are not counted; processor time likewise.
`together`: a matter's events one after the other; `apart`: the first step of every matter, then the second of every one, and so on.
How each was tuned, what it keeps and what it loses in a crash: `bench/peers/<name>/README.md`; how it is measured: decision 0038."""
