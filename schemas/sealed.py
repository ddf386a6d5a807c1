"""Personal data on its way: what a publisher says in the clear, the text that stands in its place once sealed, and what it is bound to.

In the clear `personal` is an object: of each purpose one person, or a list of persons, each an object with the member
`person` (its number) and members of text. Sealed it is one text: `s1`, then of each person the purpose and the octets, with
dots between (decision 0047). Pure; there is no key here.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import rfc8785

from schemas.errors import Problem, Refused, shown
from schemas.personal import SEALED as SEALED
from schemas.text import Place, check_text, pointer
from schemas.topics import ledger

MARK: Final = "s1"
PURPOSES: Final[Mapping[str, tuple[str, str]]] = {
    "petitioner": ("反映人", "who brought it up"),
    "contact": ("联系人", "whom to get in touch with"),
    "handler": ("承办人", "who handles it"),
    "deputy": ("代表", "the deputy, beyond what is public"),
}
"""What a person's data are there for: each has a key of its own for each person."""

PERSON: Final = "person"
PERSONS: Final = 64
"""So many persons one event may name."""
PLAIN_BYTES: Final = 16 * 1024
"""What is said of all of them, in the clear: with the rest of the event it has to fit a record."""

HEAD: Final = 1 + 16
"""Octets in the clear at the front: the suite, the id of the key."""
LEAST: Final = HEAD + 12 + 16 + 2
"""Of a sealed person: head, nonce, tag, and an object."""

_MEMBER: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
PATTERN: Final = rf"{MARK}((?:\.(?:{'|'.join(PURPOSES)})\.[A-Za-z0-9_-]+)+)"
"""How a sealed text looks; `pieces_of` also looks at the octets."""
_TEXT: Final = re.compile(PATTERN)
_FOUR: Final = "(?:[A-Za-z0-9_-]{4})"
_WHOLE: Final = LEAST // 3
"""So many groups of four signs the shortest octets have, and two more octets."""
EXACT: Final = (
    rf"{MARK}(?:\.(?:{'|'.join(PURPOSES)})\.(?:{_FOUR}{{{_WHOLE},}}(?:{_FOUR}|[A-Za-z0-9_-]{{2}}[AEIMQUYcgkosw048])"
    rf"|{_FOUR}{{{_WHOLE + 1},}}[A-Za-z0-9_-][AQgw])){{1,{PERSONS}}}"
)
"""All that `pieces_of` asks, as a pattern for columns: the least number of octets, and no bits to spare in the last sign."""


class Said(NamedTuple):
    """What is said of one person: the purpose, which of several of that purpose, the person's number, the rest as RFC 8785 JSON."""

    purpose: str
    number: int
    person: str
    text: bytes


class Bound(NamedTuple):
    """The event that sealed personal data belong to; of another one they cannot be opened."""

    source: str
    id: str
    region: str
    family: str


class Wish(NamedTuple):
    """Personal data that are to be sealed for an event."""

    bound: Bound
    said: Sequence[Said]


class Piece(NamedTuple):
    """One sealed person: the purpose, which of several of that purpose, the octets."""

    purpose: str
    number: int
    octets: bytes


Seal = Callable[[Sequence[Wish]], Sequence[str | Problem]]
"""The sealed text of each wish, in order, or why there is none."""


def said_of(personal: object) -> tuple[Said, ...]:
    """What `personal` says in the clear. Raises Refused with the place under `/personal`; no value is ever shown."""
    place: Place = (None, SEALED)
    if not isinstance(personal, Mapping):
        raise Refused(Problem("NOT_YET_SEALED", pointer(place)))
    found = tuple(one for purpose, persons in sorted(personal.items()) for one in _persons(purpose, persons, place))
    if not found:
        raise Refused(Problem("FIELD_EMPTY", pointer(place)))
    if len(found) > PERSONS:
        raise Refused(Problem("TOO_MANY_ITEMS", pointer(place), f"≤ {PERSONS}", str(len(found))))
    size = sum(len(one.text) for one in found)
    if size > PLAIN_BYTES:
        raise Refused(Problem("TEXT_TOO_LONG", pointer(place), f"≤ {PLAIN_BYTES} B", f"{size} B"))
    return found


