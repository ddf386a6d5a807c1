"""`hub publish`: CloudEvents JSON, one a line, from a file or standard input."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from connectors.translate import id_of
from hub.cli import output
from hub.cli.client import Client
from hub.cli.outbox import at_line, through
from hub.cli.output import FOUND_WRONG, say
from hub.cli.remote import Token, Url, client
from hub.cli.sending import Tally, problem_lines, send, summary
from schemas.errors import Problem, Refused, UsageError, shown, to_json
from schemas.limits import EVENT_JSON_BYTES
from schemas.strictjson import parse_json

app = typer.Typer()
OUTBOX = (
    "发件箱：事件先放进这个文件夹，有了验过的收据才删；不写文件就只发箱里的",
    "outbox: events are kept in this folder until a verified receipt came; without a file what is kept is sent",
)
KEY = ("发件箱：枢纽的公钥，从可靠的途径得来；不写就认第一次见到的", "outbox: the hub's key, from a source you trust; else the first one seen")


@app.command(help=say("发布事件：每行一个 CloudEvents JSON；“-” 读标准输入", "Publish events: CloudEvents JSON, one a line; - reads standard input"))
def publish(
    file: Annotated[str, typer.Argument(metavar="FILE|-")] = "",
    wait: Annotated[float, typer.Option(min=0, max=30, metavar="S", help=say("每批等门岗裁决的秒数", "seconds to wait for the gate, per batch"))] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("只检查，不发送", "check only"))] = False,
    outbox: Annotated[Path | None, typer.Option(metavar="FOLDER", help=say(*OUTBOX))] = None,
    key: Annotated[str, typer.Option("--key", metavar="VKEY", help=say(*KEY))] = "",
    url: Url = "",
    token: Token = "",
) -> int:
    """Publish a file of events; exit code 1 when one was refused."""
    out, tally = output.current(), Tally()
    if outbox is not None:
        return _kept(outbox, file, key, lambda: client(url, token), wait)
    if not file:
        raise UsageError("FILE|-")
    parameters = [("wait", str(wait))] if wait else []
    with ExitStack() as stack:
        lines = _lines(stack, file)
        refused: list[tuple[int, dict[str, Any]]] = []
        sent = send(client(url, token), readable(lines, refused), [*parameters, *([("dry_run", "1")] if dry_run else [])])
        for number, answer in _merged(sent, refused):
            tally.note(number, answer)
            if out.json:
                out.line({"line": number, **answer})
    if not out.json:
        out.show(None, summary(tally, _shown(tally, file)))
    return FOUND_WRONG if tally.refused else output.DONE


def _kept(folder: Path, file: str, key: str, session: Callable[[], Client], wait: float) -> int:
    """Publish by way of an outbox; exit code 1 while something is left in it, or was not put in."""
    refused: list[tuple[int, dict[str, Any]]] = []
    with ExitStack() as stack:
        found = through(folder, readable(_lines(stack, file), refused) if file else (), key, session, wait)
    found.problems += [{"event": at_line(number), **answer["problem"]} for number, answer in refused]
    found.show()
    return FOUND_WRONG if found.left or found.problems else output.DONE


def _lines(stack: ExitStack, file: str) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    path = Path(file)
    if not path.is_file():
        raise UsageError(f"{say('没有这个文件', 'no such file')}: {file}")
    return stack.enter_context(path.open("rb"))


def readable(lines: BinaryIO, refused: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, bytes]]:
    """The lines that hold JSON, numbered from 1; those that hold something else are noted. No line is held longer than it may be.

    The byte order mark that some systems put in front of a file is no part of its first line; in front of another it is an error.
    """
    number = 0
    while line := lines.readline(EVENT_JSON_BYTES + 2):
        number += 1
        text = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        while len(line) == EVENT_JSON_BYTES + 2 and not line.endswith(b"\n"):
            line = lines.readline(EVENT_JSON_BYTES + 2)
        if not text:
            continue
        try:
            _check(text)
        except Refused as wrong:
            problem = to_json(_at_line(wrong.problem, number), output.current().language)
            refused.append((number, {"id": None, "status": "refused", "receipt": None, "problem": problem}))
            continue
        yield number, text


def _check(text: bytes) -> None:
    """Raises Refused where the hub could not read the line as an item of an array: it would refuse the lines beside it too."""
    if text.startswith(codecs.BOM_UTF8):
        raise Refused(Problem("BODY_UNREADABLE", "", "JSON", f"1:1 {shown(text[:20])}"))
    id_of(parse_json(text))


def _at_line(problem: Problem, number: int) -> Problem:
    """A place `1:column` in a line, as the place in the file."""
    return replace(problem, got=re.sub(r"^1:(?=[0-9])", f"{number}:", problem.got))


def _merged(sent: Iterator[tuple[int, dict[str, Any]]], refused: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    yield from sent
    yield from refused


def _shown(tally: Tally, file: str) -> list[str]:
    """The first problems, a line each, with the file and the line in it."""
    where = "" if file == "-" else f"{shown(file)} "
    return problem_lines(tally, lambda number: f"{where}{say(f'第 {number} 行：', f'line {number}: ')}")
