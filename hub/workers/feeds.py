"""`python -m hub.workers.feeds`: judges for the feeds what the ledger index holds."""

from __future__ import annotations

import signal
import threading

from hub import settings
from hub.access.staff import FEEDS
from hub.feeds.runner import run


def main() -> None:
    """Runs until SIGTERM or SIGINT."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    run(settings.load().dsn(FEEDS.role), stopping)


if __name__ == "__main__":
    main()
