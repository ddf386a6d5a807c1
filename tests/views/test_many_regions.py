"""Many codes are established at once in a quicker way; it gives the rows that the whole derivation gives, and that each told by itself gives."""

from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any

import pytest

from projections.steps import MANY
from tests.projections.play import Event, Playing, content, fact, playing, region
from tests.views.both_ways import quick_and_stored, whole_and_stored

NUMBERS = count()
VIEWS = ("region", "ancestry", "township")
TREE = {
    "43": "00", "4306": "43", "4307": "43", "430621": "4306", "430622": "4306", "430721": "4307",
    **{f"{county}10{town}": county for county in ("430621", "430622", "430721") for town in range(3)},
}  # fmt: skip
DAYS = ("2000-01-01", "2010-01-01", "2020-01-01", "2025-03-01")


def told(random: Random) -> list[Event]:
    """A tree, mostly each code once and as it is; now and then more befalls one, and it is told in any order."""
    levels = {2: "province", 4: "city", 6: "county", 9: "town"}
    events = []
    for code, parent in TREE.items():
        plain = random.random() < 0.8
        level = levels[len(code)] if plain or random.random() < 0.7 else None
        over = parent if plain else random.choice((parent, "4399", *(other for other in TREE if other != code)))
        more: dict[str, Any] = {} if plain else {"valid_from": random.choice(DAYS)}
        if random.random() < 0.1:
            more["valid_through"] = "2029-12-31"
        events.append(region(code, over, level, event=f"r{next(NUMBERS)}", **more))
        if random.random() < 0.15:
            events.append(reform(random, code))
        if random.random() < 0.1:
            events.append(fact("station.opened", f"st-{code}", {"station": f"st-{code}", "tier": "station", "region": code}))
    if random.random() < 0.4:
        amended = {"source": "//00/hub", "id": random.choice(events)["id"]}
        changed = random.choice((("retracted", {"reason": "重复"}), ("corrected", {"fields": {"valid_from": random.choice(DAYS)}})))
        events.append(fact(f"reference.{changed[0]}", "43", {"corrects": amended, **changed[1]}))
    if random.random() < 0.5:
        random.shuffle(events)
    return events


def reform(random: Random, code: str) -> Event:
    other = random.choice([one for one in TREE if one != code])
    said: tuple[str, dict[str, Any]] = random.choice(
        (
            ("renamed", {"name": "丙"}),
            ("moved", {"parent": other}),
            ("moved", {"parent": other, "new_code": f"99{next(NUMBERS)}"}),
            ("abolished", {"successors": [{"code": other}]}),
            ("merged", {"into": other}),
        )
    )
    return fact(f"region.{said[0]}", code, {"code": code, "valid_from": random.choice(DAYS[1:]), **said[1]}, id=f"f{next(NUMBERS)}")


@pytest.fixture
def hubs(new_database: Callable[[], str]) -> Callable[[], Any]:
    return lambda: playing(new_database())


@pytest.mark.parametrize("seed", range(4))
def test_codes_told_at_once_have_the_rows_of_the_whole_derivation_and_of_codes_told_one_by_one(hubs: Callable[[], Any], seed: int) -> None:
    random = Random(seed)
    events = told(random)
    with hubs() as one, hubs() as other:
        # given a tree told at once, and the same in pieces
        one.tell(*events)
        one.fold()
        while events:
            size = random.randint(1, 9)
            other.tell(*events[:size])
            other.fold()
            del events[:size]
        # then both have the same rows, sums and places
        assert content(one) == content(other)
        for hub in (one, other):
            assert all(rolled(row) for row in places(hub))
        # and these are what each view derives of everything said
        for view in VIEWS:
            whole, stored = whole_and_stored(one, view, "region")
            assert (view, apart(whole)) == (view, apart(stored))


def apart(rows: list[str]) -> list[str]:
    """Rows without the nation's, which stands from the start."""
    return sorted(row for row in rows if not row.startswith("(00,"))


def places(hub: Playing) -> list[dict[str, Any]]:
    """Where what lies in each place is rolled up, by chains."""
    return hub.rows(
        """
        SELECT p.chain, a.chain AS above, t.chain AS top, (
            SELECT coalesce(array_agg(array_to_string(o.chain, ' ') ORDER BY m.i), '{}')
            FROM unnest(p.months) WITH ORDINALITY AS m (place, i)
            INNER JOIN {view}.place AS o USING (place)
        ) AS months
        FROM {view}.place AS p
        LEFT JOIN {view}.place AS a ON p.above = a.place
        LEFT JOIN {view}.place AS t ON p.top = t.place
        """
    )


def rolled(row: dict[str, Any]) -> bool:
    """Whether a place is rolled up where the table says: by day next below the root, by month at itself and all between."""
    chain = row["chain"]
    months = [" ".join(chain[at:]) for at in range(len(chain) - 2)]
    return (row["above"], row["top"], row["months"]) == (chain[1:] or None, chain[-2:] if len(chain) > 2 else None, months)


def test_a_plain_tree_is_derived_the_quick_way_alone_and_rolled_up_where_it_lies(database: str) -> None:
    with playing(database) as hub:
        levels = {2: "province", 4: "city", 6: "county", 9: "town"}
        hub.tell(*(region(code, parent, levels[len(code)]) for code, parent in TREE.items()))
        hub.fold()
        for view in VIEWS:
            quick, stored = quick_and_stored(hub, view, "region")
            assert apart(quick) == apart(stored)
            assert len(quick) == (9 if view == "township" else len(TREE))
        assert all(rolled(row) for row in places(hub))


def test_one_fact_that_moves_a_thousand_towns_puts_their_new_places_in_and_rolls_them_up(database: str) -> None:
    with playing(database) as hub:
        towns = [f"430621{town}" for town in range(1000, 1000 + MANY)]
        hub.tell(*(region(code, "00", "province") for code in ("43", "44")), region("430621", "43", "county"))
        hub.tell(*(region(code, "430621", "town") for code in towns))
        hub.fold()
        # when the county of all of them moves, by one record
        hub.tell(fact("region.moved", "430621", {"code": "430621", "parent": "44", "valid_from": "2020-01-01"}))
        assert hub.fold().records == 1
        # then each has a place under both, and is rolled up there
        found = places(hub)
        lie = {(row["chain"][0], row["chain"][-2]) for row in found if len(row["chain"]) == 4}
        assert lie == {(town, top) for town in towns for top in ("43", "44")}
        assert all(rolled(row) for row in found)
        assert [hub.figure("regions.towns", top, as_of="2020-01-01") for top in ("43", "44")] == [0, MANY]
