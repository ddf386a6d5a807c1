"""Turns: who asks for figures, and who follows a feed, waits without a thread and a connection, so that neither keeps the doors from both.

Threads and connections are few (`hub.pool.MOST`). Of these each kind has its own share, and what is left is for those who publish.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Final, cast

from fastapi import Depends, Request

from hub.pool import WAIT_SECONDS
from schemas.errors import Unavailable

QUESTIONS: Final = 8
FOLLOWERS: Final = 4


@dataclass(frozen=True)
class Turns:
    """How many of a kind are served at one time. Of one event loop."""

    questions: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(QUESTIONS))
    followers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FOLLOWERS))


def turns_of(request: Request) -> Turns:
    """The turns of the application that serves a request."""
    return cast(Turns, request.app.state.turns)


async def question(request: Request) -> AsyncIterator[None]:
    """The turn of one question. Raises Unavailable when none comes within WAIT_SECONDS."""
    questions = turns_of(request).questions
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            await questions.acquire()
    except TimeoutError:
        raise Unavailable("PostgreSQL") from None
    try:
        yield
    finally:
        questions.release()


Turn = Annotated[None, Depends(question)]
