"""A principal, and the token that proves it. Of secrets only the SHA-256 is ever kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

Kind = Literal["source", "reader", "admin"]
TOKEN_BYTES: Final = 32
_FIND: Final = (Path(__file__).with_name("queries") / "find_token.sql").read_text("utf-8")


@dataclass(frozen=True)
class Principal:
    """Who asks. `name` is the source (`//420624/jyxt`) or the reader; `role` the database role in which a reader reads."""

    kind: Kind
    name: str
    region: str
    role: str | None = None


def new_token() -> str:
    """A secret of 256 random bits, as text."""
    return secrets.token_urlsafe(TOKEN_BYTES)


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
