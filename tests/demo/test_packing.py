"""What is handed over is made ready phase by phase, and is what was written."""

from collections import Counter

import pytest

from hub.demo import frames, streams
from hub.demo.packing import Packing, packed
from hub.demo.pen import PHASES
from tests.demo.loading import small_goals

pytestmark = pytest.mark.quick


def test_every_record_is_packed_once_and_in_order() -> None:
    # given the streams of a report, when they are made ready, then each record is there once, in its phase, each system's in its order
    goals = small_goals()
    sent = streams.write({"002": goals["002"]}).reports["002"]
    with Packing() as packing:
        packing.begin(sent)
        loads = {phase: packing.load(phase) for phase in PHASES}
    for phase, load in loads.items():
        of_phase = [one for one in sent if one.phase == phase]
        native = [record for families in load.native.values() for records in families.values() for record in records]
        others = [one for several in load.others.values() for one in several]
        assert Counter(native) == Counter((one.event["subject"].encode(), frames.frame(one)) for one in of_phase if one.system.door == "kafka")
        assert Counter(map(id, others)) == Counter(id(one) for one in of_phase if one.system.door != "kafka")
    course = loads["course"].native
    assert all(
        [value for _, value in records] == [frames.frame(one) for one in sent if (one.system, one.family, one.phase) == (system, family, "course")]
        for system, families in course.items()
        for family, records in families.items()
    )


def test_a_record_that_cannot_be_written_is_told_where_it_is_wanted() -> None:
    # given a record that no schema takes, when its phase is asked for, then the error is raised there and not lost in the thread
    goals = small_goals()
    one = streams.write({"002": goals["002"]}).reports["002"][0]
    object.__setattr__(one, "event", {**one.event, "time": "morning"})
    with Packing() as packing:
        packing.begin([one])
        with pytest.raises(TypeError):
            packing.load(one.phase)


def test_a_phase_without_records_is_empty() -> None:
    # given no records, when a phase is made ready, then nothing is handed over
    load = packed([], "cure")
    assert (load.native, load.others) == ({}, {})
