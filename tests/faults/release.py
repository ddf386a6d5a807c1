"""The next release of the vocabulary, for processes that are started while it is installed."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from schemas import registry

HELD: Final = "cn.npc.activity.held.v1"
MEMBER: Final = "weather"
NUMBER: Final = 2999
"""The schema id of the second version of HELD, which has one more optional member."""
_ADDED: Final = {"name": MEMBER, "type": ["null", "string"], "default": None, "format": "label", "title": "天气", "doc": "当天的天气"}


class Release:
    """A folder that processes look for `schemas` in before they look for the installed one. Empty until `install`."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        """For every process that is started from now on, until `patch` is undone."""
        self.folder, self.patch = folder, patch
        patch.setenv("PYTHONPATH", str(folder))
        patch.setenv("PYTHONSAFEPATH", "1")

    def install(self) -> None:
        """Whoever starts from now on is of the next release, and this process too."""
        draft = self.folder.with_name("draft")
        schemas = draft / "schemas"
        shutil.copytree(registry.FOLDER, schemas, ignore=shutil.ignore_patterns("__pycache__"))
        (schemas / f"{HELD}.2.avsc").write_text(json.dumps(_second()), "utf-8")
        draft.rename(self.folder)
        self.patch.setattr(registry, "FOLDER", self.folder / "schemas")
        registry.default.cache_clear()

    def remove(self) -> None:
        """This process is of its own release again."""
        self.patch.undo()
        registry.default.cache_clear()


def _second() -> dict[str, Any]:
    schema: dict[str, Any] = copy.deepcopy(dict(registry.default().names[HELD].schema))
    schema |= {"version": 2, "schema_id": NUMBER}
    schema["fields"][-1]["type"]["fields"].append(_ADDED)
    return schema
