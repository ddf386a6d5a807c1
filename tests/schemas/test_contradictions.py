"""Of frequent types it is said by which members their rules judge, so that other corrections need not be asked about."""

import re

import pytest

from schemas.contradictions import ABSENT, CONTRADICTIONS, LOOKED_AT

pytestmark = pytest.mark.quick


def test_the_members_that_are_looked_at_are_those_that_the_rules_name() -> None:
    assert {*LOOKED_AT} == {*ABSENT}
    for name, members in LOOKED_AT.items():
        said = " ".join(f"{check.field} {check.expected}" for check in CONTRADICTIONS[name]())
        assert {*re.findall(r"/data/(\w+)", said)} == members, name
