"""Editions of regions in any order: the day of each shows it, nothing contradicts, and one that came says nothing again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import count
from random import Random

import pytest

from connectors.regions.edition import read
from connectors.regions.rows import NATION
from hub.pool import Pool
from hub.regions.taking import compare
from schemas.errors import UsageError
from tests.projections.play import Playing, fact, playing

DAYS = (date(2009, 12, 31), date(2015, 12, 31), date(2021, 12, 31))
PROVINCES = range(51, 61)
NOW = count(1_764_000_000_000)
Tree = Mapping[str, tuple[str, str]]


def province(random: Random, two: int) -> Tree:
    """Codes of a province, each with its name and parent: some of two cities, three counties and four towns."""
    cities = [f"{two}0{one}" for one in (1, 2) if one == 1 or random.random() < 0.7]
    counties = [f"{two}012{one}" for one in (1, 2, 3) if random.random() < 0.7]
    towns = [f"{two}0121{number}" for number in (100, 101, 102, 103) if counties and random.random() < 0.7]
    above = {**dict.fromkeys(cities, (str(two),)), **dict.fromkeys(counties, tuple(cities)), **dict.fromkeys(towns, tuple(counties))}
    return {str(two): ("省", NATION), **{code: (random.choice("甲乙丙"), random.choice(over)) for code, over in above.items()}}


def editions(random: Random, days: int) -> list[Tree]:
    """One edition for each day, each province another than on the other days: of one that is the same nothing is known to be its edition."""
    whole: list[dict[str, tuple[str, str]]] = [{} for _ in range(days)]
    for two in PROVINCES:
        several: list[Tree] = []
        while len(several) < days:
            one = province(random, two)
            several += [] if one in several else [one]
        for into, one in zip(whole, several, strict=True):
            into.update(one)
    return list(whole)


def text(tree: Tree) -> str:
    return "\n".join(["code,name,parent", *(f"{code},{name},{'' if over == NATION else over}" for code, (name, over) in tree.items())])


def take(hub: Playing, pool: Pool, tree: Tree, day: date) -> int:
    """Have an edition come; how many facts it made."""
    assert {one.code: (one.name, one.parent) for one in read(text(tree)).regions.values()} == tree
    facts = compare(pool, text(tree), day, next(NOW), asked=True).plan.events()
    assert len({one["id"] for one in facts}) == len(facts)
    hub.tell(*facts)
    hub.fold()
    return len(facts)


def known(hub: Playing, day: date) -> Tree:
    rows = hub.rows("SELECT region, name, parent FROM {view}.ancestry WHERE valid_from <= %s AND %s < valid_to AND region <> '00'", day, day)
    return {one["region"]: (one["name"], one["parent"]) for one in rows}


def differing(found: Tree, wanted: Tree) -> dict[str, object]:
    return {code: (found.get(code), wanted.get(code)) for code in {*found, *wanted} if found.get(code) != wanted.get(code)}


def contradicted(hub: Playing) -> Sequence[object]:
    return hub.rows(
        "SELECT e.object, e.type, i.code FROM {view}.idle_reforms() AS i JOIN core.event AS e USING (family, part, off) WHERE i.code <> 'CODE_REUSED'"
    )


@pytest.mark.parametrize("order", [(2, 1, 0), (2, 0, 1), (1, 2, 0)])
def test_the_day_of_each_edition_shows_it_whatever_came_first(new_database: Callable[[], str], order: Sequence[int]) -> None:
    random = Random(f"{order}")
    # given three editions of ten provinces, and other ones of two of the days, which correct them
    trees = [*editions(random, 3)]
    dsn = new_database()
    pool = Pool(dsn, 1)
    with playing(dsn) as hub:
        hub.fold()
        came: dict[date, Tree] = {}
        for turn, which in enumerate((*order, *order[:2])):
            tree = trees[which] if turn < len(order) else editions(random, 1)[0]
            # when one comes, then its day shows it, and the days of those that came before what they showed
            assert take(hub, pool, tree, DAYS[which]) > 0
            came[DAYS[which]] = tree
            for day, wanted in came.items():
                assert differing(known(hub, day), wanted) == {}, (turn, day)
            assert contradicted(hub) == []
        # and each that comes again says nothing
        for day, tree in came.items():
            assert take(hub, pool, tree, day) == 0
    pool.close()


def test_an_edition_without_a_code_that_later_went_on_under_another_is_refused_whole(new_database: Callable[[], str]) -> None:
    first: Tree = {"51": ("省", NATION), "5101": ("市", "51"), "5102": ("二市", "51"), "510101": ("县", "5101")}
    dsn = new_database()
    pool = Pool(dsn, 1)
    with playing(dsn) as hub:
        hub.fold()
        # given an edition, and a county of it that goes on under a new code in another city years later
        take(hub, pool, first, DAYS[0])
        moved = {"code": "510101", "parent": "5102", "new_code": "510201", "valid_from": "2020-01-01"}
        hub.tell(fact("region.moved", "510101", moved, id="moved"))
        hub.fold()
        # when an edition of a day between lacks it
        with pytest.raises(UsageError) as refused:
            take(hub, pool, {code: said for code, said in first.items() if code != "510101"}, DAYS[1])
        # then it is refused with the code and the day, and nothing was said
        found = refused.value.problem
        assert (found.code, found.field, found.expected, found.got) == ("EDITION_OUT_OF_ORDER", "/valid_from", "≥ 2020-01-01", "510101")
        assert known(hub, DAYS[1]) == first
    pool.close()
