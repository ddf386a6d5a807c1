"""`hub publish --outbox`: events kept in a folder until each has a receipt that holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from hub.cli import output
from hub.cli.client import Client
from hub.cli.output import say
from hub.cli.remote import at
from hub.cli.sending import SHOWN_PROBLEMS, send
from hub.outbox.box import Box
from hub.outbox.delivering import deliver
from projections.archive.proofs import Read
from projections.archive.verifier import Key, Wrong, read_key
from schemas.errors import HubError, Problem, Refused, Unavailable, UsageError, shown, to_json

PATIENCE_SECONDS: Final = 10.0
"""An event is archived within a second of being judged."""


@dataclass
class Delivered:
    """How many events were put in, got a receipt that holds, are left; and what is wrong, each with where."""

    put: int = 0
    receipts: int = 0
    left: int = 0
    problems: list[Mapping[str, Any]] = field(default_factory=list)

    def wrong(self, where: str, problem: Problem) -> None:
        """Something is wrong with an event, with a line, or with reaching the hub."""
        self.problems.append({"event": where, **to_json(problem, output.current().language)})

    def show(self) -> None:
        """Say it."""
        words = say(
            f"放进发件箱 {self.put:,} 件，收到并验过收据 {self.receipts:,} 件，箱里还有 {self.left:,} 件",
            f"{self.put:,} put into the outbox, {self.receipts:,} receipts came and hold, {self.left:,} left",
        )
        lines = [f"{one['event']}{say('：', ': ') if one['event'] else ''}{one['sentence']} → {one['remedy']}" for one in self.problems]
        output.current().show(asdict(self), "\n".join([words, *lines[:SHOWN_PROBLEMS]]))


class _Hub:
    """The hub as an outbox asks it."""

    def __init__(self, session: Client) -> None:
        self._session = session

    def send(self, events: Sequence[bytes]) -> Iterator[dict[str, Any]]:
        return (answer for _, answer in send(self._session, enumerate(events), [], len(events)))

    def receipt(self, source: str, id: str) -> bytes:
        return self._session.page("/v1/receipts", [("source", source), ("id", id)]).content


def through(folder: Path, events: Iterable[tuple[int, bytes]], key: str, session: Callable[[], Client], wait: float) -> Delivered:
    """Put events, each with the number of its line, into an outbox, then empty it as far as it goes: without a hub all stay there.

    Raises Busy, HubError OUTBOX_KEY, UsageError.
    """
    box, found, pinned = Box(folder), Delivered(), _pinned(key)
    with box.alone():
        for number, text in events:
            try:
                found.put += box.put(text)
            except Refused as refused:
                found.wrong(at_line(number), refused.problem)
        try:
            mine = session()
            for one in deliver(box, _Hub(mine), _trusted(box, mine, pinned), _reader(mine), wait or PATIENCE_SECONDS, output.current().language):
                found.receipts += one.receipt is not None
                if one.problem is not None:
                    found.wrong(shown(f"{one.source} {one.id}"), one.problem)
        except Unavailable as away:
            found.wrong("", away.problem)
        found.left = len(box.kept())
    return found


def at_line(number: int) -> str:
    """A line of what is put in."""
    return say(f"第 {number} 行", f"line {number}")


def _pinned(key: str) -> Key | None:
    try:
        return read_key(key) if key else None
    except Wrong as wrong:
        raise UsageError(f"--key: {wrong.sentence(output.current().language)}") from None


def _reader(session: Client) -> Read:
    return lambda path: session.page(at("v1", "archive", path)).content


def _trusted(box: Box, session: Client, pinned: Key | None) -> Key:
    """The key of the hub: the one said, or the one that the outbox knows, or the first that is seen. Raises HubError OUTBOX_KEY."""
    told = read_key(session.get("/.well-known/hub-keys")["keys"][0])
    known = pinned or (None if box.key is None else read_key(box.key))
    if known is not None and known != told:
        raise HubError(problem=Problem("OUTBOX_KEY", "", known.text(), told.text()))
    if box.key != told.text():
        box.trust(told.text())
        if pinned is None:
            output.current().note(f"从此认枢纽的公钥 {told.text()}", f"the hub's key is known from now on: {told.text()}")
    return told
