"""A hub, publishers that never give up, and hands that break things meanwhile."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import httpx
import psycopg2

from hub.embedded.process import Mark
from tests.conftest import eventually
from tests.faults import replay, report
from tests.faults.auditor import CHECKS, Finding, audit
from tests.faults.stream import Event, by_hand, facts, stream
from tests.laws.places import PLACES, TOWNS, above
from tests.running import RunningHub

BATCH = 25
PATIENCE = 60.0
AT_ONCE = 3
"""As many are killed in one moment at most."""
DOORS: Final = frozenset({"http", "kafka"})
"""Whoever is one of these is back when a batch that was begun since is acknowledged; of all others the database tells."""

WORK: Final[Mapping[str, str]] = {
    "gate": "SELECT count(*) FROM core.event WHERE recorded > to_timestamp(%(since)s)",
    "projection": "SELECT coalesce(sum(off), 0) FROM core.position",
    "postgres": "SELECT coalesce(sum(off), 0) FROM core.position",
    "feeds": "SELECT coalesce(sum(off), 0) FROM core.feed_position",
}
"""What grows when a victim's work is done again."""


@dataclass
class Away:
    """A victim killed `since` (seconds since 1970), and how much work there was when it was first looked at."""

    since: float
    stood: int | None = None


class Storm:
    """Publishes steps of the stream while faults happen. Every batch is sent again until each of its events is acknowledged."""

    def __init__(self, hub: RunningHub) -> None:
        self.hub, self.step = hub, 0
        self.acknowledged: list[Event] = []
        self.besides: Counter[tuple[str, str]] = Counter()
        """What events other than the stream's add to the figures counted by hand."""
        self.kills: Counter[str] = Counter()
        self.audits = 0
        self._away: dict[str, Away] = {}

    def publish(self, events: Sequence[Event]) -> None:
        """Sends until acknowledged; what was acknowledged in part is sent again whole, so duplicates happen."""
        for start in range(0, len(events), BATCH):
            batch, doors = events[start : start + BATCH], DOORS.intersection(tuple(self._away))
            eventually(lambda batch=batch: self._taken(batch), PATIENCE)  # type: ignore[misc]
            self.acknowledged += batch
            self._look(doors)

    def _taken(self, batch: Sequence[Event]) -> bool:
        """Whether all have a receipt. What is away may come back; any other refusal is an error."""
        without: list[Any] = [None]
        try:
            without = [answer["problem"]["code"] for answer in self.hub.publish(batch) if not answer["receipt"]]
        except httpx.TransportError:
            pass
        except AssertionError as refused:
            if not any(code in str(refused) for code in ("UNAVAILABLE", "AUDIT_AWAY")):
                raise
        assert set(without) <= {"UNAVAILABLE", None}, without
        report.now().resent += bool(without)
        return not without

    def _look(self, doors: Set[str]) -> None:
        """Notes whose work is done again: that of the doors is, the others' is looked at."""
        for name, away in list(self._away.items()):
            if name in doors or (name not in DOORS and self._works(name, away)):
                report.now().again(name, time.time() - away.since)
                self._away.pop(name, None)

    def _works(self, name: str, away: Away) -> bool:
        with suppress(psycopg2.OperationalError):
            ((work,),) = self.hub.sql(WORK[name.partition("-")[0]], {"since": away.since})
            if away.stood is None:
                away.stood = 0 if name.startswith("gate") else work
            return bool(work > away.stood)
        return False

    def rage(self, steps: int, harm: Callable[[], None], pace: float = 0.0) -> None:
        """Publishes so many steps, and goes on until `harm`, which is done beside, is over; `pace`: seconds between two of these steps."""
        with ThreadPoolExecutor(1) as pool:
            harming = pool.submit(harm)
            self.advance(steps)
            while not wait([harming], pace).done:
                self.advance(1)
            harming.result()

    def advance(self, steps: int) -> None:
        """Publishes the next steps of the stream."""
        self.publish(list(stream(self.step, self.step + steps)))
        self.step += steps

    def mark(self, name: str) -> Mark | None:
        """Which process does a duty now."""
        told: Any = (self.hub.settings.folder.recall("processes") or {}).get(name, {}).get("mark")
        return (int(told[0]), int(told[1])) if told else None

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """A signal that ends whoever does a duty, as soon as somebody does; returns when another has taken it up."""
        before = eventually(lambda: self.mark(name))
        assert before is not None
        since = time.time()
        with suppress(ProcessLookupError):
            os.kill(before[0], how)
        eventually(lambda: self.mark(name) not in (None, before), PATIENCE)
        self.kills[name] += 1
        report.now().kills[name] += 1
        self._away[name] = Away(since)

    def kill_each(self, names: Sequence[str]) -> None:
        """One after the other, each once."""
        for name in names:
            self.kill(name)

    def kill_at_random(self, names: Sequence[str], times: int, seed: int) -> None:
        """So many kills at least, drawn from a seed: of one victim, or of several at once, who have had time to work, or have not."""
        drawn, killed = random.Random(seed), 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while killed < times:
                reached = self.step + drawn.choice((0, 1, 5, 20))
                eventually(lambda reached=reached: self.step >= reached, PATIENCE)  # type: ignore[misc]
                victims = sorted({drawn.choice(names) for _ in range(drawn.randint(1, min(AT_ONCE, times - killed)))})
                list(pool.map(self.kill, victims))
                killed += len(victims)

    def judge(self, seconds: float = 90) -> None:
        """Nothing lost, nothing double, views equal to a clean replay, figures as counted by hand."""
        assert self.findings(seconds) == []

    def findings(self, seconds: float = 90) -> list[Finding]:
        """What the auditor says once the hub has settled."""
        begun = time.monotonic()
        self.hub.settle(seconds)
        report.now().settled.append(time.monotonic() - begun)
        self.audits += 1
        self._away.clear()
        clean = replay.replayed(self.hub)
        found = audit(self.hub, self.acknowledged, self.figures(), clean)
        replay.forgotten(self.hub, clean)
        report.now().judged(len(self.acknowledged), found)
        return found

    def figures(self) -> Counter[tuple[str, str]]:
        """The figures counted by hand: of the stream, and of what was published besides."""
        return Counter(by_hand(self.step)) + self.besides

    def beside(self, events: Sequence[Event]) -> None:
        """Counts by hand what activities of towns beside the stream's add."""
        for event in events:
            for place in above(next(town for town in TOWNS if town.code == event["region"])):
                self.besides["activities.held", place.code] += 1
                self.besides["people.received", place.code] += event["data"]["counts"]["people"]

    def told(self) -> str:
        """How much was done to the hub, and what was looked at."""
        victims = ", ".join(f"{name} {times}" for name, times in sorted(self.kills.items()))
        sent = f"{len(self.acknowledged)} events acknowledged, {self.hub.sql('SELECT count(*) FROM core.event')[0][0]} ledger records"
        return f"{self.kills.total()} kills ({victims}); {sent}; audited {self.audits} times: {', '.join(CHECKS)}"


def begun(hub: RunningHub) -> Storm:
    """A hub that is up and knows the regions, units and sources of the small federation."""
    for place in PLACES:
        hub.trust(place.source, place.code)
    storm = Storm(hub)
    storm.publish(facts())
    return storm
