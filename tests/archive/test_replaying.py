"""A published figure is counted again from the archive alone; what was altered, is of another hub or is not there is refused in words."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from hub.audit import checking, replaying
from hub.audit.replaying import replayed
from hub.audit.scratch import Scratch, scratch
from hub.cli.main import run
from hub.embedded.parts import Parts
from projections import database, verify
from projections.archive.signing import Signer
from projections.archive.verifier import Key
from projections.figures import manifest, released, replay
from projections.figures.manifest import Head, Manifest
from projections.statistics import Question
from projections.versions import Version
from schemas.errors import HubError
from tests.archive.kept import KEPT
from tests.archive.made import KEY, Archive
from tests.archive.told import Ledger, registered
from tests.cases.reading import read

COUNTY = "420624"
QUESTION = Question(("suggestions.consolidated", "suggestions.replied"), COUNTY, ("region",))
RULES = {"release": "0.0.9", "views": "0" * 64, "asking": "0" * 64}
TOLD = "2025-12-31T04:00:00Z"
LATER, LATEST = registered("late-1", 13, "2025-05-06"), registered("late-2", 14, "2025-05-07")


@pytest.fixture(scope="module")
def room(postgres_server: Parts) -> Iterator[Scratch]:
    with scratch(postgres_server.dsn(database="postgres")) as made:
        yield made


@pytest.fixture(scope="module")
def first(room: Scratch, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database to which the first case was told: what begins so is gone on from in a copy."""
    ledger, dsn = Ledger().tell(*read("01").events, recorded=TOLD), room.database()
    ledger.count(ledger.archive.lay(Path(tmp_path_factory.mktemp("first"))), dsn)
    return dsn


@dataclass(frozen=True)
class Told:
    """The first case. A figure of it was published as it was known on the day on which it was told; of two more suggestions of its time one came
    between that day and the publication, one after it."""

    archive: Path
    manifest: Manifest


@pytest.fixture(scope="module")
def told(room: Scratch, first: str, tmp_path_factory: pytest.TempPathFactory) -> Told:
    ledger, folder = Ledger().tell(*read("01").events, recorded=TOLD), Path(tmp_path_factory.mktemp("archive"))
    ledger.tell(LATER, recorded="2026-01-02T04:00:00Z")
    published = ledger.publish(folder, room.database(first), replace(QUESTION, known_at="2025-12-31"), 5)
    ledger.tell(LATEST, recorded="2026-01-09T04:00:00Z").archive.lay(folder)
    return Told(folder, published)


Typed = Callable[[Manifest, Path], tuple[int, dict[str, Any]]]


