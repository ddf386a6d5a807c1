"""How a command reads a feed, whichever it is: page by page up to now, or on without end, through outages of the hub."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from hub.cli.client import Client, Parameters
from schemas.errors import Unavailable

AGAIN_SECONDS: Final = 1.0
_CURSOR: Final = "Hub-Cursor"


def pages(client: Client, path: str, words: Parameters, after: str) -> Iterator[dict[str, Any]]:
    """Every item up to now, batch by batch."""
    while True:
        answer = client.page(path, [*words, *([("lastEventId", after)] if after else [])])
        items = answer.json()
        if not items:
            return
        yield from items
        after = answer.headers[_CURSOR]


def follow(client: Client, path: str, words: Parameters, after: str, show: Callable[[str], None]) -> None:
    """Show items, each as it comes: JSON in one line, without end; when the hub goes away, from the last cursor on as soon as it is back."""
    reached = False
    while True:
        headers = {"Accept": "text/event-stream", **({"Last-Event-ID": after} if after else {})}
        try:
            with client.stream(path, words, headers) as answer:
                reached, after = True, answer.headers[_CURSOR]
                for cursor in _shown(answer.iter_lines(), show):
                    after = cursor
        except Unavailable:
            if not reached:
                raise
        time.sleep(AGAIN_SECONDS)


def _shown(lines: Iterable[str], show: Callable[[str], None]) -> Iterator[str]:
    """Show what comes; the cursors behind what was shown. An id counts once its block has ended."""
    cursor = ""
    for text in lines:
        name, _, value = text.partition(": ")
        if name == "data":
            show(value)
        elif name == "id":
            cursor = value
        elif not text and cursor:
            yield cursor
            cursor = ""
