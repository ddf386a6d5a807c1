"""What a command did past the doors of HTTP, written in the audit log: through the running hub, else straight to the broker."""

from __future__ import annotations

import getpass
import socket
from typing import Any, Final

from connectors.writer import Writer
from hub.deeds.book import AuditAway, check, floor, outgoing
from hub.settings import Settings
from schemas.audit import Done, now

DONE: Final = 200
FAILED: Final = 500


def user() -> str:
    """The operating-system user and machine: `user@machine`."""
    return f"{getpass.getuser()}@{socket.gethostname()}"


def command(what: str, object: str | None = None, code: str | None = None) -> Done:
    """A thing that a command did now, or, with the `code` of a problem, did not."""
    return Done(now(), "system", user(), what, DONE if code is None else FAILED, code is None, object=object, code=code)


def said(done: Done) -> dict[str, Any]:
    """What a command tells the hub of itself: the body of `POST /v1/audit`."""
    return {"what": done.what, "who": done.who, "object": done.object, "code": done.code}


def written(settings: Settings, done: Done) -> None:
    """Write an entry straight to the broker, as its administrator. Raises AuditAway."""
    if settings.kafka is None and settings.folder.recall("kafka") is None:
        raise AuditAway("Kafka")
    client = settings.client()
    least, writer = floor(client, settings.folder.archive), Writer(client)
    try:
        check(writer.write([outgoing(done)]), least)
    finally:
        writer.close()
