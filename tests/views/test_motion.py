"""Motions: each once, at the congress that received it."""

from tests.projections.anew import Anew
from tests.views.world import CITY, COUNTY, COUNTY_SYSTEM, TOWN_SYSTEM, said, world


def test_a_motion_is_counted_once_where_it_was_received(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a motion that two systems tell of, and one that is taken back
        motion = said("motion.submitted", COUNTY_SYSTEM, f"{COUNTY_SYSTEM}/y-1", {"lead": "m1", "signers": ["m3", "m2"], "term": 17, "session": 4})
        again = said("motion.submitted", TOWN_SYSTEM, f"{COUNTY_SYSTEM}/y-1", {"lead": "m1"})
        gone = said("motion.submitted", COUNTY_SYSTEM, f"{COUNTY_SYSTEM}/y-2", {"lead": "m1"})
        back = said("activity.retracted", COUNTY_SYSTEM, gone["subject"], {"corrects": {"source": COUNTY_SYSTEM, "id": gone["id"]}, "reason": "误录"})
        hub.tell(*world(), again, gone, back, recorded="2025-03-07T09:00:00+08:00")
        hub.tell(motion, recorded="2025-03-08T09:00:00+08:00")
        # when folded, then there is one, as its own source has it
        hub.fold()
        assert [hub.figure("motions.submitted", place) for place in (COUNTY, CITY)] == [1, 1]
        rows = hub.rows("SELECT lead, signers, term, region, anomalies FROM {view}.motion WHERE known_to IS NULL")
        assert rows == [{"lead": "m1", "signers": ["m2", "m3"], "term": 17, "region": COUNTY, "anomalies": ["VALUES_DIFFER"]}]
