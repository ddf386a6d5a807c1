"""The gate as a service of the Faust application: started, crashed and stopped with the worker."""

from typing import Any, ClassVar

from mode import Service

from streams.gatekeeper import Gatekeeper
from streams.settings import GateSettings


class GateService(Service):
    """One gate worker. A subclass names its settings, as Faust makes the instance by itself."""

    settings: ClassVar[GateSettings]

    def __init__(self, **options: Any) -> None:
        """Made by Faust inside the worker's event loop."""
        super().__init__(**options)
        self._keeper: Gatekeeper | None = None

    async def on_stop(self) -> None:
        """End what is under way before the loop closes."""
        if self._keeper is not None:
            await self._keeper.stop()

    @Service.task
    async def _keep(self) -> None:
        self._keeper = Gatekeeper(self.settings)
        await self._keeper.start()
        await self._keeper.run()
