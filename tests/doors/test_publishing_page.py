"""docs/publishing.md is carried out, block by block, by somebody who reads it for the first time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.running import RunningHub

PAGE = Path(__file__).parents[2] / "docs" / "publishing.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


FIGURES = ("suggestions.consolidated", "suggestions.replied")


def _figures(hub: RunningHub) -> Counter[str]:
    hub.settle()
    return Counter({name: hub.figure(name, "420624") or 0 for name in FIGURES})


def test_every_block_of_the_page_does_what_it_says(doors_hub: RunningHub, tmp_path: Path) -> None:
    before = _figures(doors_hub)
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    assert [language for language, _ in blocks] == ["sh", "sh", "python", "sh", "python", "sh", "sh"]
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
    done = subprocess.run(["bash", script.name], cwd=tmp_path, env=_environment(doors_hub), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert _figures(doors_hub) - before == {"suggestions.consolidated": 2, "suggestions.replied": 1}


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
