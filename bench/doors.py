"""The other doors of a whole hub: a spreadsheet in, a feed out, and how soon it stands after it was down."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Final

import httpx

from bench.row import Row, measured
from connectors.csv.template import template
from hub.settings import Settings
from hub.supervisor import control
from schemas.registry import by_name

ROWS: Final = 10_000
PAGE: Final = 10_000
_TYPE: Final = "cn.npc.opinion.collected.v1"


def sheet(settings: Settings, found: Mapping[str, str], source: str, token: str, town: str, runs: int) -> Row:
    """Row `csv-import` (rows/s): `hub import` of a sheet of opinions of a town, from the command until all of it is published.

    Raises CalledProcessError when a row is refused.
    """
    rates = []
    for run in range(runs):
        path = settings.folder.run / f"bench-{run}.csv"
        path.write_bytes(filled(source, town, run, ROWS))
        command = [sys.executable, "-c", "from hub.cli.main import main; main()", "import", str(path), "--hub", found["http"], "--token", token]
        begun = time.perf_counter()
        subprocess.run([*command, "--keep", "--json"], env={**os.environ, "HUB_DATA": str(settings.folder.root)}, check=True, capture_output=True)
        rates.append(ROWS / (time.perf_counter() - begun))
        path.unlink()
    return measured("csv-import", rates, "rows/s")


def filled(source: str, town: str, run: int, number: int) -> bytes:
    """A sheet of so many opinions of a town; of each `run` other ones."""
    kind = by_name(_TYPE)
    assert kind is not None
    header, example = csv.reader(io.StringIO(template(kind).decode("utf-8-sig")))
    region = source.split("/")[2]
    cells = dict(zip(header, example, strict=True)) | {"行为机关": f"{region}-cwh", "区划": region, "来源地": town, "活动": ""}
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(header)
    for row in range(number):
        subject = f"{source}/sheet-{run}-{row}"
        one = cells | {header[0]: f"{run}-{row}", "对象": subject, "意见": subject}
        rows.writerow([one[name] for name in header])
    return out.getvalue().encode("utf-8-sig")


def feed(found: Mapping[str, str], runs: int) -> Row:
    """Row `feed-read` (events/s): the nation's feed, from its beginning to its end, page by page, by one follower."""
    return measured("feed-read", [_followed(found) for _ in range(runs)], "events/s")


def _followed(found: Mapping[str, str]) -> float:
    with httpx.Client(base_url=found["http"], headers={"Authorization": f"Bearer {found['token']}"}, timeout=120) as client:
        begun, number = time.perf_counter(), 0
        words: dict[str, str | int] = {"from": "earliest", "limit": PAGE}
        while items := client.get("/v1/feeds/00", params=words).raise_for_status().json():
            number += len(items)
            words = {"lastEventId": items[-1]["cursor"], "limit": PAGE}
        return number / (time.perf_counter() - begun)


def start(settings: Settings, runs: int) -> Row:
    """Row `start-up` (s): `hub up` of a hub with history that was taken down, until it answers and its views stand."""
    seconds = []
    for _ in range(runs):
        control.down(settings)
        begun = time.perf_counter()
        control.up(settings)
        seconds.append(time.perf_counter() - begun)
    return measured("start-up", seconds, "s")


def token(found: Mapping[str, str], source: str) -> str:
    """A token of a source that the federation's facts know without one."""
    with httpx.Client(base_url=found["http"], headers={"Authorization": f"Bearer {found['token']}"}, timeout=60) as client:
        answer = client.post("/v1/sources", json={"source": source, "region": source.split("/")[2], "families": ["activity", "suggestion"]})
        return str(answer.raise_for_status().json()["token"])
