"""The gate as a service of the Faust application: started, crashed and stopped with the worker."""

import gc
from typing import Any, ClassVar, Final

from mode import Service

from streams.gatekeeper import Gatekeeper
from streams.settings import GateSettings

GC_OBJECTS: Final = (200_000, 10, 10)


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
        _settle_memory()
        await self._keeper.run()


def _settle_memory() -> None:
    """The facts that are known stay, and records come in tens of thousands: the search for cycles among them, at every seven
    hundredth object, costs half as much as their decoding."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_OBJECTS)
