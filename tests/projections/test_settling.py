"""What stands of an identity that is repeated, corrected, retracted or fixed, on every recorded day (contract 1)."""

from collections.abc import Mapping
from typing import Any

import pytest

from projections.settle import notice_id
from schemas import content
from tests.projections.anew import Anew
from tests.projections.play import Event, Playing, fact, federation, source

TOWN, COUNTY = "//420624101/zxt", "//420624/jyxt"
HELD = "cn.npc.activity.held.v1"


def held(people: int, event: str = "e", **envelope: Any) -> Event:
    """A reception of the town, told by the town's system."""
    said: dict[str, Any] = {"activity": f"{TOWN}/a-1", "kind": "reception", "host_unit": "420624101-zxt", "counts": {"people": people}}
    whole = {"source": TOWN, "unit": "420624101-zxt", "level": "town", "region": "420624101", "time": "2025-06-30T09:00:00+08:00", **envelope}
    return fact("activity.held", f"{TOWN}/a-1", said, id=event, **whole)


def amends(kind: str, event: str, of: tuple[str, str] = (TOWN, "e"), fields: Mapping[str, Any] | None = None, **envelope: Any) -> Event:
    """A correction or retraction, told by the town's system unless told otherwise."""
    said: dict[str, Any] = {"corrects": {"source": of[0], "id": of[1]}}
    if fields is not None:
        said["fields"] = fields
    return {**held(0), "type": f"cn.npc.activity.{kind}.v1", "id": event, "data": said, "time": "2025-07-03T09:00:00+08:00", **envelope}


def known(hub: Playing) -> list[tuple[str, str | None, int, str, bool]]:
    """(known from, known to, people, day, disputed) of the reception."""
    rows = hub.rows(
        "SELECT known_from::text, known_to::text, (data #>> '{counts,people}')::int AS people, day::text, disputed"
        " FROM {view}.statement WHERE type = %s ORDER BY known_from, people",
        HELD,
    )
    return [(row["known_from"], row["known_to"], row["people"], row["day"], row["disputed"]) for row in rows]


def on(day: str) -> str:
    """Noon of a recorded day of 2025."""
    return f"2025-{day}T12:00:00+08:00"


