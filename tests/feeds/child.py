"""The judge of the feeds as a child: `python -m tests.feeds.child DSN`."""

import sys
import threading

from hub.feeds.runner import run

if __name__ == "__main__":
    run(sys.argv[1], threading.Event())
