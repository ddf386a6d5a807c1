"""The page about bad input: every rule on it is the one that is told, every test that it names is there."""

import pytest

from schemas.reasons import BROKEN, REASONS
from tests.house.bad_input import ROWS
from tests.house.pages import defined_in

pytestmark = pytest.mark.quick


def test_every_rule_is_the_one_that_is_told() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS) >= 8
    for row in ROWS:
        told = REASONS[row.code] if row.quarantined else BROKEN[row.code]
        assert row.rule == told.zh, row.name
        assert row.quarantined == (row.code not in BROKEN), row.name


def test_every_test_that_it_names_is_there() -> None:
    for row in ROWS:
        assert row.tests, row.name
        for one in row.tests:
            path, _, name = one.partition("::")
            assert name in defined_in(path), one
