"""Mandates begin and end on their days."""

from datetime import date

from tests.projections.anew import Anew
from tests.projections.play import fact
from tests.views.world import COUNTY, TOWN, mandate, world


def test_a_mandate_lasts_from_its_first_day_to_the_day_it_ends(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # Given an end that is heard before the beginning
        hub.tell(*world(), fact("mandate.ended", "m", {"mandate": "m", "valid_from": "2025-03-01"}))
        hub.fold()
        (row,) = hub.rows("SELECT * FROM {view}.mandate")
        assert (row["day"], row["anomalies"]) == (None, ["MANDATE_ENDED_UNSTARTED"])
        # When the beginning comes
        hub.tell(mandate("m", "p", TOWN))
        hub.fold()
        (row,) = hub.rows("SELECT * FROM {view}.mandate WHERE known_to IS NULL")
        assert (row["day"], row["ended"], row["anomalies"]) == (date(2021, 12, 1), date(2025, 3, 1), [])
        assert (row["person"], row["level"], row["chain"][:2]) == ("p", "town", [TOWN, COUNTY])


def test_of_contradicting_facts_the_smallest_holds(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*world(), {**mandate("m", "q", COUNTY), "id": "2"}, {**mandate("m", "p", TOWN), "id": "1"})
        hub.fold()
        (row,) = hub.rows("SELECT * FROM {view}.mandate WHERE known_to IS NULL")
        assert (row["person"], row["region"], row["anomalies"]) == ("p", TOWN, ["VALUES_DIFFER"])
