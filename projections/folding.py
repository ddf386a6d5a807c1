"""The folding half of a worker: a thread that folds whatever was appended, by whomever; of several workers one at a time."""

import logging
import threading
import time
from typing import Final

import psycopg2

from projections import database, fold, reread
from projections.planner import Planner
from projections.progress import Progress
from projections.settings import ProjectionSettings
from schemas.errors import HubError, Unavailable

LOG: Final = logging.getLogger(__name__)
LOOK_SECONDS: Final = 0.05
"""How soon what another worker appended is seen."""

PACE_SECONDS: Final = 0.08
"""From the beginning of a small fold to that of the next. Each costs the same for 1 record as for 50: more of them would take the processor from
those who judge and append what is to be folded."""

AGAIN_SECONDS: Final = 0.5
STOPPED_SECONDS: Final = 5.0


class Folding(threading.Thread):
    """Runs until `end`. What no second attempt can mend is kept in `failure`, and the worker ends by it."""

    def __init__(self, settings: ProjectionSettings, progress: Progress) -> None:
        """Of a worker; nothing is connected yet."""
        super().__init__(name="fold", daemon=True)
        self._settings, self._progress = settings, progress
        self._news, self._ending = threading.Event(), threading.Event()
        self._planner = Planner()
        self.failure: BaseException | None = None

    def wake(self) -> None:
        """Something was appended."""
        self._news.set()

    def end(self) -> None:
        """Fold no more once the present fold is done; returns when the thread has ended."""
        self._ending.set()
        self._news.set()
        if self.is_alive():
            self.join()

    def run(self) -> None:
        """Fold, and connect again after the database was away."""
        while not self._ending.is_set():
            try:
                self._folds()
            except (psycopg2.OperationalError, psycopg2.InterfaceError, Unavailable) as error:
                LOG.warning("fold: %s", str(error).strip())
                self._progress.folding("recovering")
                self._ending.wait(AGAIN_SECONDS)
            except HubError as error:
                LOG.error("fold: %s", error)
                self._progress.folding(error.problem.code)
                self._ending.wait(STOPPED_SECONDS)
            except Exception as error:
                self.failure = error
                return

    def _folds(self) -> None:
        connection = database.connect(self._settings.dsn)
        unread = True
        try:
            while not self._ending.is_set():
                unread = unread and reread.reread(connection) is None
                self._news.clear()
                begun = time.monotonic()
                # Before another worker folds, the planner knows how large the tables have become.
                report = fold.fold_once(connection, self._planner.note)
                self._progress.folding("folding")
                self._progress.folded(report.records)
                if report.records == 0:
                    self._news.wait(LOOK_SECONDS)
                elif report.records <= fold.SMALL:
                    self._ending.wait(max(0.0, begun + PACE_SECONDS - time.monotonic()))
        finally:
            connection.close()
