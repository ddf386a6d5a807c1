"""What the demo shows at the end: nothing is cut in a narrow terminal, and commands can be typed as they stand."""

from __future__ import annotations

import io
import re
import shutil
import sys
from pathlib import Path

import pytest
from rich.console import Console

from hub.cli import output
from hub.demo.board import board, farewell
from hub.demo.figures import figures
from hub.demo.verdict import Outcome
from schemas.errors import Language

pytestmark = pytest.mark.quick
ROOT = Path(__file__).parents[2]
ADDRESSES = {"http": "http://127.0.0.1:40001", "kafka": "127.0.0.1:40002", "registry": "http://127.0.0.1:40001"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_in_eighty_columns(language: Language) -> None:
    # given the outcomes of every figure, with numbers as long as they get
    outcomes = [Outcome(figure=one, naive=1_234_567, hub=one.published, events=190_000) for one in figures()]
    # when they are shown in a terminal of eighty columns
    screen = io.StringIO()
    Console(file=screen, width=80).print(board(outcomes, language))
    shown = screen.getvalue()
    # then no line is longer, nothing is shortened, and every word and number stands there
    plain = re.sub(r"\s+", "", shown)
    assert "…" not in shown
    assert shown.count("1,234,567") == shown.count("190,000") == len(outcomes)
    for one in outcomes:
        assert f"{one.figure.published:,}" in shown
        words = one.figure.zh if language == "zh" else one.figure.en
        assert all(part in plain for part in re.findall(r"\w+", words)[:1])


def test_the_command_is_one_that_can_be_typed_where_the_user_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given an installed hub that is not on PATH
    script = tmp_path / "my hub" / ".venv" / "bin" / "hub"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script.with_name("python")))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    # then it is named by its path, from where the user is, quoted where it must be; and by its name alone once it is on PATH
    assert output.program(tmp_path / "my hub") == ".venv/bin/hub"
    assert output.program(tmp_path / "elsewhere") == f"'{script}'"
    monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
    assert shutil.which("hub") == str(script)
    assert output.program(tmp_path / "my hub") == "hub"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_of_the_farewell_begins_with_what_must_be_typed(language: Language) -> None:
    # given the last lines of the demo, whose commands are longer than eighty columns
    lines = farewell(ADDRESSES, "/data", "HUB_DATA=/data .venv/bin/hub", language).splitlines()
    commands = [line for line in lines if " stats " in line or line.endswith((" down", " status")) or " feed " in line]
    # then each stands on one line and begins with the data folder and the program
    assert len(commands) == 7
    assert all("HUB_DATA=/data .venv/bin/hub " in line for line in commands)
    assert any(len(line) > 80 for line in commands)


def test_the_readme_names_the_program_by_its_path() -> None:
    # given the README's shell blocks, then no command in them takes `hub` to be on PATH
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    words = [line.split()[0] for block in blocks for line in block.splitlines() if line.strip()]
    assert "hub" not in words
    assert ".venv/bin/hub" in words
