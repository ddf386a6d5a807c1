"""The schema `api` as others program against it: names, columns, comments.

`tests/golden/api.json`: columns and types of each noun, the same at every level. A change there is a change of the public surface.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from projections import versions
from schemas.levels import LEVELS
from schemas.reasons import REASONS
from tests.api.conftest import SIBLING_CITY
from tests.api.readers import ask, reader, signed_in
from tests.projections.play import Event, Playing, playing, source
from tests.views.world import CITY, COUNTY, PROVINCE, TOWN, held, world
from tests.views.world import TOWN_SYSTEM as SYSTEM

GOLDEN = Path(__file__).parents[1] / "golden" / "api.json"
NOUNS = ("matters", "suggestions", "opinions", "activities", "deputies", "stations", "statistics", "funnel", "steps", "anomalies")
_COLUMNS = """
SELECT c.relname AS name, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, col_description(c.oid, a.attnum) AS comment,
    obj_description(c.oid) AS says
FROM pg_class AS c JOIN pg_attribute AS a ON c.oid = a.attrelid
WHERE c.relnamespace = 'api'::regnamespace AND a.attnum > 0 AND c.relkind = 'v'
ORDER BY c.relname, a.attnum
"""


_ANSWER = """
SELECT p.name AS column, format_type(p.type, NULL) AS type, obj_description(f.oid) AS says
FROM pg_proc AS f
CROSS JOIN unnest(f.proargnames, f.proallargtypes, f.proargmodes) AS p (name, type, mode)
WHERE f.oid = 'api.stat'::regproc AND p.mode IN ('o', 'b')
"""


@pytest.fixture
def empty(database: str) -> Iterator[Playing]:
    with playing(database) as hub:
        hub.tell(*world())
        hub.fold()
        yield hub


def test_the_columns_are_those_of_the_golden_file(empty: Playing) -> None:
    found: dict[str, dict[str, str]] = {}
    for row in empty.rows(_COLUMNS):
        found.setdefault(row["name"], {})[row["column"]] = row["type"]
    assert set(found) == {"catalogue", *(f"{level}_{noun}" for level in LEVELS for noun in NOUNS)}
    golden = json.loads(GOLDEN.read_text("utf-8"))
    assert found.pop("catalogue") == golden["catalogue"]
    for name, columns in found.items():
        assert columns == golden[name.split("_", 1)[1]], name


def test_the_columns_of_an_answer_are_those_of_the_golden_file_and_are_explained(empty: Playing) -> None:
    rows = empty.rows(_ANSWER)
    assert {row["column"]: row["type"] for row in rows} == json.loads(GOLDEN.read_text("utf-8"))["stat"]
    for row in rows:
        assert re.search(rf"(^|；|：\n|；\n){row['column']} [\u4e00-\u9fff]", row["says"]), row["column"]


def test_every_view_and_column_says_in_chinese_what_it_holds(empty: Playing) -> None:
    for row in empty.rows(_COLUMNS):
        for text in (row["comment"], row["says"]):
            assert text, (row["name"], row["column"])
            assert re.search("[\u4e00-\u9fff]", text), text


def test_every_view_keeps_row_security_of_who_asks(empty: Playing) -> None:
    rows = empty.rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'api'::regnamespace AND relkind = 'v' AND NOT reloptions @> ARRAY['security_invoker=true']"
    )
    assert rows == []


def test_every_level_answers_every_noun_to_a_reader(hub: Playing, database: str) -> None:
    with signed_in(database, reader(hub, "province", PROVINCE)) as session:
        found = {f"{level}_{noun}": len(ask(session, f"SELECT * FROM api.{level}_{noun}")) for level in LEVELS for noun in NOUNS}
    assert {name: found[name] for name in found if name.endswith("activities")} == dict.fromkeys((f"{level}_activities" for level in LEVELS), 2)
    assert (found["town_deputies"], found["county_deputies"], found["city_deputies"]) == (2, 1, 0)


def test_the_deputy_tables_of_town_and_county_list_one_person_once_each(hub: Playing, database: str) -> None:
    with signed_in(database, reader(hub, "city", CITY)) as session:
        for level, region in (("town", TOWN), ("county", COUNTY)):
            assert ask(session, f"SELECT person FROM api.{level}_deputies WHERE region = %s", region) == [("p",)]


def test_an_anomaly_is_shown_with_its_sentence_to_who_may_see_it(hub: Playing, database: str) -> None:
    hub.tell(held(subject=f"//{TOWN}/zxt/a-8", station="nowhere"))
    hub.fold()
    asked = "SELECT kind, object, code, sentence FROM api.county_anomalies WHERE kind = 'activity'"
    with signed_in(database, reader(hub, "city", CITY)) as session:
        assert ask(session, asked) == [("activity", f"//{TOWN}/zxt/a-8", "STATION_UNKNOWN", REASONS["STATION_UNKNOWN"].zh)]
    with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session:
        assert ask(session, asked) == []


def test_an_amendment_that_changes_nothing_is_an_anomaly_until_it_does(hub: Playing, database: str) -> None:
    # given a correction of what has not come, one by a stranger, one of a stranger's that was taken back, and one that stands
    other = f"//{TOWN}/other"
    mine, early = held(subject=f"{SYSTEM}/a-7", id="seven"), held(subject=f"{SYSTEM}/a-6", id="six")
    hub.tell(
        mine,
        amendment("early", SYSTEM, early),
        amendment("foreign", other, mine),
        amendment("regretted", other, mine),
        amendment("good", SYSTEM, mine),
        {**amendment("taken-back", other, mine), "type": "cn.npc.activity.retracted.v1", "data": {"corrects": {"source": other, "id": "regretted"}}},
    )
    hub.fold()
    asked = "SELECT code, object FROM api.county_anomalies WHERE kind = 'amendment' ORDER BY 1"
    # when a reader above asks, and one elsewhere, then the first two are anomalies, for those who may see them
    foreign, waiting = ("AMENDS_NOT_ENTITLED", f"{SYSTEM}/a-7 {other} foreign"), ("AMENDS_UNKNOWN", f"{SYSTEM}/a-6 {SYSTEM} early")
    with signed_in(database, reader(hub, "city", CITY)) as session:
        assert ask(session, asked) == [foreign, waiting]
    with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session:
        assert ask(session, asked) == []
    # and when the event comes, and the other system turns out to be a successor, none is
    hub.tell(early, source(other, TOWN, succeeds=SYSTEM))
    hub.fold()
    with signed_in(database, reader(hub, "county", COUNTY)) as session:
        assert ask(session, asked) == []


def amendment(name: str, by: str, event: Event) -> Event:
    """A correction of an event's people by a source of the town."""
    said = {"corrects": {"source": event["source"], "id": event["id"]}, "fields": {"counts": {"people": 7}}}
    return {**event, "source": by, "id": name, "type": "cn.npc.activity.corrected.v1", "data": said}


