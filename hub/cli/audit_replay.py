"""`hub audit replay`: a published figure counted again from the archive alone, beside what was published and what is known today."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hub.audit.checking import check
from hub.audit.copying import copy
from hub.audit.replaying import replayed
from hub.audit.scratch import scratch
from hub.audit.trusting import of_head, told, within
from hub.cli import output
from hub.cli.client import Client
from hub.cli.output import DONE, FOUND_WRONG, say
from hub.cli.published import rows
from hub.cli.remote import Token, at, cell
from hub.cli.words import moment
from projections.archive.verifier import Key, folder_key, folder_policy, read_key
from projections.figures.manifest import Manifest, read
from schemas.errors import HubError, Language, UsageError, shown

PATIENCE_SECONDS: Final = 20.0
"""A head is taken every ten seconds."""
LOOK_SECONDS: Final = 0.5
_COLUMNS: Final = {
    "published": ("公布的", "published"),
    "then": ("同样事件，当时的定义", "same events, definition of then"),
    "now": ("同样事件，今天的定义", "same events, today's definition"),
    "today": ("今天所知", "known today"),
}
_HEADS = {
    "zh": ("统计", "分列", "编号", "前", "后", "事件", "来源", "编号", "记于"),
    "en": ("statistic", "by", "key", "before", "after", "event", "source", "id", "recorded"),
}


def replay(
    manifest: Annotated[Path, typer.Argument(metavar="MANIFEST", help=say("公布清单的文件", "the file of a manifest"))],
    archive: Annotated[str, typer.Option(metavar="DIR|URL", help=say("存档的目录，或者枢纽的地址", "folder of an archive, or address of a hub"))],
    key: Annotated[str, typer.Option("--key", metavar="VKEY", help=say("从别处得来的公钥", "the verifier key, got from elsewhere"))] = "",
    postgres: Annotated[
        str, typer.Option(metavar="DSN", help=say("借用的 PostgreSQL；不写就临时起一个", "a PostgreSQL to use; else one is started"))
    ] = "",
    policy: Annotated[
        Path | None, typer.Option(help=say("见证规则的文件；不写就用存档自己说的", "file of a policy of witnesses; else what the archive tells"))
    ] = None,
    token: Token = "",
) -> int:
    """Replay; exit code 1 where the figures counted are not those published."""
    out, wanted = output.current(), read(_octets(manifest))
    with _folder(archive, key, token, wanted) as (folder, signed), scratch(postgres) as room:
        found = {**replayed(wanted, folder, signed, room, out.note), "trust": None}
        rules = folder_policy(folder, policy)
        if rules is not None:
            trust = of_head(within(folder), signed, rules, wanted.head.index + 1, bytes.fromhex(wanted.head.root))
            found["trust"] = {**(told(trust) or {}), "sentence": trust.sentence(out.language)}
    if not key:
        out.note("公钥取自这份存档自己：要知道是谁的，用 --key", "the key is the archive's own: say whose by --key")
    out.show(found, lambda: _view(found, wanted, out.language))
    return DONE if found["agrees"] else FOUND_WRONG


@contextmanager
def _folder(archive: str, key: str, token: str, wanted: Manifest) -> Iterator[tuple[Path, Key]]:
    """The archive as a folder, a hub's copied for the length of the replay, and the key that it is verified by."""
    if "://" not in archive:
        yield Path(archive), folder_key(Path(archive), key)
        return
    session = Client(url=archive, token=token)
    signed = read_key(key or session.get("/.well-known/hub-keys")["keys"][0])
    with TemporaryDirectory(prefix="hub-archive-") as name:
        _copied(session, Path(name), signed, wanted)
        yield Path(name), signed


def _copied(session: Client, folder: Path, key: Key, wanted: Manifest) -> None:
    """Copy a hub's archive, again until a head covers what was published: of a figure of this moment that takes some seconds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        copy(lambda path: session.page(at("v1", "archive", path)).content, folder, key, True, lambda _done, _all: None)
        try:
            return check(wanted, folder, key)
        except HubError as error:
            if error.problem.code not in ("MANIFEST_BEYOND", "MANIFEST_UNENTERED") or time.monotonic() > deadline:
                raise
        time.sleep(LOOK_SECONDS)


def _octets(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise UsageError(f"{say('没有这个文件', 'no such file')}: {shown(str(path))}") from None


def _view(found: Mapping[str, Any], manifest: Manifest, language: Language) -> RenderableType:
    columns = [name for name in _COLUMNS if found["rows"][name] is not None]
    heads = [_COLUMNS[name][0 if language == "zh" else 1] for name in columns]
    body = {"measures": found["measures"]}
    parts: list[RenderableType] = [
        Text(f"{shown(manifest.title)}　{moment(manifest.published)}　{shown(manifest.figure)}"),
        rows(body, [list(found["rows"][name]) for name in columns], heads, language),
        Text(_verdict(found)),
    ]
    if any(one["objects"] for one in found["changes"]):
        parts.append(_changes(found, language))
    return Group(*parts)


def _verdict(found: Mapping[str, Any]) -> str:
    rules = found["definition"]
    lines = [
        say("与公布的相符", "agrees with what was published")
        if found["agrees"]
        else say("与公布的不符：同样的事件得不到公布的数", "does not agree: the same events do not give what was published")
    ]
    if not rules["kept"]:
        lines.append(
            say(
                f"公布所依的定义（{rules['then']['release']}）没有留存，只按今天的定义重放",
                f"the definition of then ({rules['then']['release']}) is not kept: replayed by today's alone",
            )
        )
    lines += [] if found["trust"] is None else [found["trust"]["sentence"]]
    return "\n".join(lines)


def _changes(found: Mapping[str, Any], language: Language) -> Table:
    """Object by object why a figure is another than before; first what other rules make of it, then what later events do."""
    grid = Table(*_HEADS[language])
    causes = {"rules": say("定义", "rules"), "events": say("后来的事件", "later events")}
    for one in found["changes"]:
        by = " ".join(f"{name}={value}" for name, value in one["by"].items())
        for thing in one["objects"]:
            first = (one["measure"], f"{causes[one['cause']]} {by}", thing["key"], f"{thing['before']:+d}", f"{thing['after']:+d}")
            for turn, event in enumerate(thing["events"] or [None]):
                grid.add_row(*(cell(word) for word in (*(first if turn == 0 else ("",) * 5), *_event(event))))
        for event in one["facts"]:
            grid.add_row(*(cell(word) for word in (one["measure"], causes[one["cause"]], event["object"], "", "", *_event(event))))
    return grid


def _event(event: Mapping[str, Any] | None) -> tuple[str, ...]:
    return ("",) * 4 if event is None else (event["type"], event["source"], event["id"], moment(event["recorded"]))
