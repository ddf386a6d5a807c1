"""`hub`: finds the command, runs it, and turns whatever happens into one of three exit codes."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

import typer
from rich.table import Table
from typer.exceptions import TyperException

from hub.cli import output
from hub.cli.commands import COMMANDS, Command
from hub.cli.output import Output
from schemas.errors import HubError, UsageError

INTERRUPTED = 130


def main() -> NoReturn:
    """The `hub` script."""
    raise SystemExit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Runs one command line; returns its exit code: 0 done, 1 refused or found wrong, 2 used wrongly."""
    try:
        out, rest = output.take(words)
    except UsageError as wrong:
        return Output("zh", json="--json" in words).problem(wrong)
    with output.using(out):
        try:
            return _dispatch(out, rest)
        except HubError as wrong:
            return out.problem(wrong)
        except KeyboardInterrupt:
            return INTERRUPTED
        except BrokenPipeError:
            # Whoever read has read enough; nothing more may be written, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return output.DONE


def _dispatch(out: Output, words: Sequence[str]) -> int:
    if not words or words[0] in ("--help", "-h", "help"):
        out.show([{"name": one.name, "says": one.line(out.language)} for one in COMMANDS], lambda: _overview(out))
        return output.DONE if words else output.USED_WRONGLY
    if words[0] == "--version":
        out.show({"version": version("congress-hub")}, version("congress-hub"))
        return output.DONE
    return _call(out, _find(words[0]), words[1:])


def _find(name: str) -> Command:
    for one in COMMANDS:
        if one.name == name:
            return one
    near = difflib.get_close_matches(name, [one.name for one in COMMANDS], 3)
    hint = "；".join(f"hub {one}" for one in near) or "hub --help"
    raise UsageError(f"hub {name} → {hint}")


def _call(out: Output, command: Command, words: Sequence[str]) -> int:
    app: typer.Typer = importlib.import_module(command.module).app
    app.info.epilog = out.say("每个命令都可以加 --json 和 --lang zh|en。", "Every command takes --json and --lang zh|en.")
    try:
        code = typer.main.get_command(app).main(args=list(words), prog_name=f"hub {command.name}", standalone_mode=False)
    except TyperException as wrong:
        if wrong.exit_code == output.USED_WRONGLY:
            raise UsageError(wrong.format_message()) from None
        raise HubError(wrong.format_message()) from None
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        return INTERRUPTED
    return code if isinstance(code, int) else output.DONE


def _overview(out: Output) -> Table:
    title = out.say("人大枢纽：hub 命令 …", "congress hub: hub COMMAND …")
    grid = Table(title=title, show_header=False, box=None, title_justify="left", padding=(0, 2))
    for one in COMMANDS:
        grid.add_row(one.name, one.line(out.language))
    grid.caption = out.say("hub 命令 --help 看用法；处处可加 --json 和 --lang zh|en", "hub COMMAND --help; everywhere --json and --lang zh|en")
    return grid
