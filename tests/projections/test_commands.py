"""`hub rebuild` and `hub verify` against a database of a hub."""

import json
import re
from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from hub.access.staff import WORKER
from hub.access.staffing import admit_roles
from hub.cli import main
from projections import folders
from projections.database import migrate
from tests.projections.play import content, playing
from tests.projections.test_rebuild import life


@pytest.fixture
def command_line(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    words = parse_dsn(database)
    admit_roles(database, lambda _name: words["password"])
    (tmp_path / f"postgres-{WORKER.role}").write_text(words["password"])
    monkeypatch.setenv("HUB_SECRETS", str(tmp_path))
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HUB_POSTGRES", f"host={words['host']} port={words['port']} dbname={words['dbname']}")
    return database


def command(*words: str) -> int:
    return main.run(list(words))


def test_verify_and_rebuild(command_line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with playing(command_line) as hub:
        life(hub)
        migrate(command_line)
        # Views as they should be: equal, switched, and back
        assert command("verify", "--json") == 0
        rows = json.loads(capsys.readouterr().out)
        assert {"suggestion", "cube"} <= {row["view"] for row in rows}
        assert all(row["equal"] for row in rows)
        assert command("rebuild") == 0
        assert "相等" in capsys.readouterr().out
        assert command("rebuild", "--back", "--json") == 0
        assert json.loads(capsys.readouterr().out) == {"version": 1}
        # One object, and one that is nobody's
        (name,) = {row["activity"] for row in hub.rows("SELECT activity FROM {view}.activity LIMIT 1")}
        assert command("rebuild", "--object", name, "--json") == 0
        assert json.loads(capsys.readouterr().out) == {"object": name, "rows": 0, "sums": 0}
        assert command("rebuild", "--object", "//nobody/x/1") == 1
        assert command("verify", "nonsense") == 2
        # Views that were meddled with: refused, with the one that differs
        hub.rows("UPDATE {view}.activity SET title = '改' RETURNING 1")
        capsys.readouterr()
        assert command("verify", "activity") == 1
        assert "activity" in capsys.readouterr().err


PASSING = re.compile(r"^(\w+): (\d+) rows, \d+\.\d s, that is (\d+) records/s$", re.MULTILINE)


def test_a_rebuild_says_how_far_it_is_and_how_fast(command_line: str, capsys: pytest.CaptureFixture[str]) -> None:
    # given views that hold something
    with playing(command_line) as hub:
        life(hub)
        migrate(command_line)
        held = {name: hub.rows(f"SELECT count(*)::int AS n FROM {{view}}.{name}")[0]["n"] for name in ("activity", "suggestion", "matter")}
        capsys.readouterr()
        # when they are made anew, then each is told in its turn, with its rows and the ledger records a second
        assert command("rebuild", "--lang", "en") == 0
        told = PASSING.findall(capsys.readouterr().err)
    assert sorted(view for view, _, _ in told) == sorted(one.name for one in folders.views())
    assert {view: int(rows) for view, rows, _ in told if view in held} == held
    assert min(held.values()) > 0
    assert all(int(rate) > 0 for _, _, rate in told)


def test_the_fingerprints_printed_are_the_same_for_live_and_rebuilt(command_line: str, capsys: pytest.CaptureFixture[str]) -> None:
    # given views as they should be, when they are verified, then for each the same two texts stand under live and rebuilt
    with playing(command_line) as hub:
        life(hub)
    capsys.readouterr()
    assert command("verify", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["view"] for row in rows if row["live"] != row["rebuilt"]] == []
    assert all(re.fullmatch(r"[0-9a-f]{32,}", row[side][kind]) for row in rows for side in ("live", "rebuilt") for kind in ("content", "full"))
    # and people are shown the same
    assert command("verify", "--lang", "en") == 0
    shown = {tuple(line.split()[:2]): line.split()[2:] for line in capsys.readouterr().out.splitlines()[1:]}
    for row in rows:
        for kind in ("content", "full"):
            beginning = row["live"][kind][:16]
            assert shown[row["view"], kind] == [beginning, beginning, "equal"]


def test_one_matter_is_derived_again_alone(command_line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A suggestion that is derived as it is stored would not touch its matter."""
    row_of = "SELECT * FROM {view}.matter WHERE matter = %s ORDER BY known_from"
    with playing(command_line) as hub:
        life(hub)
        before = content(hub)
        (found,) = hub.rows("SELECT matter, members FROM {view}.matter WHERE cardinality(members) > 1 ORDER BY matter, known_from DESC LIMIT 1")
        for name in (found["matter"], max(found["members"])):
            # given one matter of several suggestions whose rows are not what the ledger says, the suggestions being so
            rows = hub.rows(row_of, found["matter"])
            hub.rows("UPDATE {view}.matter SET title = '改' WHERE matter = %s RETURNING 1", found["matter"])
            assert hub.rows(row_of, found["matter"]) != rows
            # when it is derived again, by its own name or by that of another of its suggestions
            capsys.readouterr()
            assert command("rebuild", "--object", name, "--json") == 0
            assert json.loads(capsys.readouterr().out) == {"object": name, "rows": 2 * len(rows), "sums": 0}
            # then its rows are as before, and so is all else
            assert hub.rows(row_of, found["matter"]) == rows
            assert content(hub) == before
        # and when all is well, no row differs
        assert command("rebuild", "--object", found["matter"], "--json") == 0
        assert json.loads(capsys.readouterr().out)["rows"] == 0
