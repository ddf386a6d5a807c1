"""Who may state which fact, and what every fact is about: tables, nothing else (contract.md 4; docs/gate.md explains them)."""

from collections.abc import Mapping
from typing import Final, Literal

Right = Literal["administrator", "jurisdiction", "open"]

ADMINISTRATOR: Final = "//00/hub"
ADMINISTRATOR_UNIT: Final = "00-hub"
NATION: Final = "00"

JURISDICTION: Final = frozenset(
    {
        "cn.npc.unit.registered.v1",
        "cn.npc.department.registered.v1",
        "cn.npc.station.opened.v1",
        "cn.npc.mandate.started.v1",
        "cn.npc.class_scheme.set.v1",
    }
)
"""Facts about the region in `data.region`: a source of that region or one above it may state them."""

OPEN: Final = frozenset(
    {
        "cn.npc.station.closed.v1",
        "cn.npc.deputy.registered.v1",
        "cn.npc.mandate.ended.v1",
        "cn.npc.reference.corrected.v1",
        "cn.npc.reference.retracted.v1",
    }
)
"""Facts that name no region: any source with the family may state them. A correction counts only when it comes from the
source it corrects or its successor, which the fold decides (contract.md 1)."""


def right(type_name: str, family: str) -> Right:
    """Who may state facts of this type. A reference type named nowhere here is the administrator's alone."""
    if family != "reference" or type_name in OPEN:
        return "open"
    return "jurisdiction" if type_name in JURISDICTION else "administrator"


SUBJECTS: Final[Mapping[str, str]] = {
    "cn.npc.region.established.v1": "code",
    "cn.npc.unit.registered.v1": "unit",
    "cn.npc.department.registered.v1": "dept",
    "cn.npc.station.opened.v1": "station",
    "cn.npc.station.closed.v1": "station",
    "cn.npc.deputy.registered.v1": "person",
    "cn.npc.mandate.started.v1": "mandate",
    "cn.npc.mandate.ended.v1": "mandate",
    "cn.npc.source.registered.v1": "source",
    "cn.npc.source.rotated.v1": "source",
    "cn.npc.source.revoked.v1": "source",
    "cn.npc.reader.registered.v1": "reader",
    "cn.npc.reader.revoked.v1": "reader",
    "cn.npc.class_scheme.set.v1": "scheme",
    "cn.npc.activity.announced.v1": "activity",
    "cn.npc.activity.held.v1": "activity",
    "cn.npc.activity.cancelled.v1": "activity",
    "cn.npc.opinion.collected.v1": "opinion",
    "cn.npc.opinion.answered_on_spot.v1": "opinion",
    "cn.npc.opinion.forwarded.v1": "opinion",
    "cn.npc.opinion.converted.v1": "opinion",
    "cn.npc.opinion.rejected.v1": "opinion",
    "cn.npc.project.candidate_listed.v1": "project",
    "cn.npc.project.voted.v1": "project",
}
"""The member of `data` that names the object of an event and so equals its `subject`."""

MINTED: Final = frozenset({"activity", "suggestion"})
"""Families whose subjects are minted by sources: their ids begin with `//<region>/<system>/`."""

FORETOLD: Final = frozenset({"cn.npc.activity.announced.v1"})
"""Types whose `time` may lie more than a day ahead: they tell of what is planned."""
