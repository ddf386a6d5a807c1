"""`/healthz`: the process lives. `/readyz`: the parts behind it answer."""

from __future__ import annotations

from fastapi import APIRouter

from hub.api.state import Parts

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers, also while every thread is busy with long questions: whoever does not answer here is ended and started again."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(hub: Parts) -> dict[str, str]:
    """Database and broker answer; 503 otherwise."""
    hub.broker.check()
    with hub.pool.session() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"status": "ready"}