def test_every_anomaly_of_the_views_has_its_sentence() -> None:
    views = Path(__file__).parents[2] / "projections" / "views"
    codes = {
        code for path in views.glob("*/derive.sql") for code in re.findall(r"(?:THEN|ARRAY\[)\s*(?:ARRAY\[)?'([A-Z_]{5,})'", path.read_text("utf-8"))
    }
    assert len(codes) > 20
    assert codes <= set(REASONS)


def test_the_answer_of_a_former_release_gives_way_to_the_present_one(hub: Playing, database: str) -> None:
    # given a database in which api.stat has the columns of another release
    with hub.connection, hub.connection.cursor() as owner:
        owner.execute("DROP FUNCTION api.stat")
        arguments = "names text[], region text, dimensions text[], first date, last date, as_of date, filters jsonb, cohort boolean"
        owner.execute(f"CREATE FUNCTION api.stat({arguments}) RETURNS TABLE (n bigint) LANGUAGE sql AS 'SELECT 0::bigint'")
        # when another version is switched to
        versions.switch(owner, versions.make(owner))
    # then readers are answered with the columns of this one
    with signed_in(database, reader(hub, "city", CITY)) as session:
        assert ask(session, "SELECT unit, n FROM api.stat(ARRAY['persons'], '00')") == [("人", 0)]


def test_readers_go_over_to_another_version_without_being_asked_again(hub: Playing, database: str) -> None:
    # Given a reader with a prepared statement
    with signed_in(database, reader(hub, "city", CITY)) as session, session.cursor() as cursor:
        cursor.execute("PREPARE asked AS SELECT count(*) FROM api.town_activities")
        cursor.execute("EXECUTE asked")
        assert cursor.fetchall() == [(1,)]
        session.commit()
        # When an empty version is made and switched to
        with hub.connection, hub.connection.cursor() as owner:
            versions.switch(owner, versions.make(owner))
        # Then the same statement answers from it
        cursor.execute("EXECUTE asked")
        assert cursor.fetchall() == [(0,)]
