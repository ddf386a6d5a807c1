"""The broker's jars: fetched by exact version, verified by SHA-256, kept in a cache of their own.

`kafka.lock` holds one line an artifact: `group:artifact:version[:classifier[:packaging]] sha256`. Nothing is resolved at install time, so
nothing can drift.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import HubError

if TYPE_CHECKING:
    from jgo.maven import MavenContext

# The resolver is imported where jars are fetched: nobody who only starts or asks the hub waits for it.
LOCK = Path(__file__).with_name("kafka.lock")
ROOT = ("org.apache.kafka", "kafka_2.13", "4.4.0")
# KRaft uses neither the validators of properties nor the bean helpers; they stay, for a lock with holes is no lock.


class JarRefused(HubError):
    """A jar is not what the lock says. The cache entry is removed; fetching again is safe."""


class RepositoryAway(HubError):
    """The repository does not hand a jar over. What came before stays; fetching again is safe."""


@dataclass(frozen=True)
class Jar:
    """One locked artifact."""

    coordinate: str
    sha256: str

    @property
    def parts(self) -> tuple[str, str, str, str, str]:
        """Group, artifact, version, classifier (may be empty), packaging."""
        group, artifact, version, *rest = self.coordinate.split(":")
        classifier, packaging = (*rest, *("", "jar")[len(rest) :])
        return group, artifact, version, classifier, packaging


def cache() -> Path:
    """Where jars live: `$XDG_CACHE_HOME` or `~/.cache`, below `congress-hub/jars`."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "congress-hub" / "jars"


def locked(lock: Path = LOCK) -> list[Jar]:
    """The jars of the lock file, in its order."""
    lines = (line.split() for line in lock.read_text().splitlines() if line and not line.startswith("#"))
    return [Jar(coordinate, digest) for coordinate, digest in lines]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place(jar: Jar, folder: Path) -> Path:
    """The file a jar has in the cache: its name is its digest too, so a new lock never meets an old file."""
    _, artifact, version, classifier, packaging = jar.parts
    suffix = f"-{classifier}" if classifier else ""
    return folder / f"{artifact}-{version}{suffix}.{jar.sha256[:12]}.{packaging}"


def _fetch(context: MavenContext, jar: Jar, folder: Path) -> Path:
    """One jar, verified before it gets its name. Raises JarRefused, RepositoryAway."""
    target = place(jar, folder)
    if target.exists():
        return target
    group, artifact, version, classifier, packaging = jar.parts
    component = context.project(group, artifact).at_version(version)
    try:
        fetched = Path(str(component.artifact(classifier, packaging).resolve()))
    except OSError as away:
        raise RepositoryAway(
            f"{jar.coordinate}: 取不到,请检查网络、代理和证书后再运行 make install;"
            f" cannot be fetched: look at network, proxy and certificates and run make install again ({type(away).__name__})"
        ) from away
    if digest(fetched) != jar.sha256:
        fetched.unlink()
        raise JarRefused(f"{jar.coordinate}: SHA-256 与锁定文件不符 is not the locked one")
    fetched.replace(target)
    return target


def install(folder: Path | None = None, lock: Path = LOCK) -> list[Path]:
    """All jars of the lock, fetching what is missing, eight at once.

    Raises JarRefused when one is not what the lock says, RepositoryAway when one cannot be had; what was fetched before stays
    and is not fetched again.
    """
    from jgo.maven import MavenContext

    folder = folder or cache()
    folder.mkdir(parents=True, exist_ok=True)
    context = MavenContext(repo_cache=folder / "fetching", timeout=60)
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda jar: _fetch(context, jar, folder), locked(lock)))


def classpath(folder: Path | None = None) -> str:
    """The class path of installed jars; no look at the network. Raises FileNotFoundError naming what to run."""
    places = [place(jar, folder or cache()) for jar in locked()]
    missing = [path.name for path in places if not path.exists()]
    if missing:
        raise FileNotFoundError(f"缺少 {len(missing)} 个组件,请先运行 make install; missing: {', '.join(missing[:3])}")
    return os.pathsep.join(str(path) for path in places)


def relock(folder: Path) -> Iterable[str]:
    """Lines of a new lock for `ROOT`: its dependencies resolved and hashed. A maintainer's act, never done at install."""
    from jgo.maven import MavenContext
    from jgo.maven._core import Dependency

    context = MavenContext(repo_cache=folder, timeout=60)
    group, artifact, version = ROOT
    root = context.project(group, artifact).at_version(version).artifact()
    _, nodes = context.resolver.get_dependency_list([Dependency(root)])
    for found in [root, *(node.dep.artifact for node in nodes)]:
        classifier = f":{found.classifier}" if found.classifier else ""
        yield f"{found.groupId}:{found.artifactId}:{found.version}{classifier} {digest(Path(str(found.resolve())))}"
