"""docs/publishing.md is carried out, block by block, by somebody who reads it for the first time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doors.world import facts
from tests.running import RunningHub

PAGE = Path(__file__).parents[2] / "docs" / "publishing.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def whole(running_hub: RunningHub) -> RunningHub:
    running_hub.publish(facts())
    running_hub.settle()
    return running_hub


def test_every_block_of_the_page_does_what_it_says(whole: RunningHub, tmp_path: Path) -> None:
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    assert [language for language, _ in blocks] == ["sh", "python", "sh", "python", "sh", "sh"]
    script = tmp_path / "page.sh"
    python = tmp_path / "page.py"
    pieces: list[str] = []
    steps: list[str] = ["set -eu"]
    for language, text in blocks:
        if language == "sh":
            steps.append(text)
            continue
        # Later blocks go on where earlier ones of their language ended; each is run once.
        pieces.append(text)
        step = python.with_name(f"page{len(pieces)}.py")
        step.write_text("\n".join([_without_assertions(one) for one in pieces[:-1]] + [text]), "utf-8")
        steps.append(f"python {step.name}")
    script.write_text("\n".join(steps), "utf-8")
    done = subprocess.run(["bash", script.name], cwd=tmp_path, env=_environment(whole), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    whole.settle()
    assert whole.figure("suggestions.consolidated", "420624") == 2
    assert whole.figure("suggestions.replied", "420624") == 1


def _without_assertions(text: str) -> str:
    """An earlier block without its claims: run again it meets its own duplicates."""
    return "\n".join(line for line in text.splitlines() if not line.startswith(("assert", "print")))


def _environment(whole: RunningHub) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "PYTHONPATH": root,
        "HUB_DATA": str(whole.settings.folder.root),
        "HUB_URL": whole.endpoints["http"],
        "HUB_TOKEN": whole.token,
        "HUB_KAFKA_ADDRESS": whole.endpoints["kafka"],
    }
