"""The folder of an outbox: what is put in stays, once, in order, until its receipt; of two processes one has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.outbox.box import SENT, Box, Busy
from schemas.errors import Refused
from schemas.text import compact
from tests.outbox.test_receipts import EVENTS, LOG, archive, receipt

pytestmark = pytest.mark.quick
TEXTS = [compact(one).encode() for one in EVENTS]


def test_events_stay_in_order_and_once(tmp_path: Path) -> None:
    box = Box(tmp_path / "box")
    with box.alone():
        assert [box.put(text) for text in (*TEXTS[:3], TEXTS[1])] == [True, True, True, False]
        # the same event written otherwise is the same, another under its id is refused, and what is none too
        assert not box.put(compact({**EVENTS[0], "sequence": "77"}).encode())
        for wrong in (compact({**EVENTS[0], "data": {**EVENTS[0]["data"], "no": "x"}}).encode(), b"{}", b"[", b'"x"'):
            with pytest.raises(Refused):
                box.put(wrong)
        box.sent(box.kept()[1])
        with pytest.raises(Busy), Box(tmp_path / "box").alone():
            pass
    # another process finds what this one left
    again = Box(tmp_path / "box")
    with again.alone():
        assert [one.text for one in again.kept()] == TEXTS[:3]
        assert [one.sent for one in again.kept()] == [False, True, False]
        assert again.put(TEXTS[3])
        assert again.kept()[-1].event["id"] == EVENTS[3]["id"]
    assert (tmp_path / "box").stat().st_mode & 0o077 == 0


def test_an_event_goes_when_its_receipt_is_kept(tmp_path: Path) -> None:
    box, made = Box(tmp_path), archive(3)
    with box.alone():
        box.put(TEXTS[2])
        box.done(box.sent(box.kept()[0]), receipt(made, 2), LOG, made.said[LOG])
        assert box.kept() == []
        assert list(tmp_path.glob(f"*{SENT}")) == []
        assert box.seen() == {LOG: made.said[LOG].encode()}
        # and is not put in again, while another under its id is refused
        assert not box.put(TEXTS[2])
        with pytest.raises(Refused):
            box.put(compact({**EVENTS[2], "data": {**EVENTS[2]["data"], "outcome": "other"}}).encode())
        assert box.key is None
        box.trust("key")
    assert Box(tmp_path).key == "key"
