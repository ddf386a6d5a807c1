"""What may differ between one hub and another, read once from the environment (prefix `HUB_`).

A secret is never a setting: it is a file of mode 0600, named after what it opens, and drawn at random into `<HUB_DATA>/secrets`. The
administrators' passwords of outside parts lie in `HUB_SECRETS` (for instance `/run/secrets`), and a missing one is an error.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from psycopg2.extensions import make_dsn
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from hub.embedded import kafka as broker
from hub.embedded import parts
from hub.embedded.folder import Folder, token
from hub.embedded.postgres import SUPERUSER
from schemas.days import format_instant, parse_instant
from schemas.errors import Language, UsageError

if TYPE_CHECKING:
    from projections.archive.signing import Cosigner, Signer

OWNER: Final = SUPERUSER
"""The database role that owns and migrates; no worker runs as it."""
ADMINISTRATOR_TOKEN: Final = "token-administrator"  # noqa: S105 - the name of its file
"""The secret that proves the administrator to the HTTP doors."""
ARCHIVE_KEY: Final = "archive-key"
"""The secret that signs the archive's checkpoints, and the hub's name with it."""
WITNESS_KEY: Final = "witness-key"
"""The secret by which the hub cosigns the logs of others."""
HEAD_SECONDS: Final = 10.0
"""From one head of all logs to the next, at least: a head has some 3.5 KB, and one a second would be a hundred gigabytes a year."""
GIVEN: Final = (f"kafka-{broker.ADMIN}", f"postgres-{OWNER}")
"""Secrets of outside parts that the hub is told; all others it draws itself and gives them to the parts as their administrator."""
CLOCK_MARK: Final = "test-clock"
CLOCK_HEADER: Final = "Hub-Test-Clock"
"""Stands in every HTTP answer of a hub under a test clock, with what that clock shows."""


def _home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "congress-hub"


class Settings(BaseSettings):
    """One hub's settings. Paths are absolute once read; ports are numbers, durations seconds."""

    model_config = SettingsConfigDict(env_prefix="HUB_", frozen=True, extra="ignore")

    data: Path = Field(default_factory=_home)
    lang: Language = "zh"
    test_clock: Path | None = None
    http_host: str = "127.0.0.1"
    http_port: int | None = None
    gate_workers: int = Field(default=1, ge=1, le=8)
    projection_workers: int = Field(default=1, ge=1, le=8)
    replicas: int = Field(default=1, ge=1, le=7)
    stall_seconds: float = Field(default=30.0, gt=0)
    backlog_days: float = Field(default=7.0, gt=0)
    name: str = ""
    head_seconds: float = Field(default=HEAD_SECONDS, gt=0)
    needed: int = Field(default=0, ge=0)
    """Of the hub and its witnesses, how many have to stand for a head; unless said more than half."""
    unarchived: bool = False
    """For tests alone, which start many hubs: no worker of the archive, whose checkpoints are what proves a figure."""
    # Outside parts. Without them the hub starts its own.
    kafka: str | None = None
    kafka_security: Literal["SASL_SSL", "SASL_PLAINTEXT"] = "SASL_SSL"
    kafka_ca: Path | None = None
    postgres: str | None = None
    secrets: Path | None = None
    # Personal data: where the key store lies, the cipher of new keys, how long an epoch of what wraps them lasts.
    keys: Path | None = None
    suite: Literal["aes-256-gcm", "sm4-gcm"] = "aes-256-gcm"
    key_days: float = Field(default=30.0, gt=0)

    @property
    def folder(self) -> Folder:
        """The data folder."""
        return Folder(self.data.expanduser().absolute())

    @property
    def embedded(self) -> bool:
        """Whether Kafka and PostgreSQL are children of this hub."""
        return self.kafka is None and self.postgres is None

    @property
    def bootstrap(self) -> str:
        """Kafka's address."""
        return self.kafka or f"127.0.0.1:{parts.ports(self.folder)['kafka']}"

    @property
    def http_address(self) -> tuple[str, int]:
        """Host and port of the HTTP doors."""
        return self.http_host, self.http_port or parts.ports(self.folder)["http"]

    @property
    def http(self) -> str:
        """URL of the HTTP doors."""
        host, port = self.http_address
        return f"http://{host}:{port}"

    def secret(self, name: str, new: Callable[[], str] = token) -> str:
        """The secret of that name: of `HUB_SECRETS`, else of the data folder, where it is drawn by `new` when first asked for.

        Raises UsageError when `HUB_SECRETS` lacks what only outside parts can know: the password of their administrator.
        """
        path = None if self.secrets is None else self.secrets / name
        if path is not None and path.is_file():
            return path.read_text().strip()
        if path is not None and name in GIVEN:
            raise UsageError(f"缺少密钥文件 missing secret file: {path}")
        return self.folder.secret(name, new)

    def kept(self, name: str) -> bool:
        """Whether there is a secret of that name, so that none would be drawn."""
        folders = [one for one in (self.secrets, self.folder.root / "secrets") if one is not None]
        return any((one / name).is_file() for one in folders)

    @property
    def signer(self) -> Signer:
        """In whose name the archive is signed: `HUB_NAME`, or a name drawn with the key, and the same for ever.

        Raises UsageError when the key is kept under another name than `HUB_NAME` says.
        """
        # Every process reads settings, two of them sign or say who does.
        from projections.archive import signing

        signer = signing.read(self.secret(ARCHIVE_KEY, partial(signing.draw, self.name)))
        if self.name not in ("", signer.hub):
            raise UsageError(f"HUB_NAME: {self.name} ≠ {signer.hub}")
        return signer

    @property
    def cosigner(self) -> Cosigner:
        """In whose name the hub cosigns the logs of others: by a key that does nothing else. Raises UsageError as `signer`."""
        from projections.archive.signing import Cosigner

        return Cosigner(f"{self.signer.hub}/witness", bytes.fromhex(self.secret(WITNESS_KEY, partial(secrets.token_hex, 32))))

    def now(self) -> int:
        """The gate's clock in ms: real time, or what the file of the test clock says."""
        shown = self.clock
        return time.time_ns() // 1_000_000 if shown is None else parse_instant(shown)

    def client(self, user: str = broker.ADMIN) -> dict[str, str]:
        """How a kafka-python or aiokafka client signs in as `user` (aiokafka by `schemas.signing.signed`)."""
        found = broker.client(self.bootstrap, user, self.secret(f"kafka-{user}"))
        if self.kafka is not None:
            found["security_protocol"] = self.kafka_security
        if self.kafka_ca is not None:
            found["ssl_cafile"] = str(self.kafka_ca)
        return found

    def dsn(self, role: str = OWNER) -> str:
        """Connection string of a database role. `HUB_POSTGRES` says host, port and dbname in libpq's words."""
        where = self.postgres or f"host=127.0.0.1 port={parts.ports(self.folder)['postgres']} dbname=hub"
        return f"{where} user={role} password={self.secret(f'postgres-{role}')}"

    def environment(self) -> dict[str, str]:
        """The environment in which a child reads these very settings."""
        mine = {f"HUB_{name.upper()}": str(value) for name, value in self if value is not None}
        return {**os.environ, **mine, "HUB_DATA": str(self.folder.root)}

    def endpoints(self) -> dict[str, str]:
        """Addresses of a running hub: http, kafka, registry, postgres. No secret is in them: libpq takes the password from `password_file`."""
        where = self.dsn().partition(" user=")[0]
        postgres = make_dsn(where, user=OWNER, passfile=str(self.password_file))
        return {"http": self.http, "kafka": self.bootstrap, "registry": self.http, "postgres": postgres}

    @property
    def password_file(self) -> Path:
        """The database owner's password as libpq reads it."""
        return self.folder.root / "secrets" / "pgpass"

    def keep_password(self) -> None:
        """Writes `password_file`, for its owner alone."""
        password = self.secret(f"postgres-{OWNER}").replace("\\", "\\\\").replace(":", "\\:")
        draft = self.password_file.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(f"*:*:*:{OWNER}:{password}\n")
        draft.replace(self.password_file)

    @property
    def clock_file(self) -> Path | None:
        """The file that stands for the gate's clock; None when time is real. Raises UsageError as `check_clock` does."""
        mark = self.folder.root / CLOCK_MARK
        if self.test_clock is None:
            return Path(mark.read_text()) if mark.exists() else None
        if not mark.exists():
            raise UsageError("HUB_TEST_CLOCK：数据目录不是用测试时钟创建的 the data folder was not created with it")
        return self.test_clock.absolute()

    @property
    def clock(self) -> str | None:
        """What the test clock shows (RFC 3339); None when time is real."""
        file = self.clock_file
        return None if file is None else format_instant(parse_instant(file.read_text("utf-8").strip()))

    def prepare(self) -> None:
        """Makes the data folder, with the mark of a test clock if it is created with one.

        Raises UsageError when a test clock is given for a folder that was created without one.
        """
        folder = self.folder
        fresh = not (folder.root / "ports.json").exists()
        folder.make()
        if fresh and self.test_clock is not None:
            (folder.root / CLOCK_MARK).write_text(str(self.test_clock.absolute()))
        _ = self.clock_file
        if self.embedded:
            parts.ports(folder)


def load() -> Settings:
    """The settings of the environment. Raises UsageError naming the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = "HUB_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(f"{name}: {first['msg']}") from None
