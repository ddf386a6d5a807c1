"""Who may state which fact, and what every fact is about: tables, nothing else (contract.md 4; docs/gate.md explains them)."""

from collections.abc import Mapping
from typing import Final, Literal

Right = Literal["administrator", "jurisdiction", "rule", "unit", "open"]

ADMINISTRATOR: Final = "//00/hub"
ADMINISTRATOR_UNIT: Final = "00-hub"
NATION: Final = "00"

_RIGHTS: Final[Mapping[Right, tuple[str, ...]]] = {
    "jurisdiction": (
        "unit.registered",
        "department.registered",
        "department.changed",
        "station.opened",
        "station.changed",
        "mandate.started",
        "class_scheme.set",
        "category_scheme.set",
        "figure.published",
        "object.allocated",
    ),
    "rule": ("rule.set",),
    "unit": ("unit.changed", "unit.closed", "term.opened", "session.held"),
    "open": (
        "station.closed",
        "station.roster_changed",
        "department.merged",
        "deputy.registered",
        "deputy.merged",
        "mandate.ended",
        "mandate.suspended",
        "mandate.restored",
        "reference.corrected",
        "reference.retracted",
    ),
}
"""Reference facts that others than the administrator may state. `jurisdiction`: about the region in `data.region`, where it
names one: a source of that region or above. `rule`: the same of `data.jurisdiction`, but those of the nation are the
administrator's. `unit`: about the unit in `data.unit`, which must be registered: a source of its region or above, and of
`data.region` where it is given a new one. `open`: about what the gate does not know the region of, or what is of none: any
source with the family. A correction counts only when it comes from the source it corrects or its successor; that, and who
may close a station or end a mandate, the fold decides (contract.md 1)."""

_RIGHT_OF: Final[Mapping[str, Right]] = {f"cn.npc.{name}.v1": one for one, names in _RIGHTS.items() for name in names}

REGION_OF: Final[Mapping[Right, str]] = {"jurisdiction": "region", "rule": "jurisdiction", "unit": "region"}
"""The member of `data` that names the region a fact is about."""


def unit_of(may: Right) -> str:
    """The member of `data` that names a unit which must be registered: whom a fact is about, or who hosts."""
    return "unit" if may == "unit" else "host_unit"


def right(type_name: str, family: str) -> Right:
    """Who may state facts of this type. A reference type named nowhere here is the administrator's alone."""
    return "open" if family != "reference" else _RIGHT_OF.get(type_name, "administrator")


SUBJECTS: Final[Mapping[str, str]] = {
    "cn.npc.region.established.v1": "code",
    "cn.npc.region.renamed.v1": "code",
    "cn.npc.region.moved.v1": "code",
    "cn.npc.region.abolished.v1": "code",
    "cn.npc.region.merged.v1": "code",
    "cn.npc.region.split.v1": "code",
    "cn.npc.unit.registered.v1": "unit",
    "cn.npc.unit.changed.v1": "unit",
    "cn.npc.unit.closed.v1": "unit",
    "cn.npc.term.opened.v1": "unit",
    "cn.npc.session.held.v1": "unit",
    "cn.npc.department.registered.v1": "dept",
    "cn.npc.department.changed.v1": "dept",
    "cn.npc.department.merged.v1": "dept",
    "cn.npc.station.opened.v1": "station",
    "cn.npc.station.changed.v1": "station",
    "cn.npc.station.closed.v1": "station",
    "cn.npc.station.roster_changed.v1": "station",
    "cn.npc.deputy.registered.v1": "person",
    "cn.npc.deputy.merged.v1": "from",
    "cn.npc.person.erased.v1": "person",
    "cn.npc.mandate.started.v1": "mandate",
    "cn.npc.mandate.suspended.v1": "mandate",
    "cn.npc.mandate.restored.v1": "mandate",
    "cn.npc.mandate.ended.v1": "mandate",
    "cn.npc.source.registered.v1": "source",
    "cn.npc.source.rotated.v1": "source",
    "cn.npc.source.revoked.v1": "source",
    "cn.npc.reader.registered.v1": "reader",
    "cn.npc.reader.revoked.v1": "reader",
    "cn.npc.class_scheme.set.v1": "scheme",
    "cn.npc.category_scheme.set.v1": "scheme",
    "cn.npc.figure.published.v1": "figure",
    "cn.npc.object.allocated.v1": "object",
    "cn.npc.activity.announced.v1": "activity",
    "cn.npc.activity.held.v1": "activity",
    "cn.npc.activity.cancelled.v1": "activity",
    "cn.npc.activity.yielded.v1": "activity",
    "cn.npc.opinion.collected.v1": "opinion",
    "cn.npc.opinion.answered_on_spot.v1": "opinion",
    "cn.npc.opinion.forwarded.v1": "opinion",
    "cn.npc.opinion.converted.v1": "opinion",
    "cn.npc.opinion.rejected.v1": "opinion",
    "cn.npc.project.collected.v1": "project",
    "cn.npc.project.candidate_listed.v1": "project",
    "cn.npc.project.voted.v1": "project",
    "cn.npc.project.progressed.v1": "project",
    "cn.npc.project.evaluated.v1": "project",
    "cn.npc.session.speech_made.v1": "speech",
    "cn.npc.duty.report_given.v1": "report",
    "cn.npc.motion.submitted.v1": "motion",
    "cn.npc.research.report_forwarded.v1": "report",
    "cn.npc.research.report_handled.v1": "report",
}
"""The member of `data` that names the object of an event and so equals its `subject`. A calendar's is its year, which is a
number (streams/gate/checks.py); a rule and a completed training have none: their subject is their source's choice."""

MINTED: Final = frozenset({"activity", "suggestion"})
"""Families whose subjects are minted by sources: their ids begin with `//<region>/<system>/`."""

FORETOLD: Final = frozenset({"cn.npc.activity.announced.v1"})
"""Types whose `time` may lie more than a day ahead: they tell of what is planned."""
