"""Writes the figures: `bench/latest.json` for programs, `docs/benchmarks.md` for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.row import Row

HERE = Path(__file__).parent
LATEST = HERE / "latest.json"
PAGE = HERE.parent / "docs" / "benchmarks.md"


def write_json(rows: Sequence[Row], path: Path = LATEST) -> None:
    """The list of contract.md 7."""
    path.write_text(json.dumps([row.as_json() for row in rows], indent=1, ensure_ascii=False) + "\n")


def read_json(path: Path) -> list[Row]:
    """What `write_json` wrote. Raises FileNotFoundError when there was no run before."""
    return rows_of(path.read_text())


def rows_of(text: str) -> list[Row]:
    """The rows of such a list."""
    return [Row(**fields) for fields in json.loads(text)]


def _line(row: Row) -> str:
    spread = "" if row.low is None else f"{row.low:,.6g} – {row.high:,.6g}"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f} × {row.of}"
    return f"| {row.row} | {row.value:,.6g} | {row.unit} | {spread} | {ratio} |"


def page(rows: Sequence[Row], machine: Mapping[str, Any], command: str) -> str:
    """The document, as Markdown."""
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    head = (
        f"# Benchmarks\n\nWritten by `{command}`; do not edit. Medians, with lowest and highest run; ratios are taken within the same run.\n"
        "`live-memory` is the most that a worker took while it folded the whole ledger, `live-memory-half` while it folded the first half of it: "
        "a ratio near 1 says that memory does not grow with history. So do `gate-memory` beside that of the first quarter of its backlog, and "
        "`http-memory`, `feeds-memory` and `deadlines-memory` beside what they had taken when events had come at 500 a second, before the batches "
        "of `http-ingest`.\n"
        "`regions-…`: an edition of the nation (46,460 regions) by the import of a whole hub, from the command until the views have it (asked: 5 s), "
        "until the feeds have it too, counted from then (asked: 10 s), the same edition again, which says nothing (5 s), and 2,600 towns merged into "
        "others, until figures restated on that day show it (10 s).\n\n"
        f"Machine: {machine['processor']}, {machine['cores']} cores shared by broker, workers and database, {machine['memory_gib']} GiB, "
        f"{machine['system']}, Python {machine['python']}; {packages}.\n\n| row | median | unit | spread | ratio |\n|---|---|---|---|---|\n"
    )
    return head + "\n".join(_line(row) for row in rows) + "\n"
