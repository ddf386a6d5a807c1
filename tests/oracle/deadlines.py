"""Whether a suggestion is due, and was answered in time: domain A3, case 10, decision 0016."""

from datetime import date

from tests.oracle.lives import Clock, Life
from tests.oracle.world import World


def due(world: World, now: Life, day: date) -> list[str]:
    """Which of due, on_time, late, overdue and due_unknown a suggestion is at the end of a day."""
    ends = [end for dept in now.required for end in _end(world, now, now.clocks[dept])]
    if not ends:
        return []
    if None in ends:
        return ["due_unknown"]
    last = max(end for end in ends if end is not None)
    if last > day:
        return []
    if now.answered_since is not None:
        return ["due", "on_time" if now.answered_since <= last else "late"]
    return ["due", "overdue"] if last < day else ["due"]


def _end(world: World, now: Life, clock: Clock) -> list[date | None]:
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
