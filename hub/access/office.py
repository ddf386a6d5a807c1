"""The office where sources and readers are registered: publishes the fact first, then hands out the secret once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg2.extras import RealDictCursor

from connectors.door import Door
from hub.access import facts, roles, tokens
from hub.access.facts import NewSource
from hub.access.rights import ADMINISTRATOR, NATION
from hub.access.who import Principal
from hub.pool import Pool
from schemas.errors import HubError, NotFound, Problem, shown

ADMINISTRATOR_NAME: Final = "administrator"


@dataclass(frozen=True)
class Office:
    """What the office needs: the database, the door to Kafka, the gate's clock (ms)."""

    pool: Pool
    door: Callable[[], Door]
    now: Callable[[], int]

    def add_source(self, new: NewSource) -> str:
        """Register a source; its token. Raises Refused, HubError EXISTS, Unavailable."""
        facts.check_source(new)
        with self.pool.session() as connection, connection.cursor() as cursor:
            if tokens.holder(cursor, "source", new.source) is not None:
                raise HubError(problem=Problem("EXISTS", "/source", "", shown(new.source)))
        self._publish(facts.registered(new, self.now()))
        with self.pool.session() as connection, connection.cursor() as cursor:
            return tokens.issue(cursor, Principal("source", new.source, new.region))

    def rotate_source(self, source: str) -> str:
        """A new token for a source; those before are not valid any more. Raises NotFound, Unavailable."""
        found = self._source(source)
        self._publish(facts.rotated(source, self.now()))
        with self.pool.session() as connection, connection.cursor() as cursor:
            tokens.revoke(cursor, "source", source)
            return tokens.issue(cursor, found)

    def revoke_source(self, source: str, reason: str | None) -> None:
        """From now on a source may not speak. Its tokens end at once, its events stay. Raises NotFound, Unavailable."""
        self._source(source)
        with self.pool.session() as connection, connection.cursor() as cursor:
            tokens.revoke(cursor, "source", source)
        self._publish(facts.revoked(source, reason, self.now()))

    def sources(self) -> list[Mapping[str, Any]]:
        """Every source that was given a token, by name."""
        return self._rows("list_sources")

    def add_reader(self, reader: str, region: str) -> str:
        """Register a reader, with a token and a database role; its token. Raises Refused, HubError EXISTS, Unavailable."""
        facts.check_reader(reader)
        with self.pool.session() as connection, connection.cursor() as cursor:
            if tokens.holder(cursor, "reader", reader) is not None or reader == ADMINISTRATOR_NAME:
                raise HubError(problem=Problem("EXISTS", "/reader", "", shown(reader)))
        self._publish(facts.reader_registered(reader, region, self.now()))
        with self.pool.session() as connection, connection.cursor() as cursor:
            roles.make(cursor, reader, region)
            return tokens.issue(cursor, Principal("reader", reader, region))

    def revoke_reader(self, reader: str) -> None:
        """From now on a reader may not read. Raises NotFound, Unavailable."""
        with self.pool.session() as connection, connection.cursor() as cursor:
            if tokens.holder(cursor, "reader", reader) is None:
                raise NotFound(shown(reader))
            tokens.revoke(cursor, "reader", reader)
            roles.end(cursor, reader)
        self._publish(facts.reader_revoked(reader, self.now()))

    def readers(self) -> list[Mapping[str, Any]]:
        """Every reader, by name."""
        return self._rows("list_readers")

    def _source(self, source: str) -> Principal:
        with self.pool.session() as connection, connection.cursor() as cursor:
            found = tokens.holder(cursor, "source", source)
        if found is None:
            raise NotFound(shown(source))
        return found[0]

    def _rows(self, name: str) -> list[Mapping[str, Any]]:
        with self.pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
            cursor.execute(tokens.query(name))
            return [dict(row) for row in cursor.fetchall()]

    def _publish(self, event: Mapping[str, Any]) -> None:
        publish_as_administrator(self.door(), [event])


def publish_as_administrator(door: Door, events: Sequence[Mapping[str, Any]]) -> None:
    """Publish facts of the administrator's own source. Raises HubError with the first problem."""
    for receipt in door.publish(events, ADMINISTRATOR):
        if receipt.problem is not None:
            raise HubError(problem=receipt.problem)


def ensure_administrator(pool: Pool, token: str) -> None:
    """Let the token prove the administrator, who may read everything. Nothing is done when it does already."""
    with pool.session() as connection, connection.cursor() as cursor:
        roles.make(cursor, ADMINISTRATOR_NAME, NATION)
        tokens.issue(cursor, Principal("admin", ADMINISTRATOR_NAME, NATION), token)
