"""Counts figures again in a database of its own, out of an archive alone: no broker, and none of the hub's tables.

What it does is told as JSON, so that a release that is kept can be asked in a process of its own: `python -m projections.figures.replay` reads such
objects, a line each, and answers each by a line, `{"done": …}` or `{"problem": …}`. These words are for ever: every later release asks every
earlier one by them.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from projections import database, fold, rebuild
from projections.append import append
from projections.archive.logs import LOGS, Log
from projections.archive.reading import Reading, beneath, checkpoint_of, head_at
from projections.archive.verifier import HEADS, Key, read_key
from projections.figures.manifest import question_of
from projections.past.keeping import recall
from projections.records import Slice
from projections.statistics import ask, list_cell, to_json
from projections.versions import live
from schemas.errors import HubError
from schemas.errors import to_json as told
from schemas.topics import AUDIT, QUARANTINE

BUILT: Final = 50_000
"""So many records are built as a rebuild builds them; fewer are folded, as they come."""
_POSITIONS: Final = "SELECT family, part, off FROM core.position"


def do(words: Mapping[str, Any]) -> Any:
    """One thing to be done, by `words["do"]`. Raises HubError."""
    return _DOES[words["do"]](words)


def make(words: Mapping[str, Any]) -> dict[str, int]:
    """Fill the database `dsn` from the archive in the folder `archive`, signed by `key`, up to the head of index `head`; of each log no further than
    `position` says, where it is not null. The records of each log are told. What is there already stays, and is gone on from.

    Raises Damaged at the first entry that is not the one that was signed.
    """
    dsn, key = str(words["dsn"]), read_key(words["key"])
    database.migrate(dsn)
    with closing(database.connect(dsn)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(_POSITIONS)
            done = {(family, part): off for family, part, off in cursor.fetchall()}
            new = live(cursor) is None
        readings = _readings(Path(words["archive"]), key, int(words["head"]), words["position"])
        for slices in _rounds(readings, done):
            append(connection, slices)
        records = {log.name: end for log, _, end in readings}
        if new and sum(records.values()) > BUILT:
            rebuild.begin(dsn, lambda _: None)
        else:
            fold.fold_once(connection)
    return records


def figures(words: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of the database `dsn` to `question`, which is as a manifest holds it, and known as far as the database goes."""
    with closing(database.connect(words["dsn"])) as connection:
        return to_json(ask(connection, question_of({**words["question"], "known_at": None}), recall=recall(words["dsn"])))


def items(words: Mapping[str, Any]) -> dict[str, Any]:
    """What adds up to one figure of the database `dsn`: `question` names one statistic and divides it by nothing."""
    with closing(database.connect(words["dsn"])) as connection:
        return asdict(list_cell(connection, question_of({**words["question"], "known_at": None})))


_DOES: Final = {"make": make, "figures": figures, "items": items}


def _readings(archive: Path, key: Key, head: int, position: Mapping[str, int] | None) -> Sequence[tuple[Log, Reading, int]]:
    """Of each ledger log what the head signs for, and where to end."""
    heads = Reading(beneath(archive / HEADS), HEADS, checkpoint_of(archive, HEADS, key))
    covered, found = head_at(heads, head, key), []
    for log in LOGS:
        if log.topic not in (QUARANTINE, AUDIT):
            reading = Reading(beneath(archive / log.name), log.name, covered[log.name])
            found.append((log, reading, reading.size if position is None else min(reading.size, position.get(log.name, 0))))
    return found


def _rounds(readings: Sequence[tuple[Log, Reading, int]], done: Mapping[tuple[int, int], int]) -> Iterator[list[Slice]]:
    """Slices of all logs beside each other: what columns cost is by round."""
    several = [reading.slices(log, done.get((log.family, log.part), 0), end) for log, reading, end in readings]
    for slices in zip_longest(*several):
        yield [one for one in slices if one is not None]


def main() -> None:
    """Do what each line of standard input says, until it ends."""
    for line in sys.stdin:
        try:
            answer = {"done": do(json.loads(line))}
        except HubError as error:
            answer = {"problem": {name: value for name, value in told(error.problem).items() if name in ("code", "field", "expected", "got")}}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
