"""The OpenAPI 3.1 document of the HTTP surface: what `/docs` and `/openapi.json` serve. `python -m hub.api.document FILE` writes it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from hub.api.answers import ANSWERS, SCHEMAS
from hub.api.principal import principal
from hub.api.problems import MEDIA_TYPE
from hub.api.routers import ROUTERS

TITLE: Final = "人大枢纽 congress hub"
VERSION: Final = "1"

_TOLD: Final = (
    "来源、读者和管理员都以 `Authorization: Bearer <口令>` 表明身份。出错的回答是 RFC 9457 的问题说明，语言看 `?lang=zh|en` 或者 `Accept-Language`。"
    " Everybody is known by a bearer token; what goes wrong is told as RFC 9457 problem details, in Chinese or English."
)
_WORD: Final = {"type": "string"}
_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457；`code` 见 /problems/{code}",
    "properties": {
        **dict.fromkeys(("type", "title", "detail", "code", "pointer", "expected", "got", "remedy", "instance"), _WORD),
        "status": {"type": "integer"},
    },
    "required": ["type", "title", "status", "code"],
}


def bare() -> FastAPI:
    """An application that has every route and is connected to nothing: enough to be described."""
    app = FastAPI(title=TITLE, version=VERSION)
    for router in ROUTERS:
        app.include_router(router)
    return app


def document(app: FastAPI) -> dict[str, Any]:
    """The document of an application: what FastAPI knows of its routes, and who may ask, and how problems are told."""
    made = get_openapi(title=app.title, version=app.version, description=_TOLD, routes=app.routes)
    components = made.setdefault("components", {})
    kept = {name: one for name, one in components.get("schemas", {}).items() if name not in ("HTTPValidationError", "ValidationError")}
    components["schemas"] = {**kept, **SCHEMAS, "Problem": _PROBLEM}
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    told = {"description": "问题说明 what is wrong", "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for route in _routes():
        for method in route.methods or ():
            operation = made["paths"][route.path_format][method.lower()]
            operation["responses"] = {**{code: one for code, one in operation["responses"].items() if code != "422"}, "default": told}
            if (answer := ANSWERS.get((method.lower(), route.path_format))) is not None:
                operation["responses"][str(route.status_code or 200)]["content"]["application/json"]["schema"] = answer
            if principal in _calls(route.dependant):
                operation["security"] = [{"bearer": []}]
    return made


def _routes() -> Iterator[APIRoute]:
    return (one for router in ROUTERS for one in router.routes if isinstance(one, APIRoute))


def _calls(dependant: Dependant) -> Iterator[object]:
    """Everything that is called before a route is."""
    for one in dependant.dependencies:
        yield one.call
        yield from _calls(one)


def text(app: FastAPI) -> str:
    """The document as the file holds it."""
    return json.dumps(document(app), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(bare()), "utf-8")
