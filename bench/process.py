"""A bench as a process: it says how far it is, and asked to end it ends what it started."""

import signal
import sys
from typing import NoReturn


def say(text: str) -> None:
    """A line for who waits; figures go to the other stream."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def end_in_order() -> None:
    """From here on SIGTERM is an exit, so that what was started is ended by what started it."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(*_: object) -> NoReturn:
    sys.exit(128 + signal.SIGTERM)
