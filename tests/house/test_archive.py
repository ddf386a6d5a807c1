"""The archive of a whole hub: every record of the ledger index at its place, open to whom it is open, and proved to whoever asks."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.audit.copying import copy
from hub.cli.client import Client
from hub.cli.main import run
from projections.archive.logs import LOGS
from projections.archive.proofs import Read
from projections.archive.verifier import ENTRIES, HEADS, WIDTH, check_proof, read_checkpoint, read_key, tile_path, unbundle, verify
from tests.conftest import eventually
from tests.house.breaking import quarantined
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
    wanted = {one.name: ends.get((one.family, one.part), 0) for one in LOGS}

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
    assert sum(map(len, index.values())) == report.entries - report.logs[HEADS] - report.logs["quarantine"]


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
