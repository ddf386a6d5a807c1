"""The stopwatch's own arithmetic."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.federation import reference
from bench.regions import generated
from bench.report import page, read_json, write_json
from bench.row import Row, against, measured, slower
from bench.tree import read
from connectors.regions import edition


def test_median_and_spread_of_several_runs() -> None:
    """Given three runs, when they are summed up, then the row is their median with lowest and highest."""
    assert measured("gate", [3.0, 1.0, 2.0], "events/s") == Row("gate", 2.0, "events/s", low=1.0, high=3.0)


def test_no_run_is_no_row() -> None:
    """Given no run, when a row is asked for, then it is refused."""
    with pytest.raises(ValueError, match="no run of gate"):
        measured("gate", [], "events/s")


def test_ratio_needs_one_unit() -> None:
    """Given a rate and a size, when a ratio is asked for, then it is refused; of two rates it is their quotient."""
    rate = measured("gate", [50.0], "events/s")
    limit = measured("raw", [100.0], "events/s")
    assert against(rate, limit).ratio == 0.5
    with pytest.raises(ValueError, match="MB"):
        against(rate, measured("memory", [1.0], "MB"))


@pytest.mark.parametrize(
    ("unit", "before", "after", "worse"),
    [("events/s", 100.0, 70.0, True), ("events/s", 100.0, 90.0, False), ("ms", 10.0, 13.0, True), ("ms", 10.0, 11.0, False)],
)
def test_worse_than_last_time(unit: str, before: float, after: float, worse: bool) -> None:
    """Given two runs, when compared with 20 % tolerance, then only a real loss is named."""
    complaints = slower([Row("a", before, unit)], [Row("a", after, unit)], 0.2)
    assert bool(complaints) is worse


def test_vanished_row_is_named() -> None:
    """Given a row of last time that is gone, when compared, then that is said."""
    assert slower([Row("a", 1.0, "ms")], [], 0.2) == ["a: not measured any more"]


def test_written_and_read_again(tmp_path: Path) -> None:
    """Given rows, when written as JSON and read, then they are the same; the page names each."""
    rows = [Row("a", 1.5, "ms", "b", 0.5, 1.0, 2.0), Row("b", 3.0, "ms")]
    write_json(rows, tmp_path / "latest.json")
    assert read_json(tmp_path / "latest.json") == rows
    machine = {"processor": "p", "cores": 2, "memory_gib": 1, "system": "s", "python": "3", "packages": {"x": "1"}, "federation": "f"}
    text = page(rows, machine, "make bench")
    assert "| a | 1.5 | ms | 1 – 2 | 0.50 × b |" in text


def test_an_edition_is_a_federations_ground(tmp_path: Path) -> None:
    """Given an edition, when a federation is laid on it, then groups fall away, and streets have an organ of the county's."""
    written = tmp_path / "edition.csv"
    written.write_text(
        "code,name,parent\n11,北京市,\n1101,市辖区,11\n110101,东城区,1101\n110101001,东华门街道,110101\n110101101,某镇,110101\n", "utf-8"
    )
    ground = read(written)
    assert (ground.real, ground.towns, ground.counties) == (True, ["110101001", "110101101"], ["110101", "110101"])
    organs = {one["data"]["region"]: (one["data"]["kind"], one["data"]["level"]) for one in reference(ground) if "unit" in one["data"]}
    assert organs["110101001"] == ("street_committee", "county")
    assert organs["110101101"] == ("presidium", "town")


def test_a_generated_edition_is_as_large_as_the_nation() -> None:
    """Given no real edition, when one is made, then it is read like a real one and has as many regions of each kind."""
    kinds = Counter(one.kind for one in edition.read(generated()).regions.values())
    assert (kinds["town"], kinds["county"] + kinds["district"] + kinds["county_city"]) == (41_602, 3_069)
