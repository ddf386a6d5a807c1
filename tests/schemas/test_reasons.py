"""Every reason that the code can give has its sentences, in both languages."""

import re
from pathlib import Path

import pytest

from schemas.errors import REASONS, HubError, Inconsistent, NotFound, Problem, Refused, Unavailable, UsageError, shown, to_json
from schemas.reasons import BROKEN
from schemas.reasons.anomalies import ANOMALIES
from schemas.reasons.archive import ARCHIVE
from schemas.reasons.asking import ASKING
from schemas.reasons.document import page
from schemas.reasons.form import FORM
from schemas.reasons.handling import HANDLING
from schemas.reasons.health import HEALTH
from schemas.reasons.keeping import KEEPING
from schemas.reasons.life import LIFE
from schemas.reasons.named import NAMED
from schemas.reasons.personal import PERSONAL
from schemas.reasons.publishing import PUBLISHING
from schemas.reasons.sitting import SITTING
from schemas.reasons.standing import STANDING
from schemas.reasons.witnessing import WITNESSING

ROOT = Path(__file__).parents[2]
ROOMS = ("schemas", "connectors", "streams", "projections", "hub")


def test_every_code_in_the_rooms_is_in_the_catalogue() -> None:
    texts = [path.read_text("utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    used = {code for text in texts for code in re.findall(r'Problem\(\s*(?:code=)?"([A-Z0-9_]+)"', text)}
    assert len(used) > 20
    assert used <= set(REASONS)


def test_no_code_is_said_in_two_ways() -> None:
    """What is waiting at the gate and what is an anomaly have codes of their own."""
    parts = (FORM, STANDING, ASKING, KEEPING, ARCHIVE, ANOMALIES, NAMED, SITTING, HANDLING, LIFE, HEALTH, PERSONAL, PUBLISHING, WITNESSING)
    assert sum(len(part) for part in parts) == len(REASONS)


def test_every_anomaly_names_the_rule_that_it_breaks() -> None:
    """A new anomaly is a Reason, and a Rule in schemas/reasons/broken.py."""
    assert {*ANOMALIES, *HANDLING, *SITTING, *NAMED} - set(BROKEN) == set()
    assert set(BROKEN) - set(REASONS) == set()
    for rule in BROKEN.values():
        assert re.search("[\u4e00-\u9fff]", rule.zh)
        assert re.fullmatch("[ -~]{8,}", rule.en)
        assert rule.source


def test_the_page_of_anomalies_is_current() -> None:
    assert (ROOT / "docs" / "anomalies.md").read_text("utf-8") == page(), "run `make docs`"


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_is_said_in_both_languages(code: str) -> None:
    reason = REASONS[code]
    for chinese in (reason.zh, reason.do_zh):
        assert re.search("[\u4e00-\u9fff]", chinese)
    for english in (reason.en, reason.do_en):
        assert re.fullmatch("[ -~]{8,}", english)


def test_a_problem_says_what_where_and_what_to_do() -> None:
    problem = Problem("FIELD_VALUE", "/data/departments/1/role", "main co separate", "boss")
    assert problem.sentence() == "字段的值不在允许之列；/data/departments/1/role；应为 main co separate；实为 boss"
    assert problem.sentence("en") == "the value is not one of those allowed; /data/departments/1/role; expected main co separate; got boss"
    assert to_json(problem) == {
        "code": "FIELD_VALUE",
        "field": "/data/departments/1/role",
        "expected": "main co separate",
        "got": "boss",
        "sentence": problem.sentence("zh"),
        "remedy": "用词汇表列出的值",
    }


def test_every_error_of_the_tree_has_a_reason() -> None:
    for error in (NotFound("x"), UsageError("x"), Unavailable("x"), Inconsistent("x"), Refused(Problem("NOT_YOU"))):
        assert isinstance(error, HubError)
        assert error.problem.code in REASONS
        assert error.problem.sentence("zh")


@pytest.mark.parametrize("value", ["a\r\nb", "\x1b[31m", "\ud800", b"\x00\xff", "\u202ex", "x" * 10**6, {"a": ["\n"]}, 10**30])
def test_what_is_shown_is_short_and_printable(value: object) -> None:
    assert shown(value).isprintable()
    assert len(shown(value)) < 1000
