"""Checks an archive offline: `python verifier.py FOLDER [--key VKEY] [--policy FILE] [--seen CHECKPOINT] [--hashes]`.

This file is whole by itself: it needs Python 3.11 and the package `cryptography`, no hub, no broker, no database. A stranger may copy it. What it
knows is C2SP tlog-tiles, tlog-checkpoint, tlog-cosignature and signed-note, and RFC 6962 (trees) with RFC 9162, section 2.1 (how proofs are
verified).
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WIDTH: Final = 256
"""Hashes of a full tile, entries of a full bundle."""
HASH_BYTES: Final = 32
ENTRIES: Final = "entries"
PROOF: Final = "c2sp.org/tlog-proof@v1"
_EXTRA: Final = "extra "
KEYS: Final = "keys"
"""The file of an archive that holds its verifier keys, a line each, that of the heads first."""
HEADS: Final = "heads"
"""The log whose entries are the checkpoints of all others, taken at one moment, in order of origin."""
WITNESSED: Final = "witnessed"
"""Beneath the heads: of their checkpoints those that witnesses have cosigned last, a note each, in order of size."""
WITNESSES: Final = "witnesses"
"""Beneath the heads: whom the hub asks to cosign, and how many it wants (a policy)."""
TIME: Final = struct.Struct(">q")
_LENGTH: Final = struct.Struct(">H")
ASIDE: Final = 0xFF
"""After the time an entry holds the record itself; or this octet, the record's length and its SHA-256, and the record is a file of its own."""
_ASIDE: Final = struct.Struct(">qBQ32s")
ED25519: Final = b"\x01"
COSIGNED: Final = b"\x04"
"""The kind of a witness's key: Ed25519, cosignature/v1."""
_STAMP: Final = struct.Struct(">Q")
EMPTY: Final = hashlib.sha256(b"").digest()
_DASH: Final = "— "
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_MOST_SIGNATURES: Final = 64
_MOST_NOTE: Final = 1 << 20
SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "MISSING": ("缺少文件", "a file is missing"),
    "FILE_SIZE": ("文件的长度不对", "the file has the wrong length"),
    "BUNDLE_FORM": ("条目文件读不通：长度和内容对不上", "the bundle of entries cannot be taken apart: lengths and content do not fit"),
    "ENTRY_DIFFERS": ("这一条的内容和它的散列对不上", "the content of this entry is not that of its hash"),
    "TILE_DIFFERS": ("上层的散列和下面的对不上", "a hash of an upper tile is not that of what lies below it"),
    "RECORD_DIFFERS": ("另放的大记录和条目里写的对不上", "the record kept in a file of its own is not the one that the entry names"),
    "ROOT_DIFFERS": (
        "算出来的根和签名的根不同：有条目被改、删、换、插",
        "the root is not the signed one: entries were changed, dropped, swapped or inserted",
    ),
    "NOTE_FORM": ("检查点的格式不对", "the checkpoint has not the form of one"),
    "SIGNATURE": ("检查点没有这个枢纽的有效签名", "the checkpoint bears no valid signature of this hub"),
    "OTHER_LOG": ("检查点是另一本日志的", "the checkpoint is of another log"),
    "FORKED": ("同样条数签了两个不同的根：日志分叉", "two roots were signed for one size: the log forks"),
    "SHORTER": ("日志比签过的短：被退回", "the log is shorter than it was when signed: it was rolled back"),
    "HEAD_FORM": ("总检查点里的检查点不齐，或者次序不对", "the checkpoints in a head are not complete, or not in order"),
    "PROOF_FORM": ("证明的格式不对", "the proof has not the form of one"),
    "NO_ENTRY": ("证明里没有带条目：另给条目", "the proof carries no entry: the entry has to be told"),
    "NOT_PROVED": ("证明不成立：这一条不在检查点所签的树里", "the proof does not hold: the signed tree has no such entry at this place"),
    "COSIGNATURE": ("见证人的联署不成立", "the cosignature of a witness does not hold"),
    "POLICY_FORM": ("见证规则的格式不对", "the policy of witnesses has not the form of one"),
    "KEY_FORM": ("公钥的格式不对", "the verifier key has not the form of one"),
}


