"""`/problems/{code}`: what a reason means and what to do about it; the `type` of a problem document points here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from hub.api.problems import not_found, status_of
from schemas.errors import REASONS, Problem

router = APIRouter(tags=["problems"])


@router.get("/problems/{code}")
def reason(code: str) -> dict[str, Any]:
    """The sentences of a reason in both languages."""
    found = REASONS.get(code)
    if found is None:
        raise not_found(code)
    return {"code": code, "status": status_of(Problem(code)), **asdict(found)}
