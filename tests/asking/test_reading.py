"""A question comes as texts and an answer goes as JSON; both are understood, or refused at their place."""

import json
from datetime import date

import pytest

from hub.cli.client import problem_of
from hub.cli.output import Output
from projections.statistics import Answer, Row, to_json
from projections.statistics.answer import Term
from projections.statistics.catalogue import catalogue
from projections.statistics.reading import Asked, from_json, question
from schemas.errors import NotFound, Refused, Unavailable, UsageError

pytestmark = pytest.mark.quick


def refusal(asked: Asked) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        question(asked)
    return caught.value.problem.code, caught.value.problem.field


def test_texts_are_a_question() -> None:
    # given texts as they stand in an address
    asked = Asked("persons, mandates", region="420624", by="region,kind", month="2024-02", where=("kind=work",), as_of="2024-02-20")
    # when they are read
    found = question(asked)
    # then every one is at its place
    assert (found.names, found.by) == (("persons", "mandates"), ("region", "kind"))
    assert (found.first, found.last, found.as_of) == (date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 20))
    assert found.where == {"kind": "work"}


def test_all_means_the_whole_catalogue() -> None:
    assert question(Asked(all=True, region="42")).names == tuple(catalogue())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked("persons"), ("FIELD_MISSING", "/region")),
        (Asked("persons", region="42", month="2025-13"), ("FIELD_FORMAT", "/month")),
        (Asked("persons", region="42", year="25"), ("FIELD_FORMAT", "/year")),
        (Asked("persons", region="42", first="1 June"), ("FIELD_FORMAT", "/from")),
        (Asked("persons", region="42", as_of="2025-02-30"), ("FIELD_FORMAT", "/as_of")),
        (Asked("persons", region="42", month="2025-06", year="2025"), ("CONTRADICTION", "/from")),
        (Asked("persons", region="42", term="第17届"), ("FIELD_FORMAT", "/term")),
        (Asked("persons", region="42", term="0"), ("FIELD_FORMAT", "/term")),
        (Asked("persons", region="42", term="17", year="2025"), ("CONTRADICTION", "/from")),
        (Asked("persons", region="42", publish="2025 年工作报告"), ("USED_WRONGLY", "/publish")),
        (Asked("persons", region="42", where=("kind",)), ("FIELD_FORMAT", "/where")),
        (Asked("persons", region="42", where=("kind=work", "kind=own")), ("CONTRADICTION", "/where")),
    ],
)
def test_a_wrong_text_is_refused_at_its_place(asked: Asked, expected: tuple[str, str]) -> None:
    assert refusal(asked) == expected


def test_an_answer_comes_back_from_its_json_whole() -> None:
    # given an answer with a figure that was not reported
    row = Row("persons", {"region": "420624101", "month": "2025-06"}, None, 3, 1, 0)
    words: dict[str, object] = {"zh": "人", "en": "persons", "unit": "人", "additive": False}
    answer = Answer(
        "420624",
        date(2021, 12, 20),
        date(2025, 6, 30),
        date(2025, 6, 30),
        None,
        "recorded",
        {"ledger.activity/0": 7},
        1,
        None,
        {"persons": words},
        {},
        (row,),
        term=Term(17, "420624-cwh", date(2021, 12, 20), None),
    )
    # when it travels as JSON; then it arrives as it was
    assert from_json(json.loads(json.dumps(to_json(answer)))) == answer


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (404, "NOT_FOUND", NotFound),
        (400, "BODY_UNREADABLE", UsageError),
        (413, "BODY_TOO_LARGE", UsageError),
        (415, "MEDIA_TYPE", UsageError),
        (422, "STATISTIC_UNKNOWN", UsageError),
        (401, "UNAUTHENTICATED", Refused),
        (403, "FORBIDDEN", Refused),
        (409, "EXISTS", Refused),
        (501, "NOT_YET", Refused),
        (503, "UNAVAILABLE", Unavailable),
        (410, "CURSOR_UNKNOWN", Refused),
        (500, "no such code", Refused),
    ],
)
def test_a_problem_of_the_hub_is_an_error_of_the_command(status: int, code: str, kind: type[Exception]) -> None:
    error = problem_of(status, {"code": code, "pointer": "#/names", "expected": "persons"})
    assert type(error) is kind
    assert error.problem.field == "/names"
    # and the command ends with 2 for what was asked wrongly, with 1 for what was refused or not found
    assert Output("zh", json=True).problem(error) == (2 if kind is UsageError else 1)
