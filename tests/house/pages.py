"""What the pages tell their readers to type: fenced blocks, and commands in the running text."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from tests.running import RunningHub

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))}
_FENCED: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE: Final = re.compile(r"`([^`\n]+)`")
_COMMAND: Final = re.compile(r"(?:[A-Z_]+=\S+ )*(?:hub (?!/)|make |docker compose |python -m |psql\b).*")


@cache
def defined_in(path: str) -> set[str]:
    """The tests of a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")}


def blocks(page: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page: language (empty for a drawing) and text."""
    return _FENCED.findall(PAGES[page])


def commands(page: str) -> list[str]:
    """The commands that stand between backquotes in the running text, each once."""
    text = _FENCED.sub("", PAGES[page])
    return list(dict.fromkeys(word for word in _INLINE.findall(text) if _COMMAND.fullmatch(word)))


def lines(page: str) -> Iterator[str]:
    """The lines of the shell blocks of a page without what is said beside them; `hub` wherever it is installed."""
    for language, text in blocks(page):
        if language == "sh":
            yield from (line.partition("#")[0].strip().removeprefix(".venv/bin/") for line in text.splitlines())


def environment(hub: RunningHub) -> Mapping[str, str]:
    """What a reader's shell knows who has set up `hub`; where caches are kept, if this machine says so."""
    caches = {name: os.environ[name] for name in ("XDG_CACHE_HOME",) if name in os.environ}
    return {
        **caches,
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "HUB_DATA": str(hub.settings.folder.root),
        "HUB_URL": hub.endpoints["http"],
        "HUB_TOKEN": hub.token,
    }
