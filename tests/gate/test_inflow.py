"""How patient the gate's fetches are: while records come the broker gathers them, at rest it hands the first over at once."""

import asyncio
from typing import Any

from aiokafka.protocol.fetch import FetchRequest

from streams.inflow import AT_REST, AT_WORK, Inflow, Patience
from streams.settings import GateSettings
from tests.gate.desk import Desk
from tests.streams.world import assigned


def test_fetches_are_patient_while_records_come_and_hasty_at_rest(desk: Desk) -> None:
    async def run() -> tuple[Patience, Patience]:
        inflow = Inflow(GateSettings(desk.parts.client(), desk.marks, "gate-patience"), _nothing, _nothing)
        await inflow.start(60)
        asked = _asked(inflow)
        # given a member that has taken everything, when nothing comes for a while
        await _until(inflow, lambda _: bool(asked) and asked[-1] == AT_REST)
        at_rest = asked[-1]
        # when a record comes
        await asyncio.to_thread(desk.say, assigned())
        await _until(inflow, bool)
        asked.clear()
        await _until(inflow, lambda _: bool(asked))
        await inflow.stop()
        return at_rest, asked[0]

    assert asyncio.run(run()) == (AT_REST, AT_WORK)


async def _nothing(_: frozenset[Any]) -> None:
    return None


async def _until(inflow: Inflow, condition: Any) -> None:
    async with asyncio.timeout(60):
        while not condition(await inflow.take()):
            pass


def _asked(inflow: Inflow) -> list[Patience]:
    """The patience of every fetch from now on, as the client tells the broker."""
    asked: list[Patience] = []
    client = inflow._consumer._client
    send = client.send

    async def listening(node: int, request: Any, **options: Any) -> Any:
        if isinstance(request, FetchRequest):
            asked.append(Patience(request._min_bytes, request._max_wait_ms))
        return await send(node, request, **options)

    client.send = listening
    return asked
