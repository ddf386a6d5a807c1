"""`python -m hub.workers.http`: the HTTP doors, on loopback unless told otherwise."""

from __future__ import annotations

from types import FrameType

import uvicorn
from fastapi import FastAPI

from hub import settings
from hub.api.app import create
from schemas import collecting


class Server(uvicorn.Server):
    """A server that tells the application at once that it is to end: streams without end are ended, not cut."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Of a signal to end."""
        application: FastAPI = self.config.app  # type: ignore[assignment]
        application.state.bell.leave()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serves until SIGTERM; requests under way are finished within five seconds."""
    collecting.seldom()
    mine = settings.load()
    host, port = mine.http_address
    config = uvicorn.Config(create(mine), host=host, port=port, log_level="warning", server_header=False, timeout_graceful_shutdown=5)
    Server(config).run()


if __name__ == "__main__":
    main()
