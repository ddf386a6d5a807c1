"""Identities as columns."""

import polars as pl
import pytest

from projections.records import _idents, ident

pytestmark = pytest.mark.quick


def test_identities_of_a_column_are_those_of_its_events() -> None:
    """Given sources and ids, of one octet a sign and of more, when hashed as columns, then each is the identity of its event."""
    sources, ids = ["town", "县人大", "a"], ["1", "建议-二", "b\nc"]
    found = _idents(pl.Series("source", sources), pl.Series("id", ids))
    assert found.to_list() == [ident(source, event) for source, event in zip(sources, ids, strict=True)]
    assert _idents(pl.Series("source", [], dtype=pl.String), pl.Series("id", [], dtype=pl.String)).to_list() == []
