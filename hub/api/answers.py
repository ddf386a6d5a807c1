"""What the questions of `/v1` are answered with, as JSON schemas: the OpenAPI document tells it, and the tests hold real answers against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_WHOLE: Final[Schema] = {"type": "integer"}
_TRUTH: Final[Schema] = {"type": "boolean"}
_DAY: Final[Schema] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_INSTANT: Final[Schema] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T"}
_WORDS: Final[Schema] = {"type": "object", "additionalProperties": _TEXT}
_STATUS: Final[Schema] = {"enum": ["received", "accepted", "duplicate", "equivocation", "waiting", "quarantined"]}
_CLOCK: Final[Mapping[str, Schema]] = {"test_clock": _TEXT}
"""Stands in the answers of a hub that was made with a test clock."""


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _several(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _an_object(needed: Mapping[str, Schema], possible: Mapping[str, Schema] | None = None) -> Schema:
    """An object with these members, the first of which are always there; no others, so that the document cannot lag behind."""
    return {"type": "object", "properties": {**needed, **(possible or {})}, "required": list(needed), "additionalProperties": False}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_FORMULA: Final = _an_object({"zh": _TEXT, "en": _TEXT})
_REGION: Final[Mapping[str, Schema]] = {
    "region": _TEXT,
    "name": _TEXT,
    "kind": _TEXT,
    "level": _or_null(_TEXT),
    "congress": _TRUTH,
    "parent": _or_null(_TEXT),
}
_FATE: Final[Mapping[str, Schema]] = {"id": _or_null(_TEXT), "status": _STATUS, "receipt": _or_null(_TEXT)}
_POSITION: Final[Schema] = {"type": "object", "additionalProperties": _WHOLE}
_MEASURES: Final[Schema] = {"type": "object", "additionalProperties": _an_object({"zh": _TEXT, "en": _TEXT, "unit": _TEXT, "additive": _TRUTH})}
_PUBLISHED: Final[Mapping[str, Schema]] = {
    **dict.fromkeys(("figure", "title", "region", "measure", "source", "event", "unit"), _TEXT),
    **dict.fromkeys(("published", "recorded"), _INSTANT),
    "n": _WHOLE,
    "of": _or_null(_WHOLE),
    "retracted": _TRUTH,
}

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Figure": {
        "description": "一行：`n` 为空是未报送；`of` 是比率的分母 a row: n is null where nothing was reported, `of` a rate's denominator",
        **_an_object(
            {
                "measure": _TEXT,
                "by": {"type": "object", "additionalProperties": _or_null(_TEXT)},
                "n": _or_null(_WHOLE),
                "of": _or_null(_WHOLE),
                "sources": _an_object({"expected": _WHOLE, "heard": _WHOLE}),
            }
        ),
    },
    "Figures": _an_object(
        {
            "region": _TEXT,
            "from": _or_null(_DAY),
            "to": _DAY,
            "term": _or_null(_an_object({"term": _WHOLE, "unit": _TEXT, "from": _DAY, "to": _or_null(_DAY)})),
            "as_of": _DAY,
            "known_at": _or_null(_TEXT),
            "provisional": _TRUTH,
            "regions": _TEXT,
            "position": _POSITION,
            "disputed": _WHOLE,
            "last_event": _or_null(_INSTANT),
            "labels": _WORDS,
            "measures": _MEASURES,
            "rows": _several(_ref("Figure")),
        },
        _CLOCK,
    ),
    "Manifest": {
        "description": "公布清单；怎样重放见 docs/auditing.md a published figure, and all by which it is counted again",
        **_an_object(
            {
                **dict.fromkeys(("manifest", "figure", "title", "hub", "source", "event", "unit"), _TEXT),
                "published": _INSTANT,
                "question": _an_object(
                    {
                        "names": _several(_TEXT),
                        "by": _several(_TEXT),
                        "region": _TEXT,
                        "regions": _TEXT,
                        "as_of": _DAY,
                        "from": _or_null(_DAY),
                        "to": _or_null(_DAY),
                        "term": _or_null(_WHOLE),
                        "known_at": _or_null(_TEXT),
                        "cohort": _TRUTH,
                        "where": _WORDS,
                    }
                ),
                "position": _POSITION,
                "head": _an_object({"log": _TEXT, "index": _WHOLE, "root": _TEXT}),
                "definition": _an_object({"release": _TEXT, "views": _TEXT, "asking": _TEXT}),
                "measures": _MEASURES,
                "rows": _several(_ref("Figure")),
                "disputed": _WHOLE,
                "last_event": _or_null(_INSTANT),
                "result": _TEXT,
            }
        ),
    },
    "Published": _an_object(_PUBLISHED),
    "Statistic": _an_object(
        {
            "name": _TEXT,
            "zh": _TEXT,
            "en": _TEXT,
            "unit": _TEXT,
            "additive": _TRUTH,
            "reach": {"enum": ["subtree", "own"]},
            "dimensions": _several(_TEXT),
            "rate_of": _or_null(_TEXT),
            "formula": _FORMULA,
            "sql": _TEXT,
            "pitfalls": _FORMULA,
            "source": _FORMULA,
        }
    ),
    "Region": _an_object({**_REGION, "chain": _several(_TEXT), "valid_from": _DAY, "valid_to": _or_null(_DAY)}),
    "RegionOfTree": _an_object(_REGION),
    "RegionChange": {
        "description": "`became` 登记过的后继，`proposed` 同名的新代码，只作提示 registered successors; same names, only proposed",
        **_an_object(
            {
                "what": {"enum": ["new", "gone", "renamed", "moved"]},
                "region": _TEXT,
                "name": _TEXT,
                "now": _or_null(_TEXT),
                "became": _several(_TEXT),
                "proposed": _several(_TEXT),
            }
        ),
    },
    "RegionThen": {
        "description": "另一天是什么；`region` 为空是去向未登记，`share` 只供显示 what it is then; no region: not told; a share is only shown",
        **_an_object({"region": _or_null(_TEXT), "share": _or_null(_TEXT), "name": _or_null(_TEXT), "path": _several(_or_null(_TEXT))}),
    },
    "Fate": {
        "description": "一个事件怎样了 what became of an event",
        **_an_object(_FATE, {"problem": _ref("Problem")}),
    },
    "WholeFate": _an_object(
        {
            **_FATE,
            "source": _TEXT,
            "copies": _several(_an_object({"topic": _TEXT, "partition": _WHOLE, "offset": _WHOLE, "recorded": _INSTANT, "status": _STATUS})),
        },
        {"problem": _ref("Problem")},
    ),
}

ANSWERS: Final[Mapping[tuple[str, str], Schema]] = {
    ("get", "/v1/statistics"): _ref("Figures"),
    ("get", "/v1/statistics/names"): _several(_ref("Statistic")),
    ("get", "/v1/manifests"): _several(_ref("Published")),
    ("get", "/v1/manifests/{figure}"): _an_object(
        {**_PUBLISHED, "log": _TEXT, "index": _WHOLE, "sha256": _TEXT, "manifest": _ref("Manifest")}, _CLOCK
    ),
    ("post", "/v1/manifests"): _an_object({"status": _STATUS, "receipt": _or_null(_TEXT), "manifest": _ref("Manifest")}, _CLOCK),
    ("get", "/v1/regions"): _several(_ref("Region")),
    ("get", "/v1/regions/tree"): _several(_ref("RegionOfTree")),
    ("get", "/v1/regions/find"): _several(_ref("Region")),
    ("get", "/v1/regions/diff"): _several(_ref("RegionChange")),
    ("get", "/v1/regions/translate"): _several(_ref("RegionThen")),
    ("post", "/v1/events"): _several(_ref("Fate")),
    ("get", "/v1/events"): _ref("WholeFate"),
    ("get", "/v1/receipts/{number}"): _ref("WholeFate"),
}
"""By method and path. What is not named is told by the document as an object or a list of which nothing more is said."""
