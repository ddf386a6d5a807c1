"""The rows of the page about bad input."""

import re
from dataclasses import dataclass
from typing import Final

from tests.house.pages import PAGES


@dataclass(frozen=True)
class Row:
    """One kind of bad input: how it is taken, the code and the rule that are named, the tests beside the one through a door."""

    name: str
    what: str
    quarantined: bool
    code: str
    rule: str
    tests: tuple[str, ...]


def _row(line: str) -> Row:
    name, what, how, code, rule, tests = (cell.strip() for cell in line.strip("|").split("|"))
    return Row(name, what, how == "隔离", code.strip("`"), rule, tuple(re.findall(r"`([^`]+)`", tests)))


ROWS: Final = tuple(_row(line) for line in PAGES["docs/bad-input.md"].splitlines() if line.startswith("|"))[2:]
