"""A question is refused where it is wrong, and says where."""

from dataclasses import replace
from datetime import date

import pytest

from projections.statistics.catalogue import catalogue
from projections.statistics.question import Moment, Question, checked, day, moment, period_of_month, period_of_year
from projections.statistics.words import words
from schemas.days import parse_instant
from schemas.errors import UsageError

pytestmark = pytest.mark.quick

TODAY = date(2025, 7, 31)
ASKED = Question(names=("suggestions.consolidated",), region="420624")


def refusal(question: Question) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        checked(question, TODAY)
    return caught.value.problem.code, caught.value.problem.field


def test_without_days_a_question_is_as_of_today() -> None:
    sure = checked(ASKED, TODAY)
    assert (sure.first, sure.last, sure.as_of) == (None, TODAY, TODAY)


def test_a_period_ends_no_later_than_as_of() -> None:
    sure = checked(replace(ASKED, first=date(2025, 6, 1), last=date(2025, 6, 30), as_of=date(2025, 6, 7)), TODAY)
    assert (sure.first, sure.last) == (date(2025, 6, 1), date(2025, 6, 7))


def test_a_cohort_keeps_its_period_and_its_as_of() -> None:
    asked = replace(ASKED, first=date(2025, 6, 1), last=date(2025, 6, 30), as_of=date(2025, 7, 20), cohort=True)
    assert (checked(asked, TODAY).last, checked(asked, TODAY).as_of) == (date(2025, 6, 30), date(2025, 7, 20))


def test_months_are_told_of_two_hundred_years_at_most() -> None:
    by_month = replace(ASKED, by=("month",))
    assert refusal(replace(by_month, as_of=date(9999, 12, 31))) == ("FIELD_RANGE", "/as_of")
    assert refusal(replace(by_month, first=date(1, 1, 1))) == ("FIELD_RANGE", "/from")
    assert checked(replace(by_month, first=date(1826, 1, 1)), TODAY).by == ("month",)
    # without months it is one row
    assert checked(replace(ASKED, as_of=date(9999, 12, 31)), TODAY).last == date(9999, 12, 31)


def test_an_unknown_statistic_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(UsageError) as caught:
        checked(replace(ASKED, names=("suggestion.consolidated",)), TODAY)
    assert "suggestions.consolidated" in caught.value.problem.expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (replace(ASKED, names=("nothing",)), ("STATISTIC_UNKNOWN", "/names")),
        (replace(ASKED, names=()), ("FIELD_EMPTY", "/names")),
        (replace(ASKED, by=("colour",)), ("DIMENSION_NOT_ALLOWED", "/by")),
        (replace(ASKED, names=("deputies",), by=("kind",)), ("DIMENSION_NOT_ALLOWED", "/by")),
        (replace(ASKED, where={"region": "42"}), ("DIMENSION_NOT_ALLOWED", "/where")),
        (replace(ASKED, where={"level": "county_city"}), ("FIELD_VALUE", "/where")),
        (replace(ASKED, where={"kind": "unknown"}), ("FIELD_VALUE", "/where")),
        (replace(ASKED, where={"category": "交通"}), ("FIELD_VALUE", "/where")),
        (replace(ASKED, names=("suggestions.by_department",), where={"role": "boss"}), ("FIELD_VALUE", "/where")),
        (replace(ASKED, names=("suggestions.satisfaction_final",), where={"grade": "good"}), ("FIELD_VALUE", "/where")),
        (replace(ASKED, names=("persons", "stations.open"), where={"kind": "own"}), ("FIELD_VALUE", "/where")),
        (replace(ASKED, first=date(2025, 7, 2), last=date(2025, 7, 1)), ("DAYS_OUT_OF_ORDER", "/to")),
        (replace(ASKED, cohort=True), ("FIELD_MISSING", "/from")),
        (replace(ASKED, known_at="1 July"), ("FIELD_FORMAT", "/known_at")),
        (replace(ASKED, known_at="2025-07-01T09:00:00"), ("FIELD_FORMAT", "/known_at")),
        (replace(ASKED, regions="2025-12"), ("FIELD_FORMAT", "/regions")),
        (replace(ASKED, regions="２０２５"), ("FIELD_FORMAT", "/regions")),
    ],
)
def test_a_wrong_question_is_refused_at_its_place(question: Question, expected: tuple[str, str]) -> None:
    assert refusal(question) == expected


def test_words_that_some_row_can_have_are_taken() -> None:
    for names, where in (
        (("suggestions.consolidated", "activities.held"), {"kind": "visit"}),
        (("suggestions.consolidated",), {"kind": "work", "category": "uncategorised"}),
        (("duty.met", "groups.duty_met"), {"kind": "duty_speech"}),
        (("stations.open", "training.venues", "regions.towns"), {"kind": "zone"}),
        # what nobody told has no word, and departments have no list
        (("suggestions.by_department",), {"kind": "", "department": "anything"}),
    ):
        assert checked(replace(ASKED, names=names, where=where), TODAY).where == where
    # and each statistic with kinds has a list of these
    assert [name for name, one in catalogue().items() if "kind" in one.dimensions and not words("kind", [one])] == []


def test_a_word_that_no_row_can_have_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        checked(replace(ASKED, where={"kind": "unknown"}), TODAY)
    assert caught.value.problem.expected == "own, co_signed, delegation, converted_motion, work"


def test_a_month_and_a_year_are_their_days() -> None:
    assert period_of_month("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert period_of_month("2024-12") == (date(2024, 12, 1), date(2024, 12, 31))
    assert period_of_year("2025") == (date(2025, 1, 1), date(2025, 12, 31))


def test_a_moment_is_an_instant_or_the_end_of_a_day() -> None:
    # given a bare day, its last millisecond is meant; an instant is itself
    assert moment("2025-07-01") == Moment("2025-07-01", parse_instant("2025-07-01T23:59:59.999+08:00"), date(2025, 7, 1))
    assert moment("9999-12-31").until == parse_instant("9999-12-31T15:59:59.999Z")
    noon = "2025-07-01T12:00:00+08:00"
    assert moment(noon) == Moment(noon, parse_instant(noon), None)


@pytest.mark.parametrize("wrong", ["2025-13", "2025-6", "６月", ""])
def test_a_wrong_month_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError):
        period_of_month(wrong)


@pytest.mark.parametrize("wrong", ["2025-02-30", "20250630", "2025-06-30T00:00:00Z"])
def test_a_wrong_day_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError) as caught:
        day(wrong, "as_of")
    assert caught.value.problem.field == "/as_of"
