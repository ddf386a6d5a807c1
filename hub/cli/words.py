"""The words in which figures are shown: dimensions, their values, and the cells of a sheet."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from schemas.days import BEIJING
from schemas.errors import Language, shown
from schemas.levels import CHINESE
from schemas.registry import by_name

DIMENSIONS: Final[Mapping[str, tuple[str, str]]] = {
    "region": ("地区", "Region"),
    "level": ("层级", "Level"),
    "month": ("月份", "Month"),
    "kind": ("类别", "Kind"),
    "category": ("分类", "Category"),
    "department": ("承办单位", "Department"),
    "role": ("角色", "Role"),
    "grade": ("评价", "Grade"),
}
NOT_REPORTED: Final = {"zh": "未报送", "en": "not reported"}
UNITS: Final = {
    "次": "times",
    "人次": "participations",
    "人": "persons",
    "件": "pieces",
    "项": "items",
    "个": "units",
    "期": "courses",
    "票": "ballots",
    "元": "yuan",
}
_OWN: Final = {"zh": "本级", "en": "own"}
_UNALLOCATED: Final = {"zh": "去向未登记", "en": "unallocated"}
_UNCATEGORISED: Final = {"zh": "未归类", "en": "uncategorised"}
_NONE: Final = {"zh": "（未分）", "en": "(none)"}
_FIELDS: Final = {
    "kind": (
        ("cn.npc.activity.held.v1", "kind"),
        ("cn.npc.suggestion.registered.v1", "kind"),
        ("cn.npc.station.opened.v1", "tier"),
        ("cn.npc.rule.set.v1", "step"),
    ),
    "category": (("cn.npc.category_scheme.set.v1", "category"),),
    "role": (("cn.npc.suggestion.assigned.v1", "role"),),
    "grade": (("cn.npc.suggestion.reply_evaluated.v1", "grade"),),
}
_FIELDS_OF: Final = {("training", "kind"): (("cn.npc.training.completed.v1", "mode"),)}
"""Of statistics whose names begin so the fields of a dimension that means something else there."""


def dimension(name: str, language: Language) -> str:
    """The name of a dimension."""
    return DIMENSIONS[name][0 if language == "zh" else 1]


def value(name: str, code: str | None, labels: Mapping[str, str], language: Language, measure: str = "") -> str:
    """A value of a dimension as people read it: word or name, and the code where it is a name; `measure`: of which statistic."""
    if code is None or code == "":
        return _NONE[language] if code == "" else ""
    if name == "region" and code == "own":
        return _OWN[language]
    if name == "region" and code == "unallocated":
        return _UNALLOCATED[language]
    if name == "category" and code == "uncategorised":
        return _UNCATEGORISED[language]
    if code in labels and name in ("region", "department"):
        return f"{shown(code)} {shown(labels[code])}"
    return shown(_chinese(name, measure.partition(".")[0]).get(code, code)) if language == "zh" else shown(code)


def unit(word: str, language: Language) -> str:
    """What one is, as people read it."""
    return word if language == "zh" else UNITS.get(word, word)


def moment(instant: str) -> str:
    """An instant (RFC 3339) as people read it: the clock of Beijing, by whose days everything is counted."""
    return f"{datetime.fromisoformat(instant).astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def cell(text: str) -> str:
    """A text as a cell of a sheet that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


@cache
def _chinese(name: str, of: str) -> Mapping[str, str]:
    if name == "level":
        return {str(level): word for level, word in CHINESE.items()}
    return {code: word for kind, field in _FIELDS_OF.get((of, name), _FIELDS.get(name, ())) for code, word in _find(_schema(kind), field).items()}


def _schema(name: str) -> Mapping[str, Any]:
    found = by_name(name)
    return {} if found is None else found.schema


def _find(schema: Any, field: str) -> Mapping[str, str]:
    """The words of the first field of that name anywhere in a schema."""
    if isinstance(schema, list):
        return next((found for one in schema if (found := _find(one, field))), {})
    if not isinstance(schema, Mapping):
        return {}
    for one in schema.get("fields", ()):
        if one["name"] == field and "words" in one:
            words: Mapping[str, str] = one["words"]
            return words
    return _find([*(one["type"] for one in schema.get("fields", ())), schema.get("items"), schema.get("type")], field)
