"""A snapshot as JSON and as tables for people. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hub.watch.snapshot import Snapshot, age, views_of, worst_lag
from schemas.errors import Language, shown

_BEIJING = ZoneInfo("Asia/Shanghai")
_READERS = (("读者", "落后（条）", "落后（秒）", "每秒", "位置"), ("Reader", "Lag (records)", "Lag (seconds)", "Per second", "Position"))
_SOURCES = (
    ("来源", "事件", "每秒", "落后（条）", "落后（秒）", "最近记录", "最大编号", "缺号", "被拒", "等待"),
    ("Source", "Events", "Per second", "Lag (records)", "Lag (seconds)", "Last recorded", "Last number", "Missing", "Refused", "Waiting"),
)
_QUARANTINE = (("隔离", "原因", "条"), ("Quarantine", "Reason", "Records"))
_UNSEEN = ("共用收件主题里等着、没有算在任何来源名下的记录：", "Records waiting in shared inboxes that no source's lag counts:")
_CALENDAR = (
    "工作日历只到 {until} 年，之后的到期日未知：请发布新的放假安排",
    "the working calendar ends with {until}; due days beyond it are unknown: publish the next",
)
_RULES = ("没有答复期限的规则，不看临期、逾期：hub shipped publish", "no rule for replies: deadlines are not watched: hub shipped publish")
_UNWATCHED = (
    "视图是旧版建的，缺 {names}，期限没有看全、通知不全：请运行 hub rebuild",
    "the views were made by an earlier release and lack {names}: not every deadline is watched, not all is told; run hub rebuild",
)
_OTHER = (
    "视图 {view} 是按另一版的规则建的，本版不再往里折叠，数字停在升级之前：请运行 hub rebuild",
    "the views {view} were made by the rules of another release; nothing more is folded into them, figures stand as before the upgrade: "
    "run hub rebuild",
)
_CLOCK = ("测试时钟：", "test clock:")
_PROCESSES = (("进程", "在运行", "启动次数"), ("Process", "Running", "Starts"))


def to_json(snapshot: Snapshot) -> dict[str, Any]:
    """`{at, readers, positions, sources, quarantine, deadlines, processes}`; instants in RFC 3339, ages in seconds, rates in records a second.

    The reader that is the live version names its `views`: one fold moves them all, so each stands where it stands. A source's `position` is how
    many of its ledger records are in them, its `lag` how many are not, or lie in inboxes; `unseen` are those in shared inboxes whose source was
    not looked at, as they are too many.
    """
    return {
        "at": _instant(snapshot.at),
        **({} if snapshot.test_clock is None else {"test_clock": snapshot.test_clock}),
        "readers": _readers(snapshot),
        "positions": [
            {"reader": one.reader, "topic": one.topic, "partition": one.partition, "position": one.position, "end": one.end, "lag": one.lag}
            for one in snapshot.positions
        ],
        "sources": [
            {
                "source": one.source, "events": one.events, "position": max(0, one.events - one.behind), "lag": one.lag,
                "lag_seconds": round(age(one.oldest, snapshot.at), 3), "rate": snapshot.rates.get(one.source, 0.0),
                "last_time": _instant(one.last_time), "last_recorded": _instant(one.last_recorded), "sequence": one.sequence,
                "missing": one.missing, "refused": one.refused, "waiting": one.waiting,
            }
            for one in snapshot.sources
        ],
        "unseen": snapshot.unseen,
        "quarantine": [{"kind": kind, "code": code, "records": records} for (kind, code), records in snapshot.quarantine.items()],
        "deadlines": _deadlines(snapshot),
        **({} if snapshot.other is None else {"other_rules": snapshot.other}),
        "processes": {name: {"running": one.alive, "starts": one.starts} for name, one in snapshot.workers.items()},
    }  # fmt: skip


def _deadlines(snapshot: Snapshot) -> dict[str, Any]:
    known = snapshot.calendar
    until = None if known is None else known.until
    ruled = known is not None and known.ruled
    return {"ruled": ruled, "calendar_until": until, "short": snapshot.calendar_short, "unwatched": list(snapshot.unwatched)}


def _calendar(snapshot: Snapshot, at: int) -> list[Text]:
    """What must not be missed of rules, calendars and the watch of deadlines."""
    known = snapshot.calendar
    lacking = [] if snapshot.other is None else [Text(other_rules(snapshot.other)[at], "bold red")]
    lacking += [Text(_UNWATCHED[at].format(names=", ".join(snapshot.unwatched)), "bold red")] if snapshot.unwatched else []
    if known is None or not known.ruled:
        return [*lacking, Text(_RULES[at], "yellow")]
    short = [Text(_CALENDAR[at].format(until=known.until or "—"), "bold yellow")] if snapshot.calendar_short else []
    return [*lacking, *short]


def other_rules(view: str) -> tuple[str, str]:
    """What is to be said, in Chinese and in English, where the live views were made by the rules of another release."""
    return _OTHER[0].format(view=view), _OTHER[1].format(view=view)


def _readers(snapshot: Snapshot) -> list[dict[str, Any]]:
    worst = worst_lag(snapshot.positions, snapshot.at)
    total = {name: [0, 0] for name in worst}
    for one in snapshot.positions:
        total[one.reader][0] += one.lag
        total[one.reader][1] += one.position
    return [
        {
            "reader": name, "lag": lag, "lag_seconds": round(worst[name], 3), "rate": snapshot.rates.get(name, 0.0), "position": position,
            **({"views": views_of(name)} if views_of(name) else {}),
        }
        for name, (lag, position) in sorted(total.items())
    ]  # fmt: skip


def tables(snapshot: Snapshot, language: Language) -> RenderableType:
    """Processes, readers, sources and quarantine, each as a table."""
    said, at = to_json(snapshot), 0 if language == "zh" else 1
    yes, no = ("是", "否") if language == "zh" else ("yes", "no")
    processes = [(name, yes if one["running"] else no, one["starts"]) for name, one in said["processes"].items()]
    readers = [(one["reader"], one["lag"], f"{one['lag_seconds']:.1f}", one["rate"], one["position"]) for one in said["readers"]]
    sources = [
        (
            one.source, one.events, snapshot.rates.get(one.source, 0.0), one.lag, f"{age(one.oldest, snapshot.at):.1f}",
            _beijing(one.last_recorded), "" if one.sequence is None else one.sequence, one.missing, one.refused, one.waiting,
        )
        for one in snapshot.sources
    ]  # fmt: skip
    quarantine = [(one["kind"], one["code"], one["records"]) for one in said["quarantine"]]
    pairs = ((_PROCESSES, processes), (_READERS, readers), (_SOURCES, sources), (_QUARANTINE, quarantine))
    marks = [] if snapshot.test_clock is None else [Text(f"{_CLOCK[at]} {snapshot.test_clock}", "bold yellow")]
    unseen = [Text(f"{_UNSEEN[at]} {snapshot.unseen}", "yellow")] if snapshot.unseen else []
    return Group(*marks, *(_table(heads[at], rows) for heads, rows in pairs if rows), *unseen, *_calendar(snapshot, at))


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    grid = Table()
    for place, head in enumerate(heads):
        grid.add_column(head, justify="left" if place == 0 else "right")
    for row in rows:
        grid.add_row(*(Text(shown(str(value))) for value in row))
    return grid


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="milliseconds")


def _beijing(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S")
