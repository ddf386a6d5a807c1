"""`python -m hub.workers.projection <name>`: one projection worker."""

from __future__ import annotations

import logging
import sys

from hub import settings
from hub.access.staff import WORKER
from projections import worker
from projections.settings import ProjectionSettings
from schemas.errors import HubError


def main() -> int:
    """Runs until SIGTERM or SIGINT; exits with another code than 0 when the worker had to stop by itself."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("kafka", "aiokafka"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    mine = settings.load()
    name = sys.argv[1] if len(sys.argv) > 1 else "projection-0"
    try:
        worker.run(ProjectionSettings(mine.client(WORKER.user), mine.dsn(WORKER.role), mine.folder.run, name))
    except HubError as wrong:
        logging.getLogger("projection").error("%s", wrong)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
