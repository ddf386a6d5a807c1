"""The worked cases are good files before any hub plays them."""

from collections import Counter

import pytest

from schemas import codec, content
from tests.cases.reading import Case, numbers, read

SPINE = ["01", "02", "03", "04", "08", "09", "10", "11", "12", "13", "14"]


@pytest.fixture(params=numbers())
def case(request: pytest.FixtureRequest) -> Case:
    return read(request.param)


def test_the_cases_of_the_spine_lie_here() -> None:
    assert set(SPINE) <= set(numbers())


def test_each_event_is_valid(case: Case) -> None:
    # given the events of a case; when each is written and read as Avro; then it says the same
    for event in case.events:
        # What is said of persons is sealed by a door, which these files stand in front of; it is no content.
        assert content.digest(codec.decode(codec.encode({**event, "personal": None}))) == content.digest(event)


def test_each_source_is_registered_before_it_speaks(case: Case) -> None:
    known = {"//00/hub"}
    for event in case.events:
        assert event["source"] in known, event["id"]
        if event["type"] == "cn.npc.source.registered.v1":
            known.add(event["data"]["source"])


def test_each_question_can_fail(case: Case) -> None:
    # given the questions; when one is read; then it asks after something was delivered and states what is expected
    assert case.asks
    for question in case.asks:
        assert 0 < question.after <= len(case.events), question.say
        assert question.expect
        assert question.say


def test_case_2_is_case_1_in_reverse_each_twice() -> None:
    # given both cases
    one, two = read("01"), read("02")
    facts = [event for event in one.events if event["source"] != "//00/hub"]
    # when their events are counted; then case 2 has each fact twice, the reply first, and the same reference facts
    sent = Counter(str(event["id"]) for event in two.events)
    assert {event["id"]: sent[str(event["id"])] for event in facts} == {event["id"]: 2 for event in facts}
    assert {content.digest(event) for event in one.events} == {content.digest(event) for event in two.events}
    replies = [event["id"] for event in two.events if event["type"].endswith("suggestion.replied.v1")]
    assigned = [event["id"] for event in two.events if event["type"].endswith("suggestion.assigned.v1")]
    order = [event["id"] for event in two.events]
    assert order.index(replies[0]) < order.index(assigned[0])


def test_case_3_has_one_identity_with_two_contents() -> None:
    case = read("03")
    copies = [event for event in case.events if event["id"] == "03-e"]
    assert len({content.digest(event) for event in copies}) == len(copies) == 2
    standing = min(copies, key=content.digest)
    people = {question.expect["n"] for question in case.asks if question.ask.get("names") == ["people.received"]}
    assert people == {standing["data"]["counts"]["people"]}
