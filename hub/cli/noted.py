"""Commands that go past the doors of HTTP write what they did in the audit log, and say so where that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hub.cli import output
from hub.cli.client import Client
from hub.deeds.noting import command, said, written
from hub.settings import Settings
from hub.supervisor.marks import supervisor
from schemas.audit import Done
from schemas.errors import HubError


def note(settings: Settings, done: Done) -> None:
    """Write an entry: through the hub if it runs, else straight to the broker. Raises HubError."""
    if supervisor(settings.folder) is not None:
        Client(settings).post("/v1/audit", said(done))
    else:
        written(settings, done)


def told(settings: Settings, done: Done) -> None:
    """Write an entry of what must not fail for want of it; what keeps it out is said on standard error."""
    try:
        note(settings, done)
    except HubError as error:
        why = error.problem
        output.current().warn(f"没有记进操作日志：{why.sentence('zh')}", f"not written in the audit log: {why.sentence('en')}")


@contextmanager
def noted(settings: Settings, what: str, object: str | None = None) -> Iterator[None]:
    """What the block does is written when it has ended, well or not; what keeps it out is said, for what is done is done."""
    try:
        yield
    except HubError as error:
        told(settings, command(what, object, error.problem.code))
        raise
    told(settings, command(what, object))
