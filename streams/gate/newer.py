"""What a newer vocabulary may read of what this one refuses: named beside the refusal, so that a gate of that vocabulary judges it anew. Pure."""

import hashlib
from collections.abc import Iterable
from typing import Final

from schemas import registry
from schemas.errors import Problem
from schemas.registry import INTERNAL, EventType

_TYPES: Final = frozenset({"TYPE_UNKNOWN", "TYPE_VERSION_UNKNOWN"})
_MEMBERS: Final = frozenset({"FIELD_UNKNOWN", "FIELD_VALUE"})
"""What a later version of a type may allow: it has further members and further words (`schemas.compatibility`)."""


def lacking(problem: Problem, type_name: object) -> tuple[str, ...]:
    """What the vocabulary would have to know for a record of this type not to have this problem; none where no vocabulary helps.

    `schema:<id>`, `type:<name>`, or `version:<name>/<number>` for the next version of a type that is known.
    """
    if problem.code == "SCHEMA_UNKNOWN":
        return (f"schema:{problem.got}",)
    if not isinstance(type_name, str):
        return ()
    if problem.code in _TYPES:
        return (f"type:{type_name}",)
    kind = registry.by_name(type_name)
    return (f"version:{type_name}/{kind.version + 1}",) if problem.code in _MEMBERS and kind is not None else ()


def known(missing: Iterable[str]) -> bool:
    """Whether some of these are named and this vocabulary knows them all."""
    several = list(missing)
    return bool(several) and all(map(_known, several))


def fingerprint() -> str:
    """A short name of this vocabulary: the same for the same schema ids."""
    return hashlib.sha256(repr(sorted(registry.default().ids)).encode()).hexdigest()[:16]


def _known(name: str) -> bool:
    what, _, which = name.partition(":")
    if what == "schema":
        return which.isdecimal() and _event(registry.by_id(int(which)))
    if what == "type":
        return _event(registry.by_name(which))
    typed, _, version = which.rpartition("/")
    kind = registry.by_name(typed)
    return what == "version" and kind is not None and version.isdecimal() and kind.version >= int(version)


def _event(kind: EventType | None) -> bool:
    return kind is not None and kind.family != INTERNAL
