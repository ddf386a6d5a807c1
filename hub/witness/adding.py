"""This hub as a witness: a checkpoint of a log that it knows is cosigned if it goes on from the one cosigned last, and never two at one size."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.pool import Pool
from projections.archive.signing import Cosigner
from projections.archive.verifier import HASH_BYTES, Note, Wrong, check_signed, consistent, read_key, read_note
from schemas.errors import HubError, NotFound, Problem, shown

MOST_BYTES: Final = 64 * 1024
"""Of a request: 63 lines of a proof, and a checkpoint with signatures of many."""
MOST_PROOF: Final = 63
MOST_SIZE: Final = (1 << 63) - 1
_OLD: Final = re.compile(r"old (0|[1-9][0-9]{0,18})")
_FOLDER: Final = Path(__file__).with_name("queries")


class Form(HubError):
    """The request has not the form of one."""

    code = "WITNESS_FORM"


class UnknownLog(NotFound):
    """The checkpoint is of a log that this witness does not know."""

    code = "WITNESS_UNKNOWN_LOG"


class Unsigned(HubError):
    """The checkpoint is not signed by its log."""

    code = "WITNESS_UNSIGNED"


class NoProof(HubError):
    """The proof does not show that the log goes on from what was cosigned."""

    code = "WITNESS_PROOF"


class Stale(HubError):
    """The request does not begin at the checkpoint cosigned last, which has `size` entries; or has another root there."""

    code = "WITNESS_STALE"

    def __init__(self, size: int) -> None:
        """Of that size."""
        super().__init__(str(size))
        self.size = size


@dataclass(frozen=True)
class Asked:
    """A request: the size from which the proof leads, the proof, the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: Note


def query(name: str) -> str:
    """The text of a query of this room."""
    return (_FOLDER / f"{name}.sql").read_text("utf-8")


def written(old: int, proof: list[bytes], checkpoint: str) -> bytes:
    """A request as it is sent."""
    return "\n".join((f"old {old}", *(base64.b64encode(one).decode() for one in proof), "", checkpoint)).encode()


def read(body: bytes) -> Asked:
    """A request from its octets. Raises Form."""
    head, gap, text = body.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
        proof = tuple(base64.b64decode(line, validate=True) for line in lines)
        note = read_note(text)
    except (ValueError, Wrong) as wrong:
        raise Form(wrong.code if isinstance(wrong, Wrong) else "") from None
    old = _OLD.fullmatch(first)
    good = gap and len(proof) <= MOST_PROOF and all(len(one) == HASH_BYTES for one in proof) and note.size <= MOST_SIZE
    if old is None or not good:
        raise Form(shown(first))
    return Asked(int(old[1]), proof, note)


def goes_on(asked: Asked, root: bytes) -> bool:
    """Whether the checkpoint goes on from the one of this root and the request's old size."""
    if asked.old == 0 < asked.note.size:
        return not asked.proof
    return consistent(asked.old, asked.note.size, root, asked.note.root, asked.proof)


def add(pool: Pool, cosigner: Cosigner, body: bytes, now: Callable[[], int]) -> str:
    """The cosignature of a checkpoint, a line of a note, once it is remembered. `now`: s since 1970.

    Raises Form, UnknownLog, Unsigned, Stale, NoProof.
    """
    asked = read(body)
    note = asked.note
    with pool.session() as connection, connection.cursor() as cursor:
        cursor.execute(query("log"), {"origin": note.origin})
        row = cursor.fetchone()
        if row is None:
            raise UnknownLog(shown(note.origin))
        key, size, root = row[0], int(row[1]), bytes(row[2])
        _check(asked, key, size, root)
        step = {"origin": note.origin, "key": key, "old": size, "old_root": root, "size": note.size, "root": note.root, "checkpoint": note.text}
        cursor.execute(query("move"), step)
        if cursor.rowcount == 0:
            cursor.execute(query("log"), {"origin": note.origin})
            moved = cursor.fetchone()
            raise Stale(size if moved is None else int(moved[1]))
    return cosigner.line(note, now())


def _check(asked: Asked, key: str, size: int, root: bytes) -> None:
    """In the order of the specification. Raises as `add`."""
    note = asked.note
    try:
        check_signed(note, read_key(key))
    except Wrong:
        raise Unsigned(shown(note.origin)) from None
    if asked.old > note.size:
        raise Form(problem=Problem(Form.code, "/old", f"≤ {note.size}", str(asked.old)))
    if asked.old != size or (note.size == size and note.root != root):
        raise Stale(size)
    if not goes_on(asked, root):
        raise NoProof(f"{size} → {note.size}")
