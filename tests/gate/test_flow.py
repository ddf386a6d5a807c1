"""From the inboxes to the ledger on real Kafka: every form, every door, what waits, what is fixed."""

from itertools import count, groupby
from typing import Any

from kafka.admin import KafkaAdminClient, NewTopic

from schemas import cloudevents, codec, content, quarantine
from schemas.topics import SOURCE_HEADER, inbox, native_topic
from streams.gate.intake import Arrival
from tests.conftest import eventually
from tests.gate.desk import Desk
from tests.streams.world import COUNTY, arrival, assigned, region, sent, source, unit

_CODES = count(100)


def code() -> str:
    """A code that no other test uses."""
    return f"4206{next(_CODES)}"


def binary(event: dict[str, Any]) -> Arrival:
    """The event as a binary CloudEvent."""
    headers = [(f"ce_{name}", str(value).encode()) for name, value in event.items() if name != "data"]
    headers += [("content-type", b"application/json"), (SOURCE_HEADER, event["source"].encode())]
    return Arrival(inbox("county", "suggestion"), 0, 0, 0, None, cloudevents.to_structured(event["data"]), headers)


def structured(event: dict[str, Any]) -> Arrival:
    return arrival(cloudevents.to_structured(event), sender=event["source"])


def test_three_forms_of_one_meaning_are_written_as_one_form_with_the_subject_as_key(desk: Desk) -> None:
    events = [assigned(subject=f"{COUNTY}/s-{number}") for number in range(30)]
    records = [make(one) for one, make in zip(events, [sent, structured, binary] * 10, strict=True)]
    with desk.worker():
        desk.publish(records)
        found = desk.lands(*events)
    for event in events:
        record, *others = found[event["source"], event["id"]]
        assert {one.value for one in others} <= {record.value}
        assert content.digest(codec.decode(record.value)) == content.digest(event)
        assert record.key == event["subject"].encode()
        assert record.topic == "ledger.suggestion"
    places = {found[one["source"], one["id"]][0].partition for one in events}
    assert len(places) > 4


def test_what_waits_is_judged_anew_by_itself_when_its_facts_come_one_after_the_other(desk: Desk) -> None:
    here = code()
    mine = f"//{here}/jyxt"
    event = assigned(source=mine, unit=f"{here}-cwh", region=here, subject=f"{mine}/s-1")
    with desk.worker():
        (place,) = desk.say(event)
        desk.stands(place, "waiting", "SOURCE_UNKNOWN")
        desk.say(source(mine, here))
        desk.stands(place, "waiting", "UNIT_UNKNOWN")
        desk.say(unit(f"{here}-cwh", here))
        desk.stands(place, "waiting", "REGION_UNKNOWN")
        desk.say(region(here, "4206"))
        told = desk.stands(place, "released")
        # A record may be written once more when the gate goes back to its commit; what it says does not go back.
        assert [said for said, _ in groupby((one.kind, one.code) for one in told)] == [
            ("waiting", "SOURCE_UNKNOWN"),
            ("waiting", "UNIT_UNKNOWN"),
            ("waiting", "REGION_UNKNOWN"),
            ("released", None),
        ]
        assert {one.value for one in desk.lands(event)[mine, event["id"]]} == {codec.encode(event)}


def test_facts_and_what_rests_on_them_may_come_together_in_any_order(desk: Desk) -> None:
    here = code()
    mine = f"//{here}/jyxt"
    events = [assigned(source=mine, unit=f"{here}-cwh", region=here, subject=f"{mine}/s-{number}") for number in range(20)]
    desk.say(*events, unit(f"{here}-cwh", here), source(mine, here), region(here, "4206"))
    with desk.worker():
        desk.lands(*events)


def test_what_waited_while_nobody_was_there_is_found_again(desk: Desk) -> None:
    here = code()
    mine = f"//{here}/jyxt"
    event = assigned(source=mine, subject=f"{mine}/s-1")
    with desk.worker():
        (place,) = desk.say(event)
        desk.stands(place, "waiting", "SOURCE_UNKNOWN")
    desk.say(source(mine, "420624"))
    with desk.worker():
        desk.stands(place, "released")
        desk.lands(event)


def test_a_resubmitted_record_is_judged_anew_and_a_fixed_one_never(desk: Desk) -> None:
    late = assigned(time="2099-01-01T00:00:00Z")
    with desk.worker():
        first, second = desk.say(late, {**late, "id": "other"})
        *_, kept = desk.stands(first, "refused", "TIME_IN_FUTURE")
        desk.detain(quarantine.resubmission(kept, "//420624/desk"))
        again = desk.stands(first, "refused", "TIME_IN_FUTURE")
        assert eventually(lambda: len(desk.quarantine()["{}/{}/{}".format(*first)]) >= 3), again

        *_, kept = desk.stands(second, "refused", "TIME_IN_FUTURE")
        good = assigned(causationid=quarantine.fix_cause(kept))
        desk.detain(quarantine.settlement(kept, "fix", "//420624/desk", "年份写错"))
        desk.say(good)
        desk.lands(good)
        assert desk.standing()["{}/{}/{}".format(*second)] == ("fix", "")


def test_the_topic_of_a_native_source_made_while_the_gate_runs_is_read_and_is_its_identity(desk: Desk) -> None:
    here = code()
    mine = f"//{here}/native"
    topic = native_topic("county", "suggestion", mine)
    with desk.worker() as worker:
        eventually(worker.settled)
        desk.say(source(mine, "420624"))
        admin = KafkaAdminClient(**desk.parts.client())
        admin.create_topics([NewTopic(topic.name, topic.partitions, 1, topic_configs=dict(topic.config))])
        admin.close()
        good, foreign = assigned(source=mine, subject=f"{mine}/s-1"), assigned()
        _, place = desk.publish([arrival(codec.encode(good), sender=None), arrival(codec.encode(foreign), sender=COUNTY)], topic.name)
        desk.lands(good)
        desk.stands(place, "refused", "NOT_YOU")


def test_the_worker_says_how_far_it_is(desk: Desk) -> None:
    event = assigned()
    with desk.worker() as worker:
        ((topic, partition, offset),) = desk.say(event)
        desk.lands(event)
        progress = eventually(lambda: (one := worker.progress()) and one["positions"].get(f"{topic}/{partition}") == offset + 1 and one)
        assert progress["accepted"] >= 1
        assert progress["beat"] >= progress["moved"] > 0
        assert worker.end() == 0
