"""The page on dependencies is of the packages that are locked and installed: every direct one, its version, its licence."""

from __future__ import annotations

import re
from importlib.metadata import metadata, version
from pathlib import Path

import pytest

pytestmark = pytest.mark.quick
ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([a-z0-9-]+) \| ([^|]+) \| ([^|]+) \| (\d{4}-\d{2})(?: \(\S+\))? \| ([^|]+) \|$", re.MULTILINE)
STATED = {
    "BSD License": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
}
"""What packages without an SPDX expression say of themselves."""


def page() -> dict[str, tuple[str, str, str]]:
    """Version, licence and reason by package."""
    rows = ROW.findall((ROOT / "docs" / "dependencies.md").read_text("utf-8"))
    return {name: (locked, licence.strip(), why.strip()) for name, locked, licence, _, why in rows}


def wanted() -> list[str]:
    lines = [line.split("#")[0].strip() for kind in ("requirements", "requirements-dev") for line in (ROOT / f"{kind}.in").read_text().splitlines()]
    return [re.split(r"[><=\[]", line)[0].lower() for line in lines if line and not line.startswith("-r")]


def stated(name: str) -> set[str]:
    """Every way in which a package says its licence."""
    said = metadata(name)
    classifiers = [one.split("::")[-1].strip() for one in said.get_all("Classifier") or [] if one.startswith("License")]
    words = [*(said.get_all("License-Expression") or ()), *(said.get_all("License") or ()), *classifiers]
    return {STATED.get(word, word) for word in words}


def test_every_direct_dependency_has_its_row_and_no_other() -> None:
    # given what the two lists ask for, then the page has a row of each, with a reason
    found = page()
    assert sorted(found) == sorted(wanted())
    assert all(len(why) > 5 for *_, why in found.values())


@pytest.mark.parametrize("name", wanted())
def test_version_and_licence_are_those_of_the_lock_and_the_package(name: str) -> None:
    # given the locks and the installed package
    locks = "".join((ROOT / f"{kind}.txt").read_text() for kind in ("requirements", "requirements-dev"))
    locked = set(re.findall(rf"^{re.escape(name)}(?:\[[^\]]*\])?==([^ ;\\]+)", locks, re.MULTILINE | re.IGNORECASE))
    told, licence, _ = page()[name]
    # then the page says the same
    assert locked == set(told.split(", "))
    assert version(name) in locked
    assert licence in stated(name), stated(name)
