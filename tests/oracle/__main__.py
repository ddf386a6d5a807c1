"""`python -m tests.oracle N [--seed S] [--questions K] [--jobs J]`: N random federations against the oracle; the first differences, and 1 if any.
Played by J processes, each with a PostgreSQL of its own."""

import argparse
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.oracle.shares import Played, shares, summary

TESTS: Final = (
    "test_figures_of_random_federations_are_those_of_the_oracle",
    "test_what_was_known_at_moments_past_is_what_the_oracle_says_of_what_was_recorded_by_then",
)


def main() -> int:
    """Plays them as the test does, with the seeds printed; without a seed from one of chance."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("federations", type=int)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6) * 1000)
    parser.add_argument("--questions", type=float, default=1.0, help="of each federation")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="processes; as many as cores if not told")
    asked = parser.parse_args()
    if asked.federations < 1 or asked.jobs < 1:
        parser.error("at least one federation and one process")
    begun, played = time.monotonic(), Played()
    parts = shares(asked.seed, asked.federations, asked.jobs)
    with ThreadPoolExecutor(len(parts)) as pool:
        codes = list(pool.map(lambda seeds: _play(seeds, asked.questions, played), parts))
    print(summary(played, range(asked.seed, asked.seed + asked.federations), time.monotonic() - begun), flush=True)  # noqa: T201
    return int(any(codes) or played.differences > 0 or played.federations != asked.federations)


def _play(seeds: Sequence[int], questions: float, played: Played) -> int:
    """The tests with some seeds, in a process; its lines are passed on as they come, and counted. Its exit status."""
    wanted = {"ORACLE_FEDERATIONS": str(len(seeds)), "ORACLE_SEED": str(seeds[0]), "ORACLE_QUESTIONS": str(questions)}
    tests = (f"{Path(__file__).parent / 'test_oracle.py'}::{name}" for name in TESTS)
    command = [sys.executable, "-m", "pytest", "-s", "-q", "--tb=short", "--timeout=0", *tests]
    with subprocess.Popen(command, env={**os.environ, **wanted}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout or ():
            played.hear(line)
            print(line, end="", flush=True)  # noqa: T201
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
