"""What is amended wrongly in a random federation, and what of its reference is taken back or corrected. Drawn apart from all else."""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Any, Final

from tests.oracle.ground import LAST, RECORDED, Book, speaker

Amended = Callable[..., None]
Event = Mapping[str, Any]

NO_FORM: Final = [["x"]]
"""What no member of any type is."""
REFORMS: Final = tuple(f"cn.npc.region.{one}.v1" for one in ("moved", "merged", "split", "abolished", "renamed"))
TAKEN_BACK: Final = (*REFORMS, "cn.npc.rule.set.v1", "cn.npc.class_scheme.set.v1", "cn.npc.object.allocated.v1")
"""Facts of the administrator that may be amended: what rests on them is told all the same."""


def mistake(book: Book, amended: Amended) -> None:
    """Some amendments that do not fit, or are of somebody else, or of nothing; some of facts that others rest on."""
    random = Random(f"{book.seed} mistaken")
    said = [event for event, _ in book.told if event["source"] != "//00/hub"]
    for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
        random.choice((_unfit, _unfit, _unfit, _foreign, _of_nothing, _of_amendments))(book, random, random.choice(said), amended)
    # Of facts that come after what rests on them it is not asked what was known then: they alone may be amended later.
    facts = [event for event, _ in book.told if event["type"] in TAKEN_BACK and event["source"] == "//00/hub"] if book.late else []
    for _ in range(random.choice((0, 0, 1, 1, 2)) if facts else 0):
        one = random.choice(facts)
        if random.random() < 0.5:
            amended(book, one, "retracted", *_when(random, one))
        else:
            amended(book, one, "corrected", *_when(random, one), fields=_other(book, random, one))


def _when(random: Random, event: Event) -> tuple[date, int]:
    day = date.fromisoformat(max(event["time"][:10], "2025-01-10"))
    return min(day, LAST), random.randint(1, len(RECORDED) - 1)


def _other(book: Book, random: Random, event: Event) -> Mapping[str, Any]:
    """Another day, or another value."""
    if event["type"].endswith("object.allocated.v1"):
        return {"region": random.choice([one.code for one in book.regions.values() if one.level == "town"])}
    if event["type"].endswith("rule.set.v1") and random.random() < 0.5:
        return {"amount": event["data"]["amount"] + 1}
    return {"valid_from": str(random.choice(book.days))}


def _unfit(book: Book, random: Random, event: Event, amended: Amended) -> None:
    """Members that the type has not, or of another form, beside what fits; or such as would make it be about another object."""
    if "corrects" in event["data"]:
        return
    named = {name: f"{value}-x" for name, value in event["data"].items() if value == event["subject"]}
    wrong: Mapping[str, Any] = random.choice(
        ({"nonsense": 1}, {random.choice([*event["data"]]): NO_FORM}, {"kind": "dance"}, {"origin": None}, {"valid_from": "someday"}, named)
    )
    fields = {**wrong, **({"time": f"{random.choice(book.days)}T02:00:00.000Z"} if random.random() < 0.5 else {})}
    if fields:
        amended(book, event, "corrected", *_when(random, event), fields=fields)


def _foreign(book: Book, random: Random, event: Event, amended: Amended) -> None:
    """Another's word: it counts where that other came after the source."""
    other = random.choice([*book.regions.values()])
    source = random.choice([other.source, *(name for name in (f"//{other.code}/t", f"//{other.code}/u"))])
    by = {**event, **speaker(other, source)}
    day, recorded = _when(random, event)
    word, more = random.choice((("retracted", {}), ("corrected", {"fields": {"time": f"{random.choice(book.days)}T02:00:00.000Z"}})))
    amended(book, by, word, max(day, other.begins), recorded, corrects={"source": event["source"], "id": event["id"]}, **more)


def _of_nothing(book: Book, random: Random, event: Event, amended: Amended) -> None:
    amended(book, event, "retracted", *_when(random, event), corrects={"source": event["source"], "id": "nothing"})


def _of_amendments(book: Book, random: Random, event: Event, amended: Amended) -> None:
    """A retraction that is retracted, which it cannot be; a correction that is corrected, which changes nothing."""
    one = random.choice([one for one, _ in book.told if "corrects" in one["data"]] or [dict(event)])
    amended(book, one, "retracted", *_when(random, one))
    if "fields" in one["data"]:
        amended(book, one, "corrected", *_when(random, one), fields={"fields": {"kind": "visit"}})
