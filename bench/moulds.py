"""The moulds of a federation's events: what differs between two of a type is a mark, everything else is cast."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bench import stamp
from bench.stamp import ID, Mould
from schemas.registry import by_name

Bytes = stamp.Bytes

MARKS: Final[Mapping[str, str]] = {
    "county": "CCCCCC",
    "town": "TTTTTTTTT",
    "number": "NNNNNNNNNN",
    "deputy": "DDDD",
    "corrects": "RRRRRRRR-RRRR-RRRR-RRRR-RRRRRRRRRRRR",
}
_COUNTY, _TOWN, _NUMBER = MARKS["county"], MARKS["town"], MARKS["number"]
_DEPT: Final = f"{_COUNTY}-jtj"

LIFE: Final = (
    ("suggestion.submitted", 1.0),
    ("suggestion.registered", 1.0),
    ("suggestion.assigned", 1.0),
    ("suggestion.contacted", 0.8),
    ("suggestion.co_opinion_given", 0.5),
    ("suggestion.replied", 1.0),
    ("suggestion.reply_evaluated", 1.0),
    ("suggestion.key_supervised", 0.1),
    ("suggestion.urged", 0.4),
    ("suggestion.fed_back", 0.7),
    ("suggestion.published", 0.6),
    ("suggestion.archived", 1.0),
)
"""The steps of a suggestion and the share of suggestions that take them: six to twelve events, nine on average."""
OTHERS: Final = (("activity.held", 0.5), ("opinion.collected", 0.35), ("opinion.answered_on_spot", 0.15))

_DATA: Final[Mapping[str, Mapping[str, Any]]] = {
    "suggestion.submitted": {"kind": "own", "category": "交通", "title": "关于改善道路安全的建议", "opinions": []},
    "suggestion.registered": {"term": 17, "session": 4, "no": _NUMBER, "category": "交通"},
    "suggestion.assigned": {"departments": [{"dept": _DEPT, "role": "main"}, {"dept": f"{_COUNTY}-zjj", "role": "co"}], "due": "2025-12-31"},
    "suggestion.contacted": {"dept": _DEPT},
    "suggestion.co_opinion_given": {"dept": f"{_COUNTY}-zjj"},
    "suggestion.replied": {"dept": _DEPT, "outcome": "solved", "reply_no": f"函{_NUMBER}"},
    "suggestion.reply_evaluated": {"axis": "result", "grade": "satisfied"},
    "suggestion.key_supervised": {"by": "主任会议"},
    "suggestion.urged": {"by": "代工委"},
    "suggestion.fed_back": {"to": "voters", "how": "见面"},
    "suggestion.published": {"url": "https://example.invalid/"},
    "suggestion.archived": {"file_no": _NUMBER},
    "suggestion.corrected": {},
    "activity.held": {
        "kind": "reception",
        "host_unit": f"{_TOWN}-zxt",
        "participants": [{"mandate": f"{_TOWN}-d-{MARKS['deputy']}"}],
        "counts": {"people": 6},
    },
    "opinion.collected": {"origin": _TOWN, "category": "水利", "title": "关于清淤的意见"},
    "opinion.answered_on_spot": {"origin": _TOWN},
}
_LETTERS: Final = {"suggestion": "s", "activity": "a", "opinion": "o"}


@dataclass(frozen=True)
class Cast:
    """The mould of a type, its family, and the letter in the ids of its objects."""

    mould: Mould
    family: str
    letter: str


def _cast(name: str) -> Cast:
    noun = name.split(".")[0]
    source = f"//{_COUNTY}/jyxt"
    subject = f"{source}/{_LETTERS[noun]}-{_NUMBER}"
    kind = by_name(f"cn.npc.{name}.v1")
    assert kind is not None
    town = noun != "suggestion"
    event = {
        "id": ID,
        "source": source,
        "subject": subject,
        "unit": f"{_TOWN}-zxt" if town else f"{_COUNTY}-cwh",
        "level": "town" if town else "county",
        "region": _TOWN if town else _COUNTY,
        "data": _data(name, noun, source, subject),
    }
    return Cast(stamp.mould(kind.name, event, (ID, *MARKS.values())), kind.family, _LETTERS[noun])


def _data(name: str, noun: str, source: str, subject: str) -> dict[str, Any]:
    data = dict(_DATA[name])
    if name == "suggestion.corrected":
        return {"corrects": {"source": source, "id": MARKS["corrects"]}, "fields": '{"time":"2024-06-01T00:00:00.000Z"}'}
    return {**data, "origin": _TOWN} if noun == "suggestion" else {**data, noun: subject}


MOULDS: Final[Mapping[str, Cast]] = {name: _cast(name) for name in _DATA}
