"""Who asks over HTTP: a bearer token becomes a source, a reader or the administrator."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Request

from hub.access import who
from hub.access.who import Principal
from hub.api.state import Hub, hub_of
from schemas.errors import HubError

__all__ = ["Administrator", "Asker", "Forbidden", "Principal", "Unauthenticated", "administrator", "principal"]

SCHEME: Final = "bearer"
ASKER: Final = "hub.asker"
"""Where a request holds who asks, once that is known."""


class Unauthenticated(HubError):
    """No credentials, or not valid ones."""

    code = "UNAUTHENTICATED"


class Forbidden(HubError):
    """Known, and not entitled to do this."""

    code = "FORBIDDEN"


def principal(request: Request, hub: Annotated[Hub, Depends(hub_of)]) -> Principal:
    """The asker of a request. Raises Unauthenticated."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not token.strip():
        raise Unauthenticated
    with hub.pool.session() as connection, connection.cursor() as cursor:
        found = who.find(cursor, token.strip())
    if found is None:
        raise Unauthenticated
    request.scope[ASKER] = found
    return found


Asker = Annotated[Principal, Depends(principal)]


def administrator(asker: Asker) -> Principal:
    """The asker, who has to be the administrator. Raises Forbidden."""
    if asker.kind != "admin":
        raise Forbidden
    return asker


Administrator = Annotated[Principal, Depends(administrator)]
