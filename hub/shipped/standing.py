"""Which of the shipped facts a hub has, asked of its ledger index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from hub.access.rights import ADMINISTRATOR
from hub.shipped import Event, events

_KNOWN: Final = (Path(__file__).with_name("queries") / "known.sql").read_text("utf-8")


def missing(cursor: Any) -> Sequence[Event]:
    """The shipped facts that are not on the ledger yet."""
    every = events()
    cursor.execute(_KNOWN, {"source": ADMINISTRATOR, "ids": [one["id"] for one in every]})
    known = {identity for (identity,) in cursor.fetchall()}
    return [one for one in every if one["id"] not in known]