class Wrong(Exception):
    """What is wrong first: a key of SENTENCES, the log, the first bad index where one can be named, and the file."""

    def __init__(self, code: str, log: str = "", index: int | None = None, file: str = "") -> None:
        """Of a code and where."""
        self.code, self.log, self.index, self.file = code, log, index, file
        super().__init__(self.sentence("en"))

    def sentence(self, language: str = "zh") -> str:
        """What people are told."""
        words = SENTENCES[self.code][0 if language == "zh" else 1]
        number = "" if self.index is None else f"#{self.index}"
        where = " ".join(one for one in (self.log, number, self.file) if one)
        return f"{where}: {words}" if where else words


def leaf(entry: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def subtree(hashes: Sequence[bytes]) -> bytes:
    """The hash over a power of two of hashes."""
    sha256 = hashlib.sha256
    while len(hashes) > 1:
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


def over(rows: Iterable[Sequence[bytes]]) -> bytes:
    """The root over hashes of growing subtrees: the rightmost and smallest first. An empty tree has a root too."""
    found: bytes | None = None
    for row in rows:
        end, power = len(row), 1
        while end:
            if end & power:
                part = subtree(row[end - power : end])
                found, end = part if found is None else node(part, found), end - power
            power <<= 1
    return EMPTY if found is None else found


def split(hashes: bytes) -> list[bytes]:
    """A tile as its hashes."""
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


@dataclass
class Tree:
    """The right edge of a tree of `size` entries: of each level the hashes of its partial tile."""

    size: int = 0
    levels: list[list[bytes]] = field(default_factory=list)

    def copy(self) -> Tree:
        """Another that grows by itself."""
        return Tree(self.size, list(self.levels))

    @property
    def root(self) -> bytes:
        """The hash over all entries."""
        return over(self.levels)

    def grow(self, leaves: list[bytes]) -> list[tuple[int, int, bytes]]:
        """Add the hashes of entries; the tiles that are full by that: level, number, octets."""
        full: list[tuple[int, int, bytes]] = []
        first, more, level = self.size, leaves, 0
        self.size += len(leaves)
        while more:
            if level == len(self.levels):
                self.levels.append([])
            held, above = self.levels[level] + more, []
            ends = len(held) - len(held) % WIDTH
            for at in range(0, ends, WIDTH):
                tile = held[at : at + WIDTH]
                full.append((level, (first >> 8 * (level + 1)) + at // WIDTH, b"".join(tile)))
                above.append(subtree(tile))
            self.levels[level] = held[ends:]
            more, level = above, level + 1
        return full

    def partial(self) -> list[tuple[int, int, bytes]]:
        """The tiles that are not full and not empty: level, number, octets."""
        return [(level, self.size >> 8 * (level + 1), b"".join(row)) for level, row in enumerate(self.levels) if row]


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """Where a tile (or, of the level ENTRIES, a bundle) of so many hashes lies beneath its log."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03}")
    return f"tile/{level}/{'/'.join(reversed(groups))}" + ("" if width == WIDTH else f".p/{width}")


def unbundle(bundle: bytes) -> list[bytes]:
    """The entries of a bundle. Raises ValueError when lengths and octets do not fit."""
    entries, at, end = [], 0, len(bundle)
    while at < end:
        if at + 2 > end:
            raise ValueError(at)
        (length,) = _LENGTH.unpack_from(bundle, at)
        at += 2
        if at + length > end:
            raise ValueError(at)
        entries.append(bundle[at : at + length])
        at += length
    return entries


def bundled(entries: Iterable[bytes]) -> bytes:
    """Entries as a bundle has them."""
    return b"".join([part for entry in entries for part in (_LENGTH.pack(len(entry)), entry)])


def aside(entry: bytes) -> tuple[int, bytes] | None:
    """Length and SHA-256 of the record that lies in a file of its own; null for an entry that holds its record."""
    if len(entry) != _ASIDE.size or entry[TIME.size] != ASIDE:
        return None
    _, _, length, digest = _ASIDE.unpack(entry)
    return length, digest


def put_aside(recorded: int, record: bytes) -> bytes:
    """The entry of a record that lies in a file of its own."""
    return _ASIDE.pack(recorded, ASIDE, len(record), hashlib.sha256(record).digest())


def aside_path(digest: bytes) -> str:
    """Where such a record lies beneath its log."""
    return f"record/{digest.hex()}"


@dataclass(frozen=True)
class Key:
    """A hub's public key, under the name of one of its logs; every log of the hub signs with it in its own name."""

    name: str
    public: bytes

    @property
    def number(self) -> bytes:
        """The four octets before a signature, by which its key is known."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def hub(self) -> str:
        """The name of the hub."""
        return self.name.removesuffix(f"/{HEADS}")

    def of(self, origin: str) -> Key:
        """The key in the name of a log."""
        return Key(origin, self.public)

    def text(self) -> str:
        """As a verifier key is written."""
        return f"{self.name}+{self.number.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"


def read_key(text: str) -> Key:
    """A verifier key from its text. Raises Wrong."""
    key = Key(*_key(text, ED25519))
    if key.text() != text.strip():
        raise Wrong("KEY_FORM")
    return key


def _key(text: str, kind: bytes) -> tuple[str, bytes]:
    """Name and public key of a verifier key of a kind; whether its number is right is still to be seen."""
    try:
        name, _, material = text.strip().split("+", 2)
        octets = base64.b64decode(material, validate=True)
    except ValueError:
        raise Wrong("KEY_FORM") from None
    if not name or any(one.isspace() for one in name) or octets[:1] != kind or len(octets) != 1 + HASH_BYTES:
        raise Wrong("KEY_FORM")
    return name, octets[1:]


@dataclass(frozen=True)
class Witness:
    """The public key by which somebody cosigns checkpoints of others (C2SP tlog-cosignature)."""

    name: str
    public: bytes

    @property
    def number(self) -> bytes:
        """The four octets before a cosignature."""
        return hashlib.sha256(self.name.encode() + b"\n" + COSIGNED + self.public).digest()[:4]

    def text(self) -> str:
        """As a verifier key is written."""
        return f"{self.name}+{self.number.hex()}+{base64.b64encode(COSIGNED + self.public).decode()}"


def read_witness(text: str) -> Witness:
    """A witness's key from its text. Raises Wrong."""
    key = Witness(*_key(text, COSIGNED))
    if key.text() != text.strip():
        raise Wrong("KEY_FORM")
    return key


@dataclass(frozen=True)
class Policy:
    """When a head is trusted: `needed` of those who are named here, the hub itself among them."""

    needed: int
    witnesses: tuple[Witness, ...] = ()

    @property
    def of(self) -> int:
        """How many there are with the hub."""
        return 1 + len(self.witnesses)

    def text(self) -> str:
        """As it is written: `needed 2`, then a line for each witness."""
        return "".join((f"needed {self.needed}\n", *(f"witness {one.text()}\n" for one in self.witnesses)))


def read_policy(text: str) -> Policy:
    """A policy from its text. Raises Wrong."""
    first, *lines = text.strip().split("\n")
    word, _, number = first.partition(" ")
    if word != "needed" or not number.isascii() or not number.isdigit() or any(not line.startswith("witness ") for line in lines):
        raise Wrong("POLICY_FORM")
    found = Policy(int(number), tuple(read_witness(line.removeprefix("witness ")) for line in lines))
    if not 0 < found.needed <= found.of or any(
        len({*one}) < len(lines) for one in ([w.name for w in found.witnesses], [w.public for w in found.witnesses])
    ):
        raise Wrong("POLICY_FORM")
    return found


@dataclass(frozen=True)
class Trust:
    """What is known of a head: the number of heads up to it, who stands for it, how many the policy wants, and up to which head it is content."""

    size: int
    by: tuple[str, ...]
    needed: int
    of: int
    upto: int

    @property
    def trusted(self) -> bool:
        """Whether enough stand for it."""
        return len(self.by) >= self.needed

    def sentence(self, language: str = "zh") -> str:
        """What people are told."""
        names, lack, zh = ", ".join(self.by), self.needed - len(self.by), language == "zh"
        if self.trusted:
            return (
                f"总检查点 {self.size} 可信：{names}（{self.of} 者中要 {self.needed}）"
                if zh
                else (f"head {self.size} is trusted: {names} ({self.needed} of {self.of} wanted)")
            )
        if zh:
            return f"总检查点 {self.size} 还不可信：只有 {names}，还缺 {lack} 个（{self.of} 者中要 {self.needed}）；到 {self.upto} 为止可信"
        return f"head {self.size} is not trusted yet: {names} alone, {lack} lacking ({self.needed} of {self.of} wanted); trusted up to {self.upto}"


def trust(size: int, hub: str, policy: Policy, reach: Mapping[str, int]) -> Trust:
    """What a policy says of a head of the hub. `reach`: by name of a witness the largest head that it cosigned and that begins with this one."""
    known = {one.name: reach.get(one.name, 0) for one in policy.witnesses}
    sizes = sorted(known.values(), reverse=True)
    upto = size if policy.needed == 1 else min(size, sizes[policy.needed - 2])
    return Trust(size, (hub, *(name for name, far in known.items() if far >= size and far)), policy.needed, policy.of, upto)


@dataclass(frozen=True)
class Checkpoint:
    """A signed head of one log; `text` is the whole note."""

    origin: str
    size: int
    root: bytes
    text: str


@dataclass(frozen=True)
class Note:
    """A checkpoint as it is written: whose signatures hold is another question. `body` is what is signed."""

    origin: str
    size: int
    root: bytes
    body: str
    signatures: Sequence[tuple[str, bytes]]
    text: str


def read_note(octets: bytes) -> Note:
    """A checkpoint of anybody. Raises Wrong NOTE_FORM."""
    body, signatures, text = _note(octets)
    lines = body.split("\n")
    if len(lines) < 4 or not all(lines[:3]) or not lines[1].isascii() or not lines[1].isdigit() or str(int(lines[1])) != lines[1]:
        raise Wrong("NOTE_FORM")
    root = _octets(lines[2])
    if len(root) != HASH_BYTES:
        raise Wrong("NOTE_FORM")
    return Note(lines[0], int(lines[1]), root, body, signatures, text)


def read_checkpoint(octets: bytes, key: Key, origin: str | None = None) -> Checkpoint:
    """A checkpoint signed by the key in the name of its origin. Raises Wrong: NOTE_FORM, SIGNATURE, OTHER_LOG (than `origin`)."""
    note = read_note(octets)
    if origin is not None and note.origin != origin:
        raise Wrong("OTHER_LOG", note.origin)
    if not note.origin.startswith(f"{key.hub}/"):
        raise Wrong("SIGNATURE", note.origin)
    check_signed(note, key.of(note.origin))
    return Checkpoint(note.origin, note.size, note.root, note.text)


def _note(octets: bytes) -> tuple[str, list[tuple[str, bytes]], str]:
    """The text of a note, and of each signature its name and octets."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong("NOTE_FORM") from None
    body, gap, tail = text.rpartition("\n\n")
    lines = tail.split("\n")
    few = 1 <= len(lines) - 1 <= _MOST_SIGNATURES
    if len(octets) > _MOST_NOTE or not gap or lines[-1] != "" or not few or _CONTROL.search(text):
        raise Wrong("NOTE_FORM")
    found = []
    for line in lines[:-1]:
        name, space, signature = line.removeprefix(_DASH).rpartition(" ")
        if not line.startswith(_DASH) or not space or not name:
            raise Wrong("NOTE_FORM")
        found.append((name, _octets(signature)))
    return body + "\n", found, text


def _octets(text: str) -> bytes:
    """What is written in base 64, and in no other way than it is written there: a bit more would be a bit that nobody signed."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Wrong("NOTE_FORM") from None
    if base64.b64encode(found).decode() != text:
        raise Wrong("NOTE_FORM")
    return found


def check_signed(note: Note, key: Key) -> None:
    """Raises Wrong SIGNATURE unless the key has signed, and wherever it is named the signature holds."""
    public, found = Ed25519PublicKey.from_public_bytes(key.public), False
    for name, octets in note.signatures:
        if name == key.name and octets[:4] == key.number:
            try:
                public.verify(octets[4:], note.body.encode())
            except InvalidSignature:
                raise Wrong("SIGNATURE", key.name) from None
            found = True
    if not found:
        raise Wrong("SIGNATURE", key.name)


def cosigned_words(body: str, time: int) -> bytes:
    """What a witness signs: the checkpoint and the time (s since 1970) at which it was the largest that it knew."""
    return f"cosignature/v1\ntime {time}\n{body}".encode()


def cosigned(note: Note, witness: Witness) -> int | None:
    """When (s since 1970) a witness cosigned a checkpoint; null where it did not. Raises Wrong COSIGNATURE where it is named and did not."""
    public, found = Ed25519PublicKey.from_public_bytes(witness.public), None
    for name, octets in note.signatures:
        if name == witness.name and octets[:4] == witness.number:
            try:
                (time,) = _STAMP.unpack_from(octets, 4)
                public.verify(octets[4 + _STAMP.size :], cosigned_words(note.body, time))
            except (struct.error, InvalidSignature):
                raise Wrong("COSIGNATURE", witness.name) from None
            found = int(time)
    return found


def reached(witnessed: bytes, key: Key, policy: Policy) -> list[tuple[Checkpoint, tuple[str, ...]]]:
    """Of each cosigned checkpoint of the heads, and which witnesses of the policy have cosigned it. Raises Wrong."""
    found = []
    for octets in notes(witnessed):
        checkpoint, note = read_checkpoint(octets, key, f"{key.hub}/{HEADS}"), read_note(octets)
        found.append((checkpoint, tuple(one.name for one in policy.witnesses if cosigned(note, one) is not None)))
    return found


def included(index: int, size: int, entry: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that the tree of this root and size holds the entry (its hash) at the index."""
    if not 0 <= index < size or len(entry) != HASH_BYTES:
        return False
    at, last, found = index, size - 1, entry
    for one in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node(one, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, one)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree of `size` begins with that of `old`. Every tree begins with the empty one, so of that nothing is shown."""
    if old == size:
        return not proof and old_root == root and (old > 0 or root == EMPTY)
    if not 0 < old < size:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not path:
        return False
    before = after = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node(one, before), node(one, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node(after, one)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == root


def check_proof(text: bytes, entry: bytes, key: Key) -> Checkpoint:
    """The checkpoint under which a `.tlog-proof` shows the entry. Raises Wrong: PROOF_FORM, NOT_PROVED, and as `read_checkpoint`."""
    head, gap, note = text.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Wrong("PROOF_FORM") from None
    if not gap or lines.pop(0) != PROOF:
        raise Wrong("PROOF_FORM")
    if lines and lines[0].startswith(_EXTRA):
        lines.pop(0)
    word, _, index = lines.pop(0).partition(" ") if lines else ("", "", "")
    if word != "index" or not index.isdigit() or str(int(index)) != index:
        raise Wrong("PROOF_FORM")
    checkpoint, path = read_checkpoint(note, key), [_octets(one) for one in lines]
    if not included(int(index), checkpoint.size, leaf(entry), path, checkpoint.root):
        raise Wrong("NOT_PROVED", checkpoint.origin, int(index))
    return checkpoint


def verify_proof(text: bytes, entry: bytes | None, key: Key) -> Checkpoint:
    """The checkpoint under which a proof shows an entry: the one that is told, or else the one that it carries. Raises Wrong as `check_proof`."""
    told = proof_extra(text) if entry is None else entry
    if told is None:
        raise Wrong("NO_ENTRY")
    return check_proof(text, told, key)


def proof_extra(text: bytes) -> bytes | None:
    """What a `.tlog-proof` carries besides, null where it carries nothing: in a receipt the entry, which only the proof makes true. Raises Wrong."""
    line = text.partition(b"\n\n")[0].split(b"\n")[1:2]
    if not line or not line[0].startswith(_EXTRA.encode()):
        return None
    try:
        return _octets(line[0].decode("ascii").removeprefix(_EXTRA))
    except (UnicodeDecodeError, Wrong):
        raise Wrong("PROOF_FORM") from None


def proof_index(text: bytes) -> int:
    """The index that a proof names, which `check_proof` has found well formed."""
    return int(next(line for line in text.split(b"\n") if line.startswith(b"index "))[6:])


@dataclass(frozen=True)
class Report:
    """What was checked: the hub, of each log the number of its entries, and who stands for the last head where a policy asks that."""

    hub: str
    logs: Mapping[str, int]
    hashes_only: bool
    trust: Trust | None = None

    @property
    def entries(self) -> int:
        """Entries of all logs."""
        return sum(self.logs.values())


@dataclass
class _Asked:
    """The roots that were signed, by log and size."""

    roots: dict[str, dict[int, bytes]] = field(default_factory=dict)

    def add(self, log: str, size: int, root: bytes) -> None:
        if self.roots.setdefault(log, {}).setdefault(size, root) != root:
            raise Wrong("FORKED", log, size)


def verify(folder: Path, key: Key, seen: Iterable[bytes] = (), hashes_only: bool = False, policy: Policy | None = None) -> Report:
    """Check a whole archive: every entry, tile and checkpoint of every log against the heads, and the heads against their checkpoint.

    `seen`: checkpoints of this hub kept from earlier, which its logs must still begin with. `hashes_only`: the folder has no entries but those
    of the heads. `policy`: by which the last head is trusted or not. Raises Wrong at the first thing that is.
    """
    asked, reach = _Asked(), dict[str, int]()
    # Before the checkpoint of the heads is read: a hub that runs goes on meanwhile.
    for checkpoint, names in reached(_witnessed(folder), key, policy or Policy(1)):
        asked.add(HEADS, checkpoint.size, checkpoint.root)
        reach |= {name: max(checkpoint.size, reach.get(name, 0)) for name in names}
    for one in seen:
        kept = read_checkpoint(one, key)
        asked.add(kept.origin.removeprefix(f"{key.hub}/"), kept.size, kept.root)
    heads = _Heads(key, asked)
    logs = {HEADS: _check(folder, HEADS, key, asked, heads)}
    for name, least in heads.sizes.items():
        logs[name] = _check(folder, name, key, asked, None, least, hashes_only)
    if more := asked.roots.keys() - logs.keys():
        raise Wrong("MISSING", min(more))
    return Report(key.hub, logs, hashes_only, None if policy is None else trust(logs[HEADS], key.hub, policy, reach))


def _witnessed(folder: Path) -> bytes:
    path = folder / HEADS / WITNESSED
    return path.read_bytes() if path.is_file() else b""


class _Heads:
    """Takes the entries of the heads: what each says of every log is to be found in that log."""

    def __init__(self, key: Key, asked: _Asked) -> None:
        self._key, self._asked = key, asked
        self._known: dict[bytes, Checkpoint] = {}
        self.sizes: dict[str, int] = {}

    def take(self, index: int, entry: bytes) -> None:
        """One head. Raises Wrong naming its index."""
        told: dict[str, Checkpoint] = {}
        for octets in notes(entry):
            if octets not in self._known:
                try:
                    self._known[octets] = read_checkpoint(octets, self._key)
                except Wrong as wrong:
                    raise Wrong(wrong.code, HEADS, index) from None
            told[self._known[octets].origin.removeprefix(f"{self._key.hub}/")] = self._known[octets]
        if not told or list(told) != sorted(told) or HEADS in told or self.sizes.keys() - told.keys() or b"".join(notes(entry)) != entry:
            raise Wrong("HEAD_FORM", HEADS, index)
        self._known = {one.text.encode(): one for one in told.values()}
        for name, one in told.items():
            if one.size < self.sizes.get(name, 0):
                raise Wrong("SHORTER", name, one.size)
            self.sizes[name] = one.size
            self._asked.add(name, one.size, one.root)


def notes(entry: bytes) -> list[bytes]:
    """The checkpoints of a head, each as it was signed."""
    dash = _DASH.encode()
    lines, found, signed = entry.splitlines(keepends=True), list[bytes](), True
    for line in lines:
        if signed and not line.startswith(dash):
            found.append(b"")
        found[-1:] = [(found[-1] if found else b"") + line]
        signed = line.startswith(dash)
    return found


def _check(folder: Path, name: str, key: Key, asked: _Asked, heads: _Heads | None, least: int = 0, hashes_only: bool = False) -> int:
    """Check one log; the number of its entries."""
    files = _Files(folder / name, name)
    try:
        own = read_checkpoint(files.read("checkpoint"), key, f"{key.hub}/{name}")
    except Wrong as wrong:
        raise Wrong(wrong.code, name, file=f"{name}/checkpoint") from None
    roots = asked.roots.get(name, {})
    if own.size < max([least, *roots]):
        raise Wrong("SHORTER", name, own.size)
    asked.add(name, own.size, own.root)
    _rehash(files, own.size, asked.roots[name], heads, hashes_only)
    return own.size


def _rehash(files: _Files, size: int, roots: Mapping[int, bytes], heads: _Heads | None, hashes_only: bool) -> None:
    """Hash all again: entries to leaves, leaves to tiles, and the root at every size that was signed."""
    tree, marks, good = Tree(), iter(sorted(roots)), 0
    mark = next(marks, None)
    for number in range(-(-size // WIDTH) or 1):
        first, width = number * WIDTH, min(WIDTH, size - number * WIDTH)
        leaves, at = files.leaves(number, width, heads, hashes_only), 0
        while mark is not None and mark <= first + width:
            files.agree(tree.grow(leaves[at : mark - first]))
            if tree.root != roots[mark]:
                raise Wrong("ROOT_DIFFERS", files.name, good)
            at, good, mark = mark - first, mark, next(marks, None)
        files.agree(tree.grow(leaves[at:]))
    files.agree(tree.partial())


class _Files:
    """The files of one log."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self.name = folder, name

    def read(self, path: str) -> bytes:
        try:
            return (self._folder / path).read_bytes()
        except OSError:
            raise Wrong("MISSING", self.name, file=f"{self.name}/{path}") from None

    def leaves(self, number: int, width: int, heads: _Heads | None, hashes_only: bool) -> list[bytes]:
        """The hashes of the entries of one bundle, which are those of the tile."""
        if not width:
            return []
        tile = self._tile(0, number, width)
        if hashes_only:
            return split(tile)
        entries, first = self._entries(number, width), number * WIDTH
        sha256 = hashlib.sha256
        leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
        if b"".join(leaves) != tile:
            at = next(at for at, (own, told) in enumerate(zip(leaves, split(tile), strict=True)) if own != told)
            raise Wrong("ENTRY_DIFFERS", self.name, first + at, self._named(ENTRIES, number, width))
        for at, entry in enumerate(entries):
            if heads is not None:
                heads.take(first + at, entry)
            elif len(entry) == _ASIDE.size and (kept := aside(entry)) is not None:
                self._aside(first + at, *kept)
        return leaves

    def agree(self, tiles: Iterable[tuple[int, int, bytes]]) -> None:
        """Raises Wrong at the first upper tile that is not what lies below it."""
        for level, number, octets in tiles:
            if not level:
                continue
            width = len(octets) // HASH_BYTES
            found = self._tile(level, number, width)
            if found != octets:
                at = next(at for at, (own, told) in enumerate(zip(split(octets), split(found), strict=True)) if own != told)
                raise Wrong("TILE_DIFFERS", self.name, (number * WIDTH + at) << 8 * level, self._named(level, number, width))

    def _aside(self, index: int, length: int, digest: bytes) -> None:
        path = aside_path(digest)
        record = self.read(path)
        if len(record) != length or hashlib.sha256(record).digest() != digest:
            raise Wrong("RECORD_DIFFERS", self.name, index, f"{self.name}/{path}")

    def _tile(self, level: int, number: int, width: int) -> bytes:
        octets, exact = self._widest(level, number, width)
        if len(octets) != width * HASH_BYTES and (exact or len(octets) < width * HASH_BYTES):
            raise Wrong("FILE_SIZE", self.name, number * WIDTH << 8 * level, self._named(level, number, width))
        return octets[: width * HASH_BYTES]

    def _entries(self, number: int, width: int) -> list[bytes]:
        octets, exact = self._widest(ENTRIES, number, width)
        try:
            entries = unbundle(octets)
        except ValueError:
            entries = []
        if len(entries) != width and (exact or len(entries) < width):
            raise Wrong("BUNDLE_FORM", self.name, number * WIDTH, self._named(ENTRIES, number, width))
        return entries[:width]

    def _widest(self, level: int | str, number: int, width: int) -> tuple[bytes, bool]:
        """The file of this width; else of a hub that has gone on since a wider one, which begins with it. Whether it was the one."""
        exact = tile_path(level, number, width)
        try:
            return self.read(exact), True
        except Wrong:
            for path in self._wider(tile_path(level, number), width):
                return self.read(path), False
            raise

    def _wider(self, full: str, width: int) -> Iterator[str]:
        if (self._folder / full).is_file():
            yield full
        folder = self._folder / f"{full}.p"
        widths = sorted(int(one.name) for one in folder.iterdir() if one.name.isdigit()) if folder.is_dir() else []
        yield from (f"{full}.p/{one}" for one in widths if one > width)

    def _named(self, level: int | str, number: int, width: int) -> str:
        return f"{self.name}/{tile_path(level, number, width)}"


def main(words: Sequence[str] | None = None) -> int:
    """The command line: 0 where all holds, 1 where something is wrong."""
    asked = argparse.ArgumentParser(description="Checks an archive of a congress hub, offline.")
    asked.add_argument("folder", type=Path, help="folder of the archive, or a .tlog-proof")
    asked.add_argument("--key", help="verifier key of the hub, got from elsewhere; else the folder's own is taken")
    asked.add_argument("--seen", type=Path, action="append", default=[], help="a checkpoint kept from earlier")
    asked.add_argument("--entry", type=Path, help="of a proof: the file of the entry; a receipt carries its own")
    asked.add_argument("--hashes", action="store_true", help="the folder has no entries")
    asked.add_argument("--policy", type=Path, help="file of a policy: when a head is trusted; else the folder's own is taken")
    asked.add_argument("--lang", choices=("zh", "en"), default="zh")
    told = asked.parse_args(words)
    try:
        if told.entry is not None or told.folder.is_file():
            found = verify_proof(told.folder.read_bytes(), None if told.entry is None else told.entry.read_bytes(), read_key(told.key or ""))
            lines = [f"{found.origin} {found.size}"]
        else:
            seen, policy = [one.read_bytes() for one in told.seen], folder_policy(told.folder, told.policy)
            report = verify(told.folder, folder_key(told.folder, told.key), seen, told.hashes, policy)
            lines = [f"{report.hub}/{name} {size}" for name, size in report.logs.items()]
            lines += [] if report.trust is None else [report.trust.sentence(told.lang)]
    except (Wrong, OSError) as wrong:
        sys.stderr.write((wrong.sentence(told.lang) if isinstance(wrong, Wrong) else str(wrong)) + "\n")
        return 1
    sys.stdout.write("\n".join((*lines, "ok")) + "\n")
    return 0


def folder_key(folder: Path, text: str | None) -> Key:
    """The key that was given; without one that of the folder, which shows only that the folder is of one piece. Raises Wrong."""
    path = folder / KEYS
    if not text and not path.is_file():
        raise Wrong("MISSING", file=KEYS)
    return read_key(text or path.read_text("utf-8").splitlines()[0])


def folder_policy(folder: Path, file: Path | None) -> Policy | None:
    """The policy that was given; without one that of the folder, null where it has none. Raises Wrong, OSError."""
    path = file or folder / HEADS / WITNESSES
    return read_policy(path.read_text("utf-8")) if file is not None or path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
