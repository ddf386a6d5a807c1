"""What people see of an answer, line by line, in Chinese and in English: kept as golden files."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from hub.cli.figures import names, table
from projections.statistics import Row
from projections.statistics.catalogue import find
from schemas.errors import Language
from tests.statistics.test_figures import ANSWER

pytestmark = pytest.mark.quick

GOLDEN = Path(__file__).parent / "golden"
WORDS: dict[str, object] = {"zh": "按承办单位", "en": "Suggestions by department", "unit": "件", "additive": False}
DEPARTMENTS = replace(
    ANSWER,
    measures={**ANSWER.measures, "suggestions.by_department": WORDS},
    labels={"420624": "南漳县", "420624-jtj": "交通运输局"},
    rows=(Row("suggestions.by_department", {"department": "420624-jtj", "role": "main"}, 3, 4, 2, 2),),
)


def shown(view: object) -> str:
    console = Console(width=140, file=io.StringIO())
    console.print(view)
    assert isinstance(console.file, io.StringIO)
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["regions", "departments", "names"])
def test_the_table_for_people(name: str, language: Language) -> None:
    views = {
        "regions": table(ANSWER, language),
        "departments": table(DEPARTMENTS, language),
        "names": names([find("persons"), find("suggestions.consolidated")], language),
    }
    assert shown(views[name]) == (GOLDEN / f"{name}.{language}.txt").read_text("utf-8")
