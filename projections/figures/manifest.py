"""A manifest: everything by which a published figure can be counted again from the archive alone. Pure.

Its text is RFC 8785 JSON, and stands whole in the `figure.published` event: the ledger, and so the archive, is where manifests are kept.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import rfc8785

from projections.figures import form
from projections.statistics.answer import Answer, to_json
from projections.statistics.question import Question
from schemas.errors import HubError, Inconsistent, Problem, shown

FORM: Final = "figure/1"
TYPE: Final = "cn.npc.figure.published.v1"
MOST_OCTETS: Final = 48 * 1024
"""A manifest is part of one record of the ledger, which has 60 KiB at the most."""


class NotOne(HubError):
    """A file that is no manifest."""

    code = "MANIFEST_FORM"


class Altered(Inconsistent):
    """A manifest whose parts do not fit each other, or that is not the one that was published."""

    code = "MANIFEST_ALTERED"


@dataclass(frozen=True)
class Head:
    """The head that covers the events counted: entry `index` of the log of heads; `root` (hex) is that of its tree up to there."""

    log: str
    index: int
    root: str


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the source and the id under which the ledger is told, the acting unit and where it is."""

    source: str
    event: str
    unit: str
    level: str
    region: str


@dataclass(frozen=True)
class Manifest:
    """A published figure. `figure`: its id; `published`: when (RFC 3339); `question`: as `asked` makes it; `position`: the next offset of each
    ledger partition; `definition`: fingerprints of the rules; `rows`: as an answer has them; `result`: SHA-256 of rows and `disputed`."""

    figure: str
    title: str
    hub: str
    source: str
    event: str
    unit: str
    published: str
    question: Mapping[str, Any]
    position: Mapping[str, int]
    head: Head
    definition: Mapping[str, str]
    measures: Mapping[str, Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]
    disputed: int
    last_event: str | None
    result: str
    manifest: str = FORM

    @property
    def text(self) -> str:
        """The manifest as it is published."""
        return canonical(asdict(self))


def canonical(value: Any) -> str:
    """RFC 8785 JSON."""
    return rfc8785.dumps(value).decode()


def digest(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def result(rows: Sequence[Mapping[str, Any]], disputed: int) -> str:
    """The digest of what was counted."""
    return digest(canonical({"disputed": disputed, "rows": list(rows)}))


def asked(question: Question, as_of: date) -> dict[str, Any]:
    """A question as a manifest holds it, by the names of the command line; the day that stood for none is named."""
    first, last = (None if day is None else day.isoformat() for day in (question.first, question.last))
    return {
        "names": list(question.names),
        "region": question.region,
        "by": list(question.by),
        "from": first,
        "to": last,
        "term": question.term,
        "as_of": as_of.isoformat(),
        "where": dict(question.where),
        "cohort": question.cohort,
        "regions": question.regions,
        "known_at": question.known_at,
    }


def question_of(said: Mapping[str, Any]) -> Question:
    """The question of which `asked` made this. Raises ValueError for days that are none."""
    first, last = (None if said[name] is None else date.fromisoformat(said[name]) for name in ("from", "to"))
    return Question(
        names=tuple(said["names"]),
        region=said["region"],
        by=tuple(said["by"]),
        first=first,
        last=last,
        term=said["term"],
        as_of=date.fromisoformat(said["as_of"]),
        where=dict(said["where"]),
        cohort=said["cohort"],
        regions=said["regions"],
        known_at=said["known_at"],
    )


def of(answer: Answer, question: Question, who: Publisher, figure: str, title: str, published: str, head: Head, rules: Mapping[str, str]) -> Manifest:
    """The manifest of an answer."""
    told = to_json(answer)
    return Manifest(
        figure=figure,
        title=title,
        hub=head.log.rpartition("/")[0],
        source=who.source,
        event=who.event,
        unit=who.unit,
        published=published,
        question=asked(question, answer.as_of),
        position=told["position"],
        head=head,
        definition=dict(rules),
        measures=told["measures"],
        rows=told["rows"],
        disputed=answer.disputed,
        last_event=answer.last_event,
        result=result(told["rows"], answer.disputed),
    )


def event(manifest: Manifest, who: Publisher) -> dict[str, Any]:
    """The event that lets the ledger tell of it: `measure` and `n` are its first row that is a number."""
    row = next(one for one in manifest.rows if one["n"] is not None)
    data = {
        "figure": manifest.figure,
        "title": manifest.title,
        "measure": row["measure"],
        "region": manifest.question["region"],
        "n": row["n"],
        "of": row["of"],
        "question": canonical(manifest.question),
        "position": canonical(manifest.position),
        "manifest": manifest.text,
    }
    return {
        "specversion": "1.0",
        "id": who.event,
        "source": who.source,
        "type": TYPE,
        "subject": manifest.figure,
        "time": manifest.published,
        "unit": who.unit,
        "level": who.level,
        "region": who.region,
        "data": {name: value for name, value in data.items() if value is not None},
    }


def read(octets: bytes) -> Manifest:
    """A manifest from a file: its own text, or the answer that holds it under `manifest`.

    Raises NotOne for what is none; Altered where its rows are not those of its digest.
    """
    try:
        said = json.loads(octets)
        body: Any = said.get("manifest") if isinstance(said, dict) and isinstance(said.get("manifest"), dict) else said
        place = form.wrong(body)
        if place is not None or body["manifest"] != FORM:
            raise NotOne(problem=Problem("MANIFEST_FORM", place or "/manifest", "" if place else FORM))
        form.instants(body)
        question_of(body["question"])
        found = Manifest(**{**body, "head": Head(**body["head"])})
        counted = result(found.rows, found.disputed)
    except (ValueError, RecursionError) as error:
        raise NotOne(problem=Problem("MANIFEST_FORM", got=shown(str(error)))) from None
    if counted != found.result:
        raise Altered(problem=Problem("MANIFEST_ALTERED", "/result", found.result, counted))
    return found
