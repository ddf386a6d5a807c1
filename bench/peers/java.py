"""Peers in Java: compiled when they are measured, against jars of a lock file of their own, by a JDK that is installed if there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hub.embedded import jars

_PACKAGE: Final = "openjdk-17-jdk-headless"
_INSTALL: Final = (("apt-get", "update", "-qq"), ("apt-get", "install", "-y", "-qq", "--no-install-recommends", _PACKAGE))
QUIET: Final = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
COLLECTOR: Final = "-XX:+UseParallelGC"
"""The collector for throughput, as Java's own tuning guide says."""


def command(rooms: Sequence[Path], folder: Path, main: str, *words: str, heap: str) -> list[str]:
    """The command that runs a class of the sources in these folders, with the jars of the first (`jars.lock`); compiles them where `folder` has none
    compiled yet.
    """
    _install()
    path = _class_path(rooms[0], folder)
    out = folder / f"{rooms[0].name}-classes"
    if not out.exists():
        found = sorted(str(one) for room in rooms for one in room.glob("*.java"))
        for services in rooms[0].glob("services/*"):
            (out / "META-INF" / "services").mkdir(parents=True, exist_ok=True)
            shutil.copy(services, out / "META-INF" / "services")
        subprocess.run(["javac", "-Xlint:all,-processing,-classfile,-path", "-d", str(out), "-cp", path, *found], check=True)
    return ["java", f"-Xmx{heap}", f"-Xms{heap}", COLLECTOR, QUIET, "-cp", os.pathsep.join((str(out), path)), main, *words]


def version() -> str:
    """What `javac` says of itself."""
    return subprocess.run(["javac", "-version"], check=True, capture_output=True, text=True).stdout.strip() if shutil.which("javac") else ""


def _install() -> None:
    if shutil.which("javac") is None:
        for words in _INSTALL:
            subprocess.run(words, check=True)


def _class_path(sources: Path, folder: Path) -> str:
    """The jars of the lock; of an archive all jars that it holds, behind the others."""
    placed = jars.install(lock=sources / "jars.lock")
    single = [str(one) for one in placed if one.suffix == ".jar"]
    held = [str(one) for archive in placed if archive.suffix == ".gz" for one in _held(archive, folder / f"{sources.name}-jars")]
    return os.pathsep.join((*single, *held))


def _held(archive: Path, folder: Path) -> Sequence[Path]:
    if not folder.exists():
        with tarfile.open(archive) as file:
            file.extractall(folder, filter="data")
    return sorted(folder.rglob("*.jar"))
