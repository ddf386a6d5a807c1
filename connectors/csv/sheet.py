"""From the bytes of a sheet to rows of text: one encoding for the whole file, told; nothing guessed twice. Pure."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from schemas.errors import Problem, Refused, UsageError, shown

MOST_BYTES: Final = 256 * 1024 * 1024
CELL_CHARACTERS: Final = 256 * 1024
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_TRIED: Final = ("utf-8", "gb18030")
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """A sheet as text. `rows[0]` is the header, row 1 for people; `sha256` is of the file's bytes."""

    file: str
    encoding: str
    sha256: str
    rows: Sequence[Sequence[str]]


def read(file: str, body: bytes, word: str | None = None) -> Sheet:
    """The sheet in a file. `word` is the sender's word for the encoding; it and a byte order mark are believed.

    Raises UsageError FIELD_VALUE for a word that is no encoding of text.
    Raises Refused: MEDIA_TYPE for a workbook, BODY_TOO_LARGE, TEXT_NOT_UTF8 with the first place that is in no encoding,
    BODY_UNREADABLE with the row where quotes do not match.
    """
    if len(body) > MOST_BYTES:
        raise Refused(Problem("BODY_TOO_LARGE", "", f"≤ {MOST_BYTES} B", f"{len(body)} B"))
    if body.startswith((_ZIP, _OLE)):
        raise Refused(Problem("MEDIA_TYPE", "", "CSV UTF-8 (.csv)", "xlsx / xls"))
    text, encoding = decoded(body, word)
    return Sheet(file, encoding, hashlib.sha256(body).hexdigest(), rows_of(text))


def decoded(body: bytes, word: str | None) -> tuple[str, str]:
    """The text of a file and its encoding: the sender's word, else the mark, else strict UTF-8, else strict GB18030."""
    marked = next(((name, len(mark)) for mark, name in _MARKS if body.startswith(mark)), None)
    if word is not None:
        return _strict(body[marked[1] :] if marked else body, [_known(word)])
    if marked is not None:
        return _strict(body[marked[1] :], [marked[0]])
    return _strict(body, _TRIED)


def _known(word: str) -> str:
    try:
        # Among the codecs are some that are none of text, as zip: only a reader of text tells them apart.
        io.TextIOWrapper(io.BytesIO(), encoding=word)
        return codecs.lookup(word).name
    except (LookupError, ValueError):
        raise UsageError(problem=Problem("FIELD_VALUE", "/encoding", "utf-8 gb18030 gbk utf-16", shown(word))) from None


def _strict(body: bytes, encodings: Sequence[str]) -> tuple[str, str]:
    failures = []
    for encoding in encodings:
        try:
            return body.decode(encoding), encoding
        except UnicodeError as error:
            # Some rare codecs do not say where.
            failures.append((getattr(error, "start", 0), encoding))
    at, encoding = max(failures)
    row = body.count(b"\n", 0, at) + 1
    raise Refused(Problem("TEXT_NOT_UTF8", f"/{row}", " / ".join(encodings), f"[{at}] {encoding} {shown(body[at : at + 8])}"))


def rows_of(text: str) -> list[list[str]]:
    """The rows of a text; tabs divide where the first line has tabs and no commas."""
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    rows: list[list[str]] = []
    # The limit is the module's own, so that a quote never closed does not gather the whole file in one cell.
    csv.field_size_limit(CELL_CHARACTERS)
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Refused(Problem("BODY_UNREADABLE", f"/{len(rows) + 1}", "CSV", shown(str(error)))) from None
    return rows
