"""What the routers of one application share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, cast

from fastapi import Depends, Request

from hub.broker import Broker
from hub.pool import Pool
from hub.settings import Settings
from schemas.days import BEIJING


@dataclass(frozen=True)
class Hub:
    """The parts behind the HTTP surface: settings, database, broker."""

    settings: Settings
    pool: Pool
    broker: Broker

    def now(self) -> int:
        """The gate's clock in ms: real time, or what the file of the test clock says."""
        return self.settings.now()

    def today(self) -> date:
        """The Beijing day of that clock: what stands for a day that nobody names."""
        return datetime.fromtimestamp(self.now() / 1000, BEIJING).date()

    def marked(self, answer: dict[str, Any]) -> dict[str, Any]:
        """An answer as it is given: under a test clock with the member `test_clock`."""
        shown = self.settings.clock
        return answer if shown is None else {**answer, "test_clock": shown}

    def close(self) -> None:
        """Let go of the parts; what was acknowledged stays, nothing else was promised."""
        self.broker.close()
        self.pool.close()


def hub_of(request: Request) -> Hub:
    """The shared parts of the application that serves a request."""
    return cast(Hub, request.app.state.hub)


Parts = Annotated[Hub, Depends(hub_of)]
