"""Plays the demo on a running hub: facts first, then the daily business, then what comes too late; asks for every figure."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from hub.cli.client import Client
from hub.demo import settled, streams, verdict
from hub.demo.figures import Figure, by_type, figures, targets
from hub.demo.handover import Handover
from hub.demo.packing import Packing
from hub.demo.streams import Streams
from hub.demo.verdict import Outcome
from hub.settings import Settings
from hub.supervisor import control

Note = Callable[[str, str], None]
"""Says in passing what is going on, in Chinese and in English."""


@dataclass(frozen=True)
class Script:
    """What is played and what must come out."""

    figures: Sequence[Figure]
    streams: Streams


def script() -> Script:
    """The five reports. Written without the collector of cycles, which finds none among what stays and takes a third of the time."""
    gc.disable()
    try:
        written = Script(figures(), streams.write(targets()))
        gc.freeze()
    finally:
        gc.enable()
    return written


def begin(settings: Settings, write: Callable[[], Script], note: Note) -> tuple[Script, Mapping[str, str]]:
    """Bring the hub up while the streams are written; the script and the hub's addresses."""
    begun = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        rising = pool.submit(control.up, settings)
        played = write()
        addresses = rising.result()
    number = sum(1 for _ in played.streams.all())
    note(
        f"枢纽已启动，{number:,} 个事件待报（{time.monotonic() - begun:.0f} 秒）",
        f"the hub is up, {number:,} events to be published ({time.monotonic() - begun:.0f} s)",
    )
    return played, addresses


def publish(settings: Settings, addresses: Mapping[str, str], played: Streams, packing: Packing, note: Note) -> None:
    """Let every system publish what is made ready through its door; returns when all of it is in the views."""
    begun = time.monotonic()

    def told(zh: str, en: str) -> None:
        note(f"{zh}（{time.monotonic() - begun:.0f} 秒）", f"{en} ({time.monotonic() - begun:.0f} s)")

    doors = Handover(settings, addresses)
    doors.state(played.administrator)
    settled.wait(settings, _silent)
    doors.register(dict.fromkeys(one.system for stream in played.reports.values() for one in stream))
    told("区划和来源已登记", "regions and sources are registered")
    doors.deliver(packing.load("reference"))
    settled.wait(settings, _silent, settled.GATE)
    told("机关、代表、站点已登记", "organs, deputies and stations are registered")
    doors.deliver(packing.load("course"))
    settled.wait(settings, _silent, settled.GATE)
    told("活动、意见、建议已过门岗", "activities, opinions and suggestions have passed the gate")
    doors.deliver(packing.load("cure"))
    settled.wait(settings, _silent)
    told("全部进入视图", "everything is in the views")


def compare(settings: Settings, addresses: Mapping[str, str], played: Script) -> list[Outcome]:
    """Ask the hub for every figure, as anybody may."""
    client = Client(settings, addresses["http"], addresses["token"])
    answers: dict[int, int | None] = {}
    for several in verdict.asked_together(played.figures):
        answer = client.get("/v1/statistics", verdict.question(*several))
        answers |= {id(one): verdict.read(one, answer) for one in several}
    rows = {report: by_type(stream) for report, stream in played.streams.reports.items()}
    return [verdict.outcome(one, rows[one.report], answers[id(one)]) for one in played.figures]


def _silent(_: Mapping[str, int]) -> None:
    """Nothing is said of the records left."""
