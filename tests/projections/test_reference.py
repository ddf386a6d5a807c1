"""Reference facts become views: regions with their ancestry, units, sources and the rest."""

from tests.projections.play import federation, playing, region, source

LINE = ("42", "4206", "420624", "420624101")


def test_ancestry_is_the_chain_of_dated_facts(database: str) -> None:
    with playing(database) as hub:
        # Given a town told before the county above it
        hub.tell(*reversed(federation(*LINE)))
        hub.fold()
        # Then its chain goes up to the nation, which nobody told
        (town,) = hub.rows("SELECT * FROM {view}.ancestry WHERE region = '420624101'")
        assert town["chain"] == ["420624101", "420624", "4206", "42", "00"]
        assert (town["parent"], town["level"], town["congress"]) == ("420624", "town", True)


def test_a_street_counts_at_the_level_above_it(database: str) -> None:
    with playing(database) as hub:
        hub.tell(*federation("42", "4206", "420624"), region("420624001", "420624", None))
        hub.fold()
        (street,) = hub.rows("SELECT level, congress FROM {view}.ancestry WHERE region = '420624001'")
        assert street == {"level": "county", "congress": False}


def test_a_cycle_is_broken_at_its_largest_fact(database: str) -> None:
    with playing(database) as hub:
        hub.tell(region("42", "43", "province", event="1"), region("43", "42", "province", event="2"))
        hub.fold()
        assert {row["region"]: row["chain"] for row in hub.rows("SELECT region, chain FROM {view}.ancestry")} == {
            "00": ["00"],
            "42": ["42", "43", "00"],
            "43": ["43", "00"],
        }


def test_a_repealed_region_keeps_its_last_place(database: str) -> None:
    with playing(database) as hub:
        hub.tell(*federation("42", "4206"), region("420624", "4206", "county", valid_through="2019-12-31"))
        hub.fold()
        (place,) = hub.rows("SELECT * FROM {view}.place_on('420624', '2025-06-01')")
        assert place == {"chain": ["420624", "4206", "42", "00"], "level": "county"}
        (unknown,) = hub.rows("SELECT * FROM {view}.place_on('999999', '2025-06-01')")
        assert unknown == {"chain": ["999999", "00"], "level": "national"}


def test_a_source_speaks_for_those_it_succeeds(database: str) -> None:
    with playing(database) as hub:
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


def test_an_ancestry_has_a_row_for_each_span_of_days(database: str) -> None:
    with playing(database) as hub:
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
