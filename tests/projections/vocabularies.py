"""An older and a newer vocabulary for this process."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from schemas import registry
from tests.faults.release import Release

CANCELLED = "cn.npc.activity.cancelled.v1"


class Vocabularies:
    """`newer` has one more version of cn.npc.activity.held.v1 than this release, `older` has one type less."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        release = Release(folder / "release", patch)
        release.install()
        self.newer, self._folder = registry.FOLDER, folder
        release.remove()
        self.older = self.without(CANCELLED)

    def without(self, name: str) -> Path:
        """A vocabulary that lacks one type of this release."""
        lacking = self._folder / f"without-{name}"
        shutil.copytree(registry.FOLDER, lacking, ignore=shutil.ignore_patterns("__pycache__"))
        (lacking / f"{name}.avsc").unlink()
        return lacking

    @contextmanager
    def of(self, folder: Path) -> Iterator[None]:
        """Speak and read one of them for the time of the block."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(registry, "FOLDER", folder)
            registry.default.cache_clear()
            yield
        registry.default.cache_clear()


@pytest.fixture
def vocabularies(tmp_path: Path) -> Vocabularies:
    """Both, in folders of the test's own."""
    return Vocabularies(tmp_path, pytest.MonkeyPatch())
