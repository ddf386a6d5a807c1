"""Participations, persons and mandates are three counts of the same people."""

from collections.abc import Iterator

import pytest

from tests.projections.anew import Anew
from tests.projections.play import Playing, fact
from tests.views.world import ACTIVITY, COUNTY, COUNTY_SYSTEM, TOWN, TOWN_SYSTEM, held, mandate, world


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    with hubs.playing() as hub:
        hub.tell(*world())
        yield hub


def counts(hub: Playing, region: str = TOWN) -> tuple[int, int]:
    """Participations and mandates."""
    return hub.figure("participations", region), hub.figure("mandates", region)


def test_one_person_with_two_mandates_takes_part_once(hub: Playing) -> None:
    # Given case 11: the town says that its deputy was there, the county says the same of its own, who is the same person
    hub.tell(mandate("mT", "p", TOWN), mandate("mC", "p", COUNTY))
    hub.tell(held(mandates=["mT"]), held(COUNTY_SYSTEM, mandates=["mC"]))
    hub.fold()
    for place in (TOWN, COUNTY, "00"):
        assert (hub.figure("activities.held", place), *counts(hub, place)) == (1, 1, 2)
    assert {row["person"] for row in hub.rows("SELECT person FROM {view}.participation WHERE day IS NOT NULL")} == {"p"}


def test_a_mandate_not_yet_known_is_a_person_of_its_own_until_it_is_known(hub: Playing) -> None:
    hub.tell(held(mandates=["mT", "mC"]), mandate("mT", "p", TOWN))
    hub.fold()
    assert counts(hub) == (2, 2)
    unknown = hub.rows("SELECT mandate FROM {view}.participation WHERE 'MANDATE_UNKNOWN' = ANY(anomalies)")
    assert unknown == [{"mandate": "mC"}]
    # When it is learnt that both are one person's
    hub.tell(mandate("mC", "p", COUNTY))
    hub.fold()
    assert counts(hub) == (1, 2)
    assert hub.rows("SELECT 1 FROM {view}.participation WHERE anomalies <> '{}'") == []


def test_who_is_taken_off_the_list_by_a_correction_has_not_taken_part(hub: Playing) -> None:
    hub.tell(held(mandates=["mT", "mC"], id="e"), recorded="2025-03-07T09:00:00+08:00")
    hub.fold()
    said = {"corrects": {"source": TOWN_SYSTEM, "id": "e"}, "fields": {"participants": [{"mandate": "mT"}]}}
    event = {**held(id="c"), "type": "cn.npc.activity.corrected.v1", "data": said}
    hub.tell(event, recorded="2025-03-09T09:00:00+08:00")
    hub.fold()
    assert counts(hub) == (1, 1)
    assert hub.figure("participations", TOWN, known_at="2025-03-08") == 2


def test_a_mandate_that_had_ended_is_an_anomaly_and_counts(hub: Playing) -> None:
    hub.tell(mandate("mT", "p", TOWN), fact("mandate.ended", "mT", {"mandate": "mT", "valid_from": "2025-01-01"}), held(mandates=["mT"]))
    hub.fold()
    (row,) = hub.rows("SELECT anomalies FROM {view}.participation WHERE activity = %s", ACTIVITY)
    assert row["anomalies"] == ["MANDATE_NOT_IN_FORCE"]
    assert counts(hub) == (1, 1)
