"""`hub audit`: why a figure changed; and the archive seen from outside: its checkpoint and key, proofs of entries, copies, and verification
without any hub.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import typer

from hub.audit.copying import copy
from hub.audit.proving import entry_of
from hub.audit.proving import prove as proof_of
from hub.audit.trusting import of_log, told, within
from hub.cli import output
from hub.cli.audit_explain import explain
from hub.cli.audit_find import find
from hub.cli.audit_log import log as log_of_deeds
from hub.cli.audit_replay import replay
from hub.cli.audit_witness import app as witness
from hub.cli.client import Client
from hub.cli.output import FOUND_WRONG, say
from hub.cli.remote import Token, Url, at, client
from projections.archive import verifier
from projections.archive.logs import NAMES
from projections.archive.proofs import Read
from projections.archive.verifier import HEADS, Checkpoint, Key, Policy, Trust, Wrong, read_key
from schemas.errors import HubError, Inconsistent, NotFound, Problem, UsageError, shown

app = typer.Typer(
    help=say(
        "审计：一个数为什么变了；检查点、证明、副本、离线核验", "audits: why a figure changed; checkpoints, proofs, copies, offline verification"
    )
)
app.command(help=say("一个数在两个时刻所知的不同，以及说明它的事件", "How a figure differs between two moments, and the events that explain it"))(
    explain
)
app.command("log", help=say("操作日志：谁问了、改了、取走了、删了什么（管理员）", "Who asked, changed, exported, erased what"))(log_of_deeds)
app.add_typer(witness, name="witness")
Answer = TypeVar("Answer")
PATIENCE_SECONDS: Final = 5.0
"""An event that was just accepted is archived within a second."""
LOOK_SECONDS: Final = 0.2
_PINNED: Final = ("从别处得来的公钥；不写就用枢纽自己说的", "the verifier key, got from elsewhere; else the one that the hub tells")
Pinned = Annotated[str, typer.Option("--key", metavar="VKEY", help=say(*_PINNED))]


def answering(command: Callable[..., Answer]) -> Callable[..., Answer]:
    """A command whose finding that something is wrong is told as an error of the hub."""

    @functools.wraps(command)
    def told(*words: Any, **named: Any) -> Answer:
        try:
            return command(*words, **named)
        except Wrong as wrong:
            if wrong.code == "KEY_FORM":
                raise UsageError(f"--key: {wrong.sentence(output.current().language)}") from None
            raise Inconsistent(problem=Problem("ARCHIVE_WRONG", got=wrong.sentence(output.current().language))) from None

    return told


app.command(help=say("只用存档，把公布过的数重新数一遍", "Count a published figure again, from the archive alone"))(answering(replay))
app.command(help=say("没有清单的数：枢纽在哪些天会这么说", "A figure without a manifest: the days on which the hub would have said so"))(find)


@app.command(help=say("总检查点：此刻全部日志的签名头", "The signed head of all logs now"))
@answering
def checkpoint(
    log: Annotated[str, typer.Argument(metavar="[LOG]", help=say("日志，如 ledger.activity/3", "a log, like ledger.activity/3"))] = HEADS,
    key: Pinned = "",
    url: Url = "",
    token: Token = "",
) -> None:
    """Show a checkpoint, once its signature has been verified."""
    session = client(url, token)
    known = _key(session, key)
    found = verifier.read_checkpoint(_reader(session)(f"{_log(log)}/checkpoint"), known, f"{known.hub}/{log}")
    out = output.current()
    if out.json:
        out.line({"origin": found.origin, "size": found.size, "root": found.root.hex(), "checkpoint": found.text})
    else:
        out.text(found.text.removesuffix("\n"))


@app.command("key", help=say("枢纽签名用的公钥", "The key by which the hub signs"))
def key_(url: Url = "", token: Token = "") -> None:
    """Show the verifier key of the heads; with --json that of every log."""
    keys = client(url, token).get("/.well-known/hub-keys")["keys"]
    out = output.current()
    if out.json:
        out.line({"key": keys[0], "keys": keys})
    else:
        out.text(keys[0])


@app.command(help=say("证明一个事件在总账里：输出 .tlog-proof", "Prove that an event is on the ledger: prints a .tlog-proof"))
@answering
def prove(
    source: Annotated[str, typer.Argument(metavar="SOURCE|LOG")],
    id: Annotated[str, typer.Argument(metavar="ID|INDEX")],
    entry: Annotated[
        Path | None, typer.Option(help=say("把条目本身写进这个文件（核验人）", "write the entry itself to this file (auditors)"))
    ] = None,
    key: Pinned = "",
    url: Url = "",
    token: Token = "",
) -> None:
    """Prove one entry; the proof is checked before it is shown."""
    session = client(url, token)
    log, index = _place(session, source, id)
    read = _reader(session)
    known = _key(session, key)
    text = _proof(read, log, index, known)
    if entry is not None:
        entry.write_bytes(_entry(read, log, index, known))
    out = output.current()
    if out.json:
        out.line({"log": log, "index": index, "proof": text})
    else:
        out.text(text.removesuffix("\n"))


@app.command(help=say("核验一份存档或者一个证明；不需要枢纽", "Verify an archive or a proof; no hub is needed"))
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR|PROOF")],
    key: Annotated[str, typer.Option("--key", metavar="VKEY", help=say(*_PINNED))] = "",
    seen: Annotated[list[Path] | None, typer.Option(help=say("从前留存的检查点", "a checkpoint kept from earlier"))] = None,
    entry: Annotated[
        Path | None, typer.Option(help=say("证明所说的条目；收据自己带着", "the entry that a proof is about; a receipt carries its own"))
    ] = None,
    hashes: Annotated[bool, typer.Option("--hashes", help=say("副本里没有条目，只核对散列", "the copy has no entries: verify hashes"))] = False,
    policy: Annotated[
        Path | None, typer.Option(help=say("见证规则的文件；不写就用存档自己说的", "file of a policy of witnesses; else what the archive tells"))
    ] = None,
    archive: Annotated[
        Path | None, typer.Option(help=say("收据：凭这份存档的目录说有谁见证", "of a receipt: the folder of an archive that tells who stands for it"))
    ] = None,
) -> None:
    """Verify; names the first thing that is wrong."""
    out = output.current()
    try:
        if entry is not None or folder.is_file():
            found = verifier.verify_proof(_octets(folder), None if entry is None else _octets(entry), read_key(key))
            logs, hub, trust = {found.origin: found.size}, found.origin, _stands(archive, read_key(key), policy, found)
        else:
            rules = verifier.folder_policy(folder, policy)
            report = verifier.verify(folder, verifier.folder_key(folder, key), [_octets(one) for one in seen or ()], hashes, rules)
            logs, hub, trust = dict(report.logs), report.hub, report.trust
    except Wrong as wrong:
        sentence = wrong.sentence(out.language)
        out.show({"ok": False, "code": wrong.code, "log": wrong.log, "index": wrong.index, "file": wrong.file, "sentence": sentence}, sentence)
        raise typer.Exit(FOUND_WRONG) from None
    if not key and folder.is_dir():
        out.note(
            "公钥取自这份存档自己：只说明它前后一致，要知道是谁的，用 --key", "the key is the archive's own: it is of one piece; say whose by --key"
        )
    if trust is not None and policy is None:
        out.note("见证规则取自存档自己：从别处得来的用 --policy", "the policy is the archive's own: say one got from elsewhere by --policy")
    total = sum(logs.values())
    words = [say(f"核验通过：{hub}，{total} 条", f"verified: {hub}, {total} entries"), *([] if trust is None else [trust.sentence(out.language)])]
    out.show({"ok": True, "hub": hub, "logs": logs, "entries": total, "trust": told(trust)}, "\n".join(words))


def _stands(archive: Path | None, key: Key, policy: Path | None, found: Checkpoint) -> Trust | None:
    """Who stands for the checkpoint of a receipt, where an archive is given that can tell."""
    if archive is None:
        return None
    return of_log(within(archive), key, verifier.folder_policy(archive, policy) or Policy(1), found)


@app.command(help=say("把枢纽的存档复制到本地；没有令牌的只得散列和总检查点", "Copy a hub's archive; without a token hashes and heads only"))
@answering
def fetch(
    url: Annotated[str, typer.Argument(metavar="URL")],
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    key: Pinned = "",
    token: Token = "",
) -> None:
    """Copy an archive as its present head says it is."""
    session, out = Client(url=url, token=token, stranger=True), output.current()
    logs = copy(
        _reader(session),
        folder,
        _key(session, key),
        bool(token),
        lambda done, all_: out.note(f"{done}/{all_}", f"{done}/{all_}") if all_ > 512 else None,
    )
    how = "" if token else " --hashes"
    out.show(
        {"folder": str(folder), "logs": logs, "entries": bool(token)},
        say(f"已复制，核验：hub audit verify {folder}{how}", f"copied; to verify: hub audit verify {folder}{how}"),
    )


def _proof(read: Read, log: str, index: int, key: Key) -> str:
    """The proof, as soon as the entry is archived."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return proof_of(read, log, index, key)
        except HubError as error:
            if error.problem.code != "ARCHIVE_BEHIND" or time.monotonic() > deadline:
                raise
        time.sleep(LOOK_SECONDS)


