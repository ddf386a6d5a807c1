"""What is written of a batch: by partition, in order, with what becomes known by it."""

import pytest

from schemas import codec, quarantine
from schemas.quarantine import Quarantined
from schemas.topics import QUARANTINE
from streams.gate.judge import Judge, Judgement
from tests.streams.world import CLOCK, COUNTY, arrival, assigned, event, federation, sent, settled, source, unit

pytestmark = pytest.mark.quick


def told(judgement: Judgement) -> list[Quarantined]:
    return [quarantine.decode(value) for one in judgement.parcels if one.topic == QUARANTINE for value in one.values]


def test_a_batch_is_written_by_partition_in_the_order_it_came_as_it_came() -> None:
    records = [sent(assigned(subject=f"{COUNTY}/s-{number % 7}")) for number in range(40)]
    judgement = Judge(settled()).arrived(records, CLOCK)
    assert {one.topic for one in judgement.parcels} == {"ledger.suggestion"}
    for parcel in judgement.parcels:
        assert list(parcel.values) == [one.value for one in records if one.value in set(parcel.values)]
        assert [codec.decode(value)["subject"].encode() for value in parcel.values] == parcel.keys
    assert sum(len(one.values) for one in judgement.parcels) == 40
    assert judgement.tally == {("accepted", ""): 40}


def test_what_does_not_pass_is_told_with_its_bytes_and_passes_by_the_others() -> None:
    records = [sent(assigned()), arrival(b"\xff", offset=5), sent(assigned(unit="420624-x"))]
    judgement = Judge(settled()).arrived(records, CLOCK)
    assert [(one.kind, one.code, one.value) for one in told(judgement)] == [
        ("refused", "NOT_FRAMED", b"\xff"),
        ("waiting", "UNIT_UNKNOWN", records[2].value),
    ]
    assert judgement.tally == {("accepted", ""): 1, ("refused", "NOT_FRAMED"): 1, ("waiting", "UNIT_UNKNOWN"): 1}


def test_accepted_facts_are_handed_out_and_refused_ones_are_not() -> None:
    judge = Judge()
    judgement = judge.arrived([sent(one) for one in federation()], CLOCK)
    assert len(judgement.facts) == len(federation())
    judge.learn(judgement.facts)
    by_a_county = event("source.registered", {"source": "//420624/y", "region": "420624", "families": []}, subject="//420624/y")
    assert judge.arrived([sent(by_a_county)], CLOCK).facts == []
    assert judge.arrived([sent(assigned())], CLOCK).tally == {("accepted", ""): 1}


def test_what_waits_is_released_when_its_fact_has_come_and_told_anew_only_when_something_changed() -> None:
    judge = Judge(settled())
    record = sent(assigned(unit="420624-x", source="//420624/new"))
    first = told(judge.arrived([record], CLOCK))
    assert (first[0].code, first[0].missing) == ("SOURCE_UNKNOWN", ("source://420624/new",))

    same = judge.anew([(9, first[0])], CLOCK)
    assert (same.parcels, same.anew) == ([], [(9, ("source://420624/new",))])

    judge.learn(judge.arrived([sent(source("//420624/new", "4206"))], CLOCK).facts)
    other = judge.anew([(9, first[0])], CLOCK)
    second = told(other)
    assert [(one.kind, one.code, one.missing) for one in second] == [("waiting", "UNIT_UNKNOWN", ("unit:420624-x",))]

    judge.learn(judge.arrived([sent(unit("420624-x", "420624"))], CLOCK).facts)
    passed = judge.anew([(10, second[0])], CLOCK)
    assert [(one.kind, one.value) for one in told(passed)] == [("released", None)]
    assert [one.values for one in passed.parcels if one.topic == "ledger.suggestion"] == [[record.value]]
    assert passed.anew == [(10, ())]


def test_a_resubmitted_record_is_told_whatever_becomes_of_it() -> None:
    judge = Judge(settled())
    record = sent(assigned(time="2031-01-01T00:00:00Z"))
    first = told(judge.arrived([record], CLOCK))[0]
    again = quarantine.resubmission(first, "//420624/desk", "钟已校准")
    assert [(one.kind, one.code) for one in told(judge.anew([(3, again)], CLOCK))] == [("refused", "TIME_IN_FUTURE")]
    assert [one.kind for one in told(judge.anew([(3, again)], CLOCK + 10 * 365 * 86_400_000))] == ["released"]
