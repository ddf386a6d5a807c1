"""Whose logs this hub cosigns, and whom it asks to cosign its own: kept in the database, told by the administrator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from psycopg2.extras import RealDictCursor

from hub.pool import Pool
from hub.witness.adding import query
from projections.archive.verifier import Policy, Witness, Wrong, read_key, read_witness
from schemas.errors import HubError, NotFound, Problem, Refused, shown

MOST_ORIGIN: Final = 255


def trust_log(pool: Pool, origin: str, key: str) -> None:
    """From now on checkpoints of a log are cosigned. Raises Refused, HubError EXISTS where it is known by another key."""
    if not 0 < len(origin.encode()) <= MOST_ORIGIN or not origin.isprintable():
        raise Refused(Problem("FIELD_FORMAT", "/origin", "", shown(origin)))
    try:
        text = read_key(key).text()
    except Wrong:
        raise _no_key(key) from None
    _put(pool, "trust_log", {"origin": origin, "key": text})


def ask(pool: Pool, url: str, key: str, own: Witness) -> str:
    """From now on a witness is asked to cosign; its name. Raises Refused, HubError EXISTS where the name is known with another key."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(Problem("FIELD_FORMAT", "/url", "http://… https://…", shown(url)))
    try:
        witness = read_witness(key)
    except Wrong:
        raise _no_key(key) from None
    if witness.public == own.public:
        # Who stands for himself twice is one.
        raise Refused(Problem("FIELD_VALUE", "/key", "", shown(witness.name)))
    _put(pool, "ask", {"name": witness.name, "key": witness.text(), "url": url.rstrip("/")})
    return witness.name


def drop(pool: Pool, what: str, name: str) -> None:
    """A log is cosigned no more (`what`: drop_log), or a witness is asked no more (drop_witness); what is known of it stays. Raises NotFound."""
    with pool.session() as connection, connection.cursor() as cursor:
        cursor.execute(query(what), {"name": name})
        if cursor.rowcount == 0:
            raise NotFound(shown(name))


def listed(pool: Pool, what: str) -> Sequence[dict[str, Any]]:
    """Every log that was ever trusted (`what`: logs), or every witness that is asked (witnesses)."""
    with pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(query(what))
        return [dict(row) for row in cursor.fetchall()]


def policy_of(keys: Sequence[str], needed: int = 0) -> Policy:
    """Of the hub itself and these witnesses: so many are wanted, unless said more than half; of two others and the hub two of three."""
    of = 1 + len(keys)
    return Policy(min(needed or of // 2 + 1, of), tuple(read_witness(one) for one in keys))


def _put(pool: Pool, what: str, row: dict[str, str]) -> None:
    with pool.session() as connection, connection.cursor() as cursor:
        cursor.execute(query(what), row)
        if cursor.rowcount == 0:
            raise HubError(problem=Problem("EXISTS", "/key", "", shown(row["key"])))


def _no_key(text: str) -> Refused:
    return Refused(Problem("FIELD_FORMAT", "/key", "name+01234567+…", shown(text)))
