"""The federation of the stopwatch is what it says it is, and the gate knows it."""

import time
from collections import Counter

import pytest

from bench import costs, federation, tree
from bench.federation import Record
from schemas import codec
from schemas.columns import decode_batch
from schemas.topics import SOURCE_HEADER, inbox
from streams.gate import registry as known
from streams.gate.decide import decide
from streams.gate.feed import statements
from streams.gate.intake import Arrival, take
from streams.gate.registry import Registry
from streams.gate.standing import Memory

pytestmark = pytest.mark.quick
SMALL = tree.synthetic(1, 2, 2, 5)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return federation.records(SMALL, 4000)


def test_every_record_but_the_damaged_can_be_read(records: list[Record]) -> None:
    # given the records, when they are decoded as columns, then exactly the damaged ones are refused
    refused = {one.row for one in decode_batch([one.value for one in records]).refused}
    assert refused == {at for at, one in enumerate(records) if one.damaged}
    assert len(refused) == len(records) // 200


def test_key_and_source_are_those_inside(records: list[Record]) -> None:
    # given a whole record, when it is read one by one, then its key is its subject and its source the one told
    for one in records[::50]:
        if not one.damaged:
            event = codec.decode(one.value)
            assert (event["subject"].encode(), event["source"]) == (one.key, one.source)


def test_the_gate_accepts_every_whole_record(records: list[Record]) -> None:
    # given the reference facts, when the gate judges the records, then only damaged ones do not pass
    registry = Registry()
    facts = [one.value for one in federation.framed(federation.reference(SMALL))]
    known.apply(registry, statements(take([Arrival("inbox.national.reference", 0, 0, 0, None, one, ()) for one in facts]).batch.frames, facts))
    taken = take(
        [
            Arrival(inbox("county", one.family), 0, at, 0, one.key, one.value, ((SOURCE_HEADER, one.source.encode()),))
            for at, one in enumerate(records)
        ]
    )
    rulings = decide(taken.batch, taken.carriers, registry, time.time_ns() // 1_000_000, Memory()).rulings
    assert set(rulings) == {at for at, one in enumerate(records) if one.damaged}


def test_it_is_as_dirty_as_promised(records: list[Record]) -> None:
    # given the records, then one of a hundred comes twice, a suggestion has six to twelve events, and some are corrected
    whole = [codec.decode(one.value) for one in records if not one.damaged]
    copies = Counter((one["source"], one["id"]) for one in whole)
    assert 0.005 < sum(number - 1 for number in copies.values()) / len(whole) < 0.015
    types = Counter(one["type"] for one in whole)
    assert types["cn.npc.suggestion.corrected.v1"] > 0
    lives = Counter(one["subject"] for one in {(one["source"], one["id"]): one for one in whole}.values() if ".suggestion." in one["type"])
    assert 7 < sum(lives.values()) / len(lives) < 11


def test_the_same_seed_gives_the_same_federation(records: list[Record]) -> None:
    # given the same seed, when it is drawn again, then it is the same; with another seed it is not
    assert federation.records(SMALL, 4000) == records
    assert federation.records(SMALL, 4000, seed=8) != records


def test_what_is_done_event_by_event_is_measured_beside_columns(records: list[Record]) -> None:
    # given the records, when each exception to whole batches is taken, then all of it is done, and told beside the columns
    columns, *exceptions = costs.rows(records, f"//{SMALL.counties[0]}/jyxt", SMALL.towns[0], 1)
    assert [one.row for one in exceptions] == ["cost-refused", "cost-json", "cost-sealed", "cost-csv"]
    assert all(one.of == columns.row and one.value > 0 for one in exceptions)
