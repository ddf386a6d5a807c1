"""The figures that the five reports print stand in the demo as they were printed, each under the statistic that must answer it."""

import pytest

from hub.demo.figures import figures

pytestmark = pytest.mark.quick

Question = tuple[str, tuple[str, ...]]
"""A statistic, and the kinds it is limited to."""

STATION = ("reception", "visit", "group", "mediation", "good_deed")
RECEIVING = ("reception", "visit")
PRINTED: dict[str, dict[Question, int]] = {
    "000": {("participations", ()): 8200, ("opinions.collected", ()): 3300, ("votes.towns", ()): 30, ("projects.voted", ()): 87},
    "001": {
        ("activities.held", ("inspection",)): 788,
        ("activities.held", ("research",)): 1300,
        ("suggestions.consolidated", ("work",)): 1009,
        ("suggestions.key_supervised", ()): 163,
        ("suggestions.published", ()): 4744,
    },
    "002": {
        ("opinions.collected", ()): 271,
        ("suggestions.consolidated", ()): 181,
        ("suggestions.completed", ()): 133,
        ("suggestions.implemented", ()): 119,
        ("deputies", ()): 1046,
    },
    "003": {("activities.held", STATION): 26135, ("items.advanced", ()): 12494},
    "004": {
        ("stations.open", ()): 70,
        ("activities.held", RECEIVING): 83527,
        ("people.received", RECEIVING): 142700,
        ("opinions.collected", ()): 9581,
        ("opinions.resolved", ()): 7000,
    },
}


@pytest.mark.parametrize("report", PRINTED)
def test_every_printed_figure_is_asked_for(report: str) -> None:
    # given what a report prints, when the demo asks for its figures, then each is among them: same number, same question
    asked = {(one.statistic, tuple(one.where.get("kind", ()))): one.published for one in figures() if one.report == report}
    assert {question: asked.get(question) for question in PRINTED[report]} == PRINTED[report]


def test_no_figure_is_limited_but_by_kind() -> None:
    """A further limit would make another question of a printed figure; the test above looks at kinds only."""
    assert [one.where for one in figures() if set(one.where) - {"kind"}] == []
