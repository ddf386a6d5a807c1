"""docker-compose.yml, Dockerfile and the broker's script: what a schema, two linters and a look can tell of them without Docker."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from schemas.registry import all_types

pytestmark = pytest.mark.quick
ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"[\w./-]+:\d+\.\d+(\.\d+)?(-[\w.]+)*")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


def _compose_specification() -> Any:
    package = find_spec("check_jsonschema")
    assert package is not None
    assert package.origin is not None
    return json.loads((Path(package.origin).parent / "builtin_schemas" / "vendor" / "compose-spec.json").read_text())


def test_the_file_is_what_the_compose_specification_allows(compose: dict[str, Any]) -> None:
    # given the published schema of the compose specification
    specification = _compose_specification()
    validator = jsonschema.validators.validator_for(specification)(specification)
    # when the file is checked, then there is no fault; and a wrong member would be one
    assert [error.message for error in validator.iter_errors(compose)] == []
    assert list(validator.iter_errors({"services": {"a": {"imagee": "b"}}}))


def _findings(tool: str, *files: Path) -> set[str]:
    """The rules that a linter sees broken in files, by their codes."""
    command = [str(Path(sys.executable).with_name(tool)), "--format", "json", *map(str, files)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode in (0, 1), done.stderr
    return {str(found["code"]) for found in json.loads(done.stdout)}


def test_the_dockerfile_is_sound_to_hadolint(tmp_path: Path) -> None:
    # given the Dockerfile, and one with a wrong word, an image without version and a folder that is none
    (tmp_path / "wrong").write_text("FRM python\n")
    (tmp_path / "loose").write_text("FROM python\nWORKDIR src\nRUN echo $1 | cat\n")
    # when hadolint parses and checks them, then the first is sound, and the others are found wrong for what they are
    assert _findings("hadolint", ROOT / "Dockerfile") == set()
    assert _findings("hadolint", tmp_path / "wrong") == {"DL1000"}
    assert _findings("hadolint", tmp_path / "loose") >= {"DL3006", "DL3000", "SC2086"}


def test_the_shell_scripts_are_sound_to_shellcheck(tmp_path: Path) -> None:
    # given every shell script of the tree, and one that cannot be parsed and one that splits words
    (tmp_path / "wrong.sh").write_text("#!/usr/bin/env bash\nif true; then\n")
    (tmp_path / "loose.sh").write_text("#!/usr/bin/env bash\nrm $1\n")
    # when shellcheck parses and checks them, then ours are sound, and the others are found wrong for what they are
    scripts = [*ROOT.glob("deploy/*.sh"), ROOT / ".ci" / "run"]
    assert len(scripts) >= 2
    assert _findings("shellcheck", *scripts) == set()
    assert "1073" in _findings("shellcheck", tmp_path / "wrong.sh")
    assert _findings("shellcheck", tmp_path / "loose.sh") == {"2086"}


def test_every_image_is_pinned(compose: dict[str, Any]) -> None:
    # given the images of compose file and Dockerfile
    images = [service["image"] for service in compose["services"].values()]
    images += re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    # then each names a version, and Kafka and PostgreSQL the versions that the hub needs
    assert all(PINNED.fullmatch(image) for image in images), images
    assert "apache/kafka:4.4.0" in images
    assert any(image.startswith("postgres:18.") for image in images)


def test_no_port_is_open_beyond_loopback_unless_told(compose: dict[str, Any]) -> None:
    # given every published port
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    # then its address is loopback by default, and neither the database nor the brokers' own listener is published
    assert ports
    assert all(port.startswith("${HUB_BIND:-127.0.0.1}:") for port in ports)
    assert not [port for port in ports if port.endswith((":5432", ":9092", ":9093"))]


def test_secrets_are_files_that_must_be_given(compose: dict[str, Any]) -> None:
    # given secrets and environment
    sources = [secret["file"] for secret in compose["secrets"].values()]
    words = json.dumps([service.get("environment") for service in compose["services"].values()])
    # then no secret has a default, and no password stands in the environment
    assert all(source.startswith("${HUB_SECRETS_FOLDER:?") for source in sources)
    assert not re.findall(r'PASSWORD(?!_FILE)[A-Z_]*": "(?!/run/secrets/)', words)


def test_every_service_is_watched_and_started_again(compose: dict[str, Any]) -> None:
    # given all services, then each has a health check and is restarted; three brokers come by profile
    services = compose["services"]
    assert all("healthcheck" in service and service["restart"] == "unless-stopped" for service in services.values())
    assert [name for name, service in services.items() if "cluster" in service.get("profiles", [])] == ["kafka-2", "kafka-3"]


def test_the_image_runs_as_nobody_in_particular() -> None:
    # given the Dockerfile, then its last user is not root and packages come from hashed locks
    text = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\S+)", text, re.MULTILINE) == ["10001"]
    assert "--require-hashes" in text


def test_files_that_are_no_code_are_installed_too() -> None:
    # given the patterns of package data, and every file of the rooms that is no code
    project = (ROOT / "pyproject.toml").read_text()
    suffixes = {
        path.suffix for room in ("schemas", "streams", "projections", "connectors", "hub") for path in (ROOT / room).rglob("*.*") if path.is_file()
    }
    # then each kind is among them (an image without its SQL starts and then fails)
    assert all_types()
    for suffix in suffixes - {".py", ".pyc", ".typed"}:
        assert f'"**/*{suffix}"' in project, suffix
