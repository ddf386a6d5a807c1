"""The stopwatch measures real parts, and refuses to give a rate of wrong figures."""

from pathlib import Path

import pytest

from bench import federation, ground, history, limits, live, stats, tree
from hub.embedded import parts

SMALL = tree.synthetic(1, 2, 2, 4)


FIRST, SECOND = 6_000, 40_000


@pytest.mark.faults
def test_live_folding_rebuilding_and_asking_are_measured(tmp_path: Path) -> None:
    # given an empty hub; when the same is measured at two sizes of its ledger, then again from nothing, and beside the machine's limits
    settings = ground.prepared(tmp_path / "hub")
    told = [federation.records(SMALL, FIRST, 7), federation.records(SMALL, SECOND, 8, history.SLICE)]
    records = [one for several in told for one in several if not one.damaged]
    try:
        grown = {one.row: one for one in history.rows(settings, SMALL, (FIRST, FIRST + SECOND), 1, 5)}
        rows = [*live.rows(settings, records, 1), live.rebuilt(settings, 1), *stats.rows(settings.dsn(), SMALL, 1, 5), *limits.rows(settings, 1)]
        with pytest.raises(AssertionError, match="matters of"):
            live.check(settings, live.matters(records[: len(records) // 2]))
    finally:
        parts.stop(tmp_path / "hub")
    # then each row has its figure, the matters are exact, and what a limit is of is beside it
    assert [one.row for one in rows[:5]] == ["copy", "live", "live-memory-half", "live-memory", "rebuild"]
    assert (rows[3].of, rows[3].ratio) == ("live-memory-half", rows[3].value / rows[2].value)
    assert rows[3].value < 500
    assert rows[3].value / rows[2].value < 1.5
    assert all(one.value > 0 for one in (*rows, *grown.values()))
    assert {"stats-any-p99", "stats-persons-year", "limit-fetch", "limit-decode", "limit-read"} <= {one.row for one in rows}
    (share,) = [one for one in limits.shares(rows) if one.row == "live-of-limit-decode"]
    assert share.value < 1
    for name in ("live", "live-memory", "database", "broker", "rebuild", "stats-any-p99"):
        small, large = grown[f"{name}@6k"], grown[f"{name}@46k"]
        assert (large.of, large.ratio) == (small.row, large.value / small.value)
