"""Who asks: a bearer token becomes a source, a reader or the administrator. Of secrets only the SHA-256 is ever kept."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Request

from hub.api.state import Hub, hub_of
from schemas.errors import HubError, Problem

Kind = Literal["source", "reader", "admin"]
SCHEME: Final = "bearer"
_FIND: Final = Path(__file__).with_name("find_token.sql").read_text("utf-8")


class Unauthenticated(HubError):
    """No credentials, or not valid ones."""

    code = "UNAUTHENTICATED"


class Forbidden(HubError):
    """Known, and not entitled to do this."""

    code = "FORBIDDEN"


@dataclass(frozen=True)
class Principal:
    """Who asks. `name` is the source (`//420624/jyxt`) or the reader; `role` the database role in which a reader reads."""

    kind: Kind
    name: str
    region: str
    role: str | None


def digest_of(token: str) -> bytes:
    """What is kept of a token: SHA-256. Tokens are drawn at random, so neither salt nor stretching would add anything."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def find(cursor: Any, token: str) -> Principal | None:
    """The principal of a token that is valid now. The last comparison takes the same time for every token."""
    wanted = digest_of(token)
    cursor.execute(_FIND, {"digest": wanted})
    row = cursor.fetchone()
    if row is None or not hmac.compare_digest(bytes(row[0]), wanted):
        return None
    return Principal(*row[1:])


def principal(request: Request, hub: Annotated[Hub, Depends(hub_of)]) -> Principal:
    """The asker of a request. Raises Unauthenticated."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not token.strip():
        raise Unauthenticated
    with hub.pool.session() as connection, connection.cursor() as cursor:
        found = find(cursor, token.strip())
    if found is None:
        raise Unauthenticated
    return found


Asker = Annotated[Principal, Depends(principal)]


def administrator(asker: Asker) -> Principal:
    """The asker, who has to be the administrator. Raises Forbidden."""
    if asker.kind != "admin":
        raise HubError(problem=Problem("FORBIDDEN"))
    return asker


Administrator = Annotated[Principal, Depends(administrator)]
