"""A type is added by its .avsc and its example, a view or a statistic by its folder: nothing else in a copy of the rooms is changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import projections
import schemas

ROOT = Path(__file__).parents[2]
CANCELLED, SHOWN = "cn.npc.activity.cancelled.v1", "cn.npc.activity.livestreamed.v1"
NUMBER = 2998
VIEW = {
    "view.toml": 'zh = "主办"\nen = "Hosts"\nkey = ["host"]\nhears = ["cn.npc.activity."]\n\n'
    '[formula]\nzh = "每个机关一行：说过话的活动数"\nen = "a row per unit: activities it spoke of"\n',
    "table.sql": "CREATE TABLE {view}.host (\n    host text PRIMARY KEY,\n    activities bigint NOT NULL\n);\n",
    "touched.sql": "SELECT c.unit AS host FROM changed AS c WHERE c.type LIKE 'cn.npc.activity.%'\n",
    "derive.sql": "SELECT t.host, count(DISTINCT s.object) AS activities\nFROM touched_host AS t\n"
    "INNER JOIN {view}.statement AS s ON t.host = s.unit\nWHERE s.known_to IS NULL AND s.type LIKE 'cn.npc.activity.%'\nGROUP BY t.host\n",
}


STATISTIC = {
    "statistic.toml": 'zh = "联系群众的代表"\nen = "Deputies who meet people"\nunit = "人"\nadditive = false\nreach = "subtree"\n'
    'answered = "distinct"\nobject = "participation"\ndimensions = ["region", "level", "month", "kind"]\n\n'
    '[formula]\nzh = "接待、走访过群众的不同代表"\nen = "distinct persons at receptions and visits"\n\n'
    '[pitfalls]\nzh = "各地之和大于总数"\nen = "regions add up to more"\n\n[source]\nzh = "报告 004"\nen = "report 004"\n',
    "presence.sql": "SELECT r.person AS key, r.chain, r.level, r.kind, r.day AS first, r.day AS last, r.activity AS thing, NULL AS congress\n"
    "FROM {view}.participation AS r\n"
    "WHERE\n    r.known_from <= known AND (r.known_to IS NULL OR r.known_to > known) AND r.day IS NOT NULL AND r.chain && asked\n"
    "    AND r.kind IN ('reception', 'visit')\n",
    "formula.sql": "SELECT count(DISTINCT r.person) FROM {view}.participation AS r\n"
    "WHERE r.known_to IS NULL AND r.chain @> ARRAY[:region] AND r.day <= :as_of AND r.kind IN ('reception', 'visit')\n",
}


def copied(room: Any, folder: Path) -> Path:
    """A copy of a room."""
    to: Path = folder / room.__name__
    shutil.copytree(room.__path__[0], to, ignore=shutil.ignore_patterns("__pycache__"))
    return to


def grown(folder: Path, dsn: str, kind: str, view: str) -> dict[str, Any]:
    """What a hub does whose rooms are looked for in a folder first."""
    return run(folder, "grown", kind, dsn, view)


def run(folder: Path, child: str, *words: str) -> dict[str, Any]:
    """What a child of this folder says whose rooms are looked for in another first."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", f"tests.house.{child}", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_a_type_is_one_schema_with_its_example(bare: str, tmp_path: Path) -> None:
    # given the words with one more type: an activity that was shown live, and how many looked on
    room = copied(schemas, tmp_path)
    schema = json.loads((room / f"{CANCELLED}.avsc").read_text("utf-8"))
    schema |= {"namespace": SHOWN.removesuffix(".v1"), "schema_id": NUMBER}
    data = next(field for field in schema["fields"] if field["name"] == "data")
    data["type"]["fields"].append(
        {"name": "viewers", "type": ["null", "long"], "default": None, "min": 0, "title": "观看人数", "doc": "同时观看的最多人数"}
    )
    (room / f"{SHOWN}.avsc").write_text(json.dumps(schema, ensure_ascii=False), "utf-8")
    example = json.loads((room / "examples" / f"{CANCELLED}.json").read_text("utf-8"))
    example = {**example, "type": SHOWN, "data": {**example["data"], "viewers": 7}}
    (room / "examples" / f"{SHOWN}.json").write_text(json.dumps(example, ensure_ascii=False), "utf-8")
    # when its example goes through every room
    said = grown(tmp_path, bare, SHOWN, "activity")
    # then the gate lets it pass, few and many are read, and it stands in the index with every member
    assert (said["refused"], said["decoded"], said["columns"]) == (0, example["data"], 200)
    assert [one["viewers"] for one in said["stood"]] == [7, 7]
    assert said["differing"] == []
    # and the registry serves it, its sheet has its column, and the page of the vocabulary says it
    assert said["served"] == [1]
    assert "观看人数" in said["sheet"]
    assert SHOWN in said["page"]


def test_a_view_is_a_folder(bare: str, tmp_path: Path) -> None:
    # given the memory with one more folder of views
    folder = copied(projections, tmp_path) / "views" / "60_host"
    folder.mkdir()
    for name, text in VIEW.items():
        (folder / name).write_text(text, "utf-8")
    # when events that it hears are told
    said = grown(tmp_path, bare, CANCELLED, "host")
    # then it is folded, made anew equal to that, and fingerprinted as every other
    assert said["rows"] == [{"host": "420624-cwh", "activities": 2}]
    assert said["differing"] == []
    assert "host" in said["fingerprinted"]


def test_a_statistic_is_a_folder(bare: str, tmp_path: Path) -> None:
    # given the memory with one more folder of the catalogue
    folder = copied(projections, tmp_path) / "statistics" / "catalogue" / "persons.meeting"
    folder.mkdir()
    for name, text in STATISTIC.items():
        (folder / name).write_text(text, "utf-8")
    # when it is asked of a hub that folds by it
    said = run(tmp_path, "counted", bare, "persons.meeting")
    # then it answers, divided by what it says it can be; its SQL says the same, and it stands on the page
    assert sorted(said["rows"]) == [["reception", 2], ["visit", 1]]
    assert said["wrong"] == {}
    assert "\n## persons.meeting\n联系群众的代表" in said["page"]
