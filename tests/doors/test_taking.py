"""An edition is sent piece by piece, the next while the broker has the one before; none is sent without those in which it lies."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import httpx
import pytest

from connectors.door import Door
from connectors.regions import edition, plan
from connectors.regions.plan import Plan
from connectors.writer import Writer
from hub.api import regions
from hub.regions import taking
from hub.regions.alone import alone
from tests.doors.conftest import Served

FACTS = 7
PIECE = 2
DAY = date(2020, 12, 31)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Plan:
    """What has to be said of seven regions, each piece two."""
    monkeypatch.setattr(taking, "AT_ONCE", PIECE)
    towns = [f"9901011{number:02},镇{number},990101" for number in range(FACTS - 3)]
    text = "\n".join(["code,name,parent", "99,九省,", "9901,九市,99", "990101,九县,9901", *towns])
    return plan.plan(edition.read(text), {}, DAY, 1_600_000_000_000)


@pytest.fixture
def door(served: Served) -> Iterator[Door]:
    opened = Door(Writer(served.settings.client()))
    yield opened
    opened.writer.close()


def test_every_fact_has_its_receipt_in_order(served: Served, door: Door, found: Plan) -> None:
    # when facts are taken that are not a whole number of pieces, then each is kept, and answered once, in their order
    pieces = list(taking.take(served.pool, door, found, 0))
    assert [len(one) for one in pieces] == [2, 2, 2, 1]
    answered = [receipt for piece in pieces for receipt, _ in piece]
    assert [one.id for one in answered] == [one["id"] for one in found.events()]
    assert all(one.place for one in answered)


def test_nothing_more_is_sent_once_nothing_is_taken(served: Served, door: Door, found: Plan) -> None:
    # given a door that writes no more after the first piece is answered, and the second is under way
    going = taking.take(served.pool, door, found, 0)
    first = next(going)
    door.writer.close()
    # when the rest is taken, then what was under way is answered as it is kept, the third piece and the last under way are refused
    rest = list(going)
    assert all(receipt.place for receipt, _ in (*first, *rest[0]))
    refused = [receipt for piece in rest[1:] for receipt, _ in piece]
    assert {one.problem.code if one.problem else None for one in refused} == {"UNAVAILABLE"}
    # and every fact has been answered once
    assert [receipt.id for piece in (first, *rest) for receipt, _ in piece] == [one["id"] for one in found.events()]


HOLDING = """
import sys, time
from hub.regions.alone import alone
with alone(sys.argv[1], 1):
    print("held", flush=True)
    time.sleep(600)
"""


def test_one_at_a_time_says_what_regions_there_are(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "LEVEL_SECONDS", 0.2)
    monkeypatch.setattr(regions, "LEAST_SECONDS", 0.2)
    sent = {"editions": "code,name,parent\n98,八省,\n", "successions": "code,successor,share,day,document\n"}

    def busy(client: httpx.Client) -> dict[str, bool]:
        answers = [client.post(f"/v1/regions/{one}", content=text.encode(), params={"valid_from": "2020-12-31"}) for one, text in sent.items()]
        return {one: answer.status_code == 503 and answer.json()["code"] == "REGIONS_BUSY" for one, answer in zip(sent, answers, strict=True)}

    with served.client() as client:
        # given another process that is at it, when an edition or a list comes, then it is told so
        other = subprocess.Popen([sys.executable, "-c", HOLDING, served.pool.dsn], stdout=subprocess.PIPE, text=True)
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            assert busy(client) == dict.fromkeys(sent, True)
        finally:
            other.kill()
            other.communicate()
        # when that dies, then it holds up nobody, nor does who was refused
        with alone(served.pool.dsn, 10):
            assert busy(client) == dict.fromkeys(sent, True)
        assert busy(client) == dict.fromkeys(sent, False)
        with alone(served.pool.dsn, 10):
            pass
