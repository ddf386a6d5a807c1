"""One object derived again: its rows, what rests on them and the sums where it counts are what the ledger says, whichever of them was not."""

from collections.abc import Mapping

from projections import fold, rebuild, sql, verify, versions, workspace
from projections.refold import Refolded, refold
from projections.routine import ANEW, call
from projections.verify import Fingerprint
from tests.projections.play import Playing, playing
from tests.projections.test_rebuild import life
from tests.projections.test_worker import EVENTS

MEDDLED = {
    # What rows count is changed, in all rows of a view
    "activity": "UPDATE {view}.activity SET day = day - 40, people = people + 5, chain = chain[2 :] RETURNING activity AS object",
    "participation": "UPDATE {view}.participation SET day = day - 40, counts = NOT counts RETURNING activity AS object",
    "matter": """
        UPDATE {view}.matter
        SET replied = '{}', counting = '{[2024-01-01,)}', category = 'x', handlers = '{}', handler_levels = '{}', handler_days = '{}'
        WHERE cardinality(members) > 1
        RETURNING matter AS object
    """,
    "number": "UPDATE {view}.number SET day = day + 1 WHERE right(number, 1) = '1' RETURNING suggestions[1] AS object",
    "opinion": "UPDATE {view}.opinion SET resolved = '{[2024-01-01,)}' RETURNING opinion AS object",
    # Or rows are taken away, here those that matters and numbers rest on
    "suggestion": "DELETE FROM {view}.suggestion RETURNING suggestion AS object",
}
SEVEN_MORE = """
INSERT INTO delta (place, above, top, facet, day, rday, n1)
SELECT DISTINCT p.place, p.above, p.top, t.facet, t.day, t.rday, 7
FROM {view}.tally AS t
INNER JOIN {view}.place AS p ON t.place = p.place
INNER JOIN {view}.facet AS f ON t.facet = f.facet
WHERE f.family = 'activity'
"""


def prints(hub: Playing) -> Mapping[str, Fingerprint]:
    with hub.connection, hub.connection.cursor() as cursor:
        version = versions.live(cursor)
        assert version is not None
        return verify.fingerprints(cursor, version)


def counted_wrongly(hub: Playing) -> None:
    """What a fold leaves that has counted seven more of whatever activities count, wherever they do."""
    with fold.locked(hub.connection), hub.connection, hub.connection.cursor() as cursor:
        version = versions.live(cursor)
        assert version is not None
        workspace.of(cursor, version)
        cursor.execute(sql.within(SEVEN_MORE, version.schema))
        call(cursor, "add", ANEW)
        cursor.execute("DELETE FROM delta")


def test_rows_that_count_otherwise_are_put_right_and_the_cube_is_not_moved(database: str) -> None:
    with playing(database) as hub:
        life(hub)
        before = prints(hub)
        for view, meddling in MEDDLED.items():
            # given rows that count otherwise than the ledger says, and a cube that is right
            objects = {row["object"] for row in hub.rows(meddling)}
            assert verify.differing(before, prints(hub)) == [view]
            # when each object is derived again
            found = [refold(hub.connection, name) for name in sorted(objects)]
            # then rows differed, and now neither a row nor a sum does
            assert sum(one.rows for one in found) > 0
            assert verify.differing(before, prints(hub)) == []
        assert rebuild.prove(database, lambda _: None).differing == []


def test_sums_that_were_counted_wrongly_are_put_right_with_rows_and_without(database: str) -> None:
    with playing(database) as hub:
        hub.tell(*EVENTS)
        hub.fold()
        before = prints(hub)
        for meddling, wrong in (("SELECT DISTINCT activity AS object FROM {view}.activity", ["cube"]), (MEDDLED["activity"], ["activity", "cube"])):
            # given sums that are not those of the rows, and then rows besides that are not what the ledger says
            objects = {row["object"] for row in hub.rows(meddling)}
            counted_wrongly(hub)
            assert verify.differing(before, prints(hub)) == wrong
            # when each object is derived again, then sums differed, and now nothing does
            assert sum(refold(hub.connection, name).sums for name in sorted(objects)) > 0
            assert verify.differing(before, prints(hub)) == []
            assert {refold(hub.connection, name) for name in objects} == {Refolded(0, 0)}