def test_a_copy_changes_nothing(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # Given an event, and copies of it in other batches, other partitions, and with another sequence
        hub.tell(held(30), held(30), recorded=on("07-02"))
        hub.fold()
        hub.tell(held(30), recorded=on("07-01"), part=1)
        hub.tell({**held(30), "sequence": "7"}, recorded=on("07-03"), part=2)
        hub.fold()
        # Then it stands once, from the earliest recorded copy on
        assert known(hub) == [("2025-07-01", None, 30, "2025-06-30", False)]
        rows = hub.rows("SELECT status, count(*)::int AS n FROM core.event GROUP BY status ORDER BY status")
        assert rows == [{"status": "accepted", "n": 1}, {"status": "duplicate", "n": 3}]
        assert hub.rows("SELECT * FROM core.notice") == []


@pytest.mark.parametrize("first", [30, 300])
def test_of_two_contents_the_smaller_digest_stands(hubs: Anew, first: int) -> None:
    other = 330 - first
    smaller = min((30, 300), key=lambda people: content.digest(held(people)))
    with hubs.playing() as hub:
        # When one identity comes with two contents, each three times, in either order
        for people, day in ((first, "07-01"), (other, "07-02"), (first, "07-03"), (other, "07-03"), (first, "07-04"), (other, "07-05")):
            hub.tell(held(people), recorded=on(day), part=people % 8)
            hub.fold()
        # Then on each day the one with the smallest digest known then, disputed from the second on; one notice
        assert known(hub) == [("2025-07-01", "2025-07-02", first, "2025-06-30", False), ("2025-07-02", None, smaller, "2025-06-30", True)]
        assert hub.rows("SELECT id::text, source FROM core.notice") == [{"id": notice_id(TOWN, "e"), "source": TOWN}]
        assert hub.rows("SELECT count(DISTINCT digest)::int AS n FROM core.event WHERE id = 'e'") == [{"n": 2}]


def test_a_correction_takes_effect_on_the_day_of_what_it_corrects(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # Case 4
        hub.tell(held(30), recorded=on("06-30"))
        hub.fold()
        fields = {"time": "2025-06-29T09:00:00+08:00", "counts": {"people": 31}}
        hub.tell(amends("corrected", "c1", fields=fields), recorded=on("07-03"))
        hub.fold()
        hub.tell(amends("retracted", "r1"), recorded=on("07-05"))
        hub.fold()
        assert known(hub) == [("2025-06-30", "2025-07-03", 30, "2025-06-30", False), ("2025-07-03", "2025-07-05", 31, "2025-06-29", False)]


def test_per_field_the_largest_correction_stands(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # Given corrections, told in the wrong order and before what they correct
        hub.tell(amends("corrected", "c2", fields={"counts": {"people": 2}, "title": "乙"}, time="2025-07-03T10:00:00+08:00"), recorded=on("07-01"))
        hub.tell(amends("corrected", "c9", fields={"counts": {"people": 9}}, time="2025-07-03T10:00:00+08:00"), recorded=on("07-01"))
        hub.tell(amends("corrected", "c1", fields={"counts": {"people": 1}, "topic": "丙"}), recorded=on("07-01"))
        hub.fold()
        assert known(hub) == []
        hub.tell(held(30), recorded=on("07-02"))
        hub.fold()
        (row,) = hub.rows("SELECT data, known_from::text FROM {view}.statement WHERE type = %s", HELD)
        assert (row["data"]["counts"], row["data"]["title"], row["data"]["topic"], row["known_from"]) == ({"people": 9}, "乙", "丙", "2025-07-02")
        # When a correction is retracted, the one before it stands again
        hub.tell(amends("retracted", "r9", of=(TOWN, "c9")), recorded=on("07-04"))
        hub.fold()
        assert [row[2] for row in known(hub)] == [9, 2]


def test_a_correction_that_does_not_fit_changes_nothing(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(held(30), recorded=on("07-01"))
        hub.tell(amends("corrected", "c1", fields={"counts": "many"}), amends("corrected", "c2", fields={"nonsense": 1}), recorded=on("07-02"))
        hub.tell(amends("corrected", "c3", fields={"activity": f"{TOWN}/a-2"}), recorded=on("07-03"))
        hub.tell(amends("corrected", "c4", fields={"kind": None}), recorded=on("07-03"))
        hub.fold()
        assert known(hub) == [("2025-07-01", None, 30, "2025-06-30", False)]
        # and each is shown, until it is taken back
        assert unfit(hub) == ["c1", "c2", "c3", "c4"]
        hub.tell(*(amends("retracted", f"r{number}", of=(TOWN, f"c{number}")) for number in range(1, 5)))
        hub.fold()
        assert unfit(hub) == []


def test_whether_a_correction_fits_is_seen_when_its_event_comes(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a correction whose fields fit one type, and which comes first
        hub.tell(amends("corrected", "c1", fields={"topic": "丙"}), amends("corrected", "c2", fields={"round": 2}), recorded=on("07-01"))
        hub.fold()
        assert unfit(hub) == []
        # when the event comes, and the correction comes once more with other contents, of which the smallest stands
        hub.tell(held(30), *(amends("corrected", "c2", fields={"round": number}) for number in range(3, 6)), recorded=on("07-02"))
        hub.fold()
        assert unfit(hub) == ["c2"]


def test_what_amends_an_amendment_in_vain_is_shown(hubs: Anew) -> None:
    with hubs.playing() as hub:
        # given a correction that is corrected itself, a retraction that is retracted and another that is corrected, the later word first
        hub.tell(amends("corrected", "cc", of=(TOWN, "c"), fields={"fields": {"counts": {"people": 40}}}), recorded=on("07-01"))
        hub.tell(amends("retracted", "rr", of=(TOWN, "r")), amends("corrected", "cr", of=(TOWN, "r"), fields={"reason": "误"}), recorded=on("07-01"))
        hub.fold()
        assert unfit(hub, "AMENDMENT_AMENDED") == []
        hub.tell(held(30), amends("corrected", "c", fields={"counts": {"people": 31}}), recorded=on("07-02"))
        hub.fold()
        # then the correction stands as it was told, and the other is shown; a correction may be retracted
        assert (known(hub)[-1][2], unfit(hub, "AMENDMENT_AMENDED")) == (31, ["cc"])
        hub.tell(amends("retracted", "r"), amends("retracted", "rc", of=(TOWN, "c")), recorded=on("07-03"))
        hub.fold()
        # and what was retracted stays so: who takes that back, or corrects it, is shown until that is retracted
        assert (known(hub)[-1][1], unfit(hub, "AMENDMENT_AMENDED")) == ("2025-07-03", ["cc", "cr", "rr"])
        assert unfit(hub) == []
        hub.tell(*(amends("retracted", f"t{name}", of=(TOWN, name)) for name in ("cc", "cr", "rr")), recorded=on("07-04"))
        hub.fold()
        assert (known(hub)[-1][1], unfit(hub, "AMENDMENT_AMENDED")) == ("2025-07-03", [])


def unfit(hub: Playing, code: str = "CORRECTION_UNFIT") -> list[str]:
    """The corrections that are shown not to fit, or by another code."""
    rows = hub.rows("SELECT DISTINCT split_part(object, ' ', 3) AS id FROM {view}.doubt() WHERE code = %s ORDER BY 1", code)
    return [row["id"] for row in rows]


def test_only_the_source_or_its_successor_may_correct(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(*federation("42", "4206", "420624", "420624101"), source(TOWN, "420624101"), source(COUNTY, "420624"))
        foreign: dict[str, Any] = {"source": COUNTY, "unit": "420624-cwh", "level": "county", "region": "420624"}
        hub.tell(held(30), amends("corrected", "c1", fields={"counts": {"people": 31}}, **foreign), recorded=on("07-01"))
        hub.fold()
        assert [row[2] for row in known(hub)] == [30]
        # When the other turns out to be its successor
        hub.tell({**source(COUNTY, "420624", succeeds=TOWN), "id": "0"}, recorded=on("07-02"))
        hub.fold()
        assert [row[2] for row in known(hub)] == [31]


def test_an_equivocation_is_settled_by_a_correction(hubs: Anew) -> None:
    with hubs.playing() as hub:
        hub.tell(held(30), held(300), recorded=on("07-01"))
        hub.tell(amends("corrected", "c1", fields={"counts": {"people": 31}}), recorded=on("07-02"))
        hub.fold()
        assert [(row[2], row[4]) for row in known(hub)][1] == (31, False)


def test_a_fix_stands_until_the_source_sends_a_good_copy(hubs: Anew) -> None:
    desk = {"source": COUNTY, "unit": "420624-cwh", "level": "county", "region": "420624", "causationid": f"fix:{TOWN} e"}
    with hubs.playing() as hub:
        hub.tell(*federation("42", "4206", "420624", "420624101"), source(COUNTY, "420624"))
        # When a desk of the county fixes an event of the town, of which nobody has heard yet
        hub.tell(held(5, event="f", **desk), recorded=on("07-01"))
        hub.fold()
        speakers = "SELECT speaker, known_to::text FROM {view}.statement WHERE type = %s"
        assert hub.rows(speakers, HELD) == [{"speaker": COUNTY, "known_to": None}]
        # Then it counts as the town's as soon as the town's system is known to lie in the county
        hub.tell(source(TOWN, "420624101"), recorded=on("07-01"))
        hub.fold()
        assert hub.rows(speakers, HELD) == [{"speaker": TOWN, "known_to": None}]
        # And it falls when the town sends a good copy itself
        hub.tell(held(6), recorded=on("07-02"))
        hub.fold()
        assert [(row[1], row[2]) for row in known(hub)] == [("2025-07-02", 5), (None, 6)]
