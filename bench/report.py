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
READ = (HERE / "rows.md").read_text("utf-8")
"""What each row says."""


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
        f"\n{READ}\n"
        f"Machine: {machine['processor']}, {machine['cores']} cores shared by broker, workers and database, {machine['memory_gib']} GiB, "
        f"{machine['system']}, Python {machine['python']}; {packages}. Federation: {machine['federation']}.\n\n"
        "| row | median | unit | spread | ratio |\n|---|---|---|---|---|\n"
    )
    return head + "\n".join(_line(row) for row in rows) + "\n"
