"""Database roles of readers: one each, able to ask and to do nothing else."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

from psycopg2 import extensions

from projections.sql import text

_PLAIN: Final = re.compile(r"[a-z0-9_]{1,40}")
_PASSWORD_BYTES: Final = 24


@dataclass(frozen=True)
class Reader:
    """A reader as PostgreSQL knows it. `password` is kept nowhere: it is shown once."""

    name: str
    region: str
    role: str
    password: str


def create_reader(connection: extensions.connection, name: str, region: str) -> Reader:
    """Give a reader a database role with a new random password, or a new password and region to one that has a role.

    Works in the transaction that is open on the connection. The server is sent a SCRAM verifier, never the password, so
    that no log can hold it.
    """
    reader = Reader(name, region, role_of(name), secrets.token_urlsafe(_PASSWORD_BYTES))
    verifier = extensions.encrypt_password(reader.password, reader.role, scope=connection, algorithm="scram-sha-256")
    with connection.cursor() as cursor:
        cursor.execute("SELECT auth.admit(%s, %s)", (reader.role, verifier))
        cursor.execute(text("api/roles", "keep"), {"name": name, "region": region, "role": reader.role})
    return reader


def revoke_reader(connection: extensions.connection, name: str) -> bool:
    """Take from a reader its right to sign in and to see anything, and end its sessions; whether there was such a reader.

    The role itself stays, because it may own nothing and yet be named by another database of the same server.
    """
    with connection.cursor() as cursor:
        cursor.execute(text("api/roles", "revoke"), {"name": name})
        found = cursor.fetchone()
        if found is None:
            return False
        cursor.execute("SELECT auth.dismiss(%s)", found)
    return True


def role_of(name: str) -> str:
    """The role's name: the reader's own where it is plain, else with a hash, so that two readers never share one."""
    if _PLAIN.fullmatch(name):
        return f"reader_{name}"
    plain = re.sub(r"[^a-z0-9_]+", "_", name.lower())[:24].strip("_")
    return f"reader_{plain}_{hashlib.sha256(name.encode()).hexdigest()[:16]}"
