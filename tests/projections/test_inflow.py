"""Records of the ledger as the projection worker takes them from the client."""

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import READ_COMMITTED
from aiokafka.record import MemoryRecords
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from projections.inflow import BareRecords

pytestmark = pytest.mark.quick


def test_a_bare_record_has_its_place_its_stamp_and_its_octets() -> None:
    # given a fetched batch of three records, when it is read on from its second, then that and the third as they were parsed
    batch = DefaultRecordBatchBuilder(2, 0, False, -1, -1, -1, 4096)
    for offset, value in enumerate((b"one", None, b"three")):
        batch.append(offset, 1_700_000_000_000 + offset, b"key", value, [])
    found = list(BareRecords(TopicPartition("ledger", 0), MemoryRecords(bytes(batch.build())), [], 1, None, None, True, READ_COMMITTED))
    assert [(one.offset, one.timestamp, one.value) for one in found] == [(1, 1_700_000_000_001, None), (2, 1_700_000_000_002, b"three")]
