"""The office where sources and readers are registered: publishes the fact first, then hands out the secret once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg2 import sql
from psycopg2.extras import RealDictCursor

from connectors.door import Door
from hub.access import facts, kafka, tokens
from hub.access.facts import NewSource
from hub.access.kafka import Native
from hub.access.rights import ADMINISTRATOR, NATION
from hub.access.who import Principal
from hub.pool import Pool
from projections.api.readers import Reader, create_reader, revoke_reader
from schemas.errors import HubError, NotFound, Problem, shown
from schemas.levels import LEVELS, Level, rank

ADMINISTRATOR_NAME: Final = "administrator"


@dataclass(frozen=True)
class Office:
    """What the office needs: the database, the door to Kafka, the gate's clock (ms), how to sign in to Kafka."""

    pool: Pool
    door: Callable[[], Door]
    now: Callable[[], int]
    client: Mapping[str, Any]
    replicas: int = 1

    def add_source(self, new: NewSource) -> str:
        """Register a source; its token. Raises Refused, HubError EXISTS (the administrator's own is there always), Unavailable."""
        facts.check_source(new)
        with self.pool.session() as connection, connection.cursor() as cursor:
            if new.source == ADMINISTRATOR or tokens.holder(cursor, "source", new.source) is not None:
                raise HubError(problem=Problem("EXISTS", "/source", "", shown(new.source)))
        self._publish(facts.registered(new, self.now()))
        with self.pool.session() as connection, connection.cursor() as cursor:
            return tokens.issue(cursor, Principal("source", new.source, new.region))

    def add_native(self, new: NewSource) -> Native:
        """Give a source topics and a user of its own on Kafka, for its region's level and those below. Raises Unavailable."""
        return kafka.register(self.client, new.source, self._levels(new.region), new.families, self.replicas)

    def _levels(self, region: str) -> Sequence[Level]:
        """The levels at which a source of a region speaks; all while the region is not known."""
        with self.pool.session() as connection, connection.cursor() as cursor:
            cursor.execute(tokens.query("live_version"))
            live = cursor.fetchone()
            if live is None:
                return LEVELS
            cursor.execute(sql.SQL(tokens.query("level_of")).format(view=sql.Identifier(f"view_{live[0]}")), {"region": region})
            found = cursor.fetchone()
        return LEVELS if found is None else LEVELS[rank(found[0]) :]

    def rotate_source(self, source: str, native: bool = False) -> tuple[str, Native | str | None]:
        """A new token, and a new Kafka password for a native source; those before end at once. Raises NotFound, HubError FORBIDDEN, Unavailable.

        `native`: topics and user are made where the broker has none, as after it was lost.
        """
        found = self._source(source)
        registered = self._registered(source) if native else None
        self._publish(facts.rotated(source, self.now()))
        with self.pool.session() as connection, connection.cursor() as cursor:
            tokens.revoke(cursor, "source", source)
            token = tokens.issue(cursor, found)
        return token, kafka.rotate(self.client, source, self.replicas) if registered is None else self.add_native(registered)

    def revoke_source(self, source: str, reason: str | None) -> None:
        """From now on a source may not speak. Its tokens end at once, its events stay. Raises NotFound, HubError FORBIDDEN, Unavailable."""
        self._source(source)
        with self.pool.session() as connection, connection.cursor() as cursor:
            tokens.revoke(cursor, "source", source)
        self._publish(facts.revoked(source, reason, self.now()))
        kafka.revoke(self.client, source)

    def sources(self) -> list[Mapping[str, Any]]:
        """Every source that was given a token, by name."""
        return self._rows("list_sources")

    def add_reader(self, reader: str, region: str) -> tuple[str, Reader]:
        """Register a reader; its token, and its database role with a password. Raises Refused, HubError EXISTS, Unavailable."""
        facts.check_reader(reader)
        with self.pool.session() as connection, connection.cursor() as cursor:
            if tokens.holder(cursor, "reader", reader) is not None or reader == ADMINISTRATOR_NAME:
                raise HubError(problem=Problem("EXISTS", "/reader", "", shown(reader)))
        self._publish(facts.reader_registered(reader, region, self.now()))
        with self.pool.session() as connection, connection.cursor() as cursor:
            return tokens.issue(cursor, Principal("reader", reader, region)), create_reader(connection, reader, region)

    def revoke_reader(self, reader: str) -> None:
        """From now on a reader may not read. Raises NotFound, Unavailable."""
        with self.pool.session() as connection, connection.cursor() as cursor:
            if tokens.holder(cursor, "reader", reader) is None:
                raise NotFound(shown(reader))
            tokens.revoke(cursor, "reader", reader)
            revoke_reader(connection, reader)
        self._publish(facts.reader_revoked(reader, self.now()))

    def readers(self) -> list[Mapping[str, Any]]:
        """Every reader, by name."""
        return self._rows("list_readers")

    def _source(self, source: str) -> Principal:
        """Who has the token of a source; the administrator's own source has none to be changed."""
        if source == ADMINISTRATOR:
            raise HubError(problem=Problem("FORBIDDEN", "/source", "", ADMINISTRATOR))
        with self.pool.session() as connection, connection.cursor() as cursor:
            found = tokens.holder(cursor, "source", source)
        return Principal("source", source, self._registered(source).region) if found is None else found[0]

    def _registered(self, source: str) -> NewSource:
        """A source as the ledger has it: tokens are lost with the database, facts are not. Raises NotFound."""
        with self.pool.session() as connection, connection.cursor() as cursor:
            cursor.execute(tokens.query("registered"), {"source": source})
            found = cursor.fetchone()
        if found is None:
            raise NotFound(shown(source))
        region, families, name = found
        return NewSource(source, region, tuple(families), name)

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
        cursor.execute(tokens.query("known_reader"), {"name": ADMINISTRATOR_NAME})
        if cursor.fetchone() is None:
            create_reader(connection, ADMINISTRATOR_NAME, NATION)
        tokens.issue(cursor, Principal("admin", ADMINISTRATOR_NAME, NATION), token)
