"""What duty rules count and no other view keeps, as known on recorded days."""

from collections.abc import Mapping
from typing import Any

from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact
from tests.views.both_ways import quick_and_stored
from tests.views.world import COUNTY, COUNTY_SYSTEM, TOWN, TOWN_SYSTEM, said, world

ROWS = """
SELECT step, what, mandate, leads, kind, activity, amount, region, day::text, known_from::text, known_to::text, anomalies
FROM {view}.deed WHERE deed = %s ORDER BY known_from, step, what, mandate
"""
SPEECH, MOTION, REPORT, DRAFT = (f"{COUNTY_SYSTEM}/{name}" for name in ("f-1", "y-1", "r-1", "s-1"))


def rows(hub: Playing, deed: str) -> list[dict[str, Any]]:
    """Its rows, without what is empty."""
    return [{name: value for name, value in row.items() if value not in (None, [], "", False)} for row in hub.rows(ROWS, deed)]


def by_county(kind: str, subject: str, data: Mapping[str, Any], day: str = "2025-03-06", **envelope: Any) -> Event:
    event = said(kind, COUNTY_SYSTEM, subject, {}, f"{day}T09:00:00+08:00", **envelope)
    return {**event, "data": dict(data)}


def test_deeds_are_of_those_who_did_them_as_the_source_that_minted_them_says(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a speech of which the town says something else, a motion of three, a report, a draft
        spoken = by_county("session.speech_made", SPEECH, {"speech": SPEECH, "mandate": "m1"}, id="e")
        other = {**said("session.speech_made", TOWN_SYSTEM, SPEECH, {}), "data": {"speech": SPEECH, "mandate": "m9"}}
        signed = {"motion": MOTION, "lead": "m1", "signers": ["m2", "m1"]}
        draft = {"origin": TOWN, "kind": "co_signed", "lead": "m2", "signers": ["m3"]}
        hub.tell(*world(), other, spoken, recorded="2025-03-07T12:00:00+08:00")
        hub.tell(
            by_county("motion.submitted", MOTION, signed),
            by_county("research.report_forwarded", REPORT, {"report": REPORT, "activity": "a"}),
            by_county("suggestion.submitted", DRAFT, draft, "2025-03-09", id="again"),
            by_county("suggestion.submitted", DRAFT, draft),
            by_county("suggestion.read", DRAFT, {"origin": TOWN, "by": "代工委"}),
            fact("station.changed", "z", {"station": "z", "standard": ["有专人负责", "有管理台账"], "valid_from": "2025-01-01"}),
            recorded="2025-03-07T12:00:00+08:00",
        )
        hub.fold()
        # then each row says who, what and since when
        known: Mapping[str, Any] = {"region": COUNTY, "day": "2025-03-06", "known_from": "2025-03-07"}
        assert rows(hub, SPEECH) == [{"step": "duty_speech", "what": SPEECH, "mandate": "m1", "anomalies": ["VALUES_DIFFER"], **known}]
        led = {"step": "duty_proposal", "what": MOTION, "mandate": "m1", "leads": True, **known}
        assert rows(hub, MOTION) == [led, {**{name: value for name, value in led.items() if name != "leads"}, "mandate": "m2"}]
        assert rows(hub, REPORT) == [{"step": "group_research", "what": REPORT, "activity": "a", **known}]
        made = {"step": "duty_proposal", "what": DRAFT, "kind": "co_signed", **known}
        read = {"step": "reading_level", "what": "代工委", **known}
        assert rows(hub, DRAFT) == [{**made, "mandate": "m2", "leads": True}, {**made, "mandate": "m3"}, read]
        (standard,) = rows(hub, "z")
        assert (standard["step"], standard["amount"], standard["day"]) == ("station_standard", 2, "2025-01-01")
        # and what one statement of its own source tells is derived in the quick way as it is stored
        quick, stored = quick_and_stored(hub, "deed", "deed")
        assert len(quick) == 3
        assert set(quick) <= set(stored)
        # when it is corrected on a later day, then what was known stays beside what is known since; when it is retracted, the town's word holds
        corrects = {"source": COUNTY_SYSTEM, "id": "e"}
        hub.tell(by_county("activity.corrected", SPEECH, {"corrects": corrects, "fields": {"mandate": "m2"}}), recorded="2025-03-10T12:00:00+08:00")
        hub.fold()
        assert [(row["mandate"], row["known_from"], row.get("known_to")) for row in rows(hub, SPEECH)] == [
            ("m1", "2025-03-07", "2025-03-10"),
            ("m2", "2025-03-10", None),
        ]
        hub.tell(by_county("activity.retracted", SPEECH, {"corrects": corrects, "reason": "误报"}), recorded="2025-03-11T12:00:00+08:00")
        hub.fold()
        assert [row["mandate"] for row in rows(hub, SPEECH) if "known_to" not in row] == ["m9"]
