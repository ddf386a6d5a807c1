"""What can be seen of the archive without hashing it again: `hub audit verify` does that."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from kafka import TopicPartition
from kafka.admin import OffsetSpec

from hub.doctor.patient import Patient
from projections.archive.logs import LOGS
from projections.archive.store import CHECKPOINT
from schemas.errors import Problem

_HEADS: Final = "SELECT log, size, checkpoint FROM core.archive_head ORDER BY log"
_WITNESSES: Final = "SELECT name, problem, got, setback FROM core.witness WHERE asked ORDER BY name"
_PUT_BACK: Final = ("WITNESS_AHEAD", "WITNESS_FORKED")
"""What a witness has found wrong with this hub."""
_PATIENCE_SECONDS: Final = 1.0


def archive(patient: Patient) -> Iterator[Problem]:
    """The worker of the archive writes; disk and database hold the same heads, and no log is longer than its partition."""
    if patient.settings.unarchived:
        yield Problem("ARCHIVE_OFF")
        return
    stopped = (patient.settings.folder.recall("archive") or {}).get("problem")
    if patient.running and stopped is not None:
        yield Problem(stopped["code"], "archive", got=stopped["got"])
    rows = patient.rows(_HEADS)
    for log, size, said in rows:
        shown = _shown(patient, log)
        if shown is not None and shown != said and _size(shown) <= size:
            # Between telling the database and telling the world there is a moment.
            time.sleep(_PATIENCE_SECONDS)
            shown = _shown(patient, log)
        if shown is None:
            yield Problem("ARCHIVE_DAMAGED", f"{log}/{CHECKPOINT}")
        elif shown != said and _size(shown) <= size:
            yield Problem("ARCHIVE_FORKED", log, said.split("\n")[2], shown.split("\n")[2])
    yield from _beyond(patient, {log: size for log, size, _ in rows})


def audit(patient: Patient) -> Iterator[Problem]:
    """Who asks can be written down: else the hub serves nothing that must be."""
    told = patient.settings.folder.recall("audit")
    if patient.running and told is not None:
        yield Problem(told["code"], "audit", got=told["got"])


def cosigned(patient: Patient) -> Iterator[Problem]:
    """No witness has cosigned heads that this hub no longer has."""
    for name, problem, got, _ in patient.rows(_WITNESSES):
        if problem in _PUT_BACK:
            yield Problem(problem, name, got=got)


def witnesses(patient: Patient) -> Iterator[Problem]:
    """Every witness that is asked cosigned the last head that it was sent, and none has forgotten one."""
    for name, problem, got, setback in patient.rows(_WITNESSES):
        if problem and problem not in _PUT_BACK:
            yield Problem(problem, name, got=got)
        if setback:
            yield Problem("WITNESS_SETBACK", name, got=setback)


def _shown(patient: Patient, log: str) -> str | None:
    path = patient.settings.folder.archive / log / CHECKPOINT
    return path.read_text("utf-8") if path.is_file() else None


def _size(checkpoint: str) -> int:
    return int(checkpoint.split("\n")[1])


def _beyond(patient: Patient, sizes: dict[str, int]) -> Iterator[Problem]:
    here = set(patient.admin.list_topics())
    places = {TopicPartition(one.topic, one.part): one.name for one in LOGS if one.topic in here}
    ends = patient.admin.list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST))
    for place, name in places.items():
        if ends[place].offset < sizes.get(name, 0):
            yield Problem("ARCHIVE_AHEAD", name, f"≥ {sizes[name]}", str(ends[place].offset))
