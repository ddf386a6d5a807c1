"""Two towns of one county and its city, their units and systems; events of the activity family in a line each."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.projections.play import Event, fact, federation, source

TOWN, OTHER_TOWN, COUNTY, CITY, PROVINCE = "220122100", "220122101", "220122", "2201", "22"
OTHER_CITY = "2202"
TOWN_SYSTEM, COUNTY_SYSTEM = f"//{TOWN}/zxt", f"//{COUNTY}/lzpt"
ACTIVITY = f"{TOWN_SYSTEM}/a-3"
LEVELS = {9: "town", 6: "county", 4: "city", 2: "province"}


def unit(region: str) -> Event:
    """The one organ of a region, `<region>-rd`."""
    level = LEVELS[len(region)]
    kind = "presidium" if level == "town" else "standing_committee"
    return fact("unit.registered", f"{region}-rd", {"unit": f"{region}-rd", "name": f"{region}-rd", "kind": kind, "level": level, "region": region})


def world() -> Sequence[Event]:
    """Regions, organs and systems."""
    regions = (PROVINCE, CITY, OTHER_CITY, COUNTY, TOWN, OTHER_TOWN)
    systems = [source(TOWN_SYSTEM, TOWN), source(COUNTY_SYSTEM, COUNTY)]
    return [*federation(*regions), *(unit(one) for one in regions), *systems]


def mandate(code: str, person: str, region: str, since: str = "2021-12-01", term: int | None = 17) -> Event:
    """The fact that a person sits in the congress of a region."""
    said = {"mandate": code, "person": person, "unit": f"{region}-rd", "level": LEVELS[len(region)], "region": region, "term": term}
    return fact("mandate.started", code, {**said, "valid_from": since})


def said(kind: str, system: str, subject: str, data: Mapping[str, Any], time: str = "2025-03-06T09:00:00+08:00", **envelope: Any) -> Event:
    """An event that a system publishes as the organ of its region; its data begins with the subject, save of corrections."""
    region = system.split("/")[2]
    name, what = kind.split(".")
    whole = dict(data) if what in ("corrected", "retracted") else {name: subject, **data}
    return {
        "specversion": "1.0",
        "id": envelope.pop("id", f"{kind}-{subject}-{region}"),
        "source": system,
        "type": f"cn.npc.{kind}.v1",
        "subject": subject,
        "time": time,
        "unit": f"{region}-rd",
        "level": LEVELS[len(region)],
        "region": region,
        "data": whole,
        **envelope,
    }


def held(system: str = TOWN_SYSTEM, subject: str = ACTIVITY, host: str = f"{TOWN}-rd", time: str = "2025-03-06T09:00:00+08:00", **data: Any) -> Event:
    """A reception; `mandates` is short for participants."""
    taking_part = [{"mandate": one} for one in data.pop("mandates", ())]
    event_id = data.pop("id", f"held-{subject}-{system}")
    whole = {"kind": "reception", "host_unit": host, **({"participants": taking_part} if taking_part else {}), **data}
    return said("activity.held", system, subject, whole, time, id=event_id)
