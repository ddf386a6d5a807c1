"""`python -m hub.supervisor`: what `hub up` leaves running."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from hub import settings
from hub.embedded.process import mark
from hub.settings import Settings
from hub.supervisor.child import Child
from hub.supervisor.duties import part_duties
from hub.supervisor.marks import NAME, alone
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
            _supervise(mine, stopping)
    except HubError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    return 0


def _supervise(mine: Settings, stopping: threading.Event) -> None:
    parts = [Child(duty) for duty in part_duties(mine)]
    with ThreadPoolExecutor(max(1, len(parts))) as pool:
        list(pool.map(lambda part: part.tend(time.monotonic()), parts))
    # The rest is loaded while the parts are starting: it takes as long as a tenth of all that.
    from hub.supervisor.run import Supervisor

    Supervisor(mine, parts, stopping).run()


if __name__ == "__main__":
    sys.exit(main())
