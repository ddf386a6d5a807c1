"""What every row of the fault matrix came to in this run: a row a test, told at the end as lines of a Markdown table."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.faults.auditor import LOST, Finding

HEAD: Final = (
    "行",
    "故障",
    "种子",
    "杀",
    "审计",
    "有回执的事件",
    "丢失",
    "重复",
    "乱序",
    "其他不符",
    "被杀到再次提交（秒）",
    "Kafka、PostgreSQL 恢复（秒）",
    "追平（秒）",
    "重发",
    "另",
)
ENOUGH: Final = 30
"""So many times must something be measured before a percentile of it is told."""
PARTS: Final = frozenset({"kafka", "postgres"})


@dataclass
class Row:
    """One test's row.

    `seconds`: by victim, from each kill to the first thing done again by whoever took its place. `settled`: seconds from the last event
    acknowledged until all of it was folded and delivered, an audit each. `resent`: batches that publishers had to send again.
    """

    number: str = ""
    what: str = ""
    seed: int | None = None
    kills: Counter[str] = field(default_factory=Counter)
    audits: int = 0
    events: int = 0
    found: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    settled: list[float] = field(default_factory=list)
    resent: int = 0
    more: str = ""

    def judged(self, events: int, findings: Iterable[Finding]) -> None:
        """An audit of a hub that so many events were acknowledged by."""
        self.audits += 1
        self.events = events
        self.found.update(_kind(one) for one in findings)

    def again(self, victim: str, seconds: float) -> None:
        """So long after it was killed, what a victim did was done again."""
        self.seconds.setdefault(victim, []).append(seconds)

    def cells(self) -> Sequence[str]:
        """As HEAD names them."""
        workers = [one for victim, several in self.seconds.items() if victim not in PARTS for one in several]
        parts = [one for victim, several in self.seconds.items() if victim in PARTS for one in several]
        counts = [str(self.found[kind]) for kind in ("lost", "doubled", "misordered", "other")]
        seed = "" if self.seed is None else str(self.seed)
        kills = "、".join(f"{victim} {times}" for victim, times in sorted(self.kills.items()))
        times = [_times(seconds) for seconds in (workers, parts, self.settled)]
        return [self.number, self.what, seed, kills, str(self.audits), str(self.events), *counts, *times, str(self.resent), self.more]


ROWS: Final = [Row()]
"""The rows so far; the first is of nobody."""


def now() -> Row:
    """The row of the test that runs."""
    return ROWS[-1]


def begin(number: str, what: str) -> Row:
    """A test begins."""
    ROWS.append(Row(number, what))
    return ROWS[-1]


def lines() -> list[str]:
    """The table of all that was judged; none where nothing was."""
    table = [one.cells() for one in ROWS if one.number and one.audits]
    return [f"| {' | '.join(cells)} |" for cells in (HEAD, ["---"] * len(HEAD), *table)] if table else []


def _kind(finding: Finding) -> str:
    if finding.check == "acknowledged" or finding.detail.startswith(LOST):
        return "lost"
    return {"feeds": "doubled", "figures": "doubled", "order": "misordered"}.get(finding.check, "other")


def _times(seconds: Sequence[float]) -> str:
    """Median, the value that 95 of 100 do not exceed where there are enough for one, the longest, and of how many."""
    if not seconds:
        return ""
    late = f"，95% 在 {statistics.quantiles(seconds, n=20)[-1]:.1f} 以内" if len(seconds) >= ENOUGH else ""
    return f"{statistics.median(seconds):.1f}{late}，最长 {max(seconds):.1f}（{len(seconds)} 次）"
