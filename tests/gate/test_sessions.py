"""The gate's fetches are parts of a session on the real broker, and find back into one."""

import asyncio
from typing import Any

import pytest
from aiokafka.protocol.fetch import FetchRequestStruct

from streams.inflow import Inflow
from streams.sessions import FIRST_EPOCH, SessionFetch
from streams.settings import GateSettings
from tests.gate.desk import Desk
from tests.streams.world import assigned


class Heard:
    """What the fetches said from now on: session epoch, and how many partitions were named."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: list[tuple[int, int]] = []
        self.session: Any = None
        build = SessionFetch.build

        def listening(fetch: SessionFetch, version: type[FetchRequestStruct]) -> FetchRequestStruct:
            built = build(fetch, version)
            self.session = fetch._session
            self.said.append((built.session_epoch, sum(len(parts) for _, parts in built.topics)))
            return built

        monkeypatch.setattr(SessionFetch, "build", listening)


def test_a_fetch_names_what_has_changed_and_a_lost_session_is_replaced(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        inflow = Inflow(GateSettings(desk.parts.client(), desk.marks, "gate-sessions"), _nothing, _nothing)
        heard = Heard(monkeypatch)
        await inflow.start(60)
        # given a member that has taken everything
        await _until(lambda: len(heard.said) > 2 and heard.said[-1][1] == 0, inflow)
        everything = len(inflow._mine)
        # when a record comes, then it is taken by a fetch that names nothing, and the next one names its partition alone
        heard.said.clear()
        await asyncio.to_thread(desk.say, assigned())
        await _taken(inflow)
        await _until(lambda: any(named for _, named in heard.said), inflow)
        assert max(named for _, named in heard.said) == 1
        # when the broker does not know the session any more, then everything is named again, and nothing that comes is missed
        heard.session.epoch += 1000
        heard.said.clear()
        await _until(lambda: (FIRST_EPOCH, everything) in heard.said, inflow)
        await asyncio.to_thread(desk.say, assigned())
        await _taken(inflow)
        await inflow.stop()

    asyncio.run(run())


async def _nothing(_: frozenset[Any]) -> None:
    return None


async def _until(condition: Any, inflow: Inflow) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await inflow.take()


async def _taken(inflow: Inflow) -> None:
    async with asyncio.timeout(60):
        while not await inflow.take():
            pass
