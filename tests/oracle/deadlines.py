"""Whether a suggestion is due, and was answered in time: domain A3, case 10, decision 0016."""

from collections.abc import Sequence
from datetime import date

from tests.oracle.lives import Clock, Life
from tests.oracle.world import World


def due(world: World, now: Life, day: date) -> list[str]:
    """Which of due, on_time, late, overdue and due_unknown a suggestion is at the end of a day; if a rule says when it must be answered it is under a
    deadline, and not yet due if it is neither due nor unknown."""
    found = [end for dept in now.required for end in ends(world, now, now.clocks[dept])]
    return ["under_deadline", *(state(found, now.answered_since, day) or ["not_yet_due"])] if found else []


def state(found: Sequence[date | None], answered: date | None, day: date) -> list[str]:
    """The same by the days that were found, and since when it is answered."""
    if not found:
        return []
    if None in found:
        return ["due_unknown"]
    last = max(end for end in found if end is not None)
    if last > day:
        return []
    if answered is not None:
        return ["due", "on_time" if answered <= last else "late"]
    return ["due", "overdue"] if last < day else ["due"]


def ends(world: World, now: Life, clock: Clock) -> list[date | None]:
    """The day by which a department must answer; nothing where no rule says it."""
    region, on, level = clock.at
    chain = world.map.place(region, on).chain

    def rule(step: str) -> list[date | None]:
        found = world.rules.on(step, chain, level, clock.since)
        if found is None or (step == "reply_extended" and found.data.get("consent") and not clock.consented):
            return []
        return [world.calendars.end(clock.since, found.data["amount"], found.data["period"])]

    # A round that was ordered anew has a rule of its own; where there is none it goes by those of replies, for it is one.
    if now.round > 1 and (again := rule("rehandle")):
        return again
    return (rule("reply") and clock.asked and rule("reply_extended")) or rule("reply")
