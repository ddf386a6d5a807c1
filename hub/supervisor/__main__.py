"""`python -m hub.supervisor`: what `hub up` leaves running."""

from __future__ import annotations

import os
import signal
import sys
import threading

from hub import settings
from hub.embedded.process import mark
from hub.supervisor.marks import NAME, alone
from hub.supervisor.run import Supervisor
from schemas.errors import HubError


def main() -> int:
    """Runs until SIGTERM or SIGINT; 1 when the hub could not be brought up."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        mine = settings.load()
        mine.prepare()
        with alone(mine.folder):
            mine.folder.remember(NAME, mark(os.getpid()))
            Supervisor(mine, stopping).run()
    except HubError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
