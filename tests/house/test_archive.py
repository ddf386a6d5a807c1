"""The archive of a whole hub: every record of the ledger index at its place, open to whom it is open, and proved to whoever asks."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

import httpx
import psycopg2
import pytest

from hub.audit.copying import copy
from hub.audit.receiving import received
from hub.cli.client import Client
from hub.cli.main import run
from hub.embedded.parts import locate
from hub.outbox.box import Box, Busy
from projections.archive.logs import LOGS
from projections.archive.proofs import Read
from projections.archive.verifier import (
    ENTRIES,
    HEADS,
    WIDTH,
    check_proof,
    folder_policy,
    proof_extra,
    read_checkpoint,
    read_key,
    tile_path,
    unbundle,
    verify,
    verify_proof,
)
from projections.database import migrate
from tests.archive.made import SIGNER
from tests.archive.witnesses import witnessing
from tests.conftest import eventually
from tests.house.breaking import quarantined, told
from tests.house.pages import ROOT
from tests.running import RunningHub

INDEX = "SELECT family, part, off, raw, (extract(epoch FROM recorded) * 1000)::bigint FROM core.event ORDER BY family, part, off"
ENDS = "SELECT family, part, off FROM core.position"


@pytest.fixture(scope="module")
def hub(first_case: RunningHub) -> RunningHub:
    """The hub of others too, with something in quarantine."""
    next(quarantined(first_case))
    first_case.settle()
    # its worker is started last, and nobody waits for it
    eventually(lambda: first_case.http.get("/v1/checkpoint").is_success)
    return first_case


@pytest.fixture(scope="module")
def folder(hub: RunningHub, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An auditor's copy of all that is on the ledger."""
    place = Path(tmp_path_factory.mktemp("copy"))
    ends = {(family, part): off for family, part, off in hub.sql(ENDS)}
    wanted = {one.name: ends.get((one.family, one.part), 0) for one in LOGS if one.name != "audit"}

    def copied() -> bool:
        found = copy(reader(hub), place, read_key(keys(hub)[0]), True, lambda _done, _all: None)
        return {name: found[name] for name in wanted if name in found} == wanted

    eventually(copied)
    return place


def reader(hub: RunningHub) -> Read:
    session = Client(url=hub.endpoints["http"], token=hub.token)
    return lambda path: session.page(f"/v1/archive/{path}").content


def keys(hub: RunningHub) -> list[str]:
    found: list[str] = hub.http.get("/.well-known/hub-keys").json()["keys"]
    return found


