"""Views made anew are the live ones, at the same position, and can be switched there and back."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import extensions

from projections import rebuild
from projections.bulk import Built
from projections.database import connect
from projections.rebuild import Differs
from projections.refold import Refolded, refold
from schemas.errors import NotFound
from tests.cases.reading import read
from tests.conftest import eventually
from tests.projections.play import Playing, content, fact, federation, playing, region
from tests.projections.test_settling import amends, held, on
from tests.projections.test_worker import EVENTS

ROOT = Path(__file__).parents[2]
REBUILD = "import sys; from projections import rebuild; rebuild.rebuild(sys.argv[1], lambda _: None)"


def life(hub: Playing) -> None:
    """Matters that climb, copies, corrections and retractions, told over some days and folded in several batches."""
    for name, day in (("01", "06-20"), ("08", "06-21"), ("12", "06-22")):
        events = read(name).events
        hub.tell(*events[: len(events) // 2], recorded=on(day))
        hub.fold()
        hub.tell(*events[len(events) // 2 :], recorded=on(day.replace("06-", "07-")))
        hub.fold()
    for number, event in enumerate(EVENTS):
        hub.tell(event, recorded=on("07-25" if number % 2 else "07-24"))
    hub.fold()


def live(hub: Playing) -> int:
    return int(hub.rows("SELECT version FROM core.view_version WHERE live")[0]["version"])


def test_views_made_anew_are_the_live_ones(database: str) -> None:
    with playing(database) as hub:
        life(hub)
        before = content(hub)
        # When they are made anew beside the live ones
        seen: list[Built] = []
        made = rebuild.rebuild(database, seen.append)
        # Then they were equal, contents and recorded days alike, and the new version is the live one
        assert made.compared
        assert sum(made.positions.values()) == hub.rows("SELECT sum(off)::int AS n FROM core.position")[0]["n"]
        assert {"suggestion", "matter", "activity"} <= {one.view for one in seen if one.rows}
        assert (live(hub), content(hub)) == (2, before)
        # And it goes on folding, the other kept as it was
        hub.tell(held(7, event="later"), recorded=on("08-01"))
        hub.fold()
        assert content(hub) != before
        after = content(hub)
        # When it is switched back, the former version has caught up
        assert rebuild.switch_back(database) == 1
        assert (live(hub), content(hub)) == (1, after)
        # And a second rebuild keeps the last one only
        rebuild.rebuild(database, seen.append)
        assert [row["version"] for row in hub.rows("SELECT version FROM core.view_version ORDER BY version")] == [1, 3]
        assert hub.rows("SELECT nspname FROM pg_namespace WHERE nspname = 'view_2'") == []


def test_views_are_made_anew_where_copies_are_not_folded_yet(database: str) -> None:
    with playing(database) as hub:
        life(hub)
        # given facts and a reform that were folded, and of which copies, the same and other ones, lie in the index behind the views
        reform = fact("region.renamed", "990100100", {"code": "990100100", "name": "新镇", "valid_from": "2020-01-01"})
        town = region("990100100", "9901", "town")
        hub.tell(*federation("99", "9901"), town, reform, recorded=on("07-26"))
        hub.fold()
        other = {**reform, "data": {**reform["data"], "name": "别镇"}}
        hub.tell(town, reform, other, *read("12").events, *EVENTS, recorded=on("07-27"))
        # when the views are made anew, also where those that made the live ones cannot fold them any more
        hub.rows("UPDATE core.view_version SET definition = definition || ' of before' RETURNING 1")
        assert not rebuild.rebuild(database, lambda _: None).compared
        # then they are what folding makes of it
        after = content(hub)
        hub.tell(held(7, event="later"), recorded=on("08-01"))
        hub.fold()
        assert live(hub) == 2
        assert rebuild.prove(database, lambda _: None).differing == []
        assert after.keys() == content(hub).keys()


def test_records_that_come_while_views_are_made_are_in_each_of_them_once(database: str) -> None:
    with playing(database) as hub:
        life(hub)

        # given copies, the same and other ones, corrections and new records that come again and again while the views are made
        def meanwhile(built: Built) -> None:
            if built.view in ("source", "activity", "link", "number"):
                number = len(built.view)
                hub.tell(*EVENTS, *read("12").events, recorded=on("07-27"))
                hub.tell({**EVENTS[0], "data": {**EVENTS[0]["data"], "name": f"别名{number}"}}, recorded=on("07-28"))
                hub.tell(
                    held(number, event=f"new-{number}"), amends("retracted", f"gone-{number}", of=("//420624101/zxt", "e7")), recorded=on("07-29")
                )

        made = rebuild.rebuild(database, meanwhile)
        # then both versions stand behind all of them, and are equal
        assert made.compared
        assert sum(made.positions.values()) == hub.rows("SELECT sum(off)::int AS n FROM core.position")[0]["n"]
        assert hub.rows("SELECT count(*)::int AS n FROM core.event_other WHERE status = 'duplicate'")[0]["n"] > len(EVENTS)


VERSIONS = "SELECT version, to_regnamespace('view_' || version) IS NOT NULL AS there FROM core.view_version"
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def test_what_fails_in_one_connection_ends_both_and_leaves_nothing(database: str) -> None:
    with playing(database) as hub:
        life(hub)

        def broken(built: Built) -> None:
            if built.view == "matter":
                raise InterruptedError

        def away(built: Built) -> None:
            if built.view == "matter":
                hub.rows(OTHERS)

        # when a view cannot be made, then nothing of the new version is left
        with pytest.raises(InterruptedError):
            rebuild.rebuild(database, broken)
        assert hub.rows(VERSIONS) == [{"version": 1, "there": True}]
        assert hub.rows("SELECT count(*)::int AS n FROM pg_namespace WHERE nspname = 'view_2'")[0]["n"] == 0
        # when the database ends both connections, then readers see what they saw, and the next rebuild drops what was committed
        with pytest.raises(psycopg2.Error):
            rebuild.rebuild(database, away)
        assert live(hub) == 1
        assert rebuild.rebuild(database, lambda _: None).compared
        assert [row["version"] for row in hub.rows(VERSIONS)] == [1, live(hub)]


def test_a_view_that_was_meddled_with_is_not_replaced(database: str) -> None:
    with playing(database) as hub:
        life(hub)
        # Given live views that are not what the ledger says
        hub.rows("UPDATE {view}.activity SET title = '改' RETURNING 1")
        # Then a rebuild says which, and leaves them
        with pytest.raises(Differs) as caught:
            rebuild.rebuild(database, lambda _: None)
        assert caught.value.names == ["activity"]
        assert live(hub) == 1
        assert rebuild.prove(database, lambda _: None).differing == ["activity"]
        # And deriving the object again cures it
        (name,) = {row["activity"] for row in hub.rows("SELECT activity FROM {view}.activity LIMIT 1")}
        assert refold(hub.connection, name).rows > 0
        assert refold(hub.connection, name) == Refolded(0, 0)
        for row in hub.rows("SELECT DISTINCT activity FROM {view}.activity"):
            refold(hub.connection, row["activity"])
        assert rebuild.prove(database, lambda _: None).differing == []


def test_nothing_to_switch_back_to_is_said(database: str) -> None:
    with playing(database) as hub:
        hub.tell(held(1))
        hub.fold()
        with pytest.raises(NotFound):
            rebuild.switch_back(database)
        with pytest.raises(NotFound):
            refold(hub.connection, "//nobody/x/1")


WAITS = "SELECT count(*)::int AS n FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted"
SOON_SECONDS = 0.5


def test_no_reader_waits_behind_a_switch_that_waits_for_another(database: str) -> None:
    with playing(database) as hub, ThreadPoolExecutor(1) as pool, closing(connect(database)) as long, closing(connect(database)) as other:
        hub.tell(held(1))
        hub.fold()
        # given a reader in a transaction that does not end
        ask(long, "api.county_matters")
        rebuilding = pool.submit(rebuild.rebuild, database, lambda _: None)
        # when a switch is tried, again and again, and waits for that reader
        for name in ("api.county_matters", "api.town_activities", "api.county_matters"):
            eventually(lambda: hub.rows(WAITS)[0]["n"])
            # then another who asks for the same, or for what the switch has taken already, is answered soon
            begun = time.monotonic()
            ask(other, name)
            assert time.monotonic() - begun < SOON_SECONDS
            other.rollback()
            assert (live(hub), rebuilding.done()) == (1, False)
        # and the switch is made once the reader has ended
        long.rollback()
        rebuilding.result()
        assert live(hub) == 2


def ask(connection: extensions.connection, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name}")


PLACES = [
    "rebuild.made",
    "rebuild.view:7",
    "rebuild.piece:9",
    "rebuild.before_commit",
    "rebuild.built",
    "rebuild.caught_up",
    "switch.before_commit",
    "switch.after_commit",
]
SOON = {"rebuild.view:7", "rebuild.before_commit", "switch.before_commit", "switch.after_commit"}
"""Places of every day; the others are passed with the faults."""


@pytest.mark.parametrize("fault", [pytest.param(place, marks=[] if place in SOON else [pytest.mark.faults]) for place in PLACES])
def test_a_rebuild_killed_at_a_named_place_is_begun_anew(database: str, fault: str) -> None:
    with playing(database) as hub:
        life(hub)
        before = content(hub)
        # When the rebuild is killed
        child = subprocess.run([sys.executable, "-c", REBUILD, database], env={**os.environ, "FAULT": fault}, cwd=ROOT, check=False)
        assert child.returncode == -signal.SIGKILL
        # Then readers see whole views all the same, and another rebuild succeeds
        assert content(hub) == before
        hub.tell(amends("retracted", "gone", of=("//420624101/zxt", "e7")), recorded=on("08-01"))
        former = live(hub)
        assert rebuild.rebuild(database, lambda _: None).compared
        assert live(hub) > former
