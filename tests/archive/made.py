"""Archives for tests, made of the code's own pure parts, without broker or database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from projections.archive.growing import Grown, grow
from projections.archive.logs import LOGS
from projections.archive.signing import Signer
from projections.archive.verifier import EMPTY, HEADS, Tree, tile_path

SIGNER = Signer("hub.example", bytes(range(32)))
KEY = SIGNER.key
NAMES = sorted(one.name for one in LOGS)


def entry(number: int) -> bytes:
    """An entry of some length of its own."""
    return number.to_bytes(8, "big") + b"\x00" + bytes(number % 7) + str(number).encode()


@dataclass
class Archive:
    """An archive that grows in memory and is laid into a folder."""

    signer: Signer = SIGNER
    names: Sequence[str] = tuple(NAMES)
    grown: dict[str, Grown] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*self.names, HEADS):
            self.grown[name] = Grown(Tree(), EMPTY, b"", b"")
            self._say(name)

    def add(self, log: str, entries: Sequence[bytes]) -> Archive:
        """The log with more entries, and its new checkpoint."""
        if entries:
            self.grown[log], files = grow(self.grown[log], entries)
            self.files |= {f"{log}/{path}": octets for path, octets in files.items()}
            self._say(log)
        return self

    def head(self) -> Archive:
        """A head of all that there is now."""
        return self.add(HEADS, ["".join(self.said[name] for name in self.names).encode()])

    def lay(self, folder: Path) -> Path:
        """Write it all."""
        for path, octets in {**self.files, **{f"{name}/checkpoint": text.encode() for name, text in self.said.items()}}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(octets)
        (folder / "keys").write_text(self.signer.key.text() + "\n")
        return folder

    def _say(self, log: str) -> None:
        one = self.grown[log]
        self.said[log] = self.signer.checkpoint(log, one.tree.size, one.root)


def relaid(folder: Path, log: str, entries: Sequence[bytes]) -> None:
    """Lay a log's entries and tiles anew as they are told, under the checkpoint that is there: all that can be done without the key."""
    archive = Archive().add(log, entries)
    for path, octets in archive.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(octets)


def tree_of(folder: Path) -> Mapping[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


__all__ = ["KEY", "NAMES", "SIGNER", "Archive", "entry", "relaid", "tile_path", "tree_of"]
