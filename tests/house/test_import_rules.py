"""The rooms import each other as the architecture says: the whole run shows it, not only the check before landing."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.quick
ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(tmp_path: Path, config: Path) -> subprocess.CompletedProcess[str]:
    """Hold the code to the rules of a file."""
    command = [str(LINT), "--no-logo", "--config", str(config), "--cache-dir", str(tmp_path / "cache")]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "COLUMNS": "200"})


def test_the_import_rules_hold(tmp_path: Path) -> None:
    # given the rules: siblings never meet, and what is pure touches neither broker nor database
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    assert set(rules["root_packages"]) == {"hub", "streams", "projections", "connectors", "schemas"}
    layers, pure = rules["contracts"]
    assert layers["layers"] == ["hub", "streams | projections | connectors", "schemas"]
    assert "streams.gate" in pure["source_modules"]
    assert {"kafka", "aiokafka", "psycopg2", "faust"} <= set(pure["forbidden_modules"])
    # when the code is held to them, then both are kept
    found = lint(tmp_path, ROOT / "pyproject.toml")
    assert found.returncode == 0, found.stdout
    assert "2 kept, 0 broken" in found.stdout
    # and a rule that the code does not keep is told as broken
    (tmp_path / "rules.ini").write_text(TURNED)
    found = lint(tmp_path, tmp_path / "rules.ini")
    assert (found.returncode, "0 kept, 1 broken" in found.stdout) == (1, True)


TURNED = """
[importlinter]
root_packages =
    hub
    streams
    projections
    connectors
    schemas

[importlinter:contract:turned]
name = hub sees nobody
type = layers
layers =
    streams
    hub
"""
