"""`/healthz`: the process lives. `/readyz`: the parts behind it answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from hub.api.state import Parts
from hub.deeds.book import Book

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers, also while every thread is busy with long questions: whoever does not answer here is ended and started again."""
    return {"status": "ok"}


async def audited(request: Request) -> None:
    """Raises AuditAway while the audit log cannot be written: then nothing is served."""
    book: Book | None = request.app.state.book
    if book is not None:
        await book.ready()


@router.get("/readyz")
def readyz(hub: Parts, _: Annotated[None, Depends(audited)]) -> dict[str, str]:
    """Database and broker answer, and the audit log can be written; 503 otherwise."""
    hub.broker.check()
    with hub.pool.session() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"status": "ready"}