def entries(folder: Path, log: str, size: int) -> list[bytes]:
    found = []
    for number in range(-(-size // WIDTH)):
        found += unbundle((folder / log / tile_path(ENTRIES, number, min(WIDTH, size - number * WIDTH))).read_bytes())
    return found


def test_the_archive_is_the_ledger_index_at_every_offset(hub: RunningHub, folder: Path) -> None:
    # given a copy of the archive, when it is verified, then it holds
    report = verify(folder, read_key(keys(hub)[0]))
    assert report.entries - report.logs[HEADS] > 20
    assert report.logs["quarantine"] > 0
    # and each entry is the record that the index has at this offset, with the time that it got
    index: dict[str, list[tuple[bytes, int]]] = {}
    names = {(one.family, one.part): one.name for one in LOGS}
    for family, part, off, raw, recorded in hub.sql(INDEX):
        assert off == len(index.setdefault(names[family, part], []))
        index[names[family, part]].append((bytes(raw), recorded))
    for log, rows in index.items():
        found = entries(folder, log, report.logs[log])
        assert [one[8:] for one in found] == [raw for raw, _ in rows]
        assert list(accumulate((int.from_bytes(one[:8]) for one in found), max)) == [recorded for _, recorded in rows]
    assert sum(map(len, index.values())) == report.entries - sum(report.logs[one] for one in (HEADS, "quarantine", "audit"))


def test_hashes_are_open_and_records_are_not(hub: RunningHub, folder: Path) -> None:
    # given who may ask: a stranger, a source, readers of a county and of the nation, the administrator
    source = hub.add_source("//420624/archive", "420624")
    county, nation = (hub.http.post("/v1/readers", json={"reader": f"r{code}", "region": code}).json()["token"] for code in ("420624", "00"))
    size = read_checkpoint((folder / "ledger.reference/0/checkpoint").read_bytes(), read_key(keys(hub)[0])).size
    width = min(WIDTH, size)
    record, tile = f"ledger.reference/0/{tile_path(ENTRIES, 0, width)}", f"ledger.reference/0/{tile_path(0, 0, width)}"

    def asked(path: str, token: str = "") -> httpx.Response:
        return httpx.get(f"{hub.endpoints['http']}/v1/archive/{path}", headers={"Authorization": f"Bearer {token}"} if token else {})

    # then hashes, checkpoints and heads are everybody's, as the copy has them
    for path in (tile, "ledger.reference/0/checkpoint", f"{HEADS}/{tile_path(ENTRIES, 0, 1)}"):
        assert asked(path).status_code == 200, path
    assert asked(tile).content == (folder / tile).read_bytes()
    assert asked(tile).headers["content-type"] == "application/octet-stream"
    assert asked("heads/checkpoint").headers["content-type"] == "text/plain; charset=utf-8"
    assert "immutable" in asked(tile).headers["cache-control"]
    assert "public" not in asked(record, hub.token).headers["cache-control"]
    # and records are an auditor's
    assert [asked(record, token).status_code for token in ("", source, county, nation, hub.token)] == [401, 404, 404, 200, 200]
    assert asked(record, nation).content == (folder / record).read_bytes()
    # what is not there is not found, whoever asks
    for path in ("ledger.reference/1/checkpoint", "lock", "../secrets/archive-key", "ledger.reference/0/tile/0/999", "ledger.reference/0/lock"):
        assert asked(path, hub.token).status_code == 404, path


def test_the_command_line_of_an_auditor(hub: RunningHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HUB_DATA", str(hub.settings.folder.root))

    def audit(*words: str, code: int = 0) -> Any:
        """What `hub audit WORDS… --json` says."""
        assert run(["audit", *words, "--json"]) == code
        said = capsys.readouterr().out
        return json.loads(said) if said else None

    # given the key of the hub, and the head of all logs now
    key = audit("key")
    assert key["keys"] == keys(hub)
    assert key["key"] == keys(hub)[0]
    head = audit("checkpoint", "--key", key["key"])
    assert read_checkpoint(head["checkpoint"].encode(), read_key(key["key"])).size == head["size"] > 0
    # when an event is proved, then the proof is of the entry that holds it, and of no other
    ((source, id),) = hub.sql("SELECT source, id FROM core.event WHERE family = 2 ORDER BY part, off LIMIT 1")
    said = audit("prove", source, id, "--entry", str(tmp_path / "entry"), "--key", key["key"])
    entry = (tmp_path / "entry").read_bytes()
    ((raw,),) = hub.sql("SELECT raw FROM core.event WHERE source = %(source)s AND id = %(id)s ORDER BY off LIMIT 1", {"source": source, "id": id})
    assert entry[8:] == bytes(raw)
    assert check_proof(said["proof"].encode(), entry, read_key(key["key"])).origin.endswith(said["log"])
    (tmp_path / "p.tlog-proof").write_text(said["proof"])
    assert audit("verify", str(tmp_path / "p.tlog-proof"), "--entry", str(tmp_path / "entry"), "--key", key["key"])["ok"]
    (tmp_path / "entry").write_bytes(entry[:-1])
    wrong = audit("verify", str(tmp_path / "p.tlog-proof"), "--entry", str(tmp_path / "entry"), "--key", key["key"], code=1)
    assert (wrong["code"], wrong["index"]) == ("NOT_PROVED", said["index"])
    # when a stranger copies the archive without a token, then he can verify its hashes, and that it goes on from what he kept
    (tmp_path / "kept").write_text(head["checkpoint"])
    copied = audit("fetch", hub.endpoints["http"], str(tmp_path / "copy"))
    assert not copied["entries"]
    words = ("verify", str(tmp_path / "copy"), "--key", key["key"], "--seen", str(tmp_path / "kept"))
    assert audit(*words, "--hashes")["logs"] == copied["logs"]
    assert audit(*words, code=1)["code"] == "MISSING"
    # and what is asked wrongly is answered so
    for asked, code in ((("prove", "ledger.reference/0", "99999999"), 1), (("prove", "nowhere", "1"), 1), (("checkpoint", "--key", "x"), 2)):
        audit(*asked, code=code)


def suggestion(source: str, number: str, **changed: Any) -> dict[str, Any]:
    """An event of the county of the first case that moves no figure, for others ask them too."""
    event = json.loads((ROOT / "schemas/examples/cn.npc.suggestion.drafted.v1.json").read_text("utf-8"))
    own = {"source": source, "id": f"receipt-{number}", "subject": f"{source}/receipt-{number}", "unit": "420624-cwh", "level": "county"}
    return {**event, **own, "region": "420624", "data": {**event["data"], "origin": "420624101"}, **changed}


@contextmanager
def stopped(hub: RunningHub, name: str) -> Iterator[None]:
    """Meanwhile a worker does nothing."""
    pid = int(hub.settings.folder.recall("processes")[name]["mark"][0])
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_whoever_published_gets_a_receipt_that_holds_without_any_hub(hub: RunningHub, tmp_path: Path) -> None:
    source, key = "//420624/receipts", read_key(keys(hub)[0])
    token, other = hub.add_source(source, "420624"), hub.add_source("//420625/receipts", "420625")
    event, waits = suggestion(source, "1"), suggestion(source, "2", unit="420624-nobody")

    def asked(id: str, token: str = token) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.get(f"{hub.endpoints['http']}/v1/receipts", params={"source": source, "id": id}, headers=headers)

    # given an event that is accepted and not archived, and one that waits, then there is no receipt yet, and it is said why
    with stopped(hub, "archive"):
        hub.publish([event, waits])
        eventually(lambda: hub.http.get("/v1/events", params={"source": source, "id": event["id"]}).json()["status"] == "accepted")
        later = asked(event["id"])
        assert (later.status_code, later.json()["code"], later.headers["retry-after"]) == (404, "RECEIPT_LATER", "2")
        assert "收据" in later.json()["detail"]
    eventually(lambda: asked(waits["id"]).json()["code"] == "RECEIPT_NONE")
    assert asked(waits["id"]).json()["got"].startswith("UNIT_UNKNOWN")
    # when it is archived, then whoever published it, and its readers, get what shows it
    answer = eventually(lambda: found if (found := asked(event["id"])).is_success else None)
    assert answer is not None
    assert (answer.headers["cache-control"], asked(event["id"], hub.token).status_code) == ("private, no-store", 200)
    found = received(answer.content, event, key, {}, reader(hub))
    ((part, off, raw),) = hub.sql("SELECT part, off, raw FROM core.event WHERE id = 'receipt-1'")
    assert (found.log, found.index) == (f"ledger.suggestion/{part}", off)
    assert (proof_extra(answer.content) or b"")[8:] == bytes(raw)
    (tmp_path / "receipt.tlog-proof").write_bytes(answer.content)
    assert run(["audit", "verify", str(tmp_path / "receipt.tlog-proof"), "--key", key.text()]) == 0
    # and nobody else, as if it were not there
    assert [asked(event["id"], one).status_code for one in ("", other)] == [401, 404]
    assert asked(event["id"], other).json()["code"] == asked("nothing").json()["code"] == "NOT_FOUND"


def test_an_outbox_keeps_events_until_their_receipts_hold(
    hub: RunningHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, box = "//420624/outbox", tmp_path / "box"
    monkeypatch.setenv("HUB_TOKEN", hub.add_source(source, "420624"))
    file = tmp_path / "events.jsonl"

    def publish(*events: dict[str, Any], code: int, url: str = hub.endpoints["http"], words: Sequence[str] = ()) -> dict[str, Any]:
        file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in events))
        monkeypatch.setenv("HUB_URL", url)
        assert run(["publish", *([str(file)] if events else []), "--outbox", str(box), *words, "--json"]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    def copies() -> dict[str, int]:
        return dict(hub.sql("SELECT id, count(*) FROM core.event WHERE source = %(source)s GROUP BY id", {"source": source}))

    # given a town whose line is down: what it says stays, however often it is said
    first, second, third = (suggestion(source, f"out-{number}") for number in range(3))
    for put in (2, 0):
        away = publish(first, second, code=1, url="http://127.0.0.1:9")
        assert (away["put"], away["receipts"], away["left"], away["problems"][0]["code"]) == (put, 0, 2, "UNAVAILABLE")
    # and one of which it does not know whether the hub has it: it went, and no answer came
    with Box(box).alone() as _, pytest.raises(Busy), Box(box).alone():
        pass
    held = Box(box)
    with held.alone():
        held.sent(held.kept()[1])
    # when the line is back, then all is sent once, each event has a receipt that holds, and nothing is left
    back = publish(third, code=0)
    assert (back["put"], back["receipts"], back["left"], back["problems"]) == (1, 3, 0, [])
    assert copies() == {one["id"]: 1 for one in (first, second, third)}
    assert len(list((box / "receipts").iterdir())) == 3
    for one in (box / "receipts").iterdir():
        assert verify_proof(one.read_bytes(), None, read_key(keys(hub)[0])).size > 0
    # and what is put in again is known
    assert publish(first, code=0)["put"] == 0
    assert copies()[first["id"]] == 1
    # what is refused, or says another thing under an id, or cannot be read, is told and counts for nothing
    wrong = publish({**first, "data": {**first["data"], "title": "另一件"}}, suggestion("//420624/other", "x"), code=1)
    assert [one["code"] for one in wrong["problems"]] == ["OUTBOX_OTHER", "NOT_YOU"]
    assert wrong["left"] == 1
    # and a hub that is another is sent nothing
    (box / "hub.vkey").write_text(SIGNER.key.text())
    file.write_text("")
    assert run(["publish", "--outbox", str(box), "--json"]) == 1
    assert "OUTBOX_KEY" in capsys.readouterr().err
    assert run(["publish", "--json"]) == 2


@pytest.mark.faults
def test_a_head_of_a_whole_hub_is_cosigned_by_another(hub: RunningHub, tmp_path: Path) -> None:
    # given a hub that witnesses, which has been told of this one, and this one of it
    mine, server, folder = read_key(keys(hub)[0]), locate(hub.settings.folder.root), hub.settings.folder.archive

    def database() -> str:
        with closing(psycopg2.connect(server.dsn())) as connection:
            connection.autocommit = True
            connection.cursor().execute("CREATE DATABASE witness")
        migrate(server.dsn(database="witness"))
        return server.dsn(database="witness")

    def stands() -> tuple[tuple[str, ...], bool]:
        trust = verify(folder, mine, policy=folder_policy(folder, None)).trust
        return ((), False) if trust is None else (trust.by, trust.trusted)

    with witnessing(server, database, tmp_path, ("city.example",)) as (other,):
        assert other.trust(mine.name, mine).status_code == 201
        name = hub.cli("audit", "witness", "ask", other.api, other.witness.text())["name"]
        # when it is asked, then the head bears both names, in what is served and in what is told
        eventually(lambda: f"— {name} " in hub.http.get("/v1/checkpoint").text)
        (told_of,) = hub.cli("audit", "witness", "list")
        assert (told_of["problem"], told_of["setback"], told_of["size"] > 0) == ("", "", True)
        assert hub.cli("audit", "verify", str(folder))["trust"]["by"] == [mine.hub, name]
        assert told(hub.settings)["witnesses"].state == "ok"
        # and who has a proof sees that such a head covers it
        proof, entry = tmp_path / "first.tlog-proof", tmp_path / "entry"
        proof.write_text(hub.cli("audit", "prove", "ledger.reference/0", "0", "--entry", str(entry))["proof"])
        words = ("audit", "verify", str(proof), "--entry", str(entry), "--key", mine.text(), "--archive", str(folder))
        assert hub.cli(*words)["trust"]["by"] == [mine.hub, name]
    # when it is away and something comes, then the doctor says so, and who is left to stand for it
    hub.add_source("//420624/witnessed", "420624")
    eventually(lambda: [one.code for one in told(hub.settings)["witnesses"].problems] == ["WITNESS_AWAY"])
    assert stands() == ((mine.hub,), False)
    # when it is asked no more, then nothing is lacking
    hub.cli("audit", "witness", "drop", name)
    eventually(lambda: stands() == ((mine.hub,), True))
