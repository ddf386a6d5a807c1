"""Whether one event counts, and in which words that is said. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Verdict(NamedTuple):
    """`why` is a key of schemas.reasons.life."""

    counts: bool
    why: str


def verdict(record: Mapping[str, Any]) -> Verdict:
    """The verdict about one record of `queries/records.sql`."""
    if record["status"] == "duplicate":
        return Verdict(False, "LIFE_DUPLICATE")
    if record["content"] is not None and bytes(record["content"]) != bytes(record["standing"]):
        return Verdict(False, "LIFE_OTHER_COPY_STANDS")
    if record["amends"]:
        return _amending(record)
    if not record["stands"]:
        return Verdict(False, "LIFE_RETRACTED")
    if record["entitled"] is False:
        return Verdict(False, "LIFE_NOT_ENTITLED")
    if record["draft"]:
        return Verdict(False, "LIFE_DRAFT")
    if record["corrected"]:
        return Verdict(True, "LIFE_CORRECTED")
    return Verdict(True, "LIFE_COUNTS")


def _amending(record: Mapping[str, Any]) -> Verdict:
    if not record["may_amend"]:
        return Verdict(False, "LIFE_MAY_NOT_AMEND")
    return Verdict(False, "LIFE_UNFIT") if record["unfit"] else Verdict(True, "LIFE_AMENDS")
