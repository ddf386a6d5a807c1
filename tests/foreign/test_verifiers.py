"""The archive before verifiers that other people wrote: Tessera's `fsck`, the checksum database's notes, and published vectors of proofs."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest

from projections.archive.verifier import HEADS, consistent, included, tile_path
from tests.archive.made import KEY, Archive, entry

pytestmark = [pytest.mark.foreign, pytest.mark.timeout(900)]

HERE: Final = Path(__file__).parent
LOG: Final = "ledger.suggestion/3"
FSCK: Final = "github.com/transparency-dev/tessera/cmd/fsck"
MERKLE: Final = "github.com/transparency-dev/merkle"
SIZE: Final = 66_000
"""Entries of a tree of three levels of tiles, the last tile of each partial."""


def go(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A command of Go over the pinned modules beside this file; what is pinned is not changed."""
    environment = {**os.environ, "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local"}
    return subprocess.run(["go", *words], cwd=HERE, input=stdin, capture_output=True, check=False, env=environment, timeout=600)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """No line for each file."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a log that has tiles of three levels, and its head."""
    entries = [entry(number) for number in range(SIZE)]
    return Archive().add(LOG, entries[:1000]).head().add(LOG, entries[1000:]).head().lay(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    """The archive as static files on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def checked(url: str, log: str, keys: Path) -> str:
    """What Tessera says of a log, given the hub's key in its name. It ends with 0 whatever it finds, so its words count.

    A worker of it ends at the first wrong file it meets, and it waits for ever once all have: of eight some are left.
    """
    key = keys / f"{log.replace('/', '-')}.vkey"
    key.write_text(KEY.of(f"{KEY.hub}/{log}").text() + "\n")
    told = go("tool", "fsck", "-N=8", "-v=1", "--ui=false", f"--storage_url={url}/{log}/", f"--public_key={key}")
    return told.stderr.decode("utf-8", "replace")


@pytest.mark.parametrize("log", [LOG, HEADS])
def test_tessera_finds_nothing_wrong(served: str, log: str, tmp_path: Path) -> None:
    # given an archive, when Tessera hashes it all again, then all of it is as signed
    told = checked(served, log, tmp_path)
    assert ("Successfully fsck'd" in told, "Invalid" in told) == (True, False), told[-2000:]


@pytest.mark.parametrize("path", [tile_path("entries", 200), tile_path(0, 7), tile_path(1, 0)])
def test_tessera_finds_what_was_changed(served: str, folder: Path, tmp_path: Path, path: str) -> None:
    # given one octet changed in a bundle, a tile, a tile above, when Tessera hashes it all again
    file = folder / LOG / path
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    try:
        told = checked(served, LOG, tmp_path)
    finally:
        file.write_bytes(whole)
    # then it says so, and says where
    assert ("Successfully fsck'd" in told, "Invalid" in told) == (False, True), told[-2000:]


def test_the_checksum_databases_notes_open_a_checkpoint(folder: Path) -> None:
    # given checkpoints, when they are opened by golang.org/x/mod/sumdb/note with the hub's key, then they say what was signed
    for log in (LOG, HEADS):
        text = (folder / log / "checkpoint").read_bytes()
        told = go("run", "./note", KEY.of(f"{KEY.hub}/{log}").text(), stdin=text)
        assert told.stdout == text.partition(b"\n\n")[0] + b"\n", told.stderr.decode()
    # and with another log's key they do not open
    assert go("run", "./note", KEY.text(), stdin=(folder / LOG / "checkpoint").read_bytes()).returncode == 1


def vectors(kind: str) -> list[dict[str, Any]]:
    """The published vectors of a kind of proof."""
    found = go("list", "-m", "-f", "{{.Dir}}", MERKLE)
    assert found.returncode == 0, found.stderr.decode()
    files = sorted((Path(found.stdout.decode().strip()) / "testdata" / kind).rglob("*.json"))
    return [json.loads(file.read_text("utf-8")) for file in files]


def octets(text: str | None) -> bytes:
    """Of base 64; nothing of null."""
    return base64.b64decode(text or "")


def test_published_vectors_of_inclusion_hold() -> None:
    # given every published proof of inclusion, good and bad, when ours is asked of each
    several = vectors("inclusion")
    assert len(several) > 90
    held = [
        included(one["leafIdx"], one["treeSize"], octets(one["leafHash"]), [octets(each) for each in one["proof"] or ()], octets(one["root"]))
        for one in several
    ]
    # then it holds exactly where theirs does
    assert [one["desc"] for one, good in zip(several, held, strict=True) if good == one["wantErr"]] == []


def test_published_vectors_of_consistency_hold() -> None:
    several = vectors("consistency")
    assert len(several) > 90
    held = [
        consistent(one["size1"], one["size2"], octets(one["root1"]), octets(one["root2"]), [octets(each) for each in one["proof"] or ()])
        for one in several
    ]
    assert [one["desc"] for one, good in zip(several, held, strict=True) if good == one["wantErr"]] == []
