"""What can be seen without asking broker or database: the data folder, space, ports, what the workers left behind."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hub.broker import listens
from hub.doctor.patient import Patient
from hub.embedded import parts
from hub.embedded.jars import cache, locked, place
from hub.keys.place import key_store
from hub.keys.ring import KeysAway
from schemas.errors import Problem

LEAST_OCTETS: Final = 2 * 1024**3
"""Free space below which a hub may stop soon: a day's segments and write-ahead logs."""
SILENT_SECONDS: Final = 30.0
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def folder(patient: Patient) -> Iterator[Problem]:
    """The data folder is there, of one owner, closed where secrets lie."""
    root = patient.settings.folder.root
    secrets = root / "secrets"
    if not secrets.is_dir():
        yield Problem("FOLDER_MISSING", got=str(root))
        return
    yield from _closed(root, _OTHERS_WRITE, root)
    yield from _closed(secrets, _OTHERS, root)
    for path in sorted(secrets.iterdir()):
        yield from _closed(path, _OTHERS, root)


def _closed(path: Path, forbidden: int, root: Path) -> Iterator[Problem]:
    seen, owner = path.stat(), root.stat().st_uid
    mode = stat.S_IMODE(seen.st_mode)
    if mode & forbidden:
        yield Problem("FOLDER_OPEN", str(path), f"{mode & ~forbidden:04o}", f"{mode:04o}")
    if seen.st_uid != owner or os.geteuid() not in (0, owner):
        yield Problem("FOLDER_OPEN", str(path), f"uid {os.geteuid()}", f"uid {seen.st_uid}")


def keys(patient: Patient) -> Iterator[Problem]:
    """The key store of a hub that was up before is there, closed to others, and so is the secret that wraps its keys."""
    store = key_store(patient.settings)
    if not (store.folder.exists() or store.ring.epochs()):
        return
    try:
        yield from store.missing()
    except KeysAway as away:
        yield away.problem
        return
    for path in (store.folder, store.file):
        yield from _closed(path, _OTHERS, patient.settings.folder.root)


def space(patient: Patient) -> Iterator[Problem]:
    """There is room to write."""
    free = shutil.disk_usage(patient.settings.folder.root).free
    if free < LEAST_OCTETS:
        yield Problem("DISK_LOW", str(patient.settings.folder.root), f"≥ {LEAST_OCTETS >> 20} MiB", f"{free >> 20} MiB")


def ports(patient: Patient) -> Iterator[Problem]:
    """A running hub listens at its ports; at those of a stopped one nobody else does."""
    mine = parts.ports(patient.settings.folder) if patient.settings.embedded else {}
    host, port = patient.settings.http_address
    for name, number in {**mine, "http": port}.items():
        address = f"{host if name == 'http' and host != '0.0.0.0' else '127.0.0.1'}:{number}"  # noqa: S104 - compared, not bound
        heard = listens(address)
        if patient.running and not heard:
            yield Problem("PART_SILENT", name, got=address)
        if not patient.running and heard:
            yield Problem("PORT_TAKEN", name, got=address)


def jars(patient: Patient) -> Iterator[Problem]:
    """Kafka's jars of the lock are installed."""
    if patient.settings.embedded:
        for jar in locked():
            if not place(jar, cache()).exists():
                yield Problem("VERSION_PART", "Kafka", jar.coordinate, "—")


def workers(patient: Patient) -> Iterator[Problem]:
    """Every worker of a running hub has turned lately."""
    wanted = [f"gate-{number}" for number in range(patient.settings.gate_workers)]
    wanted += [f"projection-{number}" for number in range(patient.settings.projection_workers)]
    for name in (*wanted, "deadlines", *(() if patient.settings.unarchived else ("archive",))):
        told = patient.settings.folder.recall(name)
        age = None if told is None else patient.now() - float(told["beat"])
        if age is None or age > SILENT_SECONDS:
            yield Problem("WORKER_SILENT", name, f"≤ {SILENT_SECONDS:.0f} s", "—" if age is None else f"{age:.0f} s")
