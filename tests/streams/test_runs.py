"""Records of a partition are judged in runs of bounded octets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.gate.intake import Arrival
from streams.gatekeeper import runs

pytestmark = pytest.mark.quick


@given(st.lists(st.one_of(st.none(), st.binary(max_size=40)), min_size=1, max_size=60), st.integers(1, 100))
def test_runs_hold_every_record_in_order_and_no_more_octets_than_asked_unless_one_record_does(values: list[bytes | None], most: int) -> None:
    records = [Arrival("inbox.county.suggestion", 0, at, 0, None, value, ()) for at, value in enumerate(values)]
    found = list(runs(records, most))
    assert [one for several, _ in found for one in several] == records
    for several, octets in found:
        assert octets == sum(len(one.value or b"") for one in several)
        assert several
        assert octets <= most or len(several) == 1
