"""An event of any type can be corrected and retracted, and a correction taken back, in any order of arrival: the views are those of what is left."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from random import Random
from typing import Any, Final

import pytest

from schemas import codec, registry
from schemas.contradictions import CONTRADICTIONS
from schemas.registry import EventType, all_types, by_name
from tests.projections.anew import Anew, anew
from tests.projections.play import Event, Playing, content, source
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


ITSELF: Final = "{itself}"
TWICE: Final = [{"code": "420624101"}, {"code": "420624101"}]
WRONG: Final[Mapping[str, Mapping[str, Any]]] = {
    "activity.held": {"end": "2025-06-05T08:00:00+08:00"},
    "region.established": {"valid_through": "2023-12-31"},
    "region.moved": {"new_code": ITSELF},
    "region.merged": {"into": ITSELF},
    "region.split": {"successors": TWICE},
    "region.abolished": {"successors": TWICE},
    "unit.registered": {"parent_unit": ITSELF},
    "unit.changed": {"parent_unit": ITSELF},
    "department.registered": {"parent": ITSELF},
    "department.changed": {"parent": ITSELF},
    "department.merged": {"successors": [ITSELF]},
    "deputy.merged": {"into": ITSELF},
    "session.held": {"last": "2025-01-07"},
    "rule.set": {"valid_through": "2016-12-31"},
    "calendar.set": {"workdays": ["2025-01-01"]},
    "class_scheme.set": {"classes": [{"code": "A", "outcome": "solved"}, {"code": "A", "outcome": "planned"}]},
    "category_scheme.set": {"categories": [{"code": "道路", "category": "transport"}, {"code": "道路", "category": "housing"}]},
    "source.registered": {"succeeds": ITSELF},
    "project.voted": {"present": 1},
    "project.progressed": {"progress": 250},
    "suggestion.linked": {"other": ITSELF},
    "suggestion.unlinked": {"other": ITSELF},
    "suggestion.escalated": {"new_id": ITSELF},
    "suggestion.delegated": {"new_id": ITSELF},
    "suggestion.submitted": {"continues": [ITSELF]},
    "suggestion.registered": {"continues": [ITSELF]},
}
"""A correction by which an event of each type contradicts itself, as no record does that passes the gate."""


def test_what_is_corrected_into_a_contradiction_is_shown_until_it_is_corrected_again(hubs: Anew) -> None:
    assert {f"cn.npc.{name}.v1" for name in WRONG} == {*CONTRADICTIONS}
    hub = begun(hubs)
    lives = [(f"cn.npc.{name}.v1", fields) for name, fields in WRONG.items()]
    # given an event of each type of which a record may contradict itself, each of another object, and corrections that do not fit it
    events = [{**example(kind), "id": f"e-{kind.name}"} for name, _ in lives for kind in (by_name(name),) if kind]
    unfit = [amends(event, "corrected", -1, fields={"nonsense": 1}) for event in events]
    wrong = [
        amends(event, "corrected", 1, fields=json.loads(json.dumps(fields).replace(ITSELF, event["subject"])))
        for event, (_, fields) in zip(events, lives, strict=True)
    ]
    # when they are corrected so, before and after they come
    hub.tell(*events[::2], *wrong[1::2], *unfit)
    hub.fold()
    hub.tell(*events[1::2], *wrong[::2])
    hub.fold()
    # then everything is folded, and the events and the corrections that do not fit are shown
    named: dict[str, Sequence[Event]] = {"CORRECTED_INTO_CONTRADICTION": events, "CORRECTION_UNFIT": unfit}
    assert amendments(hub) == {(code, f"{one['subject']} {one['source']} {one['id']}") for code, several in named.items() for one in several}
    # and made anew the same is shown
    assert made_anew(hubs.dsn) == []
    # when those are taken back, then nothing is
    hub.tell(*(amends(one, "retracted", number, reason="误") for number, one in enumerate((*wrong, *unfit))))
    hub.fold()
    assert amendments(hub) == set()


def amendments(hub: Playing) -> set[tuple[str, str]]:
    """(code, event) of what is shown of corrections."""
    return {(row["code"], row["object"]) for row in hub.rows("SELECT code, object FROM {view}.doubt() WHERE kind = 'amendment'")}
