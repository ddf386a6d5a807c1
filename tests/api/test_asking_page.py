"""The SQL of the page on asking runs, as a reader runs it."""

import re
from pathlib import Path

import pytest

from tests.api.readers import ask, reader, signed_in
from tests.projections.play import Playing
from tests.views.world import CITY

PAGE = (Path(__file__).parents[2] / "docs" / "asking.md").read_text("utf-8")
STATEMENTS = [one for block in re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL) for one in block.strip().splitlines()]


def test_every_statement_of_the_page_is_answered(hub: Playing, database: str) -> None:
    assert len(STATEMENTS) == 11
    with signed_in(database, reader(hub, "city", CITY)) as session:
        for statement in STATEMENTS:
            rows = ask(session, statement)
            if all(noun not in statement for noun in ("funnel", "anomalies", "steps")):
                assert rows, statement


@pytest.mark.quick
def test_the_page_names_every_view() -> None:
    nouns = ("matters", "suggestions", "opinions", "activities", "deputies", "stations", "statistics", "funnel", "steps", "anomalies")
    assert all(f"api.<级>_{noun}" in PAGE for noun in nouns)
