"""An event of any type can be corrected and retracted, and a correction taken back, in any order of arrival: the views are those of what is left."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from random import Random
from typing import Any, Final

import pytest

from schemas import codec, registry
from schemas.registry import EventType, all_types
from tests.projections.anew import Anew, anew
from tests.projections.play import Event, content, source
from tests.projections.test_laws import made_anew
from tests.views import office

TOLD: Final = tuple(kind for kind in all_types() if kind.name.split(".")[3] not in ("corrected", "retracted"))
"""Every type that says something of its own; the others amend."""

LATER: Final = "2025-06-11T10:00:00+08:00"


def example(kind: EventType) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((registry.FOLDER / "examples" / f"{kind.name}.json").read_text("utf-8"))
    return found


def amends(target: Event, what: str, number: int, **data: Any) -> Event:
    """A correction or retraction of an event by its own source."""
    family = next(kind.family for kind in all_types() if kind.name == target["type"])
    corrects = {"corrects": {"source": target["source"], "id": target["id"]}, **data}
    return {**target, "type": f"cn.npc.{family}.{what}.v1", "id": f"{what}-{number}-{target['id']}", "data": corrects}


def changed(kind: EventType, data: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """A member of the data that says something else, drawn; none where all of it is what the event is about."""
    members = {field["name"]: field for field in kind.schema["fields"][-1]["type"]["fields"]}
    found = {name: other for name, value in data.items() for other in (_other(members[name], value),) if other is not None}
    return dict([random.choice(sorted(found.items()))]) if found else {}


def _other(field: Mapping[str, Any], value: Any) -> Any:
    """Another value of a member; None where it names what the event is about, or is made of several."""
    words = field.get("words")
    if isinstance(value, list):
        return None
    if words:
        return next((word for word in words if word != value), None)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if field.get("format") == "date":
        return "2025-12-01"
    return f"{value}改" if isinstance(value, str) and field.get("format") in ("label", "text") else None


def histories(random: Random, last: str) -> list[tuple[Event, Event, Event]]:
    """Of each type an event, its correction, and the retraction of the one (`event`) or of the other (`correction`)."""
    found: list[tuple[Event, Event, Event]] = []
    for number, kind in enumerate(TOLD):
        event = {**example(kind), "id": f"e-{number}"}
        fields = {"time": LATER, **changed(kind, event["data"], random)}
        correction = amends(event, "corrected", number, fields=fields)
        found.append((event, correction, amends(event if last == "event" else correction, "retracted", number, reason="误录")))
    return found


@pytest.fixture
def hubs(database: str) -> Iterator[Anew]:
    with anew(database) as made:
        yield made


def begun(hubs: Anew) -> Any:
    hub = hubs.empty()
    hub.tell(*office.reference(), *(source(name, name.split("/")[2]) for name in ("//420624/jyxt", "//420624101/zxt")))
    hub.fold()
    return hub


def differing(found: Mapping[str, str], expected: Mapping[str, str]) -> list[str]:
    return [name for name in expected if found[name] != expected[name]]


@pytest.mark.quick
@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.title)
def test_a_correction_of_every_type_is_one_that_its_form_allows(kind: EventType) -> None:
    # given a drawn correction of an event's data, then the corrected event is one of its type again
    event = example(kind)
    for seed in range(3):
        fields = changed(kind, event["data"], Random(seed))
        assert codec.decode(codec.encode({**event, "data": {**event["data"], **fields}}))["type"] == kind.name


@pytest.mark.parametrize("last", ["event", "correction"])
def test_amended_in_any_order_nothing_is_left_but_what_stands(hubs: Anew, last: str) -> None:
    random = Random(23)
    lives = histories(random, last)
    # given what is left: nothing where the events are retracted, the events as they were where their corrections are
    hub = begun(hubs)
    left: Sequence[Event] = [event for event, *_ in lives] if last == "correction" else []
    hub.tell(*left)
    hub.fold()
    expected = content(hub)
    # when event, correction and retraction of each type come in each order, those of the types in different ones at once
    orders = list(permutations(range(3)))
    for turn in range(len(orders)):
        hub = begun(hubs)
        for place in range(3):
            told = [life[orders[(number + turn) % len(orders)][place]] for number, life in enumerate(lives)]
            random.shuffle(told)
            hub.tell(*told)
            hub.fold()
        # then the views are those of what is left
        assert (last, turn, differing(content(hub), expected)) == (last, turn, [])
    # and made anew they are the same to the recorded day
    assert made_anew(hubs.dsn) == []


def test_corrected_before_or_after_it_comes_an_event_is_the_same(hubs: Anew) -> None:
    lives = histories(Random(7), "event")
    found = []
    for first, second in ((0, 1), (1, 0)):
        hub = begun(hubs)
        for place in (first, second):
            hub.tell(*(life[place] for life in lives))
            hub.fold()
        found.append(content(hub))
    assert differing(*found) == []
    # and every correction changed what it names
    rows = hub.rows("SELECT count(*)::int AS n FROM {view}.settled WHERE known_to IS NULL AND time = %s", LATER)
    assert rows == [{"n": len(TOLD)}]
