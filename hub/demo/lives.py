"""Suggestions: the steps of a life, and the lives that occur. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hub.demo.pen import DAY, Pen, Phase, Sent
from hub.demo.places import Unit

CATEGORIES: Final = ("交通", "住建", "教育", "卫生", "民政", "水利", "农业", "治理")
SCHEME: Final = "demo-abc"


@dataclass
class Desk:
    """An office that numbers suggestions: its pen, its unit, its departments; `above` is the office of the level above."""

    pen: Pen
    unit: Unit
    departments: Sequence[str]
    term: int
    session: int
    above: "Desk | None" = None
    number: int = 0

    def next_number(self) -> str:
        """The next number of the session."""
        self.number += 1
        return str(self.number)


@dataclass
class Life:
    """One suggestion on its way. `at` (ms) moves on with every step; `last` is when it must be over; `between`: no session's number."""

    desk: Desk
    origin: str
    at: int
    kind: str = "own"
    opinions: Sequence[str] = ()
    continues: Sequence[str] = ()
    between: bool = False
    id: str = field(init=False)
    departments: Sequence[str] = field(init=False)
    category: str = field(init=False)

    def __post_init__(self) -> None:
        """Mint the id and choose what it is about."""
        self.id = self.desk.pen.mint("s")
        turn = int(self.desk.pen.random.random() * len(CATEGORIES))
        self.category = CATEGORIES[turn]
        self.departments = [self.desk.departments[(turn + step) % len(self.desk.departments)] for step in range(3)]

    def say(self, name: str, days: int = 0, pen: Pen | None = None, **data: Any) -> Sent:
        """The next step, so many days later and a little."""
        self.at += days * DAY + 600_000 + int(self.desk.pen.random.random() * 3_600_000)
        return (pen or self.desk.pen).write(f"suggestion.{name}", self.id, self.at, self.desk.unit, {"origin": self.origin, **data})

    def submit(self) -> Sent:
        """A deputy submits it."""
        data: dict[str, Any] = {"kind": self.kind, "category": self.category, "opinions": list(self.opinions), "in_session": False}
        return self.say("submitted", **data)

    def register(self, days: int = 1) -> Sent:
        """The office gives it a number."""
        data: dict[str, Any] = {"kind": self.kind, "category": self.category}
        data |= {"opinions": list(self.opinions), "continues": list(self.continues)}
        session = None if self.between else self.desk.session
        return self.say("registered", days, term=self.desk.term, session=session, no=self.desk.next_number(), **data)

    def assign(self, *roles: str) -> Sent:
        """Assign it to as many departments as there are roles."""
        handlers = [{"dept": dept, "role": role} for dept, role in zip(self.departments, roles, strict=False)]
        return self.say("assigned", 2, departments=handlers)

    def reply(self, outcome: str | None, which: int = 0, **more: Any) -> Sent:
        """A department replies."""
        return self.say("replied", 12, dept=self.departments[which], outcome=outcome, **more)

    def rate(self, grade: str) -> Sent:
        """The deputy rates the result."""
        return self.say("reply_evaluated", 2, axis="result", grade=grade)


def _open(life: Life) -> None:
    life.assign("main")
    life.say("contacted", 1, dept=life.departments[0])


def _separate_open(life: Life) -> None:
    life.assign("separate", "separate")
    life.reply("solved")


def _displeased(life: Life) -> None:
    life.assign("main")
    life.reply("deferred")
    life.rate("dissatisfied")


def _ordered(life: Life) -> None:
    _displeased(life)
    life.say("rehandle_ordered", 1, reason="代表不满意")


def _climbed_open(life: Life) -> None:
    """The county has replied, the city has not: the matter is open."""
    _solved(life)
    climb(life).assign("main", "co")


def _planned(life: Life) -> None:
    life.assign("main", "co")
    life.reply("planned")
    life.rate("basically")


def _referred(life: Life) -> None:
    life.assign("main")
    life.reply("reference")
    life.say("evaluation_lapsed", 5)


def _promise_missed(life: Life) -> None:
    _promised(life, "promise_missed")


def _solved(life: Life) -> None:
    life.assign("main")
    life.reply("solved")
    life.rate("satisfied")


