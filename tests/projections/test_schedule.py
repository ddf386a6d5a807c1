"""Which piece of a version several take next: rows once all they read are there, everything once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections import folders
from projections.schedule import Piece, Schedule, inputs

pytestmark = pytest.mark.quick

READ = inputs(folders.views())


def test_a_view_waits_for_those_whose_tables_functions_or_types_it_names() -> None:
    assert READ["matter"] == {"link", "suggestion"}
    # by a table, by the rows that differ, by a function of another folder
    assert {"unit", "station", "ancestry"} <= READ["activity"]
    assert "matter" in READ["evaluation"]
    # and for none that is folded after it
    order = list(READ)
    assert all(order.index(before) < order.index(view) for view in order for before in READ[view])


def test_what_others_wait_for_goes_first_and_most_work_of_sums() -> None:
    # given two views that nobody waits for, and one that waits for another
    schedule = Schedule({"a": [], "b": ["there already"], "c": ["b"], "d": []})
    # then what is waited for is taken first, then the others in their order
    assert [schedule.take(), schedule.take()] == [Piece("b"), Piece("a")]
    # when both are made and count, then rows are taken before sums, and of these first what counts most
    schedule.done(Piece("a"), counts=3)
    schedule.done(Piece("b"), counts=5)
    assert [schedule.take(), schedule.take()] == [Piece("c"), Piece("d")]
    assert [schedule.take(), schedule.take(), schedule.take()] == [Piece("b", sums=True), Piece("a", sums=True), None]
    # and it is over once all that was taken is made, whether it counts or not
    for piece in (Piece("a", sums=True), Piece("b", sums=True), Piece("c")):
        schedule.done(piece, counts=0)
        assert not schedule.over
    schedule.done(Piece("d"), counts=0)
    assert schedule.over


@settings(max_examples=30)
@given(hands=st.integers(1, 4), data=st.data())
def test_any_hands_make_every_piece_once_and_none_too_early(hands: int, data: st.DataObject) -> None:
    # given so many hands that end their pieces in any order
    schedule = Schedule(READ)
    held: list[Piece] = []
    made: list[Piece] = []
    while not schedule.over:
        while len(held) < hands and (piece := schedule.take()) is not None:
            held.append(piece)
        assert held, "nobody works and something is left"
        piece = held.pop(data.draw(st.integers(0, len(held) - 1)))
        made.append(piece)
        schedule.done(piece, counts=0 if piece.sums else 1)
    # then each view's rows come after what it reads, its sums after its rows, and each once
    assert len(set(made)) == len(made) == 2 * len(READ)
    at = {piece: place for place, piece in enumerate(made)}
    assert all(at[Piece(before)] < at[Piece(view)] < at[Piece(view, sums=True)] for view, read in READ.items() for before in read)
