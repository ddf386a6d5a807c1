"""What a command says: to people in their language, to programs as JSON, and to the shell as an exit code.

0 done · 1 refused or found wrong · 2 used wrongly. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console, RenderableType

from schemas.errors import REASONS, HubError, Language, UsageError, to_json

DONE: Final = 0
FOUND_WRONG: Final = 1
USED_WRONGLY: Final = 2
_SHEET_WIDTH: Final = 160


@dataclass(frozen=True)
class Output:
    """How the command at hand was asked to speak."""

    language: Language
    json: bool

    def say(self, zh: str, en: str) -> str:
        """One sentence, in the language asked for."""
        return zh if self.language == "zh" else en

    def show(self, value: Any, view: RenderableType | Callable[[], RenderableType]) -> None:
        """The result: `value` as one line of JSON with `--json`, else `view` (called only then) for people."""
        if self.json:
            self.line(value)
            return
        console = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=_SHEET_WIDTH)
        console.print(view() if callable(view) else view)

    def text(self, lines: str) -> None:
        """Lines that are to be copied: as they are, however narrow the terminal."""
        sys.stdout.write(lines + "\n")

    def line(self, value: Any) -> None:
        """One line of JSON at once, whatever was asked for: streams are lines."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
        sys.stdout.flush()

    def note(self, zh: str, en: str) -> None:
        """Says in passing what is going on; programs are not told."""
        if not self.json:
            Console(stderr=True, highlight=False).print(self.say(zh, en), markup=False)

    def warn(self, zh: str, en: str) -> None:
        """Says in passing what must not be missed, to programs too: on standard error, where no result stands."""
        sys.stderr.write(self.say(zh, en) + "\n")

    def problem(self, wrong: HubError) -> int:
        """Says what is wrong and what to do; returns the exit code that goes with it."""
        found = wrong.problem
        text = json.dumps(to_json(found, self.language), ensure_ascii=False) if self.json else self._sentence(wrong)
        sys.stderr.write(text + "\n")
        return USED_WRONGLY if isinstance(wrong, UsageError) else FOUND_WRONG

    def _sentence(self, wrong: HubError) -> str:
        found, reason = wrong.problem, REASONS[wrong.problem.code]
        located = found.field or found.expected
        plain = f"{self.say(reason.zh, reason.en)}{self.say('：', ': ')}{found.got}" if found.got and not located else ""
        return f"{plain or found.sentence(self.language)}\n{self.say('怎么办：', 'what to do: ')}{found.remedy(self.language)}"


def program(folder: Path | None = None) -> str:
    """`hub` as it can be typed where the user is: the word alone where it is found on PATH, else the path of the script."""
    script = Path(sys.executable).with_name("hub")
    found = shutil.which("hub")
    if not script.exists() or (found is not None and Path(found).absolute() == script):
        return "hub"
    here = folder or Path.cwd()
    return shlex.quote(str(script.relative_to(here) if script.is_relative_to(here) else script))


_CURRENT: ContextVar[Output] = ContextVar("output")


def current() -> Output:
    """How the command at hand was asked to speak; outside of a command, as the environment says."""
    return _CURRENT.get(None) or Output(_language(os.environ.get("HUB_LANG", "zh")), json=False)


def say(zh: str, en: str) -> str:
    """One sentence in the language of the command at hand; for help texts of options too, as modules are imported on demand."""
    return current().say(zh, en)


@contextmanager
def using(output: Output) -> Iterator[None]:
    """Makes `output` the current one."""
    token = _CURRENT.set(output)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def _language(word: str) -> Language:
    if word == "zh":
        return "zh"
    if word == "en":
        return "en"
    raise UsageError(f"--lang / HUB_LANG: zh | en; {word!r}")


def take(words: Sequence[str]) -> tuple[Output, list[str]]:
    """Takes `--json` and `--lang zh|en` out of a command line, wherever they stand before `--`, so that every command has them.

    Raises UsageError when the language is not known.
    """
    end = list(words).index("--") if "--" in words else len(words)
    language, as_json, rest = os.environ.get("HUB_LANG", "zh"), False, []
    head = iter(words[:end])
    for word in head:
        if word == "--json":
            as_json = True
        elif word == "--lang":
            language = next(head, "")
        elif word.startswith("--lang="):
            language = word.removeprefix("--lang=")
        else:
            rest.append(word)
    return Output(_language(language), as_json), [*rest, *words[end:]]
