"""Topics as data, and the names of sources in them."""

import re

import pytest

from schemas import topics
from schemas.errors import UsageError

LEGAL = re.compile(r"[a-zA-Z0-9._-]{1,249}")


def test_the_shared_topics_are_these() -> None:
    made = {topic.name: topic.partitions for topic in topics.shared_topics()}
    assert {name: count for name, count in made.items() if not name.startswith("inbox.")} == {
        "ledger.reference": 1,
        "ledger.activity": 8,
        "ledger.suggestion": 8,
        "quarantine": 1,
        "notices": 1,
        "audit": 1,
    }
    inboxes = {name for name in made if name.startswith("inbox.")}
    assert "inbox.county.suggestion" in inboxes
    assert len(inboxes) == 15
    assert {made[name] for name in inboxes} == {4}


def test_what_is_kept_is_kept_for_ever_with_the_times_that_the_gate_gives() -> None:
    for topic in topics.shared_topics():
        inbox = topic.name.startswith("inbox.")
        assert topic.config["retention.ms"] == topic.config["retention.bytes"] == "-1"
        assert topic.config["cleanup.policy"] == "delete"
        assert topic.config["message.timestamp.type"] == ("LogAppendTime" if inbox else "CreateTime")
        assert inbox or topic.config["unclean.leader.election.enable"] == "false"


@pytest.mark.parametrize(
    "source", ["//420624/jyxt", "//00/hub", "//420624/建议系统", "//42/" + "x" * 300, "..", "", "//420624/../etc", "//420624/a b\n"]
)
def test_any_source_has_a_legal_topic_of_its_own(source: str) -> None:
    topic = topics.native_topic("county", "suggestion", source)
    assert LEGAL.fullmatch(topic.name)
    assert topic.partitions == 1
    assert topic.name.startswith("inbox.county.suggestion.")
    assert topic.config["message.timestamp.type"] == "LogAppendTime"


def test_sources_that_look_alike_never_share_a_topic() -> None:
    alike = [
        "//420624/jyxt",
        "//420624/jy.xt",
        "//420624/jy_xt",
        "//420624/JYXT",
        "//420624-jyxt",
        "//420624/jyxt/",
        "//4206/24jyxt",
        "//420624/建议",
        "//420624/意见",
    ]
    assert len({topics.safe_name(source) for source in alike}) == len(alike)
    assert all("." not in topics.safe_name(source) for source in alike)
    topics.check_distinct(alike + alike)


def test_two_sources_of_one_name_would_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "safe_name", lambda source: source[:3])
    with pytest.raises(UsageError):
        topics.check_distinct(["//1/a", "//1/b"])
