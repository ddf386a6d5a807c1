"""A notice as a sentence: every step in both languages, by the words of the schema."""

import pytest

from hub.cli import output
from hub.cli.notices import STEPS, sentence
from hub.cli.output import Output
from schemas import notice

pytestmark = pytest.mark.quick


def test_every_step_that_is_told_of_has_a_name_in_both_languages() -> None:
    # given the steps that the schema of notices knows
    (words,) = (
        member["words"]
        for field in notice.schema().schema["fields"]
        if field["name"] == "data"
        for member in field["type"]["fields"]
        if member["name"] == "step"
    )
    # then the command line calls each as the schema does; a notice without one is of the reply
    assert {step: zh for step, (zh, _) in STEPS.items()} == {**words, None: "答复"}
    assert len({en for _, en in STEPS.values()}) == len(STEPS)


def test_a_notice_is_a_sentence() -> None:
    # given a notice of a step, and one of a reply
    step = {"rule": "due_soon", "step": "contact", "about": "50-jtj", "due": "2025-07-01", "basis": "50 contact 20 wd", "ahead": "00 due_soon 15 d"}
    reply = {"rule": "overdue", "due": "2025-10-09", "basis": "00 reply 3 m", "departments": ["a", "b"]}
    with output.using(Output("zh", json=False)):
        assert sentence({"subject": "//50/s/1", "data": step}) == "临期：//50/s/1 的联系代表（50-jtj），2025-07-01 到期，依据 50 contact 20 wd"
        assert sentence({"subject": "//50/s/1", "data": reply}) == "逾期：//50/s/1 的答复（a b），2025-10-09 到期，依据 00 reply 3 m"
    with output.using(Output("en", json=False)):
        assert sentence({"subject": "//50/s/1", "data": reply}) == "overdue: the reply, //50/s/1 (a b) by 2025-10-09, by 00 reply 3 m"
