"""Rows 32 to 34: PostgreSQL lost, Kafka lost, both lost, Kafka older than its archive. `hub restore` puts back what was: every record at its offset,
with its octets and its time; every figure and fingerprint; and nothing that is said again counts twice.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from kafka import KafkaConsumer, TopicPartition

from projections.archive.logs import LOGS
from schemas.faults import VARIABLE
from schemas.topics import AUDIT
from tests.conftest import eventually
from tests.faults import report
from tests.faults.auditor import WHOLE, delivered
from tests.faults.storm import Storm, begun
from tests.faults.stream import Event, held
from tests.laws.places import PLACES, TOWNS, fact
from tests.running import hub_in

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]
FAULTS: Final = ("restore.written:2", "restore.indexed:2")
"""Where restoring is killed: between two batches of the ledger, between two slices of the index."""

LATER: Final = "999999-cwh"
"""A unit that nobody has registered yet: what it says waits."""
Record = tuple[int, int, bytes | None, bytes | None, tuple[tuple[str, bytes], ...]]
"""Offset, time stamp (ms), key, value, headers."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    """A hub with its archive, whose quarantine has an event that waits and one that was refused; it is down."""
    hub = hub_in(Path(tmp_path_factory.mktemp("lost")), unarchived=False)
    try:
        storm = begun(hub.up())
        storm.advance(20)
        _publish(storm, [_waits("waits")])
        rest(storm)
        yield storm
    finally:
        hub.down()


def _waits(name: str, unit: str = LATER) -> Event:
    return {**held(TOWNS[0], f"held-{name}", 0), "unit": unit}


def _publish(storm: Storm, events: Sequence[Event]) -> None:
    """Publishes what does not count."""
    assert all(answer["receipt"] for answer in storm.hub.publish(events))


def rest(storm: Storm) -> None:
    """Down, once all that was said is judged, folded and archived."""
    storm.judge()
    eventually(lambda: storm.hub.settled(archived=True))
    storm.hub.down()


def root(storm: Storm) -> Path:
    return storm.hub.settings.folder.root


def lose(storm: Storm, *parts: str) -> None:
    for part in parts:
        shutil.rmtree(root(storm) / part)


def up(storm: Storm) -> None:
    """Up again; whose token was lost with the database is given another."""
    storm.hub.up()
    for place in PLACES:
        storm.hub.trust(place.source, place.code)


def records(storm: Storm) -> dict[str, list[Record]]:
    """Everything on the ledger and in quarantine, as the broker has it."""
    found: dict[str, list[Record]] = {}
    with closing(KafkaConsumer(**storm.hub.settings.client(), enable_auto_commit=False, auto_offset_reset="none")) as consumer:
        places = {TopicPartition(one.topic, one.part): one.name for one in LOGS}
        consumer.assign(list(places))
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(list(places))
        while any(len(found.get(name, [])) < ends[place] for place, name in places.items()):
            for place, several in consumer.poll(500).items():
                told = [(one.offset, one.timestamp, one.key, one.value, tuple(one.headers)) for one in several]
                found.setdefault(places[place], []).extend(told)
    return found


def first(storm: Storm, topic: str) -> int:
    """The largest of the first offsets of an inbox."""
    with closing(KafkaConsumer(**storm.hub.settings.client())) as consumer:
        places = [TopicPartition(topic, part) for part in consumer.partitions_for_topic(topic)]
        return max(int(one) for one in consumer.beginning_offsets(places).values())


def prints(storm: Storm) -> dict[str, Any]:
    """Both fingerprints of each live view, which are those of a replay too."""
    rows = storm.hub.cli("verify")
    assert [row["view"] for row in rows if not row["equal"]] == []
    return {row["view"]: row["live"] for row in rows}


def as_it_was(storm: Storm) -> dict[str, Any]:
    """What a hub that is up holds: records, fingerprints, figures counted by hand."""
    figures = {name: storm.hub.figure(*name) for name in storm.figures()}
    assert figures == dict(storm.figures())
    found = records(storm)
    return {"noted": found.pop(AUDIT), "records": found, "prints": prints(storm), "figures": figures}


def require_same(storm: Storm, before: dict[str, Any]) -> None:
    """All is as it was; the audit log goes on behind what it held."""
    now = as_it_was(storm)
    assert {**now, "noted": now["noted"][: len(before["noted"])]} == before


def written(before: dict[str, Any]) -> int:
    """Records on the ledger, in quarantine and in the audit log."""
    return sum(map(len, before["records"].values())) + len(before["noted"])


def killed(storm: Storm, fault: str) -> None:
    """Restores, and dies at a place."""
    words = [sys.executable, "-c", "from hub.cli.main import main; main()", "restore"]
    environment = {"HUB_DATA": str(root(storm)), "PATH": "/usr/bin:/bin", VARIABLE: fault}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr
    report.now().kills["restore"] += 1


def refused(storm: Storm, *words: str) -> dict[str, Any]:
    """The problem by which restoring is refused."""
    command = [sys.executable, "-c", "from hub.cli.main import main; main()", "restore", *words, "--json"]
    environment = {"HUB_DATA": str(root(storm)), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    return found


def said_again(storm: Storm) -> None:
    """Everything is sent once more, and more is said: nothing counts twice, nothing is missing."""
    storm.publish(list(storm.acknowledged))
    storm.advance(3)
    rest(storm)


@pytest.mark.row("34", "Kafka 全丢")
def test_a_kafka_that_was_lost_is_filled_again_from_the_archive(kept: Storm) -> None:
    # given what a hub holds, and its Kafka lost
    up(kept)
    before = as_it_was(kept)
    ((done_in, offset),) = kept.hub.sql("SELECT topic, \"offset\" FROM core.quarantine_item WHERE id = 'held-waits'")
    kept.hub.down()
    lose(kept, "kafka")
    # when it is restored, killed in the middle, and restored again
    killed(kept, FAULTS[0])
    done = kept.hub.cli("restore")
    assert done["there"] > 0
    assert done["there"] + done["written"] == written(before)
    assert (done["database"], done["indexed"], done["views"]) == (0, 0, False)
    # then all is as it was, and the inboxes go on behind what quarantine names
    up(kept)
    require_same(kept, before)
    assert first(kept, done_in) == offset + 1
    # and what waited is judged when what it waits for comes, while another record waits that came at the same time of the new inbox
    _publish(kept, [_waits("waits-too")])
    told = {"unit": LATER, "name": LATER, "kind": "presidium", "level": "town", "region": TOWNS[0].code, "valid_from": "2021-12-01"}
    kept.publish([fact("unit.registered", LATER, told)])
    kept.beside([{**_waits("waits")}, _waits("waits-too")])
    eventually(lambda: kept.hub.http.get("/v1/events", params={"source": TOWNS[0].source, "id": "held-waits"}).json()["status"] == "accepted")
    said_again(kept)


@pytest.mark.row("33", "PostgreSQL 全丢")
def test_a_postgresql_that_was_lost_is_made_again_from_the_archive(kept: Storm) -> None:
    up(kept)
    before, cursor = as_it_was(kept), delivered(kept.hub)[-1]["cursor"]
    kept.hub.down()
    lose(kept, "postgres")
    killed(kept, FAULTS[1])
    done = kept.hub.cli("restore")
    assert (done["written"], done["views"]) == (0, True)
    assert 0 < done["indexed"] < sum(map(len, before["records"].values()))
    up(kept)
    require_same(kept, before)
    # and a follower goes on from where he was, once the feeds are judged again
    eventually(lambda: delivered(kept.hub)[-1]["cursor"] == cursor)
    assert kept.hub.http.get(f"/v1/feeds/{WHOLE}", params={"lastEventId": cursor}).json() == []
    said_again(kept)


@pytest.mark.row("34", "Kafka 全丢，存档落后")
def test_what_the_database_has_and_the_archive_has_not_is_on_the_ledger_again(kept: Storm) -> None:
    # given a hub whose archive has fallen behind: what it took since is in the database, and on the Kafka that is lost
    kept.hub.settings = kept.hub.settings.model_copy(update={"unarchived": True})
    up(kept)
    kept.advance(3)
    _publish(kept, [_waits("never", "999998-cwh")])
    kept.hub.settle()
    before = as_it_was(kept)
    kept.hub.down()
    kept.hub.settings = kept.hub.settings.model_copy(update={"unarchived": False})
    lose(kept, "kafka")
    # when it is restored, then all of it is there again, in quarantine too
    done = kept.hub.cli("restore")
    assert done["written"] == written(before)
    assert 8 < done["database"] < done["written"]
    up(kept)
    require_same(kept, before)
    said_again(kept)


@pytest.mark.row("33 34", "Kafka 和 PostgreSQL 全丢，恢复之前又启动过")
def test_both_lost_come_back_and_until_then_nothing_is_written(kept: Storm) -> None:
    # given both lost, and a hub that is brought up as if nothing were
    up(kept)
    before = as_it_was(kept)
    kept.hub.down()
    lose(kept, "kafka", "postgres")
    archive = {path: path.read_bytes() for path in (root(kept) / "archive").rglob("*") if path.is_file()}
    up(kept)
    # then who asks could not be written down: nothing is served, and nothing taken
    refusal = kept.hub.http.post("/v1/events", json=held(TOWNS[0], "held-unseen", 0), headers={"Content-Type": "application/cloudevents+json"})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "AUDIT_SHORTER")
    # and the gate stops and says what to do, and neither ledger nor archive is written
    logs = root(kept) / "logs"
    eventually(lambda: "(hub restore writes them back" in (logs / "worker-gate-0.log").read_text(), 60)
    eventually(lambda: (kept.hub.settings.folder.recall("archive")["problem"] or {}).get("code") == "ARCHIVE_AHEAD", 60)
    assert records(kept) == {}
    assert {path: path.read_bytes() for path in archive} == archive
    assert refused(kept)["code"] == "RESTORE_WHILE_UP"
    kept.hub.down()
    # when it is restored, then all is as it was
    done = kept.hub.cli("restore")
    assert (done["written"], done["indexed"]) == (written(before), sum(map(len, before["records"].values())))
    kept.hub.up()
    kept.hub.settle()
    require_same(kept, before)
    # and whose token and topics went with them is given others, for the ledger knows it; whom it does not know is not found
    given = kept.hub.cli("source", "rotate", PLACES[0].source, "--kafka")
    mine = kept.hub.http.get(f"/v1/sources/{PLACES[0].source}/notices", headers={"Authorization": f"Bearer {given['token']}"})
    assert mine.status_code == 200
    assert len(given["kafka"]["topics"]) > 3
    assert kept.hub.http.post("/v1/sources///4206/nobody/rotate", json={}).status_code == 404
    for place in PLACES:
        kept.hub.trust(place.source, place.code)
    said_again(kept)


@pytest.mark.row("32", "Kafka 退回从前")
def test_a_kafka_of_before_is_healed_and_another_is_refused(kept: Storm, tmp_path: Path) -> None:
    # given a copy of Kafka from before more was said
    shutil.copytree(root(kept) / "kafka", tmp_path / "kafka")
    shutil.copytree(root(kept) / "archive", tmp_path / "archive")
    up(kept)
    kept.advance(4)
    kept.hub.settle()
    before = as_it_was(kept)
    rest(kept)
    # when the archive is damaged, or older than what was signed, then nothing is begun
    place = next(path for path in sorted((root(kept) / "archive/ledger.activity").rglob("tile/entries/000*")) if path.is_dir())
    (bundle,) = place.iterdir()
    octets = bundle.read_bytes()
    bundle.write_bytes(octets[:-1] + bytes([octets[-1] ^ 1]))
    wrong = refused(kept)
    assert (wrong["code"], wrong["field"]) == ("ARCHIVE_DAMAGED", f"ledger.activity/{place.parts[-4]} #{int(bundle.name) - 1}")
    bundle.write_bytes(octets)
    # when the older Kafka is put back, then it is healed
    (root(kept) / "kafka").rename(tmp_path / "later")
    shutil.copytree(tmp_path / "kafka", root(kept) / "kafka")
    done = kept.hub.cli("restore")
    assert done["there"] > done["written"] > 0
    up(kept)
    require_same(kept, before)
    said_again(kept)
    # when the archive and the database are of before, then what the ledger has beyond is left only where that is said
    now = root(kept) / "archive"
    now.rename(tmp_path / "archive-now")
    shutil.copytree(tmp_path / "archive", now)
    assert refused(kept)["code"] in ("ARCHIVE_DAMAGED", "ARCHIVE_FORKED")
    lose(kept, "postgres")
    assert refused(kept)["code"] == "RESTORE_BEYOND"
    assert kept.hub.cli("restore", "--beyond")["written"] == 0
    up(kept)
    said_again(kept)
