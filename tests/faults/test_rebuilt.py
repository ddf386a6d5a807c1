"""Views are made anew, compared and switched while systems publish: equal at one position, and nothing of what comes meanwhile is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.storm import Storm


@pytest.mark.faults
def test_views_made_anew_while_records_come_are_the_live_ones(storm: Storm) -> None:
    # given systems that publish
    storm.advance(20)
    storm.hub.settle()
    (before,) = _live(storm)
    said: dict[str, list[dict[str, Any]]] = {}
    came: list[int] = []

    def anew() -> None:
        for command in ("verify", "rebuild"):
            came.append(_folded(storm))
            said[command] = storm.hub.cli(command)
        came.append(_folded(storm))

    # when the views are made anew and compared, and made anew and switched, meanwhile
    storm.rage(20, anew)
    # then records were folded during both, and every fingerprint was equal
    assert came[0] < came[1] < came[2]
    for rows in said.values():
        assert {"suggestion", "matter", "activity", "cube"} <= {row["view"] for row in rows}
        assert [row["view"] for row in rows if not row["equal"]] == []
    # and readers see the version made anew, into which all that came is folded, as in a clean replay
    assert _live(storm) > [before]
    storm.judge()


def _live(storm: Storm) -> list[int]:
    return [version for (version,) in storm.hub.sql("SELECT version FROM core.view_version WHERE live")]


def _folded(storm: Storm) -> int:
    return int(storm.hub.sql("SELECT sum(off) FROM core.view_position AS p INNER JOIN core.view_version AS v USING (version) WHERE v.live")[0][0])
