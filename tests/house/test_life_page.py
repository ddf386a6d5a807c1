"""The page about the life of a suggestion: every step is on it, every test that it names is there, and its periods are those that are shipped."""

import re

import pytest

from hub.shipped import events
from schemas.reasons import BROKEN
from schemas.registry import default
from tests.house.pages import ROOT, defined_in

pytestmark = pytest.mark.quick

PAGE = (ROOT / "docs" / "life.md").read_text("utf-8")
STEPS, PERIODS = (
    [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    for part in PAGE.partition("## 步骤")[2].split("## 期限")
)


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_step_of_the_vocabulary_is_on_the_page_once() -> None:
    said = [step for row in STEPS[2:] for step in words(row[1])]
    known = {name.split(".")[3] for name in default().names if name.startswith("cn.npc.suggestion.")}
    assert sorted(said) == sorted(known)


def test_every_test_and_every_anomaly_that_it_names_is_there() -> None:
    for _, step, _, codes, tests in STEPS[2:]:
        assert set(words(codes)) <= {*BROKEN}, step
        assert words(tests), step
        for one in words(tests):
            path, _, name = one.partition("::")
            assert name in defined_in(path), one


def test_the_periods_are_those_that_are_shipped() -> None:
    shipped: dict[tuple[str, str], str] = {}
    for data in (one["data"] for one in events() if one["type"] == "cn.npc.rule.set.v1"):
        if data["period"] in ("m", "d", "wd") and data["step"] != "due_soon":
            place = f"{data['jurisdiction']} 乡镇" if data.get("applies_to") == "town" else data["jurisdiction"]
            shipped[data["step"], place] = f"{data['amount']} {data['period']}{' 同意' if data.get('consent') else ''}"
    places = [cell if "乡镇" in cell else cell.split()[0] for cell in PERIODS[0][1:]]
    page = {(words(row[0])[0], place): cell for row in PERIODS[2:] for place, cell in zip(places, row[1:], strict=True) if cell}
    assert page == shipped
