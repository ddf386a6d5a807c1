"""What ledger records say for the ledger index, column by column, and the identities that follow from it. Pure."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_FIX: Final = re.compile(r"fix:(\S+) (.+)", re.DOTALL)


@dataclass(frozen=True)
class Said:
    """Of every event in the order of the input: its position there, when it happened (ms), identities as 16 octets, texts as octets in UTF-8.

    `targets`: the identity that a correction or retraction names, or that a desk's fix stands for. `texts`: see copying.Rows.
    """

    rows: Sequence[int]
    times: Sequence[int]
    sources: Sequence[bytes]
    idents: Sequence[bytes]
    targets: Sequence[bytes | None]
    texts: Sequence[Sequence[bytes]]
    data: Sequence[bytes]


def idents(named: Iterable[bytes]) -> list[bytes]:
    """The identities of what is named by source, newline, id: the first 16 octets of SHA-256."""
    sha256 = hashlib.sha256
    return [sha256(one).digest()[:16] for one in named]


def ident(named: bytes) -> bytes:
    """The identity of what is named by source, newline, id."""
    return idents((named,))[0]


def fixed(cause: str) -> bytes | None:
    """The identity that a desk's fix stands for, when the cause names one."""
    named = _FIX.fullmatch(cause) if cause.startswith("fix:") else None
    return ident(f"{named[1]}\n{named[2]}".encode()) if named else None
