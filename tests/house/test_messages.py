"""Whatever is said to people is said in one language: Chinese, or English for who asks for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.pages import ROOT

pytestmark = pytest.mark.quick
ROOMS = ("schemas", "connectors", "streams", "projections", "hub")
SAYING = frozenset({"say", "note", "warn"})
CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]")
WORDS_OF_SHEETS = {"是 / 否", "110101001,东华门街道,110101"}
"""What a cell may hold, in whatever language one is told of it."""


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call in the rooms: where, the call, and the name of what is called."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                    name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node, name


def text(node: ast.expr) -> str | None:
    """What is written there, without the values put in; null for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) for one in node.values if isinstance(one, ast.Constant))
    return None


def test_a_sentence_stands_in_the_language_of_its_place() -> None:
    # given every sentence of the code that stands in two languages
    pairs = [(at, text(call.args[0]), text(call.args[1])) for at, call, name in calls() if name in SAYING and len(call.args) == 2]
    written = [(at, zh, en) for at, zh, en in pairs if zh is not None and en is not None]
    assert len(written) > 200
    # then none stands in the other's place; a word of the command line is one in both
    assert [(at, en) for at, _, en in written if CHINESE.search(en)] == []
    assert [(at, zh) for at, zh, _ in written if re.search("[a-z]{4} [a-z]{3}", zh) and not CHINESE.search(zh)] == []


def test_what_was_expected_is_said_without_a_language() -> None:
    # given the members of problems, which stand in sentences of either language
    said = [(at, one) for at, call, name in calls() if name == "Problem" for one in map(text, call.args) if one is not None]
    assert len(said) > 200
    assert [(at, one) for at, one in said if CHINESE.search(one) and one not in WORDS_OF_SHEETS] == []
