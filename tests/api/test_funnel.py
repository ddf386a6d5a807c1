"""From opinions to what was put into practice: a cohort per region and year, the same for every reader."""

from tests.api.conftest import SIBLING_CITY
from tests.api.readers import ask, reader, signed_in
from tests.cases.reading import read
from tests.projections.play import playing


def test_the_funnel_is_the_cohort_of_the_year_for_any_reader(database: str) -> None:
    with playing(database) as hub:
        # Given case 12: five opinions, three suggestions, two of them completed
        hub.tell(*read("12").events)
        hub.fold()
        asked = "SELECT region, opinions, opinions_resolved, suggestions, completed FROM api.{}_funnel"
        # When a reader asks who may see none of it, then it has the same figures at every level
        with signed_in(database, reader(hub, "sibling", SIBLING_CITY)) as session:
            assert ask(session, "SELECT * FROM api.province_opinions") == ask(session, "SELECT * FROM api.province_matters") == []
            for level, region in (("town", "510722101"), ("county", "510722"), ("province", "51"), ("national", "00")):
                assert ask(session, asked.format(level)) == [(region, 5, 3, 3, 2)], level
        with signed_in(database, reader(hub, "county", "510722")) as session:
            assert len(ask(session, "SELECT * FROM api.province_opinions")) == 5
            assert len(ask(session, "SELECT * FROM api.county_matters WHERE completed")) == 2
