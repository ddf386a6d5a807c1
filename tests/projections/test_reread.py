"""What a reader of an older vocabulary could not read is not lost: one of the newer reads it again (law 5)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from hub.feeds.stage import open_stage
from hub.watch.hearing import hear
from projections import rebuild, reread, versions
from projections.append import append
from projections.folding import Folding
from projections.progress import Progress
from projections.records import Slice
from projections.settings import ProjectionSettings
from schemas import codec
from schemas.days import parse_instant
from tests.conftest import eventually
from tests.faults.release import MEMBER, NUMBER
from tests.feeds.following import COUNTY, TOWN, Follower, following, unit, world
from tests.projections.play import Event, Playing, content, fact, federation, place, playing
from tests.projections.vocabularies import CANCELLED, Vocabularies, vocabularies

__all__ = ["vocabularies"]

EARLY, LATE, AFTER = (f"2025-07-0{day}T12:00:00+08:00" for day in (1, 2, 3))
POISON = b"\x00\x00\x0f\xff\xff" + b"noise"
DAMAGED = b"\x00" + NUMBER.to_bytes(4, "big") + b"noise"
INDEX = "SELECT family, part, off, recorded, rday, source, id, type, object, day, sequence, data, raw, plain, status FROM core.event ORDER BY 1, 2, 3"
KEPT = "SELECT off::int, code FROM core.unreadable ORDER BY off"


def held(event: str, sequence: int, **data: Any) -> Event:
    """A reception of the town."""
    said = {"activity": f"//{TOWN}/s/a-{event}", "kind": "reception", "host_unit": f"{TOWN}-u", "counts": {"people": 3}, **data}
    whole = {"source": f"//{TOWN}/s", "unit": f"{TOWN}-u", "level": "town", "region": TOWN, "time": "2025-06-30T09:00:00+08:00"}
    return fact("activity.held", said["activity"], said, id=event, sequence=str(sequence), **whole)


def events() -> list[Event]:
    """What both vocabularies know, what has a newer member, and what is of a newer type: a cancellation of the first; one comes twice."""
    newer = held("b", 2, **{MEMBER: "晴"})
    cancelled = {**held("a", 3), "id": "c", "type": CANCELLED, "data": {"activity": f"//{TOWN}/s/a-a"}}
    return [held("a", 1), newer, cancelled, newer, held("d", 4)]


def written(vocabularies: Vocabularies) -> list[bytes]:
    """As systems of both write them, all into one partition, with what no vocabulary reads among them."""
    values = []
    for one in events():
        with vocabularies.of(vocabularies.newer if one["id"] in ("b", "c") else vocabularies.older):
            values.append(codec.encode(one))
    return [*values[:3], POISON, DAMAGED, *values[3:]]


def tell(hub: Playing, values: list[bytes]) -> None:
    """Append them; the stamps fall back once."""
    family, part = place(events()[0])
    stamps = [parse_instant(LATE if at == 1 else EARLY) for at in range(len(values))]
    append(hub.connection, [Slice(family, part, 0, stamps, values)])


@contextmanager
def behind(database: str, vocabularies: Vocabularies) -> Iterator[Follower]:
    """A hub of the older vocabulary that has appended, folded, judged and heard what a newer one wrote."""
    values = written(vocabularies)
    with following(database) as follower:
        with vocabularies.of(vocabularies.older):
            follower.played.tell(*world(), recorded=EARLY)
            tell(follower.played, values)
            follower.played.fold()
            follower.judge()
            assert hear(follower.played.connection)
        yield follower


def test_it_is_read_again_as_if_it_had_been_read_at_once(database: str, new_database: Callable[[], str], vocabularies: Vocabularies) -> None:
    # given a hub of the newer vocabulary that heard everything at once
    with playing(new_database()) as hub:
        hub.tell(*world(), recorded=EARLY)
        values = written(vocabularies)
        with vocabularies.of(vocabularies.newer):
            tell(hub, values)
            hub.fold()
        expected, rows, kept = content(hub), hub.rows(INDEX), hub.rows(KEPT)
    with behind(database, vocabularies) as follower:
        hub = follower.played
        assert [row["off"] for row in hub.rows(KEPT)] == [1, 2, 3, 4, 5]
        # when one of the older vocabulary tries again, then nothing changes
        with vocabularies.of(vocabularies.older):
            assert reread.reread(hub.connection) == 0
        # when the newer one is installed, then what it knows is in the index with its recorded time, and in the views
        with vocabularies.of(vocabularies.newer):
            assert reread.reread(hub.connection) == 3
            hub.fold()
            assert hub.rows(INDEX) == rows
            assert content(hub) == expected
            # and what nobody reads is kept as before, with today's reason, and not tried once more
            assert hub.rows(KEPT) == kept == [{"off": 3, "code": "SCHEMA_UNKNOWN"}, {"off": 4, "code": "AVRO_BOMB"}]
            assert reread.reread(hub.connection) == 0
            assert rebuild.prove(database, lambda _: None).differing == []


def test_a_rebuild_reads_again_and_nobody_else_does_meanwhile(database: str, vocabularies: Vocabularies) -> None:
    with behind(database, vocabularies) as follower, vocabularies.of(vocabularies.newer):
        # given somebody who rebuilds, when a worker starts, then it leaves the records alone
        other = psycopg2.connect(database)
        other.cursor().execute("SELECT pg_advisory_lock(%s)", (versions.LOCK,))
        assert reread.reread(follower.played.connection) is None
        other.close()
        # when it is rebuilt, then both versions hold them
        rebuild.rebuild(database, lambda _: None)
        assert [row["off"] for row in follower.played.rows(KEPT)] == [3, 4]
        assert follower.played.figure("activities.held", TOWN) == 2


def test_a_worker_reads_again_when_it_starts(database: str, vocabularies: Vocabularies, tmp_path: Path) -> None:
    with behind(database, vocabularies) as follower, vocabularies.of(vocabularies.newer):
        settings = ProjectionSettings({}, database, tmp_path)
        # given the lock of one who rebuilds, when a worker starts to fold, then it reads again as soon as that one is done
        other = psycopg2.connect(database)
        other.cursor().execute("SELECT pg_advisory_lock(%s)", (versions.LOCK,))
        folding = Folding(settings, Progress(settings.progress, settings.name))
        folding.start()
        other.close()
        try:
            eventually(lambda: follower.played.figure("activities.held", TOWN) == 2)
        finally:
            folding.end()


HEARD = "SELECT events::int, numbers::text FROM core.heard WHERE source = %s"


def test_those_who_follow_the_index_get_it_though_they_have_passed_it(database: str, vocabularies: Vocabularies) -> None:
    with behind(database, vocabularies) as follower, vocabularies.of(vocabularies.newer):
        # given a follower who has read all there was, of a source of whose five records two could be read
        hub = follower.played
        assert follower.ids(TOWN)[-2:] == ["a", "d"]
        assert hub.rows(HEARD, f"//{TOWN}/s") == [{"events": 2, "numbers": "{[1,2),[4,5)}"}]
        # when the others are read again, and another fact is told
        reread.reread(hub.connection)
        follower.judge()
        assert follower.ids(TOWN)[-2:] == ["a", "d"]
        another = unit(COUNTY, unit="another")
        hub.tell({**another, "id": "next", "subject": "another"}, recorded=AFTER)
        follower.judge()
        # then they come late with that fact, each once, in the feeds of all regions they lie in
        late = [one for one in follower.feed(TOWN) if one["id"] in ("b", "c")]
        assert [(one["id"], one.get("late")) for one in late] == [("b", True), ("c", True)]
        assert follower.ids("42")[-3:] == ["next", "late:b", "late:c"]
        # and the source has said five things, no number missing, however often it is heard
        for _ in range(3):
            hear(hub.connection)
        assert hub.rows(HEARD, f"//{TOWN}/s") == [{"events": 5, "numbers": "{[1,5)}"}]


def test_a_copy_that_comes_before_it_is_brought_is_delivered_in_its_stead(database: str, vocabularies: Vocabularies) -> None:
    with behind(database, vocabularies) as follower, vocabularies.of(vocabularies.newer):
        # given an event that was read again and that nothing has brought yet, when its source sends it once more, and another fact is told
        hub, again = follower.played, events()[1]
        reread.reread(hub.connection)
        family, part = place(events()[0])
        append(hub.connection, [Slice(family, part, 7, [parse_instant(AFTER)], [codec.encode(again)])])
        follower.judge()
        hub.tell({**unit(COUNTY, unit="another"), "id": "next", "subject": "another"}, recorded=AFTER)
        follower.judge()
        # then it is delivered, and once
        assert [one for one in follower.ids(TOWN) if one.endswith("b")] == ["b"]


def test_a_fact_that_was_read_again_brings_what_it_places_though_the_judge_was_started_anew(database: str, vocabularies: Vocabularies) -> None:
    town = "420624109"
    (known,) = federation(town)
    with following(database) as follower:
        # given an event of a town that nobody knows, since whoever appended the fact could not read it
        hub = follower.played
        lies = {"source": f"//{town}/s", "unit": f"{town}-u", "region": town, "subject": f"//{town}/s/a"}
        hub.tell(*world(), {**held("x", 1, activity=f"//{town}/s/a"), **lies}, recorded=EARLY)
        at, value = place(known), codec.encode(known)
        first = hub.heads[at]
        hub.heads[at] += 1
        with vocabularies.of(vocabularies.without(known["type"])):
            append(hub.connection, [Slice(*at, first, [parse_instant(LATE)], [value])])
        follower.judge()
        assert "x" not in follower.ids(COUNTY)
        # when it is read again, the judge is started anew, and another fact is told
        assert reread.reread(hub.connection) == 1
        follower.stage = open_stage(hub.connection)
        hub.tell({**unit(COUNTY, unit="another"), "id": "next", "subject": "another"}, recorded=AFTER)
        follower.judge()
        # then the event comes late to those above the town
        assert "late:x" in follower.ids(COUNTY)
