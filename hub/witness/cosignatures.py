"""Cosignatures as they are kept beside the checkpoint of the heads: a note for each head that one of the witnesses cosigned last. Pure but for
reading that file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from projections.archive.store import CHECKPOINT
from projections.archive.verifier import HEADS, WITNESSED, Key, Note, Witness, Wrong, cosigned, notes, read_checkpoint, read_note


@dataclass(frozen=True)
class Kept:
    """The largest head that a witness has cosigned: its size, its checkpoint as the hub signed it, the witness's line. Size 0: none yet."""

    witness: Witness
    size: int = 0
    checkpoint: str = ""
    line: str = ""


def told_line(checkpoint: str, answer: bytes, witness: Witness) -> str:
    """The line of a witness in what it answered; others are passed over. Raises Wrong."""
    note = read_note(checkpoint.encode() + answer)
    if cosigned(note, witness) is None:
        raise Wrong("COSIGNATURE", witness.name)
    return _lines(note, witness)


def kept_text(several: Iterable[Kept]) -> str:
    """The notes of several witnesses, in order of size, each with the lines of all who cosigned that head."""
    lines: dict[tuple[int, str], list[str]] = {}
    for one in several:
        if one.size:
            lines.setdefault((one.size, one.checkpoint), []).append(one.line)
    return "".join(checkpoint + "".join(lines[size, checkpoint]) for size, checkpoint in sorted(lines))


def read_kept(folder: Path, key: Key, witnesses: Sequence[Witness]) -> dict[str, Kept]:
    """What lies on disk of these witnesses, by name. Raises Wrong, OSError."""
    path, found = folder / HEADS / WITNESSED, dict[str, Kept]()
    for octets in notes(path.read_bytes()) if path.is_file() else ():
        note, signed = read_note(octets), read_checkpoint(octets, key, key.name)
        for one in witnesses:
            if cosigned(note, one) is not None and signed.size > found.get(one.name, Kept(one)).size:
                found[one.name] = Kept(one, signed.size, _own(note, key), _lines(note, one))
    return found


def witnessed_checkpoint(folder: Path) -> bytes | None:
    """The checkpoint of the heads with the cosignatures that it has already; null before the first. Raises OSError."""
    path, beside = folder / HEADS / CHECKPOINT, folder / HEADS / WITNESSED
    if not path.is_file():
        return None
    own = path.read_bytes()
    return next((one for one in notes(beside.read_bytes()) if one.startswith(own)), own) if beside.is_file() else own


def _own(note: Note, key: Key) -> str:
    """The note as the hub signed it, without the lines of others."""
    return f"{note.body}\n{_picked(note, key.name, key.number)}"


def _lines(note: Note, witness: Witness) -> str:
    return _picked(note, witness.name, witness.number)


def _picked(note: Note, name: str, number: bytes) -> str:
    """The first line of a name and key."""
    lines = note.text[len(note.body) + 1 :].splitlines(keepends=True)
    return next(line for line, (who, octets) in zip(lines, note.signatures, strict=True) if who == name and octets[:4] == number)
