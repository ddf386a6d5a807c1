"""The body of a request, read no further than it may be long."""

from __future__ import annotations

from fastapi import Request

from connectors.http.unpack import too_large, unpacked
from schemas.limits import BODY_BYTES


async def body_of(request: Request, most: int = BODY_BYTES) -> bytes:
    """The unpacked body. Raises Refused: BODY_TOO_LARGE before more than `most` bytes are held, and as `unpacked`."""
    claimed = request.headers.get("content-length", "")
    if claimed.isdecimal() and (len(claimed) > 15 or int(claimed) > most):
        raise too_large(most, int(claimed[:15]))
    held = bytearray()
    async for piece in request.stream():
        held += piece
        if len(held) > most:
            raise too_large(most)
    return unpacked(request.headers.get("content-encoding", ""), bytes(held), most)
