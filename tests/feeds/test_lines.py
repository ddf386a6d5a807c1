"""What lies above each code, kept from fact to fact, is what all facts together say; which facts are told first does not matter."""

from random import Random

import pytest

from hub.feeds.places import Lines
from streams.gate.registry import Registry
from tests.streams.world import fold
from tests.views.test_dissolved import told

pytestmark = pytest.mark.quick


def test_lines_kept_from_fact_to_fact_are_those_of_all_facts() -> None:
    for seed in range(300):
        # given codes and their reforms, cycles and mergers in circles among them, told one by one in an order of chance
        events = told(Random(seed))
        Random(seed).shuffle(events)
        registry, lines = Registry(), Lines()
        for event in events:
            lines.renew(registry, fold(registry, [event]))
        # then each line is what it is when all are told at once
        whole, anew = Registry(), Lines()
        anew.renew(whole, fold(whole, events))
        assert {code: line for code, line in lines.line.items() if line} == {code: line for code, line in anew.line.items() if line}, seed
