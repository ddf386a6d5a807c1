"""The frame of the command line: languages, JSON, exit codes, and a quick `--help`."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys

import pytest
import typer

from hub.cli import main, output
from hub.cli.commands import COMMANDS, Command
from schemas.errors import Inconsistent

pytestmark = pytest.mark.quick
HEAVY = {"polars", "kafka", "psycopg2", "fastapi", "faust"}


def _module(name: str, app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> None:
    module = type(sys)(name)
    module.__dict__["app"] = app
    monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(main, "COMMANDS", (Command("try", name, "试", "try"),))


@pytest.fixture
def trying(monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer()

    @app.command()
    def attempt(number: int, wrong: bool = False) -> None:
        if wrong:
            raise Inconsistent("1 ≠ 2")
        output.current().show({"number": number}, f"数 {number}")

    _module("trying", app, monkeypatch)


def test_help_names_every_command_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    # when help is asked for in both languages
    assert main.run(["--help"]) == output.DONE
    chinese = capsys.readouterr().out
    assert main.run(["--help", "--lang", "en"]) == output.DONE
    english = capsys.readouterr().out
    # then each command stands there with its line
    for one in COMMANDS:
        assert one.name in chinese
        assert one.zh in chinese
        assert one.en in english


def test_help_loads_nothing_heavy() -> None:
    # when help is asked for in a new process
    code = "import sys; from hub.cli.main import run; run(['--help']); print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    # then no library of the hub's work was imported
    assert HEAVY.isdisjoint(done.stdout.split())


def test_every_command_can_be_imported() -> None:
    # when the module of each command is imported, then it holds an application
    for one in COMMANDS:
        assert isinstance(importlib.import_module(one.module).app, typer.Typer), one


@pytest.mark.usefixtures("trying")
def test_a_result_is_words_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    # when a command is called without and with --json, wherever it stands
    assert main.run(["try", "3"]) == output.DONE
    assert capsys.readouterr().out == "数 3\n"
    assert main.run(["--json", "try", "3"]) == main.run(["try", "3", "--json"]) == output.DONE
    # then the result is words, or one line of JSON
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"number": 3}] * 2


@pytest.mark.usefixtures("trying")
def test_what_is_found_wrong_ends_with_one_and_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    # when a command finds something wrong
    assert main.run(["try", "3", "--wrong"]) == output.FOUND_WRONG
    spoken = capsys.readouterr()
    # then nothing is a result, and the sentence is Chinese with a remedy
    assert spoken.out == ""
    assert "1 ≠ 2" in spoken.err
    assert "怎么办" in spoken.err
    # and for programs it is JSON, in the language asked for
    main.run(["try", "3", "--wrong", "--json", "--lang=en"])
    assert json.loads(capsys.readouterr().err)["code"] == "FOUND_WRONG"


@pytest.mark.usefixtures("trying")
@pytest.mark.parametrize("words", [[], ["unknown"], ["try"], ["try", "three"], ["try", "3", "--no-such"], ["try", "3", "--lang", "fr"]])
def test_what_is_used_wrongly_ends_with_two(words: list[str]) -> None:
    # when the command line is wrong, then the exit code is 2
    assert main.run(words) == output.USED_WRONGLY


def test_words_after_two_dashes_are_left_alone() -> None:
    # when the options stand after `--`
    out, rest = output.take(["feed", "--", "--json"])
    # then they are the command's
    assert (out.json, rest) == (False, ["feed", "--", "--json"])
