"""Tokens in the database: issued, replaced, revoked. The secret itself is returned once and kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from hub.access.who import Kind, Principal, digest_of, new_token

_FOLDER: Final = Path(__file__).with_name("queries")


def query(name: str) -> str:
    """The text of a query of this room."""
    return (_FOLDER / f"{name}.sql").read_text("utf-8")


def issue(cursor: Any, principal: Principal, token: str | None = None) -> str:
    """A token that proves the principal from now on; drawn at random unless given."""
    secret = token or new_token()
    row = {"digest": digest_of(secret), "kind": principal.kind, "name": principal.name, "region": principal.region}
    cursor.execute(query("insert_token"), row)
    return secret


def revoke(cursor: Any, kind: Kind, name: str) -> int:
    """No token of the principal is valid from now on; how many were."""
    cursor.execute(query("revoke_tokens"), {"kind": kind, "name": name})
    return int(cursor.rowcount)


def holder(cursor: Any, kind: Kind, name: str) -> tuple[Principal, bool] | None:
    """The principal of that name and whether it has a valid token; null when it never had one."""
    cursor.execute(query("token_holder"), {"kind": kind, "name": name})
    row = cursor.fetchone()
    return None if row is None else (Principal(kind, name, row[0]), bool(row[1]))