@pytest.fixture
def typed(room: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Types `hub audit replay` where there is no hub: its exit code, and what it says."""
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "nothing"))

    def type_(one: Manifest, archive: Path) -> tuple[int, dict[str, Any]]:
        (tmp_path / "manifest.json").write_text(one.text)
        words = [str(tmp_path / "manifest.json"), "--archive", str(archive), "--key", KEY.text(), "--postgres", room.server]
        code = run(["audit", "replay", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return type_


def numbers(found: dict[str, Any], count: str) -> dict[tuple[str, str], int]:
    return {(row["measure"], row["by"]["region"]): row["n"] for row in found["rows"][count] if row["n"]}


def test_a_figure_is_counted_again_and_what_came_since_explains_what_is_known_today(told: Told, typed: Typed) -> None:
    # given a figure that was published as it had been known before two events of its time came
    # when it is replayed
    code, found = typed(told.manifest, told.archive)
    # then the events that were known give what was published
    assert (code, found["agrees"]) == (0, True)
    once = {("suggestions.consolidated", "420624101"): 1, ("suggestions.replied", "420624101"): 1}
    assert [numbers(found, count) for count in ("published", "then", "now")] == [once] * 3
    # and today it is another, by the objects of which those events speak
    assert numbers(found, "today") == {**once, ("suggestions.consolidated", "420624101"): 3}
    (change,) = found["changes"]
    assert (change["cause"], change["by"]) == ("events", {"region": "420624101"})
    objects = [(one["key"], one["before"], one["after"], [event["id"] for event in one["events"]]) for one in change["objects"]]
    assert objects == [(event["subject"], 0, 1, [event["id"]]) for event in (LATER, LATEST)]


def test_a_figure_that_its_events_do_not_give_does_not_agree(room: Scratch, first: str, tmp_path: Path, typed: Typed) -> None:
    # given a source that published another number than was counted, by rules that nobody kept, and a manifest that fits it
    ledger = Ledger().tell(*read("01").events, recorded=TOLD)
    false = [{"measure": "suggestions.consolidated", "by": {"region": "420624101"}, "n": 300, "of": None, "sources": {"expected": 1, "heard": 1}}]
    published = ledger.publish(tmp_path, room.database(first), QUESTION, 6, rows=lambda _: false, definition=lambda _: RULES)
    # when it is replayed, then it is said that it does not agree, and that only today's rules were asked
    code, found = typed(published, tmp_path)
    assert (code, found["agrees"], found["definition"]["kept"], found["rows"]["then"]) == (1, False, False, None)
    assert numbers(found, "published") != numbers(found, "now")


@pytest.mark.faults
def test_other_rules_than_today_s_are_those_of_the_release_that_is_kept(room: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a release that counted matters only once they were replied to, and a figure published by it
    kept_otherwise(released.place(RULES, tmp_path), "{}(s.counting), {}(s.replied)", "{}(s.replied), {}(s.replied)")
    monkeypatch.setattr(released, "FOLDER", tmp_path)
    ledger = Ledger().tell(*read("01").events, LATER, recorded=TOLD)
    asked = Question(("suggestions.consolidated",), COUNTY)
    published = ledger.publish(tmp_path / "archive", room.database(), asked, 7, rows=lambda rows: [{**rows[0], "n": 1}], definition=lambda _: RULES)
    # when it is replayed, then the same events give what was published by the rules of then, and another number by today's
    found = replayed(published, tmp_path / "archive", KEY, room)
    counts = ("published", "then", "now", "today")
    assert [[row["n"] for row in found["rows"][count]] for count in counts] == [[1], [1], [2], [2]]
    assert (found["agrees"], found["definition"]["kept"]) == (True, True), found["rows"]
    # and it is the rules that explain it, by the matter that they count otherwise
    (change,) = found["changes"]
    assert (change["cause"], [(one["key"], one["before"], one["after"]) for one in change["objects"]]) == ("rules", [(LATER["subject"], 0, 1)])


@pytest.mark.faults
def test_a_question_that_today_s_code_has_no_more_is_answered_by_the_release_alone(room: Scratch, first: str, tmp_path: Path) -> None:
    # given a figure of a statistic that is gone, by rules that nobody kept
    ledger = Ledger().tell(*read("01").events, recorded=TOLD)
    gone = {"question": lambda asked: {**asked, "names": ["suggestions.gone"]}, "definition": lambda _: RULES}
    published = ledger.publish(tmp_path, room.database(first), QUESTION, 8, **gone)
    # when it is replayed, then nothing is counted, and nothing is said to agree
    found = replayed(published, tmp_path, KEY, room)
    assert (found["agrees"], found["rows"]["then"], found["rows"]["now"], found["rows"]["today"], found["changes"]) == (False, None, None, None, [])


def kept_otherwise(path: Path, before: str, after: str) -> None:
    """Keep the release that is kept here with a text of the matters' cells replaced, of beginnings and ends alike."""
    (kept,) = released.FOLDER.glob("4549987a97f1b813-*.tar.xz")
    with tarfile.open(kept) as tar:
        tar.extractall(path.parent / "code", filter="data")
    cells = path.parent / "code/projections/views/42_matter/cells.sql"
    text = cells.read_text("utf-8")
    for edge in ("lower", "upper"):
        assert before.format(edge, edge) in text
        text = text.replace(before.format(edge, edge), after.format(edge, edge))
    cells.write_text(text, "utf-8")
    with tarfile.open(path, "w") as tar:
        for room in released.ROOMS:
            tar.add(path.parent / "code" / room, room)


@pytest.mark.parametrize("age", sorted(path.name for path in KEPT.iterdir()))
def test_a_manifest_of_each_age_is_counted_again_by_the_release_that_made_it(age: str, room: Scratch, tmp_path: Path) -> None:
    # given a manifest and the archive as that release left them
    published = manifest.read((KEPT / age / "manifest.json").read_bytes())
    with tarfile.open(KEPT / age / "archive.tar.xz") as tar:
        tar.extractall(tmp_path, filter="data")
    checking.check(published, tmp_path, KEY)
    # when the release is asked that is kept in this tree
    with released.release(published.definition) as old:
        assert old is not None, released.place(published.definition)
        counted = replaying.counted(old.do, replaying.cut(published, tmp_path, KEY, room.database()))
    # then it finds what was published, to the last figure
    assert (counted.rows, counted.result) == (published.rows, published.result)
    assert len(counted.rows) > 50


@pytest.mark.faults
def test_what_is_built_at_once_is_what_is_folded(told: Told, room: Scratch, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # given the same archive made into views in both ways
    words = {"archive": str(told.archive), "key": KEY.text(), "head": told.manifest.head.index, "position": None}
    prints = []
    for most, dsn in ((0, room.database()), (10**6, room.database(first))):
        monkeypatch.setattr(replay, "BUILT", most)
        replay.do({**words, "do": "make", "dsn": dsn})
        with closing(database.connect(dsn)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT version, definition FROM core.view_version")
            ((number, rules),) = cursor.fetchall()
            prints.append(verify.fingerprints(cursor, Version(number, rules)))
    # then no row differs
    assert prints[0] == prints[1]


def altered(one: Manifest, **members: Any) -> Manifest:
    """The same with other members, and a digest that fits its rows."""
    other = replace(one, **members)
    return replace(other, result=manifest.result(other.rows, other.disputed))


ALTERATIONS: dict[str, tuple[Callable[[Manifest], Manifest], str]] = {
    "another hub": (lambda one: replace(one, hub="other.example", head=replace(one.head, log="other.example/heads")), "MANIFEST_OTHER_HUB"),
    "another log": (lambda one: replace(one, head=replace(one.head, log="hub.example/ledger.reference/0")), "MANIFEST_OTHER_HUB"),
    "a head to come": (lambda one: replace(one, head=replace(one.head, index=99)), "MANIFEST_BEYOND"),
    "a head before": (lambda one: replace(one, head=replace(one.head, index=-1)), "MANIFEST_BEYOND"),
    "another root": (lambda one: replace(one, head=replace(one.head, root="00" * 32)), "MANIFEST_FORKED"),
    "no root": (lambda one: replace(one, head=replace(one.head, root="x")), "MANIFEST_FORKED"),
    "positions beyond": (lambda one: replace(one, position={**one.position, "ledger.reference/0": 10**6}), "MANIFEST_ALTERED"),
    "positions of another log": (lambda one: replace(one, position={"ledger.nothing/0": 0}), "MANIFEST_ALTERED"),
    "a negative position": (lambda one: replace(one, position={"ledger.reference/0": -1}), "MANIFEST_ALTERED"),
    "positions before": (lambda one: replace(one, position={**one.position, "ledger.reference/0": 3}), "MANIFEST_ALTERED"),
    "other rows": (lambda one: altered(one, rows=[{**row, "n": 9} for row in one.rows]), "MANIFEST_ALTERED"),
    "another title": (lambda one: replace(one, title="2024 年工作报告"), "MANIFEST_ALTERED"),
    "another question": (lambda one: replace(one, question={**one.question, "region": "4206"}), "MANIFEST_ALTERED"),
    "another event": (lambda one: replace(one, event="published-99"), "MANIFEST_UNENTERED"),
}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_a_manifest_that_was_altered_is_refused_before_anything_is_counted(told: Told, what: str) -> None:
    change, code = ALTERATIONS[what]
    # when it is replayed, then it is refused, and no database is made
    with pytest.raises(HubError) as refused:
        replayed(change(told.manifest), told.archive, KEY, Scratch("host=/nowhere"))
    assert refused.value.problem.code == code
    assert refused.value.problem.sentence("zh")


def test_a_manifest_is_of_one_archive(told: Told, room: Scratch, tmp_path: Path) -> None:
    def code(archive: Path, key: Key = KEY) -> str:
        with pytest.raises(HubError) as refused:
            replayed(told.manifest, archive, key, Scratch("host=/nowhere"))
        return refused.value.problem.code

    events = read("01").events
    # given an archive that ends before the head that the manifest names; one that ends before the figure was published; one of another history;
    # and one that another hub signs
    short = Ledger().archive.lay(tmp_path / "short")
    before = Ledger().tell(*events, recorded=TOLD).tell(LATER, recorded="2026-01-02T04:00:00Z").archive.lay(tmp_path / "before")
    other = Ledger().tell(*events[:-1], recorded=TOLD).tell(events[-1], recorded="2026-01-01T04:00:00Z").archive
    foreign = Signer("other.example", bytes(32))
    # then each is refused
    assert code(short) == "MANIFEST_BEYOND"
    assert code(before) == "MANIFEST_UNENTERED"
    assert code(other.lay(tmp_path / "other")) == "MANIFEST_FORKED"
    assert code(Archive(foreign).head().lay(tmp_path / "foreign"), foreign.key) == "MANIFEST_OTHER_HUB"
    # and so is one of which an entry was changed, by where it is
    (tmp_path / "damaged").mkdir()
    for path in told.archive.rglob("*"):
        if path.is_file():
            place = tmp_path / "damaged" / path.relative_to(told.archive)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    (bundle,) = (tmp_path / "damaged/ledger.reference/0/tile/entries").rglob("000.p/18")
    bundle.write_bytes(bundle.read_bytes().replace("湖北省".encode(), "湖南省".encode()))
    with pytest.raises(HubError) as refused:
        replayed(told.manifest, tmp_path / "damaged", KEY, room)
    assert (refused.value.problem.code, refused.value.problem.field) == ("ARCHIVE_DAMAGED", "ledger.reference/0 #0")


def test_what_is_no_manifest_is_said_so(told: Told) -> None:
    text = json.loads(told.manifest.text)
    wrong: dict[str, Any] = {
        "no JSON": None,
        "no object": [1],
        "another form": {**text, "manifest": "figure/9"},
        "a member less": {name: value for name, value in text.items() if name != "head"},
        "a member more": {**text, "more": 1},
        "another head": {**text, "head": {"log": "x"}},
        "another question": {**text, "question": {"names": ["persons"]}},
        "a day that is none": {**text, "question": {**text["question"], "as_of": "2025-02-30"}},
        "a time that is none": {**text, "published": "yesterday"},
        "a definition that is a path": {**text, "definition": {**text["definition"], "views": "../../../tmp/" + "0" * 51}},
        "a truth for a number": {**text, "disputed": True},
        "a fraction": {**text, "rows": [{**text["rows"][0], "n": 1.5}]},
        "a number that JSON cannot hold": {**text, "disputed": 2**70},
        "a row without a number": {**text, "rows": [{"measure": "persons"}]},
        "a name for names": {**text, "question": {**text["question"], "names": "persons"}},
    }
    for what, body in wrong.items():
        with pytest.raises(HubError) as refused:
            manifest.read(b"\xff" if body is None else json.dumps(body).encode())
        assert refused.value.problem.code == "MANIFEST_FORM", what
    # and rows that are not those of its digest
    with pytest.raises(HubError) as refused:
        manifest.read(json.dumps({**text, "disputed": 7}).encode())
    assert refused.value.problem.code == "MANIFEST_ALTERED"
    # while what was published is read back to the last octet, bare or in the answer that holds it
    for octets in (told.manifest.text, json.dumps({"manifest": text, "sha256": ""})):
        assert manifest.read(octets.encode()).text == told.manifest.text
    assert Head(**text["head"]) == told.manifest.head
