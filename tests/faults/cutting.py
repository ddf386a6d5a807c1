"""A proxy before PostgreSQL that cuts connections when COMMIT has been sent and nothing has been answered."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

COMMIT: Final = b"Q\x00\x00\x00\x0bCOMMIT\x00"
OCTETS: Final = 1 << 16
KEPT: Final = 256
"""Octets of what was sent before that are looked at again, so that no mark is missed between two reads."""


@dataclass
class Cutter:
    """Cuts transactions in which a mark of `marks` (name by octets) was sent: of each name every `every`-th, `most` times in all.

    Of every two cuts the first lets COMMIT reach the server and swallows its answer, the second swallows COMMIT: the client cannot tell which.
    `cuts` counts them by (name, whether it was committed).
    """

    port: int
    marks: Mapping[str, bytes]
    every: int = 3
    most: int = 4
    cuts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    _seen: Counter[str] = field(default_factory=Counter)

    def of(self, sent: bytes) -> str | None:
        """The name of the transaction that is to be cut now, after what its client has sent."""
        name = next((name for name, mark in self.marks.items() if mark in sent), None)
        if name is None:
            return None
        self._seen[name] += 1
        done = sum(count for (cut, _), count in self.cuts.items() if cut == name)
        return name if self._seen[name] % self.every == 0 and done < self.most else None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it or it is cut."""
        theirs, ours = await asyncio.open_connection("127.0.0.1", self.port)
        muted = asyncio.Event()
        back = asyncio.ensure_future(_carry(theirs, writer, muted))
        try:
            await self._forward(reader, ours, muted, back)
        except ConnectionError:
            pass
        finally:
            back.cancel()
            for one in (ours, writer):
                one.transport.abort()

    async def _forward(self, reader: asyncio.StreamReader, ours: asyncio.StreamWriter, muted: asyncio.Event, back: asyncio.Future[None]) -> None:
        sent = b""
        while octets := await reader.read(OCTETS):
            sent += octets
            if not sent.endswith(COMMIT):
                ours.write(octets)
                await ours.drain()
                continue
            name = self.of(sent)
            if name is None:
                ours.write(octets)
                sent = b""
                continue
            committed = self.cuts[name, True] <= self.cuts[name, False]
            if committed:
                muted.set()
                ours.write(octets)
                await back
            self.cuts[name, committed] += 1
            return


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, muted: asyncio.Event) -> None:
    """What the server says, to the client; once muted, its first word is the end."""
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


class Serving(Protocol):
    """Serves one connection."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until either side ends it or it is cut."""


class Proxy:
    """A cutter that serves on a loopback port, in a thread of its own."""

    def __init__(self, cutter: Serving) -> None:
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
