"""Looks at where every reader stands, for whoever asks over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from hub.access.staff import HTTP
from hub.api.state import Hub
from hub.watch.positions import Observer
from schemas.errors import Unavailable

Seen = TypeVar("Seen")
_LOOKING: Final = threading.Lock()
"""One looks at a time: an observer's connections are not for two threads."""


def look(state: Any, hub: Hub, see: Callable[[Observer], Seen]) -> Seen:
    """What an observer sees, by connections that the application (`state`) keeps from one look to the next and opens anew after an error.

    Raises Unavailable when broker or database does not answer.
    """
    with _LOOKING:
        observer: Observer = getattr(state, "observer", None) or Observer(hub.settings.client(HTTP.user), hub.settings.dsn(HTTP.role))
        state.observer = None
        try:
            found = see(observer)
        except Unavailable:
            observer.close()
            raise
        state.observer = observer
        return found
