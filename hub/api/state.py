"""What the routers of one application share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from hub.api.pool import Pool
from hub.settings import Settings


@dataclass(frozen=True)
class Hub:
    """The parts behind the HTTP surface: settings, and the database."""

    settings: Settings
    pool: Pool


def hub_of(request: Request) -> Hub:
    """The shared parts of the application that serves a request."""
    return cast(Hub, request.app.state.hub)


Parts = Annotated[Hub, Depends(hub_of)]