def _answered_in_turn(life: Life) -> None:
    """A refusal first, then another department, then both of the separate ones."""
    life.assign("main")
    life.say("refused", 1, dept=life.departments[0], reason="不属本单位职责")
    handlers = [{"dept": dept, "role": "separate"} for dept in life.departments[1:]]
    life.say("reassigned", 1, replaces=[life.departments[0]], departments=handlers)
    life.reply("solved", 1)
    life.reply("solved", 2)


def _rehandled(life: Life) -> None:
    _ordered(life)
    life.reply("solved", round=2)
    life.say("reply_evaluated", 2, axis="result", grade="satisfied", round=2)


def _promise_kept(life: Life) -> None:
    _promised(life, "promise_kept")


def _lettered(life: Life) -> None:
    """The reply names a class by its letter; the scheme that explains it comes late."""
    life.assign("main")
    letter: dict[str, Any] = {"scheme": SCHEME, "class": "A"}
    life.reply(None, 0, **letter)


def _climbed(life: Life) -> None:
    """Registered again by the level above, which says that it continues."""
    _solved(life)
    _solved(climb(life))


def _escalated(life: Life) -> None:
    """The level below says where it went, the level above says where it came from."""
    _solved(life)
    assert life.desk.above is not None  # noqa: S101
    upper = Life(life.desk.above, life.origin, life.at, life.kind)
    life.say("escalated", 1, to_unit=upper.desk.unit.code, kind="new_submission", new_id=upper.id)
    upper.submit()
    upper.register()
    upper.say("linked", 1, other=life.id)
    _solved(upper)


def climb(life: Life) -> Life:
    """The suggestion of the level above that continues this one, registered."""
    assert life.desk.above is not None  # noqa: S101
    upper = Life(life.desk.above, life.origin, life.at, life.kind, continues=[life.id])
    upper.register(3)
    return upper


def _promised(life: Life, end: str) -> None:
    life.assign("main")
    promise = f"{life.id}-c1"
    life.reply("planned", promises=[promise])
    life.say("promise_made", promise=promise, text="年内完成")
    life.rate("satisfied")
    life.say(end, 20, promise=promise)


Style = Callable[[Life], None]
IMPLEMENTED: Final[Sequence[Style]] = (
    _solved,
    _climbed,
    _solved,
    _rehandled,
    _solved,
    _escalated,
    _promise_kept,
    _solved,
    _lettered,
    _answered_in_turn,
)
COMPLETED: Final[Sequence[Style]] = (_planned, _referred, _promise_missed)
OPEN: Final[Sequence[Style]] = (_open, _separate_open, _displeased, _open, _ordered, _climbed_open)
"""Lives that end implemented; completed only; open. A desk with no level above takes `flat` of them."""
_CLIMBING: Final = frozenset({_climbed, _escalated, _climbed_open})


def climbs(style: Style) -> bool:
    """Whether such a life goes on to the level above."""
    return style in _CLIMBING


def flat(styles: Sequence[Style]) -> Sequence[Style]:
    """Those that stay on their own level."""
    return [style for style in styles if not climbs(style)]


def uncounted(desk: Desk, origin: str, at: int, turn: int) -> None:
    """A suggestion that is no matter: returned, turned into a letter, withdrawn, only drafted, or entered by mistake."""
    life = Life(desk, origin, at)
    if turn % 5 == 3:
        life.say("drafted", title="草稿")
        life.say("read", 1, by="代工委", advice="补充依据")
        return
    submitted = life.submit()
    ends: Sequence[tuple[str, Mapping[str, Any]]] = (
        ("returned", {"reason": "不属建议范围"}),
        ("turned_into_letter", {"reason": "个人诉求"}),
        ("withdrawn", {"reason": "代表撤回"}),
    )
    if turn % 5 == 4:
        desk.pen.retract(submitted, "录入错误")
        return
    name, data = ends[turn % 5]
    life.say(name, 2, **data)


def scheme(pen: Pen, unit: Unit, region: str, since: int, phase: Phase) -> None:
    """What the letters of a reply mean."""
    letters = {"A": "solved", "B": "planned", "C": "reference"}
    classes = [{"code": letter, "outcome": outcome} for letter, outcome in letters.items()]
    pen.write("class_scheme.set", SCHEME, since, unit, {"scheme": SCHEME, "region": region, "classes": classes}, phase)
