"""A suspended mandate is not held until it is restored, and nobody sits in two regions of which neither contains the other without its being seen."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from projections.statistics import Question, ask
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, content, fact, playing
from tests.views.both_ways import whole_and_stored
from tests.views.test_merged import merged
from tests.views.world import COUNTY, OTHER_CITY, OTHER_TOWN, TOWN, held, mandate, world

TODAY = date(2025, 12, 31)
PAGE = Path(__file__).parents[2] / "docs" / "counting.md"


def turned(what: str, code: str, day: str) -> Event:
    """A mandate was suspended, restored or ended from a day on."""
    return fact(f"mandate.{what}", code, {"mandate": code, "valid_from": day})


def deputies(hub: Playing, as_of: str, first: str | None = None, known_at: str | None = None) -> int | None:
    since = None if first is None else date.fromisoformat(first)
    question = Question(("deputies",), COUNTY, first=since, as_of=date.fromisoformat(as_of), known_at=known_at)
    return ask(hub.connection, question, TODAY).rows[0].n


def doubts(hub: Playing) -> dict[str, list[str]]:
    return {row["mandate"]: row["anomalies"] for row in hub.rows("SELECT * FROM {view}.mandate WHERE known_to IS NULL")}


def derived_anew(hub: Playing) -> None:
    for view, key in (("mandate", "mandate"), ("overlap", "person"), ("participation", "activity, mandate")):
        whole, stored = whole_and_stored(hub, view, key)
        assert whole == stored, view


def test_a_suspended_mandate_is_not_held_until_it_is_restored(hubs: Anew, new_database: Callable[[], str]) -> None:
    turns = [turned("restored", "m", "2025-05-01"), turned("suspended", "m", "2025-02-01"), mandate("m", "p", TOWN)]
    with hubs.playing() as hub:
        # given the restoration first of all, then what it rests on
        for told, doubt in zip(turns, ("MANDATE_RESTORED_UNSUSPENDED", "MANDATE_SUSPENDED_UNHELD", None), strict=True):
            hub.tell(*(world() if told is turns[0] else ()), told, recorded="2025-05-02T09:00:00+08:00")
            hub.fold()
            assert doubts(hub) == {"m": [] if doubt is None else [doubt]}
        hub.tell(held(mandates=["m"]), recorded="2025-05-02T09:00:00+08:00")
        hub.fold()
        # then it counts to the day before the suspension and from the day of the restoration, and in no period between
        printed = re.findall(r"^\| (\d{4}-\d\d-\d\d) \S+ \| (\d) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
        assert {day: str(deputies(hub, day)) for day, _ in printed} == dict(printed)
        assert len(printed) == 4
        assert [deputies(hub, "2025-04-30", first) for first in ("2025-02-01", "2025-01-31")] == [0, 1]
        # and whoever took part meanwhile did so, which is an anomaly
        assert hub.rows("SELECT anomalies, counts FROM {view}.participation") == [{"anomalies": ["MANDATE_SUSPENDED"], "counts": True}]
        # when it is suspended once more, then that is shown, and known from then
        hub.tell(turned("suspended", "m", "2025-10-01"), recorded="2025-10-03T09:00:00+08:00")
        hub.fold()
        assert [deputies(hub, "2025-12-31", known_at=day) for day in ("2025-10-02", "2025-10-03")] == [1, 0]
        assert hub.rows("SELECT suspended, ended FROM api.town_deputies") == [{"suspended": date(2025, 10, 1), "ended": None}]
        derived_anew(hub)
        with playing(new_database()) as other:
            other.tell(*world(), turned("suspended", "m", "2025-10-01"), held(mandates=["m"]), *reversed(turns))
            other.fold()
            assert content(other) == content(hub)


def test_what_is_suspended_without_being_held_and_seats_that_are_not_nested_are_seen(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a suspension after the end, one before the beginning, and one of what nobody knows
        hub.tell(*world(), mandate("late", "a", TOWN), turned("ended", "late", "2025-03-01"), turned("suspended", "late", "2025-03-01"))
        hub.tell(mandate("early", "b", TOWN), turned("suspended", "early", "2020-01-01"), turned("suspended", "none", "2025-01-01"))
        # and persons with two seats: nested ones, one after the other, and of two cities at once
        hub.tell(mandate("n1", "nested", TOWN), mandate("n2", "nested", COUNTY))
        hub.tell(mandate("s1", "after", TOWN), turned("ended", "s1", "2024-01-01"), mandate("s2", "after", OTHER_TOWN, "2024-01-01"))
        hub.tell(mandate("x1", "q", COUNTY), mandate("x2", "q", OTHER_CITY, "2023-05-01"), mandate("y1", "r1", TOWN), mandate("y2", "r2", OTHER_TOWN))
        hub.fold()
        # then each is an anomaly with its rule, and the seats count
        found = doubts(hub)
        assert {one: found[one] for one in ("late", "early", "none")} == {key: ["MANDATE_SUSPENDED_UNHELD"] for key in ("late", "early", "none")}
        seats = "SELECT mandate, others, day, anomalies FROM {view}.overlap WHERE known_to IS NULL ORDER BY 1"
        together = {"day": date(2023, 5, 1), "anomalies": ["MANDATES_NOT_NESTED"]}
        assert hub.rows(seats) == [{"mandate": "x1", "others": ["x2"], **together}, {"mandate": "x2", "others": ["x1"], **together}]
        doubt = hub.rows("SELECT object, sentence FROM api.city_anomalies WHERE region = %s AND code = 'MANDATES_NOT_NESTED'", OTHER_CITY)
        assert [row["object"] for row in doubt] == ["q x2"]
        assert "选举法第四十八条" in doubt[0]["sentence"]
        # when two records of two towns turn out to be one person, then that one sits in both
        hub.tell(merged("r1", "r2"))
        hub.fold()
        assert [row["mandate"] for row in hub.rows(seats)] == ["x1", "x2", "y1", "y2"]
        derived_anew(hub)
        # and when one seat ends before the other began, nothing is left of it
        hub.tell(turned("ended", "x1", "2023-05-01"))
        hub.fold()
        assert [row["mandate"] for row in hub.rows(seats)] == ["y1", "y2"]
        derived_anew(hub)
