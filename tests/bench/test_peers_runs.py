"""A peer that fails takes nothing away from the others, and one that stands still is found out."""

from pathlib import Path

import pytest

from bench.peers import report
from bench.peers.all import PEERS
from bench.peers.peer import Failed, Outcome, Peer, Still, ended_by
from bench.peers.series import Series, run_all

pytestmark = pytest.mark.quick
FIRST, SECOND = PEERS[:2]


def test_what_the_others_did_stays() -> None:
    # given two peers of which the second fails in its second run
    ran = []

    def once(peer: Peer, number: int) -> Outcome:
        ran.append((peer.name, number))
        if peer is SECOND and number == 1:
            raise Failed("it stood still")
        return Outcome(100.0 + number, 1.0, 2.0, 3.0, 4.0)

    several = [Series(FIRST, "together"), Series(SECOND, "together"), Series(FIRST, "apart"), Series(SECOND, "apart", failure="no Java")]
    # when both run three times
    run_all(several[:2], 3, once)
    # then the first ran thrice and the second is not tried again
    assert ran == [(FIRST.name, 0), (SECOND.name, 0), (FIRST.name, 1), (SECOND.name, 1), (FIRST.name, 2)]
    # and the figures of all runs are told, and who failed
    rows = report.rows(several)
    assert {row.row: row.value for row in rows if row.unit == "events/s"} == {
        f"peers-task-{FIRST.name}-together": 101.0,
        f"peers-task-{SECOND.name}-together": 100.0,
    }
    told = report.table(rows, report.failures(several))
    assert f"Not measured: {SECOND.name}, together: failed after 1 runs: it stood still" in told
    assert f"Not measured: {SECOND.name}, apart: failed after 0 runs: no Java" in told


def test_standing_still_is_a_failure_and_going_on_slowly_is_none() -> None:
    # given patience of 10 s, when something comes every 9 s, then it goes on
    still = Still(10.0)
    for turn in range(5):
        still.look(turn, 9.0 * turn)
    # when nothing came for longer, then it is said since when and how far it was
    still.look(4, 45.0)
    with pytest.raises(TimeoutError, match="nothing more for 10 s after 4 events"):
        still.look(4, 46.5)


def test_why_a_peer_failed_is_told_with_the_end_of_what_it_said(tmp_path: Path) -> None:
    # given what a peer wrote, when it ended by an error, then both are told, in one line
    log = tmp_path / "peer.log"
    log.write_text("begun\n" + "word " * 500 + "\nException in thread main\n\n", "utf-8")
    told = str(ended_by(ChildProcessError("it ended after 3 events with 1"), log))
    assert told.startswith("ChildProcessError: it ended after 3 events with 1; its log ends: ")
    assert told.endswith("word / Exception in thread main")
    assert len(told) < 700
