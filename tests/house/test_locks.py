"""What is installed is what the locks say: every package and every jar by version and SHA-256, and one that differs in an octet is refused."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hub.embedded import jars
from hub.embedded.jars import Jar, JarRefused

pytestmark = pytest.mark.quick
ROOT = Path(__file__).parents[2]
LOCKED = re.compile(r"[a-z0-9_.-]+(\[[a-z0-9,_-]+\])?==\S+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n(    # .*\n)*", re.IGNORECASE)
JAR = re.compile(r"[\w.-]+:[\w.-]+:[\w.-]+(:[\w.-]+)? [0-9a-f]{64}")


@pytest.fixture
def lock(tmp_path: Path) -> tuple[Path, Jar, Jar]:
    """A lock of the two smallest jars that are installed."""
    sizes = {jar: jars.place(jar, jars.cache()).stat().st_size for jar in jars.locked()}
    first, second = sorted(sizes, key=sizes.__getitem__)[:2]
    path = tmp_path / "two.lock"
    path.write_text("".join(f"{jar.coordinate} {jar.sha256}\n" for jar in (first, second)))
    return path, first, second


def _delivered(jar: Jar, folder: Path) -> Path:
    """The jar, come from the repository and not looked at yet."""
    group, artifact, version, classifier, _ = jar.parts
    name = f"{artifact}-{version}{f'-{classifier}' if classifier else ''}.jar"
    place = folder / "fetching" / group.replace(".", "/") / artifact / version / name
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(jars.place(jar, jars.cache()), place)
    return place


def test_a_jar_with_one_wrong_octet_is_refused_and_not_kept(tmp_path: Path, lock: tuple[Path, Jar, Jar]) -> None:
    # given two jars as they were delivered, one of them changed in its middle octet
    path, sound, changed = lock
    folder = tmp_path / "jars"
    _delivered(sound, folder)
    place = _delivered(changed, folder)
    octets = bytearray(place.read_bytes())
    octets[len(octets) // 2] ^= 1
    place.write_bytes(octets)
    # when they are installed, then the changed one is refused by its name
    with pytest.raises(JarRefused, match=re.escape(changed.coordinate)):
        jars.install(folder, path)
    # and nothing of it is left, while the other one is there
    assert [one.name for one in folder.rglob("*") if one.is_file()] == [jars.place(sound, folder).name]
    # and when it is delivered as it is locked, installing goes on with it alone
    _delivered(changed, folder)
    assert jars.install(folder, path) == [jars.place(sound, folder), jars.place(changed, folder)]


def test_a_repository_that_is_away_is_named_in_a_sentence(tmp_path: Path) -> None:
    # given an empty cache, and a way to the repository at whose end nobody listens
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    environment = {name: value for name, value in environment.items() if name.lower() != "no_proxy"}
    # when the jars are fetched
    done = subprocess.run([sys.executable, "-m", "hub.embedded.fetch"], env=environment, capture_output=True, text=True, check=False)
    # then one sentence says which cannot be had and what to do, without a trace of the program
    assert done.returncode == 1
    assert "make install" in done.stderr
    assert [str(jar.coordinate) for jar in jars.locked() if jar.coordinate in done.stderr] != []
    assert "Traceback" not in done.stderr


def test_a_jar_that_is_installed_is_the_locked_one() -> None:
    # given every jar on the broker's class path, when it is looked at again, then it is what the lock says
    assert len(jars.locked()) > 40
    for jar in jars.locked():
        assert jars.digest(jars.place(jar, jars.cache())) == jar.sha256, jar.coordinate


@pytest.mark.parametrize(("name", "least"), [("requirements.txt", 50), ("requirements-dev.txt", 50), ("requirements-foreign.txt", 1)])
def test_every_package_is_locked_by_version_and_hash(name: str, least: int) -> None:
    # given a lock, when every entry of the right form is taken out, then nothing is left: no entry without hash, no address of an index
    text = (ROOT / name).read_text()
    assert len(LOCKED.findall(text)) >= least
    assert LOCKED.sub("", text) == ""


def test_every_jar_is_locked_by_version_and_hash() -> None:
    lines = jars.LOCK.read_text().splitlines()
    assert [line for line in lines if not line.startswith("#") and not JAR.fullmatch(line)] == []
