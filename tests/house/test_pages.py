"""Pages are carried out, block by block, against a whole hub that was told the first case."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import eventually
from tests.running import RunningHub

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def whole(first_case: RunningHub) -> RunningHub:
    eventually(lambda: any(item["id"] == "01-027" for item in first_case.http.get("/v1/feeds/420624").json()))
    return first_case


@pytest.mark.parametrize("page", ["following", "asking"])
def test_every_block_of_the_page_does_what_it_says(whole: RunningHub, tmp_path: Path, page: str) -> None:
    # given the blocks of a page: those of a shell in one script, those of Python in one program
    blocks = BLOCK.findall((ROOT / "docs" / f"{page}.md").read_text("utf-8"))
    texts = {kind: "\n".join(text for language, text in blocks if language == kind) for kind in ("sh", "python")}
    assert all(texts.values())
    # when they are carried out in a shell that knows the hub; then none fails
    for command in (["bash", "-euc", texts["sh"]], [sys.executable, "-c", texts["python"]]):
        done = subprocess.run(command, cwd=tmp_path, env=environment(whole), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr


def environment(whole: RunningHub) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "HUB_DATA": str(whole.settings.folder.root),
        "HUB_URL": whole.endpoints["http"],
        "HUB_TOKEN": whole.token,
    }
