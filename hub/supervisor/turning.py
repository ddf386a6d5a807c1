"""A thread that tends the key store: lets epochs end when their time is over, and holds it to what the ledger says of erased persons."""

from __future__ import annotations

import logging
import threading
from contextlib import closing
from typing import Final

import psycopg2

from hub.access.staff import WORKER
from hub.keys.erasing import follow
from hub.keys.place import key_store
from hub.settings import Settings
from projections.database import connect
from schemas.errors import HubError, shown

ASK_SECONDS: Final = 600.0
_LOG: Final = logging.getLogger(__name__)


class Turning:
    """Looks every ten minutes; nothing is ever found standing still by it."""

    def __init__(self, settings: Settings) -> None:
        """Of a hub whose key store need not be there yet."""
        self._store, self._dsn = key_store(settings), settings.dsn(WORKER.role)
        self._first = 0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look, name="turning", daemon=True)

    def start(self) -> None:
        """Begins to look; the first time `hub up` has done it."""
        self._thread.start()

    def end(self) -> None:
        """Looks no more. The thread is not waited for: a change of epochs that is cut short is done at the next start."""
        self._ending.set()

    def stalled(self) -> set[str]:
        """Nothing."""
        return set()

    def tend(self) -> None:
        """One look. Raises KeysAway, Unavailable, psycopg2.Error."""
        self._store.turn()
        with closing(connect(self._dsn)) as connection:
            self._first = follow(self._store, connection, self._first)

    def _look(self) -> None:
        while not self._ending.wait(ASK_SECONDS):
            try:
                self.tend()
            except (HubError, psycopg2.Error, OSError, ValueError) as wrong:
                # Whatever is away or cannot be read now, a test clock among it, is looked at again.
                _LOG.warning("%s", shown(str(wrong)))
