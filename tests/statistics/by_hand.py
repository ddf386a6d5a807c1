"""A version of the views filled by hand: the arithmetic of asking is tested apart from how the cells come about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg2
from psycopg2.extras import execute_values

from projections import folders, sql
from projections.statistics.install import install

TOWN, OTHER_TOWN, COUNTY, CITY, PROVINCE, NATION = "420624101", "420624102", "420624", "4206", "42", "00"
PARENTS = {TOWN: COUNTY, OTHER_TOWN: COUNTY, COUNTY: CITY, CITY: PROVINCE, PROVINCE: NATION}
LEVELS = {TOWN: "town", OTHER_TOWN: "town", COUNTY: "county", CITY: "city", PROVINCE: "province", NATION: "national"}

_PARTS = (
    [("views/17_station", "functions"), ("views/32_attendance", "table"), ("views/32_attendance", "functions")]
    + [("version", name) for name in sql.names("version") if "19_measure" <= name <= "24_cube" or name == "26_uttered"]
    + [("engine", "spot"), ("engine", "delta")]
)
_TABLES = """
CREATE SCHEMA view_1;
CREATE TABLE view_1.ancestry (
    region text, name text, parent text, chain text [], level text, congress boolean, valid_from date, valid_to date
);
CREATE TABLE view_1.succession (region text, day date, successor text);
CREATE TABLE view_1.allocation (object text, region text, time timestamptz, source text, id text);
CREATE TABLE view_1.alias (alias text, person text, known_from date, known_to date);
CREATE TABLE view_1.unit (unit text, kind text, region text, since date DEFAULT '-infinity');
CREATE TABLE view_1.merger (department text, day date, successors text [], holds boolean);
CREATE TABLE view_1.matter (
    matter text, members text [], kind text, category text, departments text [], roles text [], stays datemultirange [], counting datemultirange,
    chain text [], level text, known_to date
);
CREATE TABLE view_1.term (unit text, term integer, day date, ended date, followed_by integer, known_from date, known_to date);
CREATE TABLE view_1.source (source text, region text, revoked timestamptz);
CREATE TABLE view_1.participation (
    person text, chain text [], level text, kind text, day date, known_to date, known_from date DEFAULT '-infinity', activity text
);
CREATE TABLE view_1.mandate (
    person text, chain text [], level text, day date, ended date, known_to date, known_from date DEFAULT '-infinity', mandate text,
    held datemultirange GENERATED ALWAYS AS (datemultirange(daterange(day, ended))) STORED
);
CREATE TABLE view_1.station (station text, kind text, chain text [], level text, steps date [], day date, known_from date, known_to date);
CREATE TABLE view_1.roster (station text, mandates text [], day date, ended date, known_from date, known_to date);
CREATE TABLE view_1.training (
    course text, mandate text, venue text, kind text, chain text [], level text, day date, known_from date, known_to date
);
"""

_EVENT = """
INSERT INTO core.event
    (family, part, off, plain, recorded, rday, ident, source, id, type, object, time, day, unit, level, region, data, raw)
SELECT 0, 0, count(*), TRUE, now(), %s, gen_random_uuid(), %s, 'e', 't', 'o', %s, %s, 'u', 'town', '00', '{}', ''
FROM core.event
"""


def chain(region: str) -> list[str]:
    """The region and its ancestors, from itself up."""
    return [region, *(chain(PARENTS[region]) if region in PARENTS else [])]


class Hand:
    """Writes rows and cells, and asks."""

    def __init__(self, cursor: "psycopg2.extensions.cursor") -> None:
        self.cursor = cursor

    def cell(self, measure: str, region: str, day: str, n: int = 1, learnt: str | None = None, **dimensions: str) -> None:
        """Adds n at a region and at each of its ancestors; recorded on the day on which it happened if it is not said when."""
        words = [dimensions.get(name, "") for name in ("kind", "category", "department", "role", "grade")]
        family, slot = next((family, slot) for name, family, slot in folders.slots() if name == measure)
        values = (chain(region), [family, LEVELS[region], *words], day, learnt or day, *(n if slot == place else 0 for place in range(1, 9)))
        self.cursor.execute("INSERT INTO delta VALUES (NULL, NULL, NULL, NULL, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", values)
        for step in ("located", "spots", "place", "located", "facet", "coded", "tally", "rolled"):
            self._step(step)
        self.cursor.execute("DELETE FROM delta; DELETE FROM spot")

    def _step(self, name: str) -> None:
        """Run a statement of the engine."""
        self.cursor.execute(sql.within(sql.text("engine", name), "view_1"))

    def took_part(self, person: str, region: str, day: str) -> None:
        """One person in one reception."""
        values = (person, chain(region), LEVELS[region], "reception", day)
        self.cursor.execute("INSERT INTO view_1.participation VALUES (%s,%s,%s,%s,%s,NULL,DEFAULT)", values)
        year = int(day[:4])
        self.cursor.execute("DELETE FROM view_1.attendance WHERE person = %s AND year = %s RETURNING regions", (person, year))
        regions = {*chain(region), *(one for row in self.cursor.fetchall() for one in row[0])}
        self.cursor.execute("INSERT INTO view_1.attendance VALUES (%s, %s, %s)", (person, year, sorted(regions)))

    def mandate(self, person: str, region: str, day: str, ended: str | None = None) -> None:
        """One mandate of one person, from `day` to the day before `ended`."""
        values = (person, chain(region), LEVELS[region], day, ended)
        self.cursor.execute("INSERT INTO view_1.mandate VALUES (%s,%s,%s,%s,%s,NULL,DEFAULT)", values)

    def source(self, region: str, *days: str) -> None:
        """A registered source of a region, and the days on which it spoke."""
        name = f"//{region}/system"
        self.cursor.execute("INSERT INTO view_1.source VALUES (%s, %s, NULL)", (name, region))
        for day in days:
            self.cursor.execute(_EVENT, (day, name, day, day))

    def ask(
        self, names: str, region: str, by: str = "", first: str | None = None, last: str = "2025-12-31", where: str = "{}"
    ) -> list[dict[str, object]]:
        """The rows of the answer, without the members that are null."""
        self.cursor.execute(
            "SELECT * FROM view_1.stat(%s, %s, %s, %s::date, %s::date, %s::jsonb)",
            (names.split(), region, by.split(), first, last, where),
        )
        columns = [column.name for column in self.cursor.description or ()]
        rows = [dict(zip(columns, values, strict=True)) for values in self.cursor.fetchall()]
        return [{name: value for name, value in row.items() if value is not None or name == "n"} for row in rows]


@contextmanager
def by_hand(dsn: str) -> Iterator[Hand]:
    """A version with the regions of one line of ancestors and nothing else."""
    connection = psycopg2.connect(dsn)
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for folder, name in _PARTS:
            cursor.execute(sql.within(sql.text(folder, name), "view_1"))
        execute_values(cursor, "INSERT INTO view_1.measure VALUES %s", folders.slots())
        for region, level in LEVELS.items():
            values = (region, "", PARENTS.get(region, ""), chain(region), level, date(1954, 1, 1))
            cursor.execute("INSERT INTO view_1.ancestry VALUES (%s,%s,%s,%s,%s,true,%s,'infinity')", values)
        # Functions name tables of views that are not here.
        cursor.execute("SET LOCAL check_function_bodies TO off")
        install(cursor, "view_1")
        yield Hand(cursor)
    connection.close()
