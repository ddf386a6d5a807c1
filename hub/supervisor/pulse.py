"""A thread that asks the HTTP server from outside whether it lives: it has no position by which one could see it stand still."""

from __future__ import annotations

import threading
from typing import Final

import httpx

from hub.settings import Settings
from hub.supervisor.stall import Absence

KIND: Final = "http"
ASK_SECONDS: Final = 1.0


class Pulse:
    """Asks `/healthz` once a second, on a connection of its own each time.

    That answer takes no thread and no part, so however long others' questions take it is given; who gives none for `HUB_STALL_SECONDS` stands
    still. Where nobody listens at all, the server is starting, for which it has time.
    """

    def __init__(self, settings: Settings) -> None:
        """Of a hub whose server need not listen yet."""
        self._url, self._seconds = f"{settings.http}/healthz", settings.stall_seconds
        self._absence = Absence()
        self._still, self._ending = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._look, name="pulse", daemon=True)

    def start(self) -> None:
        """Begins to ask."""
        self._thread.start()

    def end(self) -> None:
        """Asks no more. The thread is not waited for: it dies with the process."""
        self._ending.set()

    def stalled(self) -> set[str]:
        """The kind of the server, if it was found standing still since this was asked last."""
        if not self._still.is_set():
            return set()
        self._still.clear()
        return {KIND}

    def _look(self) -> None:
        anew = httpx.Limits(max_keepalive_connections=0)
        with httpx.Client(timeout=self._seconds, limits=anew, trust_env=False) as client:
            while not self._ending.wait(ASK_SECONDS):
                if self._stands(client):
                    self._still.set()

    def _stands(self, client: httpx.Client) -> bool:
        try:
            client.get(self._url)
        except httpx.TimeoutException:
            # Whoever takes its place starts from nothing.
            self._absence.over()
            return True
        except httpx.TransportError:
            return self._absence.lasts(ASK_SECONDS)
        self._absence.over()
        return False
