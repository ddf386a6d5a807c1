"""Plain values as YAML, in block style: every text that might be read as something else is quoted as JSON quotes it. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_PLAIN: Final = re.compile(r"(?!true$|false$|null$|yes$|no$|on$|off$|y$|n$)[A-Za-z_][A-Za-z0-9_./]*", re.IGNORECASE)


def yaml_text(value: Mapping[str, Any]) -> str:
    """A value of objects, lists, texts, whole numbers, truth values and nulls as YAML text."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> Iterator[str]:
    """The lines of a value that is not empty, without indentation."""
    items = value.items() if isinstance(value, Mapping) else ((None, one) for one in value)
    for name, one in items:
        head = "-" if name is None else f"{_scalar(str(name))}:"
        if not isinstance(one, Mapping | list) or not one:
            yield f"{head} {_scalar(one)}"
        elif name is None:
            first, *others = _lines(one)
            yield f"- {first}"
            yield from (f"  {line}" for line in others)
        else:
            yield head
            yield from (f"  {line}" for line in _lines(one))


def _scalar(value: Any) -> str:
    """A value on one line; empty lists and objects as well."""
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
