"""`python -m hub.workers.feeds`: judges for the feeds what the ledger index holds."""

from __future__ import annotations

import os
import signal
import threading

from hub import settings
from hub.access.staff import FEEDS
from hub.feeds.runner import run

BEHIND = 5
"""How far the judge stands behind the gate and the workers of the views where all want the processor: followers hear of it later, nobody waits for
them."""


def main() -> None:
    """Runs until SIGTERM or SIGINT."""
    os.nice(BEHIND)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    run(settings.load().dsn(FEEDS.role), stopping)


if __name__ == "__main__":
    main()
