"""What the systems of a small federation say while things break: activities, and suggestions that are handled and corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.laws.places import COUNTIES, PLACES, TOWNS, Place, above, fact, region_fact

Event = dict[str, Any]
START: Final = datetime(2025, 1, 6, 1, tzinfo=UTC)


def facts() -> list[Event]:
    """Regions, units, departments and sources."""
    known = [region_fact(place) for place in PLACES]
    for place in PLACES:
        kind = "presidium" if place.level == "town" else "standing_committee"
        unit = {"unit": place.unit, "name": place.unit, "kind": kind, "level": place.level, "region": place.code, "valid_from": "2021-12-01"}
        known.append(fact("unit.registered", place.unit, unit))
        source = {"source": place.source, "region": place.code, "families": ["reference", "activity", "suggestion"]}
        known.append(fact("source.registered", place.source, source))
        known += [fact("department.registered", dept, {"dept": dept, "name": dept, "region": place.code}) for dept in place.departments]
    return known


def stream(first: int, last: int) -> Iterator[Event]:
    """The events of the steps from `first` to `last` (exclusive): an activity each, and a suggestion over four steps."""
    for step in range(first, last):
        town, county = TOWNS[step % 3], COUNTIES[0 if step % 3 < 2 else 1]
        yield {**held(town, f"held-{step}", step), "sequence": str(step)}
        yield _suggestion(county, town, step, "registered", {"term": 17, "session": 4, "no": str(step), "kind": "own"})
        yield _suggestion(county, town, step, "assigned", {"departments": [{"dept": county.departments[0], "role": "main"}]})
        if step % 2:
            yield _suggestion(county, town, step, "replied", {"dept": county.departments[0], "outcome": "solved"})
        if step % 5 == 0:
            data = {"corrects": {"source": town.source, "id": f"held-{step}"}, "fields": {"counts": {"people": step}}}
            yield _event(town, "activity.corrected", f"{town.source}/a-{step}", f"corrected-{step}", step, data)


def by_hand(steps: int) -> dict[tuple[str, str], int]:
    """The figures after so many steps, by statistic and region, counted without the hub: by the rules of `stream` alone."""
    counted: Counter[tuple[str, str]] = Counter()
    for step in range(steps):
        people = step if step % 5 == 0 else 3
        for place in above(TOWNS[step % 3]):
            counted["activities.held", place.code] += 1
            counted["people.received", place.code] += people
            counted["suggestions.consolidated", place.code] += 1
            counted["suggestions.replied", place.code] += step % 2
    return dict(counted)


def held(town: Place, event: str, step: int) -> Event:
    """A reception of three people in a town, about an activity of its own."""
    name = f"{town.source}/{event.replace('held-', 'a-')}"
    data = {"activity": name, "kind": "reception", "host_unit": town.unit, "co_units": [], "participants": [], "counts": {"people": 3}}
    return _event(town, "activity.held", name, event, step, data)


def _suggestion(county: Place, town: Place, step: int, name: str, data: dict[str, Any]) -> Event:
    return _event(county, f"suggestion.{name}", f"{county.source}/s-{step}", f"{name}-{step}", step, {"origin": town.code, **data})


def _event(place: Place, name: str, subject: str, event: str, step: int, data: dict[str, Any]) -> Event:
    time = (START + timedelta(minutes=step)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    said = {"specversion": "1.0", "id": event, "source": place.source, "type": f"cn.npc.{name}.v1", "subject": subject, "time": time}
    return {**said, "unit": place.unit, "level": place.level, "region": place.code, "data": data}
