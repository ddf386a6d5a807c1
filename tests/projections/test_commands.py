"""`hub rebuild` and `hub verify` against a database of a hub."""

import json
from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from hub.access.staff import WORKER
from hub.access.staffing import admit_roles
from hub.cli import main
from projections.database import migrate
from tests.projections.play import playing
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
        assert json.loads(capsys.readouterr().out) == {"object": name, "rows": 0}
        assert command("rebuild", "--object", "//nobody/x/1") == 1
        assert command("verify", "nonsense") == 2
        # Views that were meddled with: refused, with the one that differs
        hub.rows("UPDATE {view}.activity SET title = '改' RETURNING 1")
        capsys.readouterr()
        assert command("verify", "activity") == 1
        assert "activity" in capsys.readouterr().err
