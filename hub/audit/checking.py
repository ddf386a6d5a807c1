"""Whether a manifest is what it says, and of this archive: checked before anything is counted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from projections.archive.proofs import Tiles, consistency
from projections.archive.reading import Reading, beneath, checkpoint_of, head_at
from projections.archive.verifier import HEADS, Checkpoint, Key, consistent
from projections.figures.manifest import TYPE, Altered, Head, Manifest
from schemas import codec
from schemas.errors import HubError, Inconsistent, NotFound, Problem, Refused
from schemas.topics import LEDGER_PARTITIONS, ledger


class Forked(Inconsistent):
    """The archive has another head at that place than the one a manifest names."""

    code = "MANIFEST_FORKED"


def latest(archive: Path, key: Key) -> Checkpoint:
    """The checkpoint of the heads of an archive. Raises Damaged."""
    return checkpoint_of(archive, HEADS, key)


def check(manifest: Manifest, archive: Path, key: Key) -> None:
    """Hold a manifest against an archive: the hub, the head it names, its positions, and the event by which the ledger was told of it.

    Raises HubError MANIFEST_OTHER_HUB, MANIFEST_BEYOND, MANIFEST_UNENTERED; Forked, Altered, Damaged.
    """
    if (manifest.hub, manifest.head.log) != (key.hub, f"{key.hub}/{HEADS}"):
        raise HubError(problem=Problem("MANIFEST_OTHER_HUB", "/hub", key.hub, manifest.hub))
    signed = latest(archive, key)
    _check_head(manifest.head, archive, signed)
    heads = Reading(beneath(archive / HEADS), HEADS, signed)
    covered = head_at(heads, manifest.head.index, key)
    for log, off in manifest.position.items():
        if log not in covered or not 0 <= off <= covered[log].size:
            raise Altered(problem=Problem("MANIFEST_ALTERED", f"/position/{log}", f"≤ {covered[log].size if log in covered else 0}", str(off)))
    _check_entered(manifest, archive, head_at(heads, signed.size - 1, key))


def _check_head(head: Head, archive: Path, signed: Checkpoint) -> None:
    """The tree of heads that is signed now begins with the one that the manifest names."""
    size = head.index + 1
    if not 0 < size <= signed.size:
        raise HubError(problem=Problem("MANIFEST_BEYOND", "/head/index", f"< {signed.size}", str(head.index)))
    try:
        root = bytes.fromhex(head.root)
        path = consistency(size, signed.size, Tiles(beneath(archive / HEADS), signed.size).root)
    except ValueError:
        raise Forked(problem=Problem("MANIFEST_FORKED", "/head/root", "", head.root)) from None
    if not consistent(size, signed.size, root, signed.root, path):
        raise Forked(problem=Problem("MANIFEST_FORKED", "/head/root", "", head.root))


def _check_entered(manifest: Manifest, archive: Path, covered: Mapping[str, Checkpoint]) -> None:
    """The ledger holds the event that the manifest names, and in it this manifest to the last octet."""
    wanted = manifest.event.encode()
    for part in range(LEDGER_PARTITIONS["reference"]):
        log = f"{ledger('reference')}/{part}"
        reading = Reading(beneath(archive / log), log, covered[log])
        for _, entries in reading.entries(manifest.position.get(log, 0)):
            for entry in entries:
                if wanted in entry and (text := _told(manifest, entry)) is not None:
                    if text != manifest.text:
                        raise Altered(problem=Problem("MANIFEST_ALTERED", log, "", manifest.figure))
                    return
    raise HubError(problem=Problem("MANIFEST_UNENTERED", "/event", manifest.source, manifest.event))


def _told(manifest: Manifest, entry: bytes) -> str | None:
    """The manifest that an entry tells of, if it is the event named; another copy of it may say another thing, the first counts."""
    try:
        event = codec.decode(entry[8:])
    except (Refused, NotFound):
        return None
    if (event["source"], event["id"], event["type"]) != (manifest.source, manifest.event, TYPE):
        return None
    return str(event["data"].get("manifest", ""))
