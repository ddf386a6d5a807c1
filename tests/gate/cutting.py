"""A proxy before Kafka that cuts a gate worker's connections around acknowledgement and commit."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

REQUESTS: Final = {0: "produce", 8: "commit"}
"""What is cut, by the number that Kafka's protocol gives the request."""


@dataclass
class KafkaCutter:
    """Cuts a connection at every `every`-th request of each kind in REQUESTS, `most` times of each.

    Of every two cuts the first lets the request reach the broker and swallows its answer, the second swallows the request: the client cannot
    tell which. `cuts` counts them by (kind, whether the broker has done it).
    """

    port: int
    every: int = 3
    most: int = 4
    cuts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    _seen: Counter[str] = field(default_factory=Counter)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop = field(init=False, repr=False)

    def drop(self) -> None:
        """Cut every connection there is, whatever it is doing."""
        for one in list(self._open):
            self._loop.call_soon_threadsafe(one.transport.abort)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it or it is cut."""
        theirs, ours = await asyncio.open_connection("127.0.0.1", self.port)
        self._loop = asyncio.get_running_loop()
        self._open.add(writer)
        muted = asyncio.Event()
        back = asyncio.ensure_future(_answers(theirs, writer, muted))
        try:
            await self._requests(reader, ours, muted, back)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            back.cancel()
            self._open.discard(writer)
            for one in (ours, writer):
                one.transport.abort()

    async def _requests(self, reader: asyncio.StreamReader, ours: asyncio.StreamWriter, muted: asyncio.Event, back: asyncio.Future[None]) -> None:
        while True:
            request = await _frame(reader)
            kind = self._cut(REQUESTS.get(int.from_bytes(request[4:6], "big"), ""))
            if kind is None:
                ours.write(request)
                await ours.drain()
                continue
            done = self.cuts[kind, True] <= self.cuts[kind, False]
            if done:
                muted.set()
                ours.write(request)
                await back
            self.cuts[kind, done] += 1
            return

    def _cut(self, kind: str) -> str | None:
        """The kind of a request at which the connection is cut now."""
        self._seen[kind] += 1
        often = sum(count for (cut, _), count in self.cuts.items() if cut == kind)
        return kind if kind and self._seen[kind] % self.every == 0 and often < self.most else None


async def _answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, muted: asyncio.Event) -> None:
    """What the broker says, to the client; once muted, its next answer is the end."""
    try:
        while True:
            answer = await _frame(reader)
            if muted.is_set():
                return
            writer.write(answer)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        if not muted.is_set():
            writer.close()


async def _frame(reader: asyncio.StreamReader) -> bytes:
    """A request or an answer, with its length in front."""
    length = await reader.readexactly(4)
    return length + await reader.readexactly(int.from_bytes(length, "big"))
