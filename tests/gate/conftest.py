"""One broker for all tests of the gate; every test speaks of objects of its own."""

from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient, NewTopic

from hub.embedded.parts import Parts
from schemas.topics import shared_topics
from tests.gate.desk import Desk
from tests.streams.world import federation


@pytest.fixture(scope="session")
def provisioned(kafka: Parts) -> Parts:
    """The broker with its topics and the facts of the small federation in the inbox."""
    admin = KafkaAdminClient(**kafka.client())
    present = set(admin.list_topics())
    admin.create_topics([NewTopic(one.name, one.partitions, 1, topic_configs=dict(one.config)) for one in shared_topics() if one.name not in present])
    admin.close()
    Desk(kafka, kafka.folder.run).say(*federation())
    return kafka


@pytest.fixture
def desk(provisioned: Parts, tmp_path: Path) -> Desk:
    return Desk(provisioned, tmp_path / "marks")


@pytest.fixture(scope="module")
def module_desk(provisioned: Parts, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(provisioned, tmp_path_factory.mktemp("marks"))
