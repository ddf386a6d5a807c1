"""Finds the figures that were published: on the ledger, which is where their manifests are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from psycopg2.extras import RealDictCursor

from hub.access.who import Principal
from hub.pool import Pool
from projections.figures.manifest import Manifest, NotOne, digest, read
from schemas.days import format_instant
from schemas.errors import NotFound, shown

_PUBLISHED: Final = (Path(__file__).with_name("queries") / "published.sql").read_text("utf-8")
_TOLD: Final = ("figure", "title", "region", "measure", "n", "of", "source", "event", "unit", "published", "recorded", "retracted")


def listed(pool: Pool, asker: Principal, region: str | None, limit: int) -> list[dict[str, Any]]:
    """Published figures, the newest first: to a reader all, as he may ask any region for its figures; to a source its own."""
    return [_told(row) for row in _rows(pool, asker, None, region, limit)]


def one(pool: Pool, asker: Principal, figure: str) -> dict[str, Any]:
    """A published figure with its manifest, and where on the ledger it stands. Raises NotFound; NotOne where its source told it without one."""
    rows = _rows(pool, asker, figure, None, 1)
    if not rows:
        raise NotFound(shown(figure))
    row = rows[0]
    text = row["manifest"]
    manifest = read((text or "").encode())
    if manifest.text != text:
        raise NotOne(shown(figure))
    return {**_told(row), "log": f"ledger.reference/{row['part']}", "index": row["off"], "sha256": digest(text), "manifest": as_json(manifest)}


def as_json(manifest: Manifest) -> dict[str, Any]:
    """A manifest as members of an answer."""
    return {**manifest.__dict__, "head": dict(manifest.head.__dict__)}


def _rows(pool: Pool, asker: Principal, figure: str | None, region: str | None, limit: int) -> Sequence[Mapping[str, Any]]:
    words = {"source": asker.name if asker.kind == "source" else None, "figure": figure, "region": region, "limit": limit}
    with pool.session() as connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(_PUBLISHED, words)
        found: Sequence[Mapping[str, Any]] = cursor.fetchall()
        return found


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    instants = {name: format_instant(round(row[name].timestamp() * 1000)) for name in ("published", "recorded")}
    return {name: instants.get(name, row[name]) for name in _TOLD}
