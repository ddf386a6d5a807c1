"""The Faust application that watches deadlines: a timer calls, an agent looks, a service keeps what was told."""

import logging
from collections.abc import Iterable
from itertools import chain
from typing import Any, ClassVar, Final

import faust
from faust.app.base import BootStrategy
from faust.types import StreamT
from mode import Service

from streams.deadlines.keeping import Keeping
from streams.deadlines.progress import Progress
from streams.deadlines.settings import WatchSettings
from streams.deadlines.watch import Watch

APPLICATION: Final = "deadlines"


class AgentsAlone(BootStrategy):
    """Faust starts our service, timer and agent and nothing of its own: neither consumer nor producer, web server or table."""

    enable_kafka = False
    enable_web = False

    def producer_only(self) -> Iterable[Any]:
        """The agents as well: what they listen to is a channel in memory, which needs no consumer."""
        return chain(super().producer_only(), [self.app.agents])


class DeadlineService(Service):
    """Keeps what was told, and ends what is open with the worker. A subclass names what it holds, as Faust makes the instance by itself."""

    watch: ClassVar[Watch]
    keeping: ClassVar[Keeping]

    async def on_stop(self) -> None:
        """End what is under way before the loop closes."""
        await self.keeping.end()
        await self.keeping.close()
        await self.watch.close()

    @Service.task
    async def _keep(self) -> None:
        await self.keeping.run()


def build(settings: WatchSettings) -> faust.App:
    """The application of one worker. Nothing is connected before the worker starts it."""
    settings.marks.mkdir(parents=True, exist_ok=True)
    logging.getLogger("aiokafka").setLevel(logging.INFO)
    app = faust.App(
        APPLICATION,
        broker=f"kafka://{settings.client['bootstrap_servers']}",
        datadir=settings.marks / f"{settings.name}.faust",
        web_enabled=False,
        key_serializer="raw",
        value_serializer="raw",
        autodiscover=False,
    )
    app.boot_strategy = AgentsAlone(app)
    app.producer_only = True
    progress = Progress(settings.progress, settings.name)
    holding = Watch(settings, progress)

    @app.service
    class Deadlines(DeadlineService):
        """The service of this worker."""

    Deadlines.watch, Deadlines.keeping = holding, Keeping(settings)
    _attend(app, holding, settings.every_seconds)
    return app


def _attend(app: faust.App, watch: Watch, every_seconds: float) -> None:
    """The timer, and the agent that it calls unless it is at work."""
    calls = app.channel()

    async def look(stream: StreamT[None]) -> None:
        async for _ in stream:
            await watch.turn()

    app.agent(calls, name="deadlines.look")(look)

    async def call() -> None:
        # Faust lets nothing into a channel before its consumer has partitions, and there is no consumer here.
        if not app.flow_control.is_active():
            app.flow_control.resume()
        if not watch.busy:
            await calls.send(value=None)

    app.timer(every_seconds, name="deadlines.call")(call)
