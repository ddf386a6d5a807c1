"""What each department was charged with: assigned, answered, by a day of its own, and how it was graded (docs/counting.md, decision 0021)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from tests.oracle.deadlines import ends, state
from tests.oracle.lives import GRADES, Life
from tests.oracle.matters import Matters
from tests.oracle.thing import Thing

Home = Callable[[str], str]
"""Who stands for a department."""


def charged(matters: Matters, day: date, home: Home = str) -> Iterator[Thing]:
    """(suggestion, department, role) at the end of a day. Several departments for which one stands are one, as several that must answer one
    suggestion are: it has answered when all have, by the latest of their days, and its grade is the worst of theirs."""
    for name, matter in matters.of.items():
        now = matters.life(name, day)
        if now.begun is None or now.closed:
            continue
        for dept, role in sorted({(home(dept), role) for dept, role in now.roles.items()}):
            said = [("assigned", ""), *(_due(matters, name, day, (dept, role, home)) if role != "co" else ())]
            for measure, grade in said:
                yield Thing(
                    f"departments.{measure}", (name, dept, role), matter.origin, kind=matter.kind, category=matter.category, department=dept,
                    role=role, grade=grade, allocated=matter.allocated, entered=matters.entered(matter),
                )  # fmt: skip


def _due(matters: Matters, name: str, day: date, of: tuple[str, str, Home]) -> Iterator[tuple[str, str]]:
    now = matters.life(name, day)
    members = _members(now, *of)
    if _answered(now, members):
        yield "replied", ""
    found = [end for dept in members for end in ends(matters.world, now, now.clocks[dept])]
    yield from ((one, "") for one in state(found, _since(matters, name, day, of), day) if one != "due_unknown")
    marks = [[grade for axis, grade, _, named in now.grades if axis == "result" and named in (None, dept)] for dept in members]
    for measure, which in (("satisfaction_first", 0), ("satisfaction_final", -1)):
        if any(marks):
            yield measure, max((each[which] for each in marks if each), key=GRADES.index)


def _members(now: Life, dept: str, role: str, home: Home) -> list[str]:
    return [one for one, of in now.roles.items() if (home(one), of) == (dept, role)]


def _answered(now: Life, members: Sequence[str]) -> bool:
    return bool(members) and all(any(number == now.round for number, _ in now.replies.get(one, ())) for one in members)


def _since(matters: Matters, name: str, day: date, of: tuple[str, str, Home]) -> date | None:
    """The first of the days up to this one at whose ends all have answered."""
    since = None
    for each in sorted({one.day for one in matters.said[name] if one.day <= day}, reverse=True):
        now = matters.life(name, each)
        if not _answered(now, _members(now, *of)):
            return since
        since = each
    return since
