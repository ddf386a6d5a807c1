"""The days of a term are those of the congress of the region asked about, as they were known; otherwise it is said that they are not."""

from collections.abc import Iterator
from datetime import date

import pytest
from psycopg2 import errors

from projections.statistics import Answer, Question, ask, list_cell
from projections.statistics.answer import Term
from schemas.errors import UsageError
from tests.api.readers import ask as query
from tests.api.readers import reader, signed_in
from tests.projections.anew import Anew
from tests.projections.play import Playing, fact
from tests.views.test_term import opened
from tests.views.world import CITY, COUNTY, TOWN, TOWN_SYSTEM, held, mandate, world

TODAY = date(2027, 6, 30)
CONGRESS, COMMITTEE = f"{COUNTY}-rdh", f"{COUNTY}-rd"


@pytest.fixture
def hub(hubs: Anew) -> Iterator[Playing]:
    """Receptions of a town on the last day of a term of its county, and on the first of the next; the town has terms of its own."""
    with hubs.playing() as hub:
        days = ("2021-12-19", "2021-12-20", "2026-11-19", "2026-11-20")
        hub.tell(*world(), mandate("mT", "p", TOWN, "2021-12-31", 18), recorded="2027-01-01T09:00:00+08:00")
        hub.tell(*(held(subject=f"{TOWN_SYSTEM}/a-{day}", time=f"{day}T09:00:00+08:00") for day in days), recorded="2027-01-02T09:00:00+08:00")
        hub.tell(opened(17, "2021-12-20"), recorded="2027-01-05T09:00:00+08:00")
        hub.tell(opened(18, "2026-11-20"), opened(18, "2021-12-31", f"{TOWN}-rd"), recorded="2027-01-06T09:00:00+08:00")
        hub.fold()
        yield hub


def within(hub: Playing, term: int, region: str = COUNTY, **more: object) -> Answer:
    question = Question(("activities.held",), region, term=term)
    return ask(hub.connection, Question(**{**vars(question), **more}), TODAY)


def refusal(hub: Playing, term: int, region: str = COUNTY, **more: object) -> tuple[str, str, str]:
    with pytest.raises(UsageError) as caught:
        within(hub, term, region, **more)
    with pytest.raises(UsageError) as listed:
        list_cell(hub.connection, Question(**{**vars(Question(("activities.held",), region, term=term)), **more}), TODAY)
    hub.connection.rollback()
    assert caught.value.problem == listed.value.problem
    return caught.value.problem.code, caught.value.problem.field, caught.value.problem.expected


def test_a_term_is_a_period_of_the_congress_asked_about(hub: Playing) -> None:
    # given the county's term, when figures of it are asked, then its first and last day are in, and the answer says whose term it is
    answer = within(hub, 17)
    assert (answer.rows[0].n, answer.first, answer.last) == (2, date(2021, 12, 20), date(2026, 11, 19))
    assert answer.term == Term(17, COMMITTEE, date(2021, 12, 20), date(2026, 11, 19))
    # and a term that has not ended runs to the day asked
    assert (within(hub, 18).rows[0].n, within(hub, 18).last) == (1, TODAY)
    assert within(hub, 17, as_of=date(2026, 1, 1)).last == date(2026, 1, 1)
    # and the same town's own term has other days
    assert [within(hub, 18, TOWN).rows[0].n, within(hub, 18, TOWN).first] == [2, date(2021, 12, 31)]
    # and the figure can be opened, asked as a cohort, and of distinct things
    listed = list_cell(hub.connection, Question(("activities.held",), COUNTY, term=17), TODAY)
    assert [one.key[-10:] for one in listed.items] == ["2021-12-20", "2026-11-19"]
    hub.connection.rollback()
    assert within(hub, 17, cohort=True, as_of=date(2026, 1, 1)).last == date(2026, 11, 19)
    assert within(hub, 17, names=("deputies",)).rows[0].n == 1


def test_what_is_not_known_of_a_term_is_said(hub: Playing) -> None:
    # given terms 17 and 18, when others are asked about, or of regions of which nothing is known, then it is said what is known
    assert refusal(hub, 16) == ("TERM_UNKNOWN", "/term", f"17 (2021-12-20, {COMMITTEE}), 18 (2026-11-20, {COMMITTEE})")
    assert refusal(hub, 17, CITY) == ("TERM_UNKNOWN", "/term", "term.opened")
    assert refusal(hub, 17, "99")[0] == "REGION_NEVER_ESTABLISHED"
    # and what came later was not known before
    assert refusal(hub, 17, known_at="2027-01-04") == ("TERM_UNKNOWN", "/term", "term.opened")
    assert within(hub, 17, known_at="2027-01-05").last == TODAY
    assert within(hub, 17, known_at="2027-01-06").last == date(2026, 11, 19)
    # and a reader of another region asks in SQL, as figures and the days of terms are for everybody
    asked = "SELECT n FROM api.stat(ARRAY['activities.held'], %s, term => %s)"
    with signed_in(hub.connection.dsn, reader(hub, "other", "2202")) as session:
        assert query(session, asked, COUNTY, 17) == [(2,)]
        for region, term, code in ((COUNTY, 16, "TERM_UNKNOWN: 16"), (CITY, 17, "TERM_UNKNOWN: 17")):
            with pytest.raises(errors.RaiseException, match=code):
                query(session, asked, region, term)
    # when the congress itself speaks beside its standing committee, then it decides, and no office does
    for kind, unit in (("congress", CONGRESS), ("office", f"{TOWN}-a")):
        hub.tell(fact("unit.registered", unit, {"unit": unit, "name": unit, "kind": kind, "level": "county", "region": unit.split("-")[0]}))
        hub.tell(opened(18, "2021-12-27" if kind == "congress" else "2021-01-01", unit))
    hub.fold()
    assert within(hub, 18).term == Term(18, CONGRESS, date(2021, 12, 27), None)
    assert within(hub, 18, TOWN).first == date(2021, 12, 31)
    # and when a term comes whose next one is missing, then its end is not guessed
    hub.tell(opened(16, "2011-12-20", CONGRESS))
    hub.fold()
    assert refusal(hub, 16) == ("TERM_END_UNKNOWN", "/term", f"{CONGRESS}: 17")
