"""Seals what is said of persons for an event, and opens it again: the store's keys, the text's form, what both are bound to."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from hub.keys.ring import KeysAway
from hub.keys.store import Erased, Key, KeyStore
from hub.keys.suites import BY_NUMBER, Altered
from schemas.errors import Problem
from schemas.sealed import HEAD, PERSON, SEALED, Bound, Piece, Said, Wish, associated, pieces_of, to_text

BLOCK: Final = 64
"""What is sealed is so many octets long, or a multiple."""
State = Literal["open", "erased", "altered", "unknown", "closed"]
STATES: Final[Mapping[State, tuple[str, str]]] = {
    "open": ("已打开", "open"),
    "erased": ("已删除", "erased"),
    "altered": ("打不开：不是为这个事件封存的，或者被改过", "cannot be opened: sealed for another event, or altered"),
    "unknown": ("打不开：不是在这个枢纽封存的", "cannot be opened: not sealed by this hub"),
    "closed": ("暂时打不开：密钥库不在", "cannot be opened for now: the key store is away"),
}


@dataclass(frozen=True)
class Opened:
    """One person of an event: the purpose, which of several of that purpose, how it stands, and what is said where it is open."""

    purpose: str
    number: int
    state: State
    said: Mapping[str, Any] | None = None


def seal(store: KeyStore, wishes: Sequence[Wish]) -> list[str | Problem]:
    """The sealed text of each wish, in order, or why there is none: KEYS_AWAY, PERSON_ERASED. One look into the store for all of them."""
    try:
        keys = store.to_seal((said.person, said.purpose) for wish in wishes for said in wish.said)
    except KeysAway as away:
        return [away.problem] * len(wishes)
    return [_sealed(keys, wish) for wish in wishes]


def _sealed(keys: Mapping[tuple[str, str], Key | Erased], wish: Wish) -> str | Problem:
    pieces = []
    for said in wish.said:
        key = keys[said.person, said.purpose]
        if isinstance(key, Erased):
            return Problem("PERSON_ERASED", f"/{SEALED}/{said.purpose}", "", said.person)
        pieces.append((said.purpose, _locked(key, wish.bound, said)))
    return to_text(pieces)


def _locked(key: Key, bound: Bound, said: Said) -> bytes:
    head = bytes([key.suite.number]) + key.id.bytes
    # Blanks after JSON say nothing; with them the length tells less of a name or a number.
    even = said.text + b" " * (-len(said.text) % BLOCK)
    return head + key.suite.seal(key.octets, even, associated(bound, said[:2], key.pseudonym, head))


def open_all(store: KeyStore, bound: Bound, text: str) -> list[Opened]:
    """Every person of a sealed text, as far as this hub can open it for this event. Raises ValueError for what is no sealed text."""
    pieces = pieces_of(text)
    try:
        keys = store.to_open([_id_of(one) for one in pieces])
    except KeysAway:
        return [Opened(one.purpose, one.number, "closed") for one in pieces]
    return [_opened(keys.get(_id_of(one)), bound, one) for one in pieces]


def _id_of(piece: Piece) -> uuid.UUID:
    return uuid.UUID(bytes=piece.octets[1:HEAD])


def _opened(key: Key | Erased | None, bound: Bound, piece: Piece) -> Opened:
    here = (piece.purpose, piece.number)
    if key is None:
        return Opened(*here, "unknown")
    if isinstance(key, Erased):
        return Opened(*here, "erased")
    head = piece.octets[:HEAD]
    if BY_NUMBER.get(head[0]) is not key.suite:
        return Opened(*here, "altered")
    try:
        text = key.suite.open(key.octets, piece.octets[HEAD:], associated(bound, here, key.pseudonym, head))
    except Altered:
        return Opened(*here, "altered")
    return Opened(*here, "open", {PERSON: key.person, **json.loads(text)})
