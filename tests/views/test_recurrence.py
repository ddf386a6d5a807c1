"""The same wish in a later year is a new matter, shown as repeated; how a suggestion was made can be counted."""

from projections.statistics import Question, ask, list_cell
from tests.api.readers import ask as asked
from tests.api.readers import reader, signed_in
from tests.projections.play import Event, Playing
from tests.views.both_ways import whole_and_stored
from tests.views.office import CITY, COUNTY, PROVINCE, TOWN, registered, suggestion, told

OLD, NEW, ABOVE = suggestion(1), suggestion(2), suggestion(3, CITY)


def tell(hub: Playing, *events: Event, recorded: str = "2025-12-31T12:00:00+08:00") -> None:
    hub.tell(*events, recorded=recorded)
    hub.fold()
    # A row is what its statements make it, however they came.
    whole, stored = whole_and_stored(hub, "recurrence", "suggestion")
    assert whole == stored


def submitted(subject: str, day: str, **data: object) -> Event:
    return told("submitted", subject, day, **{"kind": "own", **data})


def repeated(hub: Playing, at: str = TOWN, as_of: str = "9999-12-31", known_at: str = "9999-12-31") -> int:
    return hub.figure("suggestions.repeated", at, as_of, known_at)


def test_a_recurrence_is_a_new_matter_and_is_shown_as_repeated(hub: Playing) -> None:
    # given a suggestion of last year, and the same of this year
    tell(hub, submitted(OLD, "2024-06-01"), submitted(NEW, "2025-06-01", recurs=OLD))
    rows = hub.rows("SELECT suggestion, recurs, day::text FROM {view}.recurrence")
    # then both count, and the later one as repeated, at every level, from its own day
    assert rows == [{"suggestion": NEW, "recurs": OLD, "day": "2025-06-01"}]
    assert [hub.figure("suggestions.consolidated", at) for at in (TOWN, PROVINCE)] == [2, 2]
    assert [repeated(hub, at) for at in (TOWN, COUNTY, PROVINCE, "00")] == [1] * 4
    assert [repeated(hub, as_of=day) for day in ("2025-05-31", "2025-06-01")] == [0, 1]
    with signed_in(hub.connection.dsn, reader(hub, "county", COUNTY)) as session:
        assert asked(session, "SELECT matter, repeated FROM api.town_matters ORDER BY 1") == [(OLD, False), (NEW, True)]
    # and the figure opens
    assert [item.key for item in list_cell(hub.connection, Question(("suggestions.repeated",), TOWN)).items] == [NEW]
    # and while it is withdrawn it does not count
    tell(hub, told("withdrawn", NEW, "2025-06-10"))
    assert [repeated(hub, as_of=day) for day in ("2025-06-09", "2025-06-10")] == [1, 0]


def test_what_climbs_is_repeated_once(hub: Playing) -> None:
    # given a repeated suggestion of the county and one of the city
    tell(hub, submitted(NEW, "2025-06-01", recurs=OLD, id="n"), submitted(ABOVE, "2025-07-01", recurs=OLD))
    assert repeated(hub) == 2
    # when the city says that they are one matter, then it is repeated once; when it takes that back, twice
    tell(hub, told("linked", ABOVE, "2025-07-02", other=NEW))
    assert (repeated(hub), hub.figure("suggestions.consolidated", TOWN)) == (1, 1)
    tell(hub, told("unlinked", ABOVE, "2025-07-03", other=NEW))
    assert repeated(hub) == 2
    # and when one of them takes back what it said, the other says it of the matter
    tell(hub, told("linked", ABOVE, "2025-07-04", other=NEW))
    tell(hub, told("retracted", NEW, "2025-07-05", origin=None, corrects={"source": f"//{COUNTY}/s", "id": "n"}, reason="误报"))
    assert hub.rows("SELECT suggestion FROM {view}.recurrence WHERE known_to IS NULL") == [{"suggestion": ABOVE}]
    assert repeated(hub) == 1


def test_a_correction_and_a_retraction_move_it_from_their_recorded_day(hub: Playing) -> None:
    tell(hub, submitted(NEW, "2025-06-01", id="n"), recorded="2025-06-01T12:00:00+08:00")
    amends = {"corrects": {"source": f"//{COUNTY}/s", "id": "n"}, "origin": None}
    tell(hub, told("corrected", NEW, "2025-06-02", id="c", fields={"recurs": OLD}, **amends), recorded="2025-06-02T12:00:00+08:00")
    back = {"corrects": {"source": f"//{COUNTY}/s", "id": "c"}, "origin": None}
    tell(hub, told("retracted", NEW, "2025-06-03", reason="误录", **back), recorded="2025-06-03T12:00:00+08:00")
    assert [repeated(hub, known_at=f"2025-06-0{day}") for day in (1, 2, 3)] == [0, 1, 0]


EXPECTED = {
    "suggestions.consolidated": {"own": 1, "co_signed": 1, "delegation": 1, "converted_motion": 2, "work": 1},
    "suggestions.registered": {"own": 1, "delegation": 1, "work": 1},
}
KINDS = ("own", "co_signed", "delegation", "converted_motion", "work")


def test_how_a_suggestion_was_made_can_be_counted(hub: Playing) -> None:
    # given suggestions of each kind, some said when registered
    for number, kind in enumerate((*KINDS, "converted_motion"), 1):
        name = suggestion(number)
        tell(hub, registered(name, "2025-06-01", kind=kind) if number % 2 else submitted(name, "2025-06-01", kind=kind))
    # then each kind has its figure, alone and side by side
    for name in ("suggestions.consolidated", "suggestions.registered"):
        found = {row.by["kind"]: row.n for row in ask(hub.connection, Question((name,), COUNTY, ("kind",))).rows if row.n}
        alone = {kind: ask(hub.connection, Question((name,), COUNTY, where={"kind": kind})).rows[0].n for kind in KINDS}
        assert found == {kind: n for kind, n in alone.items() if n}
        assert found == EXPECTED[name]
