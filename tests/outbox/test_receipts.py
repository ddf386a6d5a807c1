"""A receipt is taken only for the event it is about, of the log where that belongs, of this hub, whole, true, and not older than what was seen."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hub.audit.proving import prove
from hub.audit.receiving import log_of, received
from projections.archive.growing import entries_of
from projections.archive.proofs import Read
from projections.archive.signing import Signer
from projections.archive.verifier import Wrong, proof_extra
from schemas import codec
from schemas.errors import Refused
from tests.archive.made import KEY, SIGNER, Archive
from tests.faults.stream import stream

pytestmark = pytest.mark.quick
EVENTS = [{**event, "subject": "//420624/sys/s-1"} for event in stream(0, 12) if "suggestion" in event["type"]]
"""Of one object, so in one log."""
LOG = log_of(EVENTS[0])
RECORDS = [codec.encode(one) for one in EVENTS]


def archive(count: int, signer: Signer = SIGNER, records: list[bytes] = RECORDS) -> Archive:
    return Archive(signer).add(LOG, entries_of(range(count), records[:count])[0])


def reader(made: Archive) -> Read:
    files = {**made.files, f"{LOG}/checkpoint": made.said[LOG].encode()}
    return lambda path: files[path]


def receipt(made: Archive, index: int, signer: Signer = SIGNER) -> bytes:
    return prove(reader(made), LOG, index, signer.key, whole=True).encode()


@pytest.fixture(scope="module")
def made() -> Archive:
    return archive(len(RECORDS))


def refusal(text: bytes, event: Mapping[str, Any], read: Read, seen: Mapping[str, bytes] | None = None) -> str:
    """Why a receipt is refused: the code of what is wrong."""
    with pytest.raises((Wrong, Refused)) as wrong:
        received(text, event, KEY, seen or {}, read)
    error = wrong.value
    if isinstance(error, Wrong):
        assert error.sentence("zh") != error.sentence("en")
        return error.code
    assert isinstance(error, Refused)
    return error.problem.code


def test_a_receipt_shows_where_its_event_stands(made: Archive) -> None:
    for index, event in enumerate(EVENTS):
        text = receipt(made, index)
        found = received(text, event, KEY, {}, reader(made))
        assert (found.log, found.index, found.recorded, found.checkpoint.size) == (LOG, index, index, len(EVENTS))
        assert proof_extra(text) == index.to_bytes(8, "big") + RECORDS[index]
    # however the event was written: another time zone, a null member, what only tells how it travelled
    same = {**EVENTS[0], "time": "2025-01-06T09:00:00+08:00", "sequence": "9", "causationid": None}
    assert received(receipt(made, 0), same, KEY, {}, reader(made)).index == 0


def test_a_receipt_of_another_event_or_content_is_refused(made: Archive) -> None:
    read = reader(made)
    assert refusal(receipt(made, 1), EVENTS[0], read) == "RECEIPT_OTHER"
    assert refusal(receipt(made, 0), {**EVENTS[0], "data": {**EVENTS[0]["data"], "no": "other"}}, read) == "RECEIPT_OTHER"
    # the entry of the event under the proof of another
    own, other = receipt(made, 0).split(b"\n"), receipt(made, 1).split(b"\n")
    assert refusal(b"\n".join([other[0], own[1], *other[2:]]), EVENTS[0], read) == "NOT_PROVED"
    assert refusal(b"\n".join([own[0], *own[2:]]), EVENTS[0], read) == "NO_ENTRY"


def test_a_forged_receipt_is_refused_and_so_is_one_of_another_hub_or_log(made: Archive) -> None:
    read = reader(made)
    # by a key of the hub's name that is not the hub's, by another hub, and with a signature that is changed
    for signer in (Signer("hub.example", bytes(32)), Signer("hub.other", SIGNER.seed)):
        assert refusal(receipt(archive(5, signer), 0, signer), EVENTS[0], read) == "SIGNATURE"
    # of a log in which the event does not belong
    elsewhere = Archive().add("ledger.activity/0", entries_of([0], RECORDS[:1])[0])
    files = {**elsewhere.files, "ledger.activity/0/checkpoint": elsewhere.said["ledger.activity/0"].encode()}
    assert refusal(prove(files.__getitem__, "ledger.activity/0", 0, KEY, whole=True).encode(), EVENTS[0], read) == "OTHER_LOG"
    # every single bit of it counts, but for the name of a key that nobody knows
    text = receipt(made, 3)
    for at in range(len(text)):
        for bit in (1, 32):
            changed = text[:at] + bytes([text[at] ^ bit]) + text[at + 1 :]
            with pytest.raises((Wrong, Refused)):
                received(changed, EVENTS[3], KEY, {}, read)


def test_a_receipt_that_is_cut_short_is_refused_wherever_it_is_cut(made: Archive) -> None:
    text = receipt(made, 3)
    codes = {refusal(text[:end], EVENTS[3], reader(made)) for end in range(len(text))}
    assert codes <= {"PROOF_FORM", "NOTE_FORM", "NO_ENTRY", "NOT_PROVED", "SIGNATURE"}
    assert refusal(text + b"\n", EVENTS[3], reader(made)) == "NOTE_FORM"


def test_a_receipt_must_go_on_from_what_was_seen(made: Archive) -> None:
    read, now = reader(made), made.said[LOG].encode()
    seen = {LOG: archive(7).said[LOG].encode()}
    # of a log that has grown, or stands
    assert received(receipt(made, 2), EVENTS[2], KEY, seen, read).checkpoint.size == len(EVENTS)
    assert received(receipt(made, 2), EVENTS[2], KEY, {LOG: now}, read).index == 2
    # one that is older than what was seen, and those of a log that forks: at the same size, or below
    assert refusal(receipt(archive(7), 2), EVENTS[2], read, {LOG: now}) == "SHORTER"
    forked = archive(len(RECORDS), records=[*RECORDS[:3], RECORDS[0], *RECORDS[4:]])
    assert refusal(receipt(forked, 2), EVENTS[2], reader(forked), {LOG: now}) == "FORKED"
    assert refusal(receipt(forked, 2), EVENTS[2], reader(forked), seen) == "FORKED"
    assert refusal(receipt(made, 2), EVENTS[2], lambda _: bytes(32), seen) in ("FORKED", "FILE_SIZE")


def test_the_verifier_of_one_file_takes_a_receipt_as_it_is(made: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from projections.archive.verifier import main

    place = tmp_path / "e.tlog-proof"
    place.write_bytes(receipt(made, 4))
    assert main([str(place), "--key", KEY.text()]) == 0
    assert f"hub.example/{LOG} {len(EVENTS)}" in capsys.readouterr().out
    place.write_bytes(receipt(made, 4).replace(b"extra ", b"extra " + base64.b64encode(b"abc")))
    assert main([str(place), "--key", KEY.text()]) == 1
