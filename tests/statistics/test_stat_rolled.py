"""Whatever is rolled up, by day or by month: every figure of every region in any period is the sum of what was contributed in it.

Likewise what was known of it on any recorded day.
"""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from tests.statistics.by_hand import CITY, COUNTY, LEVELS, PROVINCE, Hand, by_hand

MEASURES = ("activities.held", "people.received", "suggestions.registered", "opinions.collected")
PERIODS = (
    (None, "2025-02-28"),
    (None, "2025-03-01"),
    (None, "2025-02-11"),
    ("2025-01-01", "2025-03-31"),
    ("2025-01-02", "2025-03-30"),
    ("2025-01-31", "2025-02-01"),
    ("2025-02-03", "2025-02-20"),
    ("2025-02-14", "2025-03-14"),
    ("2025-04-30", "2025-12-31"),
)
KNOWN = ("infinity", "2025-04-17", "2025-04-30")
"""Recorded days up to which it is asked: all, one within a month, the last of one."""

MEANT = """
SELECT
    c.measure, CASE WHEN NOT %(by)s THEN NULL WHEN c.region = %(region)s THEN 'own' ELSE c.region END AS place, c.level,
    date_trunc('month', c.day)::date AS month, c.kind, sum(c.n)::bigint AS n
FROM view_1.cube AS c
WHERE
    c.measure = ANY (%(names)s) AND c.rday <= %(known)s AND c.day BETWEEN coalesce(%(first)s::date, '-infinity') AND %(last)s
    AND CASE WHEN %(by)s THEN c.region = %(region)s AND c.own OR c.parent = %(region)s ELSE c.region = %(region)s END
GROUP BY 1, 2, 3, 4, 5
HAVING sum(c.n) <> 0
"""
ASKED = (
    "SELECT s.name, s.place, s.level, s.month, s.kind, s.n "
    "FROM view_1.stat_counted(%(names)s, %(region)s, %(dims)s, %(first)s, %(last)s, '{}', %(known)s) AS s"
)


@pytest.fixture
def hand(bare: str) -> Iterator[Hand]:
    """Contributions at all levels over five months, some of them taken back."""
    random = Random(7)
    with by_hand(bare) as hand:
        for _ in range(300):
            day = f"2025-0{random.randint(1, 5)}-{random.randint(1, 28):02d}"
            learnt = f"2025-0{random.randint(3, 6)}-{random.randint(1, 28):02d}"
            kind = random.choice(["", "visit"])
            hand.cell(random.choice(MEASURES), random.choice([*LEVELS]), day, random.choice([1, 1, 2, -1]), learnt, kind=kind)
        yield hand


def test_figures_of_any_period_are_the_sums_of_their_days(hand: Hand) -> None:
    # given contributions at all levels, when every region is asked about periods within, across and at the edges of months
    for region, (first, last), by, known in product(LEVELS, PERIODS, (False, True), KNOWN):
        asked = {"names": [*MEASURES], "region": region, "first": first, "last": last, "by": by, "known": known}
        hand.cursor.execute(ASKED, {**asked, "dims": ["level", "month", "kind", *(["region"] if by else [])]})
        answered = sorted(hand.cursor.fetchall(), key=str)
        hand.cursor.execute(MEANT, asked)
        # then each answer is the sum over the days of the period
        assert answered == sorted(hand.cursor.fetchall(), key=str), asked


def test_what_lies_below_is_rolled_up_once_a_month_but_by_day_below_the_root(hand: Hand) -> None:
    # given contributions at all levels, when the rolled up sums are looked at
    hand.cursor.execute(
        "SELECT p.region, bool_and(r.day = date_trunc('month', r.day)) FROM view_1.rolled AS r INNER JOIN view_1.place AS p ON r.place = p.place "
        "GROUP BY 1"
    )
    monthly = dict(hand.cursor.fetchall())
    # then a county's are by month, a province's by day, and towns and the root have none
    assert set(monthly) == {COUNTY, CITY, PROVINCE}
    assert monthly[COUNTY]
    assert not monthly[PROVINCE]
