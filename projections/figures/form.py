"""The form of a manifest, member by member: whoever reads one may have got it from anybody. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from schemas.days import parse_instant


@dataclass(frozen=True)
class By:
    """An object with any names, each with a value of one form."""

    of: Any


_SHA256: Final = re.compile("[0-9a-f]{64}")
_ROW: Final = {
    "measure": str,
    "by": By((str, None)),
    "n": (int, None),
    "of": (int, None),
    "sources": {"expected": int, "heard": int},
}
_QUESTION: Final = {
    **dict.fromkeys(("region", "as_of", "regions"), str),
    **dict.fromkeys(("from", "to", "known_at"), (str, None)),
    "names": [str],
    "by": [str],
    "term": (int, None),
    "where": By(str),
    "cohort": bool,
}
MANIFEST: Final = {
    **dict.fromkeys(("manifest", "figure", "title", "hub", "source", "event", "unit", "published"), str),
    "question": _QUESTION,
    "position": By(int),
    "head": {"log": str, "index": int, "root": str},
    "definition": {"release": str, "views": _SHA256, "asking": _SHA256},
    "measures": By({"zh": str, "en": str, "unit": str, "additive": bool}),
    "rows": [_ROW],
    "disputed": int,
    "last_event": (str, None),
    "result": _SHA256,
}


def wrong(value: Any, form: Any = MANIFEST, place: str = "") -> str | None:
    """The place (a JSON pointer) of the first member that is not of its form; null where all is."""
    if isinstance(form, tuple):
        return None if any(wrong(value, one, place) is None for one in form) else place
    if form is None or isinstance(form, type):
        return None if type(value) is (type(None) if form is None else form) else place
    if isinstance(form, re.Pattern):
        return None if isinstance(value, str) and form.fullmatch(value) else place
    if isinstance(form, list):
        return _first(enumerate(value), form[0], place) if isinstance(value, list) else place
    if not isinstance(value, Mapping):
        return place
    if isinstance(form, By):
        return _first(value.items(), form.of, place)
    if value.keys() != form.keys():
        return f"{place}/{min(map(str, value.keys() ^ form.keys()))}"
    return next((found for name, one in form.items() if (found := wrong(value[name], one, f"{place}/{name}")) is not None), None)


def _first(members: Any, form: Any, place: str) -> str | None:
    return next((found for name, one in members if (found := wrong(one, form, f"{place}/{name}")) is not None), None)


def instants(body: Mapping[str, Any]) -> None:
    """Raises ValueError for a time that is none."""
    for text in (body["published"], body["last_event"]):
        if text is not None:
            parse_instant(text)
