"""A projection worker as a child: `python -m tests.projections.child SETTINGS`, a JSON of {client, dsn, marks, name}."""

import json
import logging
import sys
from pathlib import Path

from projections import worker
from projections.settings import ProjectionSettings

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    told = json.loads(sys.argv[1])
    worker.run(ProjectionSettings(told["client"], told["dsn"], Path(told["marks"]), told["name"]))
