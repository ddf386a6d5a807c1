"""A proxy before a part that cuts a client's connections around what the client must know the outcome of, and cannot."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

OCTETS: Final = 1 << 16
COMMIT: Final = b"Q\x00\x00\x00\x0bCOMMIT\x00"
REQUESTS: Final = {0: "produce", 8: "commit"}
"""Which of Kafka's requests may be cut, by the number that its protocol gives them."""

Piece = tuple[bytes, str | None]
Pieces = Callable[[asyncio.StreamReader], AsyncIterator[Piece]]
"""What a client sends, piece by piece, each with the name of what it asks to be done, if that may be cut."""


async def requests(reader: asyncio.StreamReader) -> AsyncIterator[Piece]:
    """Of a client of Kafka: its requests."""
    while True:
        length = await reader.readexactly(4)
        request = await reader.readexactly(int.from_bytes(length, "big"))
        yield length + request, REQUESTS.get(int.from_bytes(request[:2], "big"))


async def commits(marks: dict[str, bytes], reader: asyncio.StreamReader) -> AsyncIterator[Piece]:
    """Of a client of PostgreSQL: what it sends, named where it is a COMMIT of a transaction in which a mark of `marks` (octets by name) was sent."""
    sent = b""
    while octets := await reader.read(OCTETS):
        sent += octets
        ended = sent.endswith(COMMIT)
        yield octets, next((name for name, mark in marks.items() if ended and mark in sent), None)
        sent = b"" if ended else sent


@dataclass
class Cutter:
    """Cuts a connection at every `every`-th piece of each name, `most` times of each.

    Of every two cuts the first lets the piece reach the part and swallows its answer, the second swallows the piece: the client cannot tell
    which. `cuts` counts them by (name, whether the part has done it).
    """

    port: int
    pieces: Pieces
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
            await self._forward(reader, ours, muted, back)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            back.cancel()
            self._open.discard(writer)
            for one in (ours, writer):
                one.transport.abort()

    async def _forward(self, reader: asyncio.StreamReader, ours: asyncio.StreamWriter, muted: asyncio.Event, back: asyncio.Future[None]) -> None:
        async for octets, name in self.pieces(reader):
            if name is None or not self._due(name):
                ours.write(octets)
                await ours.drain()
                continue
            done = self.cuts[name, True] <= self.cuts[name, False]
            if done:
                muted.set()
                ours.write(octets)
                await back
            self.cuts[name, done] += 1
            return

    def _due(self, name: str) -> bool:
        """Whether the connection is cut at this piece."""
        self._seen[name] += 1
        often = sum(count for (cut, _), count in self.cuts.items() if cut == name)
        return self._seen[name] % self.every == 0 and often < self.most


def before_kafka(port: int, most: int = 4) -> Cutter:
    """A cutter before the broker that listens at `port`."""
    return Cutter(port, requests, most=most)


def before_postgres(port: int, marks: dict[str, bytes]) -> Cutter:
    """A cutter before the database that listens at `port`."""
    return Cutter(port, partial(commits, marks))


async def _answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, muted: asyncio.Event) -> None:
    """What the part says, to the client; once muted, its first word is the end."""
    try:
        while octets := await reader.read(OCTETS):
            if muted.is_set():
                return
            writer.write(octets)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        if not muted.is_set():
            writer.close()


class Proxy:
    """A cutter that serves on a loopback port, in a thread of its own."""

    def __init__(self, cutter: Cutter) -> None:
        """Listens before it returns; `port` is where."""
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(cutter.serve, "127.0.0.1", 0))
        self.port = int(self._server.sockets[0].getsockname()[1])
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Serves no more."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
