"""The database role of a reader: it signs in nowhere, it only says whose rows a session may see."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from psycopg2 import sql

from hub.access.tokens import query


def role_of(reader: str) -> str:
    """The role of a reader: readable, and different for different readers."""
    readable = re.sub(r"[^a-z0-9]+", "_", reader.lower()).strip("_")[:32]
    return f"hub_reader_{readable}_{hashlib.sha256(reader.encode()).hexdigest()[:8]}"


def make(cursor: Any, reader: str, region: str) -> None:
    """Register a reader with its role; nothing is done for what exists."""
    role = role_of(reader)
    cursor.execute(query("insert_reader"), {"name": reader, "region": region, "role": role})
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))


def end(cursor: Any, reader: str) -> None:
    """The reader is revoked; its role stays, for a session may be under it, and sees nothing."""
    cursor.execute(query("revoke_reader"), {"name": reader})
