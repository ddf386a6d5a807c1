"""Reference facts become views: regions with their ancestry, units, sources and the rest."""

from tests.projections.anew import Anew
from tests.projections.play import fact, federation, region, source

LINE = ("42", "4206", "420624", "420624101")


def test_ancestry_is_the_chain_of_dated_facts(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # Given a town told before the county above it
        hub.tell(*reversed(federation(*LINE)))
        hub.fold()
        # Then its chain goes up to the nation, which nobody told
        (town,) = hub.rows("SELECT * FROM {view}.ancestry WHERE region = '420624101'")
        assert town["chain"] == ["420624101", "420624", "4206", "42", "00"]
        assert (town["parent"], town["level"], town["congress"]) == ("420624", "town", True)


def test_a_street_counts_at_the_level_above_it(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*federation("42", "4206", "420624"), region("420624001", "420624", None))
        hub.fold()
        (street,) = hub.rows("SELECT level, congress FROM {view}.ancestry WHERE region = '420624001'")
        assert street == {"level": "county", "congress": False}


def test_a_cycle_is_broken_at_its_largest_fact(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(region("42", "43", "province", event="1"), region("43", "42", "province", event="2"))
        hub.fold()
        assert {row["region"]: row["chain"] for row in hub.rows("SELECT region, chain FROM {view}.ancestry")} == {
            "00": ["00"],
            "42": ["42", "43", "00"],
            "43": ["43", "00"],
        }


def test_a_repealed_region_keeps_its_last_place(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*federation("42", "4206"), region("420624", "4206", "county", valid_through="2019-12-31"))
        hub.fold()
        (place,) = hub.rows("SELECT * FROM {view}.place_on('420624', '2025-06-01')")
        assert place == {"chain": ["420624", "4206", "42", "00"], "level": "county"}
        (unknown,) = hub.rows("SELECT * FROM {view}.place_on('999999', '2025-06-01')")
        assert unknown == {"chain": ["999999", "00"], "level": "national"}


def test_a_source_speaks_for_those_it_succeeds(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # Given a line of three systems, told from the newest to the oldest
        hub.tell(source("//42/c", "42", succeeds="//42/b"))
        hub.fold()
        hub.tell(source("//42/b", "42", succeeds="//42/a"))
        hub.fold()
        hub.tell(source("//42/a", "42"))
        hub.fold()
        # Then each knows all before it
        lines = {row["source"]: row["line"] for row in hub.rows("SELECT source, line FROM {view}.source")}
        assert lines["//42/c"] == ["//42/c", "//42/b", "//42/a"]
        assert lines["//00/hub"] == ["//00/hub"]


def test_an_ancestry_has_a_row_for_each_span_of_days(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # Given a county that lay in one city until February 2025 and in another from March on
        hub.tell(*federation("42", "4206", "4207", "420624101"))
        hub.tell(region("420624", "4206", "county", valid_through="2025-02-28"))
        hub.tell(region("420624", "4207", "county", valid_from="2025-03-01"))
        hub.fold()
        # Then its town has been in both
        rows = hub.rows("SELECT chain[3] AS city, valid_from::text FROM {view}.ancestry WHERE region = '420624101' ORDER BY valid_from")
        assert rows == [{"city": "4206", "valid_from": "2000-01-01"}, {"city": "4207", "valid_from": "2025-03-01"}]
        # And of two facts that contradict each other the smaller holds
        hub.tell(region("420624", "42", "county", event="z", valid_from="2024-01-01"))
        hub.fold()
        (place,) = hub.rows("SELECT chain[2] AS parent FROM {view}.place_on('420624', '2024-06-01')")
        assert place["parent"] == "4206"


def test_of_contradicting_facts_about_a_region_all_are_kept(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given two facts about a county, one of them until a day
        hub.tell(region("420624", "4206", "county", event="b", name="南漳县"))
        hub.tell(region("420624", "42", None, event="a", name="南漳区", valid_through="2024-12-31"))
        hub.fold()
        # then each is a row; a street has no congress, whatever level it names
        rows = hub.rows("SELECT id, name, kind, congress, parent, valid_from::text, valid_to::text FROM {view}.region ORDER BY id")
        assert [tuple(row.values()) for row in rows] == [
            ("a", "南漳区", "street", None, "42", "2000-01-01", "2025-01-01"),
            ("b", "南漳县", "county", "county", "4206", "2000-01-01", "infinity"),
        ]


def test_of_contradicting_facts_about_a_unit_a_department_or_a_deputy_the_smallest_holds(hubs: Anew) -> None:
    organ = {"unit": "u", "kind": "office", "level": "county", "region": "420624"}
    told = (
        ("unit.registered", "u", organ),
        ("department.registered", "d", {"dept": "d", "region": "420624"}),
        ("deputy.registered", "p", {"person": "p"}),
    )
    with hubs.playing() as hub:
        # given that each is told by two names, the larger id first
        for number in ("2", "1"):
            hub.tell(*(fact(kind, name, {**data, "name": f"名{number}"}, id=f"{name}{number}") for kind, name, data in told))
            hub.fold()
        # then the smaller id holds; the day of what says none is that on which it was said
        (unit,) = hub.rows("SELECT name, kind, level, region, parent_unit, valid_from::text FROM {view}.unit WHERE unit = 'u'")
        assert tuple(unit.values()) == ("名1", "office", "county", "420624", None, "2000-01-01")
        (department,) = hub.rows("SELECT department, name, region, level, parent, valid_from::text FROM {view}.department")
        assert tuple(department.values()) == ("d", "名1", "420624", None, None, "2000-01-01")
        assert hub.rows("SELECT person, name, cert_no FROM {view}.person") == [{"person": "p", "name": "名1", "cert_no": None}]


def test_a_class_scheme_holds_until_the_next_of_the_same_name(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given that in 2024 C means planned, and from 2025 on C means reference and D is new
        for since, classes in (("2025-01-01", {"C": "reference", "D": "solved"}), ("2024-01-01", {"C": "planned"})):
            listed = [{"code": code, "outcome": outcome} for code, outcome in classes.items()]
            hub.tell(fact("class_scheme.set", "x", {"scheme": "x", "region": "42", "classes": listed, "valid_from": since}))
            hub.fold()
        # then each class has a row for each time
        rows = hub.rows("SELECT class, outcome, region, valid_from::text, valid_to::text FROM {view}.class_scheme ORDER BY valid_from, class")
        assert [tuple(row.values()) for row in rows] == [
            ("C", "planned", "42", "2024-01-01", "2025-01-01"),
            ("C", "reference", "42", "2025-01-01", "infinity"),
            ("D", "solved", "42", "2025-01-01", "infinity"),
        ]