def _persons(purpose: str, persons: object, place: Place) -> Iterator[Said]:
    if purpose not in PURPOSES:
        raise Refused(Problem("FIELD_UNKNOWN", pointer(place), " ".join(PURPOSES)))
    here: Place = (place, purpose)
    if persons is None:
        return
    if isinstance(persons, list | tuple):
        for number, one in enumerate(persons):
            yield _person(purpose, number, one, (here, number))
    else:
        yield _person(purpose, 0, persons, here)


def _person(purpose: str, number: int, said: object, place: Place) -> Said:
    if not isinstance(said, Mapping):
        raise Refused(Problem("FIELD_TYPE", pointer(place), "object"))
    person = said.get(PERSON)
    if person is None:
        raise Refused(Problem("FIELD_MISSING", pointer((place, PERSON)), PERSON))
    _checked("id", person, (place, PERSON))
    members = {name: value for name, value in said.items() if name != PERSON and value is not None}
    if not members:
        raise Refused(Problem("FIELD_EMPTY", pointer(place)))
    for name, value in members.items():
        if _MEMBER.fullmatch(name) is None:
            raise Refused(Problem("FIELD_FORMAT", pointer(place), _MEMBER.pattern))
        _checked("text", value, (place, name))
    return Said(purpose, number, str(person), rfc8785.dumps(members))


def _checked(rule: str, value: object, place: Place) -> None:
    if not isinstance(value, str):
        raise Refused(Problem("FIELD_TYPE", pointer(place), "string"))
    problem = check_text({"format": rule}, value)
    if problem is not None:
        # Of what was sent nothing is shown, not even a wrong number of a person: it may be that of a citizen.
        raise Refused(replace(problem, field=pointer(place), got=""))


def to_text(pieces: Sequence[tuple[str, bytes]]) -> str:
    """The sealed text of persons (purpose, octets) in the order of `said_of`."""
    return ".".join([MARK, *(word for purpose, octets in pieces for word in (purpose, _encoded(octets)))])


def pieces_of(text: object) -> tuple[Piece, ...]:
    """The persons of a sealed text. Raises ValueError for what is none; nothing is opened here."""
    match = _TEXT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError("not sealed")
    words = match[1].split(".")[1:]
    counts: dict[str, int] = {}
    found = []
    for purpose, word in zip(words[::2], words[1::2], strict=True):
        number = counts.get(purpose, 0)
        counts[purpose] = number + 1
        found.append(Piece(purpose, number, _decoded(word)))
    if len(found) > PERSONS:
        raise ValueError("too many")
    return tuple(found)


def is_sealed(value: object) -> bool:
    """Whether a value has the form of sealed personal data. Whether it can be opened only the key store knows."""
    try:
        pieces_of(value)
    except ValueError:
        return False
    return True


def associated(bound: Bound, piece: tuple[str, int], pseudonym: bytes, head: bytes) -> bytes:
    """What a sealed person is bound to: each part behind its length in four octets, so that no two lists of parts give the same octets."""
    purpose, number = piece
    path = f"/{SEALED}/{purpose}/{number}"
    parts = (f"congress-hub {SEALED} {MARK}".encode(), head, bound.source.encode(), bound.id.encode(), path.encode(), pseudonym)
    whole = (*parts, bound.region.encode(), ledger(bound.family).encode())
    return b"".join(len(one).to_bytes(4, "big") + one for one in whole)


def _encoded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _decoded(word: str) -> bytes:
    try:
        octets = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except binascii.Error as wrong:
        raise ValueError(str(wrong)) from None
    # Unused bits of the last sign: one text alone says these octets.
    if _encoded(octets) != word or len(octets) < LEAST:
        raise ValueError(shown(str(len(octets))))
    return octets
