"""The stage that judges: every record of the ledger index enters the feeds once, in one transaction with its position.

Facts are folded in the order of their offsets into the gate's registry; records of the other families are judged between
those facts by their recorded time. One stage works at a time (a session lock); a second one waits for the first to end.
"""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from psycopg2 import extensions
from psycopg2.extras import execute_values

from hub.feeds import facts as reference
from hub.feeds import newly
from hub.feeds.copies import Copy, Repeat, repeats
from hub.feeds.entries import Entries
from hub.feeds.facts import Fact
from hub.feeds.places import Claim, Lines, regions
from hub.feeds.statements import statement
from hub.feeds.window import Span, Window, columns, window
from schemas import faults
from schemas.errors import HubError
from streams.gate.registry import Registry, apply

CHANNEL: Final = "hub_feed"
"""What is notified when something was judged."""

MOST: Final = 20_000
"""Records of one partition in one transaction."""

LOCK: Final = 0x66656564
_EARLIEST: Final = datetime(1, 1, 2, tzinfo=UTC)
_LATEST: Final = datetime(9999, 12, 30, tzinfo=UTC)
_LINE: Final = "INSERT INTO core.feed_line (region, fact, line) VALUES %s ON CONFLICT (region, fact) DO UPDATE SET line = excluded.line"


class Fenced(HubError):
    """Another stage has moved a position: nothing was written."""

    code = "POSITION_MOVED"


@dataclass
class Stage:
    """What one stage knows: the registry of facts judged so far, and what follows from it."""

    registry: Registry = field(default_factory=Registry)
    lines: Lines = field(default_factory=Lines)
    entries: Entries = field(default_factory=Entries)
    facts: int = 0

    def step(self, connection: extensions.connection, most: int = MOST) -> int:
        """Judge what is new, at most `most` records a partition; how many records were judged. Commits.

        Raises Fenced. After any error the stage knows things that were not kept: open a new one.
        """
        with connection, connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL synchronous_commit TO off")
            found = window(cursor, most)
            if not found.spans:
                return 0
            _move(cursor, found)
            faults.point("feeds.moved")
            self._judge(cursor, found)
            cursor.execute("SELECT pg_notify(%s, '')", (CHANNEL,))
            faults.point("feeds.before_commit")
        faults.point("feeds.after_commit")
        return sum(one.next - one.first for one in found.spans)

    def _judge(self, cursor: extensions.cursor, found: Window) -> None:
        again = _repeats(cursor, found)
        dropped = {one.off: one.kept for one in again if one.family == 0}
        facts = reference.load(cursor, *found.facts)
        segments = _segments(cursor, found, [one.recorded for one in facts])
        since, number = _EARLIEST, 0
        while number < len(facts):
            fact = facts[number]
            if number in segments:
                self._enter(cursor, found, again, (since, fact.recorded))
            several = newly.run(self.registry, self.lines, self.entries.names, _together(facts, number, segments, dropped)) if number else []
            if several:
                self._found(cursor, several)
            else:
                self._take(cursor, fact, dropped.get(fact.off))
            for _ in several or [fact]:
                faults.point("feeds.fact")
            if number == 0:
                self._bring(cursor, found, fact)
            number += len(several) or 1
            since = facts[number - 1].recorded
        cursor.execute(statement("met"), found.words())
        self.entries.flush(cursor)
        if len(facts) in segments:
            self._enter(cursor, found, again, (since, _LATEST))
        self.facts = max(self.facts, found.facts[1])

    def _enter(
        self, cursor: extensions.cursor, found: Window, again: Sequence[Repeat], time: tuple[datetime, datetime], late: bool = False
    ) -> Sequence[tuple[Claim, int]]:
        """Records of the other families, recorded from the first time to before the second; what they name, and at which place.

        `late`: at places under no region, where they only wait to be brought.
        """
        words = found.words(since=time[0], until=time[1])
        cursor.execute(statement("claims"), words)
        claims = [Claim(region, unit, origin, to_unit, None, day) for region, unit, origin, to_unit, day in cursor.fetchall()]
        named = columns(Claim, [one._replace(origin=one.origin or "", to_unit=one.to_unit or "") for one in claims])
        places = [self.entries.place(cursor, self.registry, one, late) for one in claims]
        marks = {f"repeat_{name}": values for name, values in columns(Repeat, again).items()}
        cursor.execute(statement("enter"), {**words, **named, **marks, "place": places})
        return list(zip(claims, places, strict=True))

    def _bring(self, cursor: extensions.cursor, found: Window, fact: Fact) -> None:
        """Under a fact comes late what has come into the index behind what was judged: followers have passed its own offset."""
        cursor.execute(statement("behind"), found.words())
        behind = Window([Span(family, part, off, off + 1) for family, part, off in sorted(cursor.fetchall())])
        if not behind.spans:
            return
        again = _repeats(cursor, behind)
        kept = {one.off: one.kept for one in again if one.family == 0}
        entered: list[tuple[Claim, int]] = []
        for first, following in [(one.first, one.next) for one in behind.spans if one.family == 0]:
            for one in reference.load(cursor, first, following):
                self._learn(cursor, one, fact)
                if kept.get(one.off, True):
                    claim = reference.claim(cursor, one)
                    entered.append((claim, self.entries.place(cursor, self.registry, claim, late=True)))
                    self.entries.add(self.registry, claim, one.off, one.off in kept, late=True)
        self.entries.flush(cursor)
        entered += self._enter(cursor, behind, again, (_EARLIEST, _LATEST), late=True)
        for claim, place in entered:
            under = regions(self.registry, claim.leaves(), claim.day)
            cursor.execute(statement("late"), {"fact": fact.off, "regions": list(under), "place": place, "days": [claim.day]})
        faults.point("feeds.brought")

    def _take(self, cursor: extensions.cursor, fact: Fact, kept: bool | None) -> None:
        """Fold one fact, see what it brings in late, and let it enter itself. `kept` is that of a repeat, null of a first copy."""
        self._learn(cursor, fact, fact)
        if kept is not False:
            self.entries.add(self.registry, reference.claim(cursor, fact), fact.off, bool(kept))

    def _found(self, cursor: extensions.cursor, facts: Sequence[Fact]) -> None:
        """Facts that establish codes which nobody has named: folded, and let in where they lie, all of them at once."""
        by_code = {fact.data["code"]: fact for fact in facts}
        changed = self.lines.renew(self.registry, apply(self.registry, filter(None, map(reference.folded, facts))))
        execute_values(cursor, _LINE, [(region, by_code[region].off, json.dumps(line)) for region, line in changed.items()], page_size=1000)
        for fact in facts:
            self.entries.add(self.registry, reference.claim(cursor, fact), fact.off, False)

    def _learn(self, cursor: extensions.cursor, fact: Fact, under: Fact) -> None:
        """Fold one fact; what it moves becomes known under another, mostly itself."""
        folded = reference.folded(fact)
        touched = apply(self.registry, [folded]) if folded else frozenset()
        keys = {key for key in touched if key.startswith(("region:", "unit:"))}
        if not keys:
            return
        changed = self.lines.renew(self.registry, keys)
        # Where no line differs, all lies where it lay: an end, for one, leaves its code the last ancestry that it had.
        if changed or any(key.startswith("unit:") for key in keys):
            self._late(cursor, under, keys)
        execute_values(cursor, _LINE, [(region, under.off, json.dumps(line)) for region, line in changed.items()])

    def _late(self, cursor: extensions.cursor, fact: Fact, keys: set[str]) -> None:
        codes = {key.removeprefix("region:") for key in keys if key.startswith("region:")}
        if self.entries.names.isdisjoint(keys | codes):
            return
        self.entries.flush(cursor)
        cursor.execute(statement("affected"), {"keys": sorted(keys), "codes": sorted(codes)})
        for leaves, before, place, days in cursor.fetchall():
            for added, held in self._added(leaves, before, days).items():
                cursor.execute(statement("late"), {"fact": fact.off, "regions": list(added), "place": place, "days": held})

    def _added(self, leaves: Sequence[str], before: Sequence[str], days: Sequence[int]) -> Mapping[tuple[str, ...], list[int]]:
        """The regions that the leaves lie under now and did not before, with the days on which that is so."""
        found: dict[tuple[str, ...], list[int]] = {}
        for day in days:
            added = tuple(one for one in regions(self.registry, leaves, day) if one not in before)
            if added:
                found.setdefault(added, []).append(day)
        return found


