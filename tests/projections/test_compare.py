"""Two versions are told apart by what their fingerprints would tell them apart by, and by nothing else."""

from contextlib import nullcontext

from projections import building, compare, verify, versions
from projections.building import Hand
from tests.projections.play import playing
from tests.projections.test_rebuild import life

MEDDLED = {
    "a value": ("activity", "UPDATE {view}.activity SET title = '改'"),
    "a value that was null": ("suggestion", "UPDATE {view}.suggestion SET judge = ''"),
    "a set": ("matter", "UPDATE {view}.matter SET seen = seen || ARRAY['x']"),
    "a recorded day": ("matter", "UPDATE {view}.matter SET known_from = known_from - 1"),
    "a row that is not there": ("number", "DELETE FROM {view}.number WHERE number = (SELECT min(number) FROM {view}.number)"),
    "a row too many": ("link", "INSERT INTO {view}.link VALUES ('a', 'b', TRUE, FALSE, '{}', '{}', '{}', '2025-01-01', NULL)"),
    "a sum": ("cube", "UPDATE {view}.tally SET n1 = coalesce(n1, 0) + 1"),
    "a sum that is not there": ("cube", "DELETE FROM {view}.tally WHERE place = (SELECT min(place) FROM {view}.tally)"),
    "a sum above": ("cube", "UPDATE {view}.rolled SET n1 = n1 + 1"),
    "a sum on another recorded day": ("cube", "UPDATE {view}.tally SET rday = rday + 1"),
    "a sum elsewhere": ("cube", "UPDATE {view}.place SET chain = chain || ARRAY['x']"),
}
ALIKE = {
    "a sum in two rows": "INSERT INTO {view}.tally SELECT place, facet, day, rday, -1 FROM {view}.tally "
    "UNION ALL SELECT place, facet, day, rday, 1 FROM {view}.tally",
    "a sum of nothing above": "INSERT INTO {view}.rolled SELECT min(place), min(facet), '1999-01-01', '1999-01-01', 0, 0, 0, 0, 0, 0, 0, 0 "
    "FROM {view}.rolled",
    "a set that is kept otherwise": "UPDATE {view}.matter SET seen = array_remove(seen || NULL::text, NULL)",
}


def test_what_differs_is_what_fingerprints_tell(database: str) -> None:
    with playing(database) as hub:
        life(hub)
        # given live views and others made of the same
        with hub.connection, hub.connection.cursor() as cursor:
            live = versions.live(cursor)
            assert live is not None
            whole = Hand(lambda: nullcontext(cursor), lambda: nullcontext(cursor), lambda _: nullcontext(cursor))
            new = building.build([whole], live, lambda _: None)
            made = {name: one.full for name, one in verify.fingerprints(cursor, new).items()}

            def differing() -> list[str]:
                found = list(compare.differing([cursor], live, new))
                assert found == sorted(name for name, one in verify.fingerprints(cursor, live).items() if one.full != made[name])
                return found

            assert differing() == []
            # when one row or sum, or all of one table, is meddled with, then that one is told, whichever of both versions it is
            for what, (name, statement) in MEDDLED.items():
                cursor.execute("SAVEPOINT whole")
                cursor.execute(statement.replace("{view}", live.schema))
                assert cursor.rowcount > 0, what
                assert differing() == [name], what
                assert list(compare.differing([cursor], new, live)) == [name], what
                cursor.execute("ROLLBACK TO whole")
            # when the same is kept in another way, then nothing is
            for what, statement in ALIKE.items():
                cursor.execute("SAVEPOINT whole")
                cursor.execute(statement.replace("{view}", live.schema))
                assert cursor.rowcount > 0, what
                assert differing() == [], what
                cursor.execute("ROLLBACK TO whole")
            hub.connection.rollback()
