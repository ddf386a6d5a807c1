"""The figures that the five reports print stand in the demo as they were printed, each under the statistic that must answer it."""

from pathlib import Path

import pytest

from hub.demo.figures import figures, unshown

pytestmark = pytest.mark.quick

Question = tuple[str, tuple[str, ...]]
"""A statistic, and the kinds it is limited to."""

STATION = ("reception", "visit", "group", "mediation", "good_deed")
RECEIVING = ("reception", "visit")
PRINTED: dict[str, dict[Question, int]] = {
    "000": {
        ("participations", ()): 8200,
        ("opinions.collected", ()): 3300,
        ("opinions.resolved", ()): 3300 * 80 // 100,
        ("votes.towns", ()): 30,
        ("projects.voted", ()): 87,
        ("projects.completed", ()): 87,
        ("stations.open", ("station",)): 226,
        ("stations.open", ("online",)): 110,
        ("stations.open", ("point",)): 89,
        ("suggestions.key_supervised", ()): 5,
        ("training.persons", ()): 5200,
        ("training.venues", ("main",)): 1,
        ("training.venues", ("branch",)): 70,
    },
    "001": {
        ("activities.held", ("inspection",)): 788,
        ("activities.held", ("research",)): 1300,
        ("suggestions.consolidated", ("work",)): 1009,
        ("suggestions.key_supervised", ()): 163,
        ("opinions.collected", ()): 100_000,
        ("duty.met", ("duty_report",)): 100,
        ("suggestions.published", ()): 4744,
        ("people.received", RECEIVING): 160_000,
        ("participations", RECEIVING): 6300,
        ("participations", ("observer",)): 400,
        ("training.persons", ()): 600,
        ("training.courses", ()): 13,
        ("motions.submitted", ()): 28,
        ("suggestions.registered", ()): 968,
        ("stations.open", ()): 10_103,
        ("stations.deputies", ()): 60_000,
        ("groups", ()): 39,
    },
    "002": {
        ("opinions.collected", ()): 271,
        ("suggestions.consolidated", ()): 181,
        ("suggestions.completed", ()): 133,
        ("suggestions.implemented", ()): 119,
        ("deputies", ()): 1046,
        ("items.advanced", ("mediation",)): 200,
        ("persons", ("mediation",)): 13,
    },
    "003": {
        ("activities.held", STATION): 26135,
        ("items.advanced", ()): 12494,
        ("stations.coverage", ()): 97,
        ("stations.deputies", ()): 54_000,
        ("training.courses", ()): 5,
        ("persons", ("meeting",)): 146,
        ("suggestions.handled", ()): 200,
        ("groups", ()): 29,
    },
    "004": {
        ("deputies", ()): 5000,
        ("stations.open", ("station",)): 70,
        ("stations.open", ("point",)): 6,
        ("money.moved", ("aid",)): 35_717_900,
        ("money.moved", ("investment",)): 3_267_000_000,
        ("activities.held", ("investment",)): 360,
        ("entities.founded", ("investment",)): 1036,
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


def test_what_is_printed_and_not_shown_is_told_with_the_reason() -> None:
    # given what the reports print and the demo does not show; then the page says each in a line of its own, with the reason, and nothing else
    page = (Path(__file__).parents[2] / "docs" / "demo.md").read_text("utf-8")
    told = page.split("### 报告印了、演示没有的")[1].split("\n## ")[0]
    lines = [line for line in told.splitlines() if line.startswith("| 0")]
    assert lines == [f"| {one.report} | {one.printed} | {one.why} |" for one in unshown()]
    # and each has its reason in both languages, and each report is there
    assert all(one.why and one.why_en for one in unshown())
    assert {one.report for one in unshown()} == set(PRINTED)
    # and nothing that is shown is among them
    assert not {f"{one.published:,}" for one in figures() if one.published > 1000} & {word for one in unshown() for word in one.printed.split()}
