"""The stopwatch measures real parts, and refuses to give a rate of wrong figures."""

from pathlib import Path

import pytest

from bench import federation, ground, live, stats, tree
from hub.embedded import parts

SMALL = tree.synthetic(1, 2, 2, 4)


def test_live_folding_rebuilding_and_asking_are_measured(tmp_path: Path) -> None:
    # given a ledger that holds a federation, when it is measured once, then each row has its figure, and the matters are exact
    records = [one for one in federation.records(SMALL, 6_000) if not one.damaged]
    settings = ground.prepared(tmp_path / "hub")
    try:
        ground.fill(settings, [*federation.framed(federation.reference(SMALL)), *records])
        rows = [*live.rows(settings, records, 1), live.rebuilt(settings, 1), *stats.rows(settings.dsn(), SMALL, 1)]
        with pytest.raises(AssertionError, match="matters of"):
            live.check(settings, records[: len(records) // 2])
    finally:
        parts.stop(tmp_path / "hub")
    assert [one.row for one in rows[:5]] == ["copy", "live", "live-memory-half", "live-memory", "rebuild"]
    assert (rows[3].of, rows[3].ratio) == ("live-memory-half", rows[3].value / rows[2].value)
    assert rows[3].value < 500
    assert rows[3].value / rows[2].value < 1.5
    assert all(one.value > 0 for one in rows)
