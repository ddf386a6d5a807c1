"""Up to where an inbox may be deleted."""

import pytest
from aiokafka import TopicPartition

from streams.sweeper import clearable

pytestmark = pytest.mark.quick
PLACE = TopicPartition("inbox.county.suggestion", 0)


@pytest.mark.parametrize(
    ("committed", "young", "first", "before"),
    [(10, None, 0, 10), (10, 4, 0, 4), (10, 40, 0, 10), (10, 4, 4, None), (0, None, 0, None), (10, None, 10, None)],
)
def test_not_past_the_commit_nor_the_first_young_record(committed: int, young: int | None, first: int, before: int | None) -> None:
    assert clearable({PLACE: committed}, {PLACE: young}, {PLACE: first}).get(PLACE) == before
