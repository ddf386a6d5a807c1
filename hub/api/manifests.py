"""`/v1/manifests`: figures are published, each with a manifest by which anybody who has the archive can count it again."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool

from hub.api.audited import about
from hub.api.principal import Asker
from hub.api.state import Hub, Parts
from hub.api.statistics import asked
from hub.api.turns import question as turn
from hub.figures import finding, publishing
from hub.figures.covering import head_of
from projections.figures.manifest import Head
from projections.past.wanting import want
from projections.statistics import Answer, Question, ask
from projections.statistics.reading import Asked, question
from schemas.errors import HubError, Problem, Unavailable

router = APIRouter(prefix="/v1/manifests", tags=["manifests"])
LOOK_SECONDS: Final = 0.2
COVERED_SECONDS: Final = 40.0
"""A head is taken every ten seconds, and a command waits a minute for an answer."""
_turn = asynccontextmanager(turn)
_TITLE = Body(description="公布所用的题目 the title under which it is published")
_UNIT = Body(description="公布的机关；管理员可以不写 the acting unit; the administrator's own unless said")


@router.post("", status_code=201)
async def publish(
    request: Request,
    hub: Parts,
    asker: Asker,
    texts: Annotated[Asked, Depends(asked)],
    title: Annotated[str, _TITLE],
    unit: Annotated[str | None, _UNIT] = None,
) -> dict[str, Any]:
    """Publish the figures that the address asks for, as `/v1/statistics` does: they are counted, a head of the archive that covers them is waited
    for, and the ledger is told. For the administrator, and for sources of the region asked or of one above; never for readers."""
    wanted = question(texts)
    publishing.check_title(title)
    if hub.settings.unarchived:
        raise HubError(problem=Problem("ARCHIVE_OFF"))
    who = await run_in_threadpool(publishing.publisher, hub.pool, asker, wanted, unit, hub.today(), hub.now())
    async with _turn(request):
        answer = await run_in_threadpool(_counted, hub, wanted)
    publishing.check_answer(answer)
    manifest = publishing.written(answer, wanted, who, title, hub.now(), await _covered(hub, answer))
    fate, receipt = await run_in_threadpool(publishing.enter, hub.pool, hub.broker, manifest, who)
    told = finding.as_json(manifest)
    about(request, told["figure"])
    return hub.marked({"status": fate.status, "receipt": receipt, "manifest": told})


def _counted(hub: Hub, wanted: Question) -> Answer:
    with hub.pool.session() as connection:
        return ask(connection, wanted, hub.today(), hub.now(), want(hub.pool.session))


async def _covered(hub: Hub, answer: Answer) -> Head:
    """The head that covers what was counted, as soon as there is one: waited for without a thread and a connection."""
    deadline = time.monotonic() + COVERED_SECONDS
    while True:
        head = await run_in_threadpool(head_of, hub.settings.folder.archive, answer.position)
        if head is not None:
            return head
        if time.monotonic() > deadline:
            raise Unavailable(problem=Problem("ARCHIVE_BEHIND"))
        await asyncio.sleep(LOOK_SECONDS)


@router.get("")
def listed(hub: Parts, asker: Asker, region: str | None = None, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[dict[str, Any]]:
    """Published figures, the newest first; of one region where one is named. To a source its own."""
    return finding.listed(hub.pool, asker, region, limit)


@router.get("/{figure:path}")
def one(hub: Parts, asker: Asker, figure: str) -> dict[str, Any]:
    """A published figure with its manifest, as the ledger has it, and the place of its event in the archive."""
    return hub.marked(finding.one(hub.pool, asker, figure))
