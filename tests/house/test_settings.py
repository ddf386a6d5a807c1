"""Settings: addresses and secrets of embedded and outside parts, and the test clock's mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub import settings
from hub.settings import Settings
from schemas.errors import UsageError

pytestmark = pytest.mark.quick


def test_embedded_parts_are_on_loopback_with_secrets_of_their_own(tmp_path: Path) -> None:
    # given a data folder
    mine = Settings(data=tmp_path / "hub")
    mine.prepare()
    # when addresses and sign-ins are asked for
    dsn, client = mine.dsn(), mine.client()
    # then they lie on loopback, with a secret drawn for this folder, the same each time
    assert dsn.startswith("host=127.0.0.1 ")
    assert client["bootstrap_servers"].startswith("127.0.0.1:")
    assert mine.secret("postgres-hub_owner") in dsn
    assert mine.dsn() == dsn
    assert mine.http.startswith("http://127.0.0.1:")


def test_outside_parts_take_their_secrets_from_files_and_have_no_default(tmp_path: Path) -> None:
    # given outside parts and a folder of secrets that lacks one
    (tmp_path / "kafka-hub-admin").write_text("drawn elsewhere\n")
    outside = Settings(data=tmp_path / "hub", kafka="k:9092", postgres="host=p dbname=hub", secrets=tmp_path)
    # when sign-ins are asked for
    client = outside.client()
    # then the file's secret is used over TLS, and the missing one is an error that names the file
    assert (client["sasl_plain_password"], client["security_protocol"]) == ("drawn elsewhere", "SASL_SSL")
    assert not outside.embedded
    with pytest.raises(UsageError, match="postgres-hub_owner"):
        outside.dsn()


def test_a_test_clock_belongs_to_the_folder_that_was_created_with_it(tmp_path: Path) -> None:
    # given one folder created with a test clock and one without
    clock = tmp_path / "now"
    clocked, plain = tmp_path / "clocked", tmp_path / "plain"
    Settings(data=clocked, test_clock=clock).prepare()
    Settings(data=plain).prepare()
    # when both are opened, with and without the variable
    # then the first keeps its clock, and the second refuses one
    assert Settings(data=clocked).clock_file == clock
    assert Settings(data=plain).clock_file is None
    with pytest.raises(UsageError, match="HUB_TEST_CLOCK"):
        Settings(data=plain, test_clock=clock).prepare()


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a language that does not exist
    monkeypatch.setenv("HUB_LANG", "fr")
    # when the settings are read, then the variable is named
    with pytest.raises(UsageError, match="HUB_LANG"):
        settings.load()