def open_stage(connection: extensions.connection) -> Stage:
    """The stage as of what is judged already. Commits."""
    stage = Stage()
    with connection, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT coalesce(max(off), 0) FROM core.feed_position WHERE family = 0")
        ((stage.facts,),) = cursor.fetchall()
        cursor.execute(statement("waiting"))
        waiting = {off for (off,) in cursor.fetchall()}
        known = [fact for fact in reference.load(cursor, 0, stage.facts) if fact.off not in waiting]
        folded = [one for fact in known if (one := reference.folded(fact)) is not None]
        stage.lines.renew(stage.registry, apply(stage.registry, folded))
        cursor.execute("SELECT DISTINCT n FROM core.feed_place AS p, unnest(p.leaves || p.regions) AS n")
        stage.entries.names.update(name for (name,) in cursor.fetchall())
    return stage


def _together(facts: Sequence[Fact], first: int, segments: Set[int], dropped: Mapping[int, bool]) -> Iterator[Fact]:
    """The facts from one on between which the other families have no records, and of which none is a copy."""
    for number in range(first, len(facts)):
        if (number > first and number in segments) or facts[number].off in dropped:
            return
        yield facts[number]


def _repeats(cursor: extensions.cursor, found: Window) -> list[Repeat]:
    cursor.execute(statement("copies"), found.words())
    return repeats(Copy(ident, family, part, off, bytes(raw), fresh) for ident, family, part, off, raw, fresh in cursor.fetchall())


def _segments(cursor: extensions.cursor, found: Window, borders: list[datetime]) -> frozenset[int]:
    """Between which facts the other families have records: 0 before the first, or when there is no fact."""
    if not borders:
        return frozenset({0}) if any(one.family for one in found.spans) else frozenset()
    cursor.execute(statement("segments"), found.words(borders=borders))
    return frozenset(number for (number,) in cursor.fetchall())


def _move(cursor: extensions.cursor, found: Window) -> None:
    cursor.execute(statement("move"), found.words())
    ((moved,),) = cursor.fetchall()
    if moved != len(found.spans):
        raise Fenced(f"{moved} / {len(found.spans)}")


__all__ = ["CHANNEL", "LOCK", "MOST", "Fenced", "Span", "Stage", "open_stage"]
