"""The ledger is compared with the index while both go on; topics and positions are the real ones."""

import uuid
from collections.abc import Mapping
from typing import Any

import psycopg2
import pytest

from projections import ledger
from tests.projections.test_worker import EVENTS, Stage, stage

__all__ = ["stage"]


def execute(dsn: str, statement: str) -> None:
    connection = psycopg2.connect(dsn)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def test_what_is_appended_during_a_check_is_no_loss(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given an index that has read some of the ledger to its end, and goes on as soon as the ends were observed
    stage.tell(EVENTS)
    ledger.check(stage.parts.client(), stage.dsn)
    observe = ledger.observe

    def meanwhile(client: Mapping[str, Any]) -> tuple[dict[str, uuid.UUID], dict[tuple[str, int], int]]:
        made, ends = observe(client)
        for (topic, part), end in ends.items():
            execute(stage.dsn, f"UPDATE core.position SET off = {end + 5} WHERE family = {ledger.TOPICS.index(topic)} AND part = {part}")
        return made, ends

    monkeypatch.setattr(ledger, "observe", meanwhile)
    # When both are compared, then nothing is missed: the worker must not connect anew for it, half a second in which nothing is appended
    ledger.check(stage.parts.client(), stage.dsn)


def test_a_ledger_that_ends_before_the_index_is_told(stage: Stage) -> None:
    # Given an index that says of every partition that one more record was read than it has
    stage.tell(EVENTS)
    ledger.check(stage.parts.client(), stage.dsn)
    execute(stage.dsn, "UPDATE core.position SET off = 1000 WHERE family = 1 AND part = 3")
    # When both are compared, then the partition is named
    with pytest.raises(ledger.Shorter, match=r"ledger\.\w+/3 \d+ < 1000"):
        ledger.check(stage.parts.client(), stage.dsn)
