"""What ledger records say for the ledger index, column by column, and the identities that follow from it. Pure."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_FIX: Final = re.compile(r"fix:(\S+) (.+)", re.DOTALL)


@dataclass(frozen=True)
class Said:
    """Of every event in the order of the input: its position there, when it happened (ms), identities as 16 octets, texts as octets in UTF-8.

    `targets`: the identity that a correction or retraction names, or that a desk's fix stands for. `texts`: see copying.TEXTS.
    """

    rows: Sequence[int]
    times: Sequence[int]
    idents: Sequence[bytes]
    targets: Sequence[bytes | None]
    texts: Sequence[Sequence[bytes | None]]
    data: Sequence[bytes]


def ident(named: bytes) -> bytes:
    """The identity of what is named by source, newline, id: the first 16 octets of SHA-256."""
    return hashlib.sha256(named).digest()[:16]


def fixed(cause: str) -> bytes | None:
    """The identity that a desk's fix stands for, when the cause names one."""
    named = _FIX.fullmatch(cause) if cause.startswith("fix:") else None
    return ident(f"{named[1]}\n{named[2]}".encode()) if named else None
