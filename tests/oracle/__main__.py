"""`python -m tests.oracle N [--seed S] [--questions K]`: N random federations against the oracle; the first differences, and 1, if there are any."""

import argparse
import os
import secrets
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Plays them as the test does, with the seeds printed; without a seed from one of chance."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("federations", type=int)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6) * 1000)
    parser.add_argument("--questions", type=int, default=1, help="of each federation")
    asked = parser.parse_args()
    wanted = {"ORACLE_FEDERATIONS": str(asked.federations), "ORACLE_SEED": str(asked.seed), "ORACLE_QUESTIONS": str(asked.questions)}
    test = f"{Path(__file__).parent / 'test_oracle.py'}::test_figures_of_random_federations_are_those_of_the_oracle"
    return subprocess.run([sys.executable, "-m", "pytest", "-s", "--timeout=0", test], env={**os.environ, **wanted}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
