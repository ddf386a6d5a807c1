"""The nation's regions under the stopwatch: an edition taken in, taken in again, and a reform of 2,600 towns, through the command of a whole hub."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import psycopg2

from bench.row import Row, measured
from connectors.regions import edition
from hub.settings import Settings
from hub.supervisor import control
from projections.statistics import Question, ask

EDITION: Final = "edition-2019.csv"
SINCE: Final = "2019-10-31"
REFORM: Final = date(2025, 6, 1)
BEFORE: Final = date(2025, 5, 31)
TOWNS: Final = 2_600
SECONDS: Final = 600.0
_JUDGED: Final = "SELECT coalesce(sum(off), 0) FROM core.feed_position WHERE family = 0"
_KNOWN: Final = "SELECT format('SELECT count(*) FROM view_%s.ancestry', version) FROM core.view_version WHERE live"


def rows(root: Path, editions: Path, runs: int) -> list[Row]:
    """`regions-import`, `regions-reimport`, `regions-reform`: seconds from the command until the views answer with it. `regions-feeds`: seconds from
    the import's answer until the judge of the feeds has come as far.

    `editions`: the folder of the real editions; where it is not there, a tree of the same size is made. Each run has a hub of its own.
    """
    text = (editions / EDITION).read_text("utf-8") if (editions / EDITION).is_file() else generated()
    several = [_run(root / str(number), text) for number in range(runs)]
    return [measured(f"regions-{name}", [run[name] for run in several], "s") for name in several[0]]


def _run(root: Path, text: str) -> dict[str, float]:
    root.parent.mkdir(parents=True, exist_ok=True)
    file = root.with_suffix(".csv")
    file.write_text(text, "utf-8")
    settings = Settings(data=root)
    control.up(settings)
    connection = psycopg2.connect(settings.dsn())
    try:
        codes = edition.read(text).regions
        # A hub at work, not one that is just coming up: one fact has gone all the way.
        _hub(root, "reader", "add", "bench", "--region", "00")
        _timed(lambda: None, lambda: _known(connection) >= 0 and _judged(connection) > 0)
        taken = ("regions", "import", str(file), "--valid-from", SINCE)
        first = _timed(lambda: _hub(root, *taken), lambda: _known(connection) > len(codes))
        judged = _timed(lambda: None, lambda: _judged(connection) > len(codes))
        again = _timed(lambda: _nothing(_hub(root, *taken)), lambda: True)
        reform = _reformed(root, connection, [*_pairs(codes)])
        return {"import": first, "feeds": judged, "reimport": again, "reform": reform}
    finally:
        connection.close()
        control.down(settings)


def _hub(root: Path, *words: str) -> Any:
    command = [sys.executable, "-c", "from hub.cli.main import main; main()", *words, "--json"]
    done = subprocess.run(command, env={**os.environ, "HUB_DATA": str(root)}, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _nothing(told: Any) -> None:
    assert not any(told["sent"].values()), told


def _timed(step: Callable[[], Any], there: Callable[[], bool]) -> float:
    begun = time.perf_counter()
    step()
    while not there():
        if time.perf_counter() - begun > SECONDS:
            raise TimeoutError(f"not in the views after {SECONDS} s")
        time.sleep(0.1)
    return time.perf_counter() - begun


def _known(connection: psycopg2.extensions.connection) -> int:
    with connection, connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        (statement,) = cursor.fetchone() or ("SELECT -1",)
        cursor.execute(statement)
        (number,) = cursor.fetchone() or (0,)
        return int(number)


def _judged(connection: psycopg2.extensions.connection) -> int:
    """How many reference facts the judge of the feeds has passed."""
    with connection, connection.cursor() as cursor:
        cursor.execute(_JUDGED)
        ((number,),) = cursor.fetchall()
        return int(number)


def _pairs(codes: Any) -> Iterator[tuple[str, str]]:
    """Towns that are merged into a sibling, no sibling twice."""
    below: dict[str, list[str]] = {}
    for one in codes.values():
        if one.kind in ("town", "township"):
            below.setdefault(one.parent, []).append(one.code)
    pairs = ((towns[at], towns[at + 1]) for towns in below.values() for at in range(0, len(towns) - 1, 2))
    return (pair for _, pair in zip(range(TOWNS), pairs, strict=False))


def _reformed(root: Path, connection: psycopg2.extensions.connection, pairs: Sequence[tuple[str, str]]) -> float:
    """Until each town into which another was merged has both, restated on the day of the reform."""
    lines = "\n".join(f"{code},{successor},,{REFORM}," for code, successor in pairs)
    file = root.with_suffix(".successors.csv")
    file.write_text(f"code,successor,share,day,document\n{lines}\n", "utf-8")
    places = (pairs[0][1], pairs[-1][1])

    def restated() -> bool:
        asked = [Question(("regions.towns",), place, as_of=BEFORE, regions=REFORM.isoformat()) for place in places]
        return all(ask(connection, one).rows[0].n == 2 for one in asked)

    return _timed(lambda: _hub(root, "regions", "import", "--successors", str(file)), restated)


def generated() -> str:
    """An edition of 31 provinces, 341 cities, 3,069 counties and 41,602 towns."""
    found = ["code,name,parent"]
    for province in range(11, 42):
        found.append(f"{province},省{province},")
        for city in range(1, 12):
            top = f"{province}{city:02}"
            found.append(f"{top},市{top},{province}")
            for number in range(21, 30):
                county = f"{top}{number}"
                found.append(f"{county},县{county},{top}")
                found += [f"{county}{town},镇{town},{county}" for town in range(100, 113 + number % 2)]
    return "\n".join(found) + "\n"
