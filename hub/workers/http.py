"""`python -m hub.workers.http`: the HTTP doors, on loopback unless told otherwise."""

from __future__ import annotations

import uvicorn

from hub import settings
from hub.api.app import create


def main() -> None:
    """Serves until SIGTERM; requests under way are finished within five seconds."""
    mine = settings.load()
    host, port = mine.http_address
    uvicorn.run(create(mine), host=host, port=port, log_level="warning", server_header=False, timeout_graceful_shutdown=5)


if __name__ == "__main__":
    main()
