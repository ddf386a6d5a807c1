"""The rows of an edition or a list of successors as spreadsheets save them: what a cell surely means is taken, what it may not mean is not. Pure."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from connectors.csv.cells import day_text, plain
from schemas.errors import Problem, Refused, UsageError

NATION: Final = "00"
_SAVED: Final = re.compile(r"'?([0-9]+)(?:\.0+)?")
"""A code kept as a text by a quote, or taken for a number."""


def rows(text: str, head: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header, by their numbers in the file (header 1): blanks around cells, empty cells behind the last column and rows of
    empty cells fall away; a row may still have too many or too few. Raises UsageError where the header is another."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    first = _cells(next(reader, []), len(head))
    if tuple(first) != tuple(head):
        raise UsageError(problem=Problem("FIELD_FORMAT", "/1", ",".join(head), ",".join(first)[:80]))
    for number, row in enumerate(reader, 2):
        cells = _cells(row, len(head))
        if any(cells):
            yield number, cells


def _cells(row: Sequence[str], width: int) -> list[str]:
    cells = [plain(cell) for cell in row]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells


def code_of(cell: str) -> str:
    """The code in a cell, empty in an empty one: digits of any width, also quoted or with the zero of a fraction; a number as 4.20624E+08, which has
    lost digits, is none. A nation whose zero got lost is the nation. Raises ValueError."""
    if cell.isascii() and cell.isdigit() and cell != "0":
        return cell
    narrow = unicodedata.normalize("NFKC", cell)
    found = _SAVED.fullmatch(narrow)
    if narrow and found is None:
        raise ValueError(cell)
    said = found[1] if found else ""
    return NATION if said == "0" else said


def day_of(cell: str) -> date:
    """The day in a cell, as people and spreadsheets write it. Raises ValueError."""
    try:
        return date.fromisoformat(day_text(cell))
    except Refused as refused:
        raise ValueError(cell) from refused
