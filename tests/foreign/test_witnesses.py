"""Witnesses that other people wrote: transparency-dev's omniwitness cosigns our heads, its client asks us, and its verifier takes our cosignature."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.embedded.parts import Parts
from hub.embedded.postgres import free_port
from hub.witness.register import policy_of
from projections.archive.proofs import Tiles, consistency
from projections.archive.verifier import HEADS, Key, Witness, verify
from tests.archive.made import KEY, Archive, entry
from tests.archive.witnesses import LOG, ROWS, Witnessing, asking, grown, said, sizes, witnessing
from tests.conftest import eventually
from tests.foreign.test_verifiers import go

pytestmark = [pytest.mark.foreign, pytest.mark.timeout(900)]
NAME = "omniwitness.example"
SEED = bytes(range(32, 64))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their witness, compiled."""
    place = Path(tmp_path_factory.mktemp("go")) / "omniwitness"
    built = go("build", "-o", str(place), "github.com/transparency-dev/witness/cmd/omniwitness")
    assert built.returncode == 0, built.stderr.decode()
    return place


@contextmanager
def omniwitness(program: Path, folder: Path) -> Iterator[tuple[str, Witness]]:
    """Their witness, which knows our heads: its address and key. What it cosigned is kept in the folder."""
    public = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    kept = Key(NAME, public)
    (folder / "key").write_text(f"PRIVATE+KEY+{NAME}+{kept.number.hex()}+{base64.b64encode(bytes([1]) + SEED).decode()}")
    (folder / "logs.yaml").write_text(f"Logs:\n  - Origin: {KEY.name}\n    URL: http://127.0.0.1:9/\n    PublicKey: {KEY.text()}\n")
    port, metrics = free_port(), free_port()
    words = [f"--listen=127.0.0.1:{port}", f"--metrics_listen=127.0.0.1:{metrics}", f"--private_key_path={folder / 'key'}"]
    words += [f"--additional_logs={folder / 'logs.yaml'}", f"--db_file={folder / 'kept.db'}"]
    with (folder / "log").open("ab") as log, subprocess.Popen([str(program), *words], stdout=log, stderr=log) as process:
        try:
            eventually(lambda: answers(port))
            yield f"http://127.0.0.1:{port}", Witness(NAME, public)
        finally:
            process.terminate()


def answers(port: int) -> bool:
    try:
        return httpx.post(f"http://127.0.0.1:{port}/add-checkpoint").status_code >= 400
    except httpx.TransportError:
        return False


def cosigned_up_to(dsn: str, size: int) -> bool:
    return sizes(dsn) == [size, size]


def refused_as(dsn: str, code: str) -> bool:
    return bool(said(dsn, ROWS)[0][2] == code)


@pytest.fixture
def ours(postgres_server: Parts, copied: Callable[[str], str], migrated: str, tmp_path: Path) -> Iterator[Witnessing]:
    """A hub of ours that witnesses the heads."""
    with witnessing(postgres_server, lambda: copied(migrated), tmp_path, ("city.example",)) as (one,):
        assert one.trust(KEY.name, KEY).status_code == 201
        yield one


def test_a_foreign_witness_and_one_of_ours_cosign_our_heads(program: Path, ours: Witnessing, bare: str, tmp_path: Path) -> None:
    # given a hub that asks both, when its heads grow, and grow again once theirs was started anew
    one, folder = Archive(), tmp_path / "archive"
    grown(one, folder, 0, 3)
    for end in (3, 300):
        with omniwitness(program, tmp_path) as (url, theirs):
            said(bare, "DELETE FROM core.witness")
            for name, key, address in ((theirs.name, theirs.text(), url), (ours.witness.name, ours.witness.text(), ours.api)):
                said(bare, "INSERT INTO core.witness (name, key, url) VALUES (%s, %s, %s)", name, key, address)
            with asking(bare, folder):
                eventually(partial(cosigned_up_to, bare, end))
        grown(one, folder, end, 300)
    # then our verifier finds all three to stand for the last
    trust = verify(folder, KEY, policy=policy_of([theirs.text(), ours.witness.text()])).trust
    assert trust is not None
    assert (trust.size, trust.by) == (300, (KEY.hub, theirs.name, ours.witness.name))
    # and theirs opens the same note with the same keys, ours as a witness's among them, and not with another's
    note = (folder / HEADS / "witnessed").read_bytes()
    told = go("run", "./cosigned", KEY.text(), theirs.text(), ours.witness.text(), stdin=note)
    assert sorted(told.stdout.decode().split()) == sorted([KEY.name, theirs.name, ours.witness.name]), told.stderr.decode()
    other = Witness(ours.witness.name, theirs.public)
    assert go("run", "./cosigned", KEY.text(), other.text(), stdin=note).stdout.decode().split() == [KEY.name]


def test_a_foreign_witness_refuses_another_history(program: Path, bare: str, tmp_path: Path) -> None:
    # given heads that theirs has cosigned, when the hub was put back, or signs others, then we take its word for what it is
    one, folder, back = Archive(), tmp_path / "archive", tmp_path / "back"
    grown(one, folder, 0, 5)
    with omniwitness(program, tmp_path) as (url, theirs):
        said(bare, "INSERT INTO core.witness (name, key, url) VALUES (%s, %s, %s)", theirs.name, theirs.text(), url)
        with asking(bare, folder):
            eventually(lambda: sizes(bare) == [5])
        other = Archive()
        for end, code in ((3, "WITNESS_AHEAD"), (5, "WITNESS_FORKED"), (7, "WITNESS_FORKED")):
            while other.grown[HEADS].tree.size < end:
                other.add(LOG, [entry(other.grown[LOG].tree.size + 100)]).head()
            other.lay(back)
            said(bare, "UPDATE core.witness SET size = 0, checkpoint = '', line = '', problem = ''")
            with asking(bare, back):
                eventually(partial(refused_as, bare, code))


def test_a_foreign_client_is_answered_as_it_wants(ours: Witnessing) -> None:
    # given heads, when their client asks us, then it reads our cosignature, and our refusals for what they are
    one = Archive()
    for size in (3, 5):
        while one.grown[HEADS].tree.size < size:
            one.add(LOG, [entry(one.grown[LOG].tree.size)]).head()
        if size == 3:
            first = go("run", "./ask", ours.api, "0", stdin=one.said[HEADS].encode())
            assert first.stdout.decode().startswith(f"— {ours.witness.name} "), first.stderr.decode()
    text = one.said[HEADS].encode()
    proof = [each.hex() for each in consistency(3, 5, Tiles(lambda path: one.files[f"{HEADS}/{path}"], 5).root)]
    assert "(3)" in go("run", "./ask", ours.api, "2", stdin=text).stderr.decode()
    told = {
        "proof": go("run", "./ask", ours.api, "3", *proof[:-1], stdin=text),
        "signature": go("run", "./ask", ours.api, "3", *proof, stdin=text.replace(b"\n5\n", b"\n6\n")),
        "unknown": go("run", "./ask", ours.api, "0", stdin=one.said[LOG].encode()),
    }
    assert {name: name in each.stderr.decode().lower() for name, each in told.items()} == dict.fromkeys(told, True), told
    second = go("run", "./ask", ours.api, "3", *proof, stdin=text)
    assert go("run", "./cosigned", KEY.text(), ours.witness.text(), stdin=text + second.stdout).stdout.decode().split() == [
        KEY.name,
        ours.witness.name,
    ]
