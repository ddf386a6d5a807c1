"""The vocabulary as a page: one table per event type, made from the .avsc files. `python -m schemas.vocabulary FILE`."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from schemas.registry import EventType, all_types

FAMILIES: Final = {"reference": "基础资料", "activity": "活动", "suggestion": "建议"}
FORMATS: Final = {
    "id": "编号",
    "label": "短文字",
    "text": "文字",
    "date": "日期 `YYYY-MM-DD`",
    "moment": "日期，或者带时差的时刻",
    "instant": "带时差的时刻",
    "sha256": "64 位十六进制小写",
    "json": "JSON 对象",
    "sealed": "已封存的文字",
}
KINDS: Final = {"int": "整数", "long": "整数", "boolean": "真假"}


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 词汇表"
    yield ""
    yield "本页由 `schemas/*.avsc` 生成（`make docs`），不要手改。怎样发布见 `publishing.md`，每种事件的例子见 `schemas/examples/`。"
    yield ""
    yield "## 信封：每个事件都有的成员"
    yield ""
    yield "JSON 中另有 `specversion`（`1.0`）和 `type`；Avro 中记录的全名就是 `type`。"
    yield ""
    first = all_types()[0]
    yield from _table([field for field in first.schema["fields"] if field["name"] != "data"])
    for family, title in FAMILIES.items():
        yield f"## {title}（{family}）"
        yield ""
        for kind in all_types():
            if kind.family == family:
                yield from _section(kind)


def _section(kind: EventType) -> Iterator[str]:
    yield f"### {kind.title} `{kind.name}`"
    yield ""
    yield f"{kind.schema['doc']}。模式编号 {kind.schema_id}。"
    yield ""
    yield from _table(kind.schema["fields"][-1]["type"]["fields"])


def _table(fields: list[Mapping[str, Any]]) -> Iterator[str]:
    yield "| 成员 | 名称 | 必填 | 写法 | 说明 |"
    yield "|---|---|---|---|---|"
    for field in fields:
        yield from _rows(field, "")
    yield ""


def _rows(field: Mapping[str, Any], prefix: str) -> Iterator[str]:
    """The row of a member, and those of the record inside it."""
    schema = field["type"][1] if isinstance(field["type"], list) else field["type"]
    many = isinstance(schema, dict) and schema["type"] == "array"
    inner = schema["items"] if many else schema
    name = f"{prefix}{field['name']}{'[]' if many else ''}"
    required = "" if "default" in field else "是"
    written = _written(field, inner)
    yield f"| `{name}` | {field['title']} | {required} | {'若干：' if many else ''}{written} | {field['doc']} |"
    if isinstance(inner, dict) and inner["type"] == "record":
        for member in inner["fields"]:
            yield from _rows(member, f"{name}.")


def _written(field: Mapping[str, Any], schema: Any) -> str:
    """How a value is written."""
    if isinstance(schema, dict):
        return "对象" if schema["type"] == "record" else f"{FORMATS['instant']}，如 `2025-06-08T16:20:00+08:00`"
    if "words" in field:
        return "、".join(f"`{word}` {label}" for word, label in field["words"].items())
    if schema == "string":
        return FORMATS[field["format"]] + ("（JSON 中也可写整数）" if field.get("integer") else "")
    return KINDS[schema] + (f"，不小于 {field['min']}" if "min" in field else "")


def main(arguments: list[str]) -> None:
    """Write the page to the file named."""
    Path(arguments[0]).write_text(page(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
