"""`/v1/receipts`: for an accepted event, what proves offline and for ever that it is on the ledger (C2SP tlog-proof)."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from hub.api.principal import Asker
from hub.api.state import Hub, Parts
from hub.audit.proving import prove
from hub.fate import asking
from projections.archive.logs import NAMES
from projections.archive.served import part_of, read_part
from projections.archive.store import CHECKPOINT
from schemas.errors import HubError, NotFound, Problem, shown

router = APIRouter(prefix="/v1", tags=["archive"])
_OWN: Final = {"Cache-Control": "private, no-store"}


class Later(NotFound):
    """The event is not archived yet."""

    code = "RECEIPT_LATER"


class NoReceipt(NotFound):
    """The event is in quarantine: there is no receipt for what is not on the ledger."""

    code = "RECEIPT_NONE"


@router.get("/receipts", response_class=PlainTextResponse)
def receipt(hub: Parts, asker: Asker, source: str, id: str) -> Response:
    """The receipt of an accepted event: a `.tlog-proof` that carries the entry, `hub audit verify` checks it without any hub.

    404 RECEIPT_LATER with Retry-After while it is not judged or not archived, RECEIPT_NONE while it waits or was refused; NOT_FOUND when the event
    is not there, or not for the asker.
    """
    found = asking.fate_of(hub.pool, hub.broker, asker, source, id)
    if not found.copies:
        raise _none(found)
    topic, part, offset = (found.copies[0][name] for name in ("topic", "partition", "offset"))
    log = f"{topic}/{part}"
    if log not in NAMES:
        raise NotFound(shown(log))
    try:
        text = prove(lambda path: _read(hub, path), log, offset, hub.settings.signer.key, whole=True)
    except HubError as error:
        if error.problem.code == "ARCHIVE_BEHIND" or isinstance(error, Later):
            raise Later(shown(f"{source} {id}")) from None
        raise
    return PlainTextResponse(text, headers=_OWN)


def _none(found: asking.Found) -> HubError:
    """Why there is no receipt."""
    if found.fate.problem is None:
        return Later(shown(f"{found.source} {found.id}"))
    why = found.fate.problem
    return NoReceipt(problem=Problem(NoReceipt.code, why.field, why.expected, f"{why.code} {why.got}".strip()))


def _read(hub: Hub, path: str) -> bytes:
    """A file of the archive. Raises Later where there is none yet."""
    log = next((name for name in NAMES if path.startswith(f"{name}/")), "")
    rest, folder = path.removeprefix(f"{log}/"), hub.settings.folder.archive / log
    if rest == CHECKPOINT:
        place = folder / CHECKPOINT
        found = place.read_bytes() if place.is_file() else None
    else:
        part = part_of(rest)
        found = None if part is None else read_part(folder, part)
    if found is None:
        raise Later(path)
    return found
