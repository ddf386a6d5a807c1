"""When periods end, and which period holds where: domain A3, cases 10."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tests.oracle.ledger import Statement

DAY = timedelta(days=1)


class Calendars:
    """Which days are worked, as far as the calendars of their years are known."""

    def __init__(self, facts: Iterable[Statement]) -> None:
        """Of several of a year the smallest holds."""
        self.years: dict[int, tuple[set[str], set[str]]] = {}
        for one in sorted(facts, key=lambda one: one.order):
            self.years.setdefault(one.data["year"], (set(one.data.get("holidays", ())), set(one.data.get("workdays", ()))))

    def worked(self, day: date) -> bool | None:
        """Whether a day is worked; None of a year without a calendar."""
        if day.year not in self.years:
            return None
        holidays, workdays = self.years[day.year]
        return str(day) in workdays or (day.weekday() < 5 and str(day) not in holidays)

    def end(self, since: date, amount: int, period: str) -> date | None:
        """The last day of a period: the first is not counted, what ends on a day off ends on the next that is worked."""
        if period == "wd":
            return self._worked_days(since, amount)
        if period == "d":
            day = since + amount * DAY
        else:
            year, month = divmod(since.year * 12 + since.month - 1 + amount, 12)
            day = date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))
        while (worked := self.worked(day)) is False:
            day += DAY
        return None if worked is None else day

    def _worked_days(self, since: date, amount: int) -> date | None:
        day = since
        while amount:
            day += DAY
            worked = self.worked(day)
            if worked is None:
                return None
            amount -= worked
        return day


class Rules:
    """Which rule holds for a step, by jurisdiction, level and day (decision 0016, 1)."""

    def __init__(self, facts: Iterable[Statement]) -> None:
        """All that stand."""
        self.facts = sorted(facts, key=lambda one: one.order)

    def on(self, step: str, chain: Sequence[str], level: str, day: date) -> Statement | None:
        """Of the nearest jurisdiction that has one; there that of the level before that of all; the last to come into force."""
        for code in chain:
            for wanted in (level, None):
                found = [one for one in self.facts if self._holds(one, step, code, wanted, day)]
                if found:
                    last = max(one.since for one in found)
                    return next(one for one in found if one.since == last)
        return None

    def _holds(self, one: Statement, step: str, code: str, level: str | None, day: date) -> bool:
        data = one.data
        through = data.get("valid_through")
        said = (data["step"], data["jurisdiction"], data.get("applies_to")) == (step, code, level)
        return said and one.since <= day and (through is None or day <= date.fromisoformat(through))
