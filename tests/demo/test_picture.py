"""The picture of the first page shows what the demo prints: the same streams are written each time, so its figures are known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hub.demo import streams
from hub.demo.figures import by_type, figures, key, naive
from tests.demo.loading import small_goals

ROOT = Path(__file__).parents[2]
REPORT = "004"
LINE = re.compile(r"^   (\S+) +([\d,]+) +([\d,]+) +([\d,]+) ✓$", re.MULTILINE)


@pytest.fixture(scope="module")
def printed() -> dict[str, tuple[int, ...]]:
    """By the figure's words: as the report has it, by counting rows, as the hub has it."""
    mine = [one for one in figures() if one.report == REPORT]
    rows = by_type(streams.write({**small_goals(), REPORT: {key(one): one.published for one in mine}}).reports[REPORT])
    return {one.zh: (one.published, naive(one, rows), one.published) for one in mine}


@pytest.mark.parametrize("page", ["README.md", "docs/demo.md"])
def test_the_picture_shows_what_is_printed(page: str, printed: dict[str, tuple[int, ...]]) -> None:
    # given the lines of the picture, when each is held against what the demo prints, then it says the same
    lines = LINE.findall((ROOT / page).read_text("utf-8"))
    assert len(lines) == 4
    for words, *shown in lines:
        assert tuple(int(one.replace(",", "")) for one in shown) == printed[words]
