"""What the gate is made of: Faust carries one service, which reads with a consumer of its own and moves its offsets itself."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError

import streams
from streams.inflow import Inflow
from streams.settings import GateSettings

pytestmark = pytest.mark.quick

NOWHERE = {"bootstrap_servers": "127.0.0.1:1"}
SHOW = f"""
import json, sys
from pathlib import Path
from streams.app import build
from streams.settings import GateSettings
app = build(GateSettings({NOWHERE!r}, Path(sys.argv[1])))
print(json.dumps({{
    "agents": list(app.agents),
    "tables": list(app.tables),
    "topics": [str(one) for one in app.topics],
    "parts": [type(one).__name__ for one in app.on_init_dependencies()],
    "services": [[base.__name__ for base in one.__bases__] for one in app._extra_services],
}}))
"""


def test_the_application_carries_the_gate_and_nothing_of_faust_s_own(tmp_path: Path) -> None:
    # given the application of a worker, in a process of its own, as building it changes the client
    said = subprocess.run([sys.executable, "-c", SHOW, str(tmp_path)], check=True, capture_output=True, cwd=Path(__file__).parents[2])
    # then it has one service; neither agent, table nor topic; and no consumer, producer or web server starts with it
    assert json.loads(said.stdout) == {"agents": [], "tables": [], "topics": [], "parts": [], "services": [["GateService"]]}


def test_no_other_module_of_the_gate_knows_faust() -> None:
    """An agent, a table or a topic declared elsewhere in the room would need it."""
    modules = {one.name for one in Path(streams.__path__[0]).rglob("*.py") if re.search(r"^\s*(import|from) faust\b", one.read_text("utf-8"), re.M)}
    assert modules == {"app.py"}


def test_the_consumer_is_of_the_group_gate_and_commits_nothing_by_itself(tmp_path: Path) -> None:
    async def nothing(_: frozenset[Any]) -> None:
        return None

    async def joining() -> tuple[str, bool]:
        inflow = Inflow(GateSettings(NOWHERE, tmp_path), nothing, nothing)
        with pytest.raises(KafkaConnectionError):
            await inflow.start(1)
        consumer = inflow._consumer
        await inflow.stop()
        return consumer._group_id, consumer._enable_auto_commit

    # given no broker, when a worker would join, then its own consumer was made for the group, without automatic commits
    assert asyncio.run(joining()) == ("gate", False)
