"""One law of the hub switched off: a rule in a copy of the views is altered so that it breaks the law. Nothing of it exists outside of tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import projections

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Rule:
    """Words of a rule, in a file of the room of the views, and what stands there instead."""

    file: str
    words: str
    other: str


@dataclass(frozen=True)
class Off:
    """A law switched off: what holds instead of it, in which report it is seen, by which statistics, and how it is done."""

    law: str
    instead: str
    report: str
    shown: frozenset[str]
    rules: Sequence[Rule]


def altered(off: Off, folder: Path) -> dict[str, str]:
    """The environment in which a process has the altered rules: the rooms are looked for in a folder first."""
    shutil.copytree(projections.__path__[0], folder / "projections", ignore=shutil.ignore_patterns("__pycache__"))
    for rule in off.rules:
        path = folder / "projections" / rule.file
        text = path.read_text("utf-8")
        assert rule.words in text, f"{rule.file} has no such rule any more"
        path.write_text(text.replace(rule.words, rule.other), "utf-8")
    # Safe: the folder in which the test was started, which has the rule as it is, is not looked in.
    return {"PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))), "PYTHONSAFEPATH": "1"}


_PLAIN: Final = "version/12_statement.sql"
_STANDING: Final = "settling/52_stand.sql"
_SMALLEST: Final = "min(c.digest) OVER (PARTITION BY c.ident ORDER BY c.from_day, c.digest ROWS"
_LARGEST: Final = "max(c.digest) OVER (PARTITION BY c.ident ORDER BY c.from_day, c.digest DESC ROWS"
_AMENDS: Final = "coalesce(e.source = e.data #>> '{corrects,source}', FALSE) OR ({successor})"
_SCHEME: Final = "WHERE s.type = 'cn.npc.class_scheme.set.v1'"
_IN_TIME: Final = (
    "EXISTS (SELECT FROM core.event AS e WHERE e.ident = s.ident AND e.recorded < (SELECT min(o.recorded) FROM core.event AS o WHERE o.family = 2))"
)
_CLAIMED: Final = frozenset({"suggestions.consolidated", "suggestions.completed", "suggestions.implemented"})

OFF: Final = (
    Off(
        "identity",
        "law 1: of copies of one event that differ the one with the largest digest stands, not that with the smallest",
        "004",
        frozenset({"people.received"}),
        (Rule(_STANDING, _SMALLEST, _LARGEST), Rule(_STANDING, "k.digest < k.smallest", "k.digest > k.smallest")),
    ),
    Off(
        "corrections",
        "law 5: nobody may correct or take back what he said",
        "000",
        frozenset({"participations", "opinions.collected", "votes.towns", "projects.voted"}),
        (Rule("settling/51_gather.sql", _AMENDS, "FALSE"),),
    ),
    Off(
        "links",
        "a matter that climbs is a matter at each level: no link stands",
        "001",
        frozenset({"suggestions.published", "suggestions.consolidated"}),
        (Rule("views/41_link/derive.sql", "coalesce(NOT (v.last).parts, FALSE) AS stands", "FALSE AS stands"),),
    ),
    Off(
        "origins",
        "a matter lies where the organ sits that wrote it down, not where it arose",
        "002",
        _CLAIMED,
        (Rule("version/12_statement.sql", "region, origin, data", "region, region AS origin, data"),),
    ),
    Off(
        "persons",
        "who holds two mandates is two persons",
        "000",
        frozenset({"participations"}),
        (
            Rule("views/31_participation/derive.sql", "coalesce(h.person, d.person, '?' || p.mandate) AS person", "p.mandate AS person"),
            Rule("views/31_participation/plain.sql", "coalesce(d.person, '?' || t.mandate) AS person", "t.mandate AS person"),
        ),
    ),
    Off(
        "positions",
        "law 3: the position of a partition was committed apart from its effects, and whoever did so was killed in between",
        "002",
        frozenset({"suggestions.consolidated"}),
        (Rule(_PLAIN, "FROM core.event_plain", "FROM core.event_plain WHERE (family, part) <> (2, 0)"),),
    ),
    Off(
        "one definition",
        "law 4: what has a plain life is counted by a definition of its own, in which nobody is received where no number is given",
        "004",
        frozenset({"people.received"}),
        (Rule("views/30_activity/plain.sql", "(p.counts ->> 'people')::bigint AS people", "(p.counts ->> 'batches')::bigint AS people"),),
    ),
    Off(
        "two times",
        "law 6: something happened on the day on which the hub wrote it down",
        "002",
        _CLAIMED,
        (
            Rule(_PLAIN, "source AS speaker, id, type, object, time, day,", "source AS speaker, id, type, object, time, rday AS day,"),
            Rule(_PLAIN, "source, speaker, id, type, object, time, day,", "source, speaker, id, type, object, time, known_from AS day,"),
        ),
    ),
    Off(
        "late facts",
        "law 2: a fact that comes after what rests on it is not heard",
        "002",
        frozenset({"suggestions.implemented"}),
        (Rule("views/14_class_scheme/derive.sql", _SCHEME, f"{_SCHEME} AND {_IN_TIME}"),),
    ),
)
