"""Row 29: a topic of the ledger is deleted and made again under a whole hub. Its offsets mean other records: nothing may go on as if nothing were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient, NewTopic

from projections.archive.verifier import verify
from schemas.topics import shared_topics
from tests.conftest import eventually
from tests.faults import replay
from tests.faults.auditor import audit
from tests.faults.storm import Storm, begun
from tests.faults.stream import by_hand
from tests.running import hub_in

TOPIC = "ledger.activity"
HEADS = "SELECT log, size, checkpoint FROM core.archive_head WHERE log LIKE 'ledger.activity/%%' ORDER BY log"
ENDS = "SELECT sum(off) FROM core.position WHERE family = 1"


@pytest.fixture
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storm]:
    """A hub of its own, as it will not be whole afterwards."""
    hub = hub_in(Path(tmp_path_factory.mktemp("again")), unarchived=False)
    try:
        yield begun(hub.up())
    finally:
        hub.down()


def _make_again(storm: Storm) -> None:
    admin = KafkaAdminClient(**storm.hub.settings.client())
    admin.delete_topics([TOPIC])
    eventually(lambda: TOPIC not in admin.list_topics())
    (topic,) = [one for one in shared_topics() if one.name == TOPIC]
    admin.create_topics([NewTopic(topic.name, topic.partitions, 1, topic_configs=dict(topic.config))])
    admin.close()


def _index(storm: Storm) -> list[tuple[object, ...]]:
    return storm.hub.sql("SELECT family, part, off, md5(raw) FROM core.event WHERE family = 1 ORDER BY 1, 2, 3")


def _said(storm: Storm, words: str) -> bool:
    return any(words in log.read_text("utf-8", "replace") for log in storm.hub.settings.folder.logs.glob("worker-projection-*.log"))


@pytest.mark.row("29", "总账主题被删了重建")
def test_a_ledger_topic_made_again_stops_the_hub_and_changes_nothing(apart: Storm) -> None:
    # given a hub with everything folded
    apart.advance(20)
    apart.judge()
    before = _index(apart)
    eventually(lambda: sum(size for _, size, _ in apart.hub.sql(HEADS)) == apart.hub.sql(ENDS)[0][0])
    heads = apart.hub.sql(HEADS)
    # when a topic of its ledger is deleted and made again, systems publish on, and all of it is killed and comes up again
    _make_again(apart)
    acknowledged, step = list(apart.acknowledged), apart.step
    apart.advance(5)
    eventually(lambda: _said(apart, "TOPIC_MADE_AGAIN") or _said(apart, "made again"), 60)
    apart.kill_each(("gate-0", "feeds"))
    # and the archive stops too, before anything is written
    eventually(lambda: (apart.hub.settings.folder.recall("archive")["problem"] or {}).get("code") == "TOPIC_MADE_AGAIN")
    assert apart.hub.sql(HEADS) == heads
    assert verify(apart.hub.settings.folder.archive, apart.hub.settings.signer.key).logs["ledger.activity/0"] == heads[0][1]
    # then it is said, and the index keeps what it had
    assert set(before) <= set(_index(apart))
    # and figures are those counted by hand, with what topics brought until it was noticed
    held, most = by_hand(step), by_hand(apart.step)
    asked = {name: apart.hub.figure(*name) or 0 for name in held}
    assert [name for name, n in asked.items() if not held[name] <= n <= most[name]] == []
    # and the auditor names what the broker has lost, and nothing of what was acknowledged before is gone from the hub
    checks = {one.check for one in audit(apart.hub, acknowledged, {}, replay.replayed(apart.hub))}
    assert "index" in checks
    assert not checks & {"acknowledged", "order", "positions", "feeds"}
