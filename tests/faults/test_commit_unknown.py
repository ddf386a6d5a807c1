"""The connection breaks after COMMIT was sent and before it was answered: whether it was done or not, nothing is lost or double."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.embedded import parts
from hub.settings import ADMINISTRATOR_TOKEN
from hub.supervisor import bringup
from tests.conftest import eventually
from tests.cutting import Cutter, Proxy, before_postgres
from tests.faults.report import Row
from tests.faults.storm import PATIENCE, Storm, begun
from tests.running import hub_in

MARKS = {"append": b"COPY core.event", "fold": b"pg_temp.finish_once", "feeds": b"INSERT INTO core.feed"}


@pytest.fixture
def cutter(tmp_path: Path) -> Iterator[tuple[Cutter, Storm]]:
    """A hub whose parts are outside of it, PostgreSQL behind the proxy."""
    running = parts.start(tmp_path)
    cutter = before_postgres(running.postgres_port, MARKS)
    proxy = Proxy(cutter)
    running.folder.secret(ADMINISTRATOR_TOKEN)
    hub = hub_in(
        tmp_path,
        kafka=running.bootstrap,
        kafka_security="SASL_PLAINTEXT",
        postgres=f"host=127.0.0.1 port={proxy.port} dbname=hub",
        secrets=tmp_path / "secrets",
    )
    try:
        bringup.create_database(hub.settings.dsn())
        yield cutter, begun(hub.up())
    finally:
        hub.down()
        proxy.close()
        parts.stop(tmp_path)


@pytest.mark.row("10", "COMMIT 不知成否")
def test_commit_with_unknown_outcome(cutter: tuple[Cutter, Storm], row: Row) -> None:
    # given a hub whose connections to the database are cut when COMMIT has been sent, some after it was done and some before
    hand, storm = cutter
    wanted = {(name, done) for name in MARKS for done in (True, False)}

    def met() -> bool:
        storm.advance(2)
        return wanted <= set(hand.cuts)

    # when systems publish until appending, folding and staging of feeds have each met both
    eventually(met, PATIENCE)
    hand.most = 0
    # then all is as if nothing had happened, in the feeds too
    storm.judge()
    done = sum(count for (_, committed), count in hand.cuts.items() if committed)
    row.more = f"不知成否 {hand.cuts.total()}（成 {done}），都弄清 {hand.cuts.total()}"
