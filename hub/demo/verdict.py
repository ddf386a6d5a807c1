"""Printed figures beside the naive count and the hub's: do they agree? Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.demo.behind import behind
from hub.demo.figures import Figure, Rows, key, naive, of_a_hundred


@dataclass(frozen=True)
class Outcome:
    """One figure: `published` is printed, `naive` the count of rows, `hub` the hub's answer (null: not reported), `events` behind it."""

    figure: Figure
    naive: int
    hub: int | None
    events: int

    @property
    def agrees(self) -> bool:
        """Whether the hub says what is printed."""
        return self.hub == self.figure.published

    def as_json(self) -> dict[str, Any]:
        """The form of contract.md 7."""
        return {
            "report": self.figure.report,
            "figure": key(self.figure),
            "published": self.figure.published,
            "naive": self.naive,
            "hub": self.hub,
            "events": self.events,
        }


def outcome(figure: Figure, rows: Rows, hub: int | None) -> Outcome:
    """The figure beside what was sent and what the hub says."""
    return Outcome(figure, naive(figure, rows), hub, behind(figure, rows))


def agreed(outcomes: Sequence[Outcome]) -> bool:
    """Whether every figure agrees, and there is one."""
    return bool(outcomes) and all(one.agrees for one in outcomes)


def asked_together(several: Sequence[Figure]) -> list[list[Figure]]:
    """Figures of the same region, period and kinds, which one question answers."""
    together: dict[object, list[Figure]] = {}
    for one in several:
        together.setdefault((one.region, one.first, one.last, tuple(values(one))), []).append(one)
    return list(together.values())


def question(*several: Figure) -> list[tuple[str, str]]:
    """Figures that are asked together as a question to `/v1/statistics`."""
    figure = several[0]
    names = ",".join(dict.fromkeys(one.statistic for one in several))
    words = [("names", names), ("region", figure.region), ("to", figure.last.isoformat())]
    if figure.first is not None:
        words.append(("from", figure.first.isoformat()))
    if len(values(figure)) == 1:
        words.append(("where", f"kind={values(figure)[0]}"))
    elif values(figure):
        words.append(("by", "kind"))
    return words


def command(figure: Figure) -> str:
    """The same question as a command."""
    options = {"from": "--from", "to": "--to", "region": "--region", "where": "--where", "by": "--by"}
    words = [f"{options[name]} {value}" for name, value in question(figure) if name in options]
    return f"hub stats {figure.statistic} {' '.join(sorted(words, reverse=True))}"


def values(figure: Figure) -> Sequence[str]:
    """The kinds whose rows are added up; none when the figure is not limited."""
    return figure.where.get("kind", ())


def read(figure: Figure, answer: Mapping[str, Any]) -> int | None:
    """The figure in an answer; null when nothing was reported."""
    mine = [row for row in answer["rows"] if row["measure"] == figure.statistic]
    rows = [row for row in mine if "kind" not in row["by"] or row["by"]["kind"] in values(figure)]
    known = [row["n"] for row in rows if row["n"] is not None]
    if rows and not known:
        return None
    of = sum(row["of"] or 0 for row in rows)
    return of_a_hundred(sum(known), of) if figure.share_of is not None and of else sum(known)
