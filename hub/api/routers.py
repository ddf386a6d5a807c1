"""The routers of the HTTP surface, one per noun. Adding one is a module and a line here."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from hub.api import (
    archive,
    audit,
    events,
    feeds,
    health,
    manifests,
    matters,
    metrics,
    notices,
    personal,
    quarantine,
    readers,
    reasons,
    receipts,
    regions,
    schemas,
    sheets,
    shipped,
    sources,
    statistics,
    witness,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    health.router,
    metrics.router,
    events.router,
    quarantine.router,
    sheets.router,
    sources.router,
    readers.router,
    schemas.router,
    reasons.router,
    shipped.router,
    statistics.router,
    manifests.router,
    feeds.router,
    notices.router,
    matters.router,
    personal.router,
    audit.router,
    regions.router,
    archive.router,
    receipts.router,
    witness.router,
)
