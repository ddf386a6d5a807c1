"""`python -m hub.workers.archive`: writes the ledger down as open logs, and signs their heads; beside it witnesses are asked to cosign."""

from __future__ import annotations

import logging
import os
import sys

from hub import settings
from hub.access.staff import ARCHIVE
from hub.witness.asking import Place, asking
from projections.archive import worker
from projections.archive.settings import ArchiveSettings
from schemas.errors import HubError

BEHIND = 5
"""How far it stands behind the gate and the workers of the views where all want the processor: a second later is soon enough."""


def main() -> int:
    """Runs until SIGTERM or SIGINT; exits with another code than 0 when nothing may be written any more."""
    os.nice(BEHIND)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("kafka", "aiokafka", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    mine = settings.load()
    folder = mine.folder
    try:
        client, dsn = mine.client(ARCHIVE.user), mine.dsn(ARCHIVE.role)
        with asking(Place(dsn, folder.archive, mine.signer.key, mine.needed)):
            worker.run(ArchiveSettings(client, dsn, folder.archive, folder.run, mine.signer, head_seconds=mine.head_seconds))
    except HubError as wrong:
        logging.getLogger("archive").error("%s", wrong)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