def _octets(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise UsageError(f"{say('没有这个文件', 'no such file')}: {shown(str(path))}") from None


def _reader(session: Client) -> Read:
    """What gives a file of the hub's archive."""
    return lambda path: session.page(at("v1", "archive", path)).content


def _key(session: Client, pinned: str) -> Key:
    return read_key(pinned or session.get("/.well-known/hub-keys")["keys"][0])


def _log(name: str) -> str:
    if name not in NAMES:
        raise NotFound(shown(name))
    return name


def _place(session: Client, source: str, id: str) -> tuple[str, int]:
    """Log and index of an event, or those that are said themselves."""
    if not source.startswith("//"):
        name = next((one for one in NAMES if source == one or source.endswith(f"/{one}")), source)
        if not (id.isascii() and id.isdigit()):
            raise UsageError(f"INDEX: {shown(id)}")
        return _log(name), int(id)
    copies = session.get("/v1/events", [("source", source), ("id", id)])["copies"]
    if not copies:
        raise NotFound(shown(f"{source} {id}"))
    topic, part = copies[0]["topic"], copies[0]["partition"]
    return _log(topic if topic in NAMES else f"{topic}/{part}"), int(copies[0]["offset"])


def _entry(read: Read, log: str, index: int, key: Key) -> bytes:
    """The octets of one entry, for those who may read it."""
    return entry_of(read, log, index, verifier.read_checkpoint(read(f"{log}/checkpoint"), key))
