"""Every kind of thing that is written in the audit log, as data. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "statistics.asked": ("问统计数", "asked for figures"),
    "statistics.opened": ("看数背后的记录", "opened the records behind a figure"),
    "statistics.explained": ("问数为什么变了", "asked why a figure changed"),
    "statistics.listed": ("看统计目录", "looked at the catalogue of figures"),
    "figure.published": ("公布数", "published a figure"),
    "figures.listed": ("看公布过的数", "listed published figures"),
    "figure.opened": ("看公布清单", "opened a manifest"),
    "events.published": ("发布事件", "published events"),
    "event.looked_up": ("查事件的下落", "looked up an event"),
    "receipt.fetched": ("取收据", "fetched a receipt"),
    "feed.exported": ("取地区的事件流", "took the feed of a region"),
    "sheet.exported": ("取来源的表", "exported the rows of a source"),
    "template.fetched": ("取模板", "fetched a template"),
    "archive.exported": ("取存档", "took files of the archive"),
    "notices.read": ("看通知", "read notices"),
    "matters.listed": ("找事项", "looked for matters"),
    "matter.opened": ("看事项的全过程", "opened a matter"),
    "regions.asked": ("问区划", "asked about regions"),
    "regions.taken": ("导入区划", "brought in regions"),
    "personal.sealed": ("封存个人信息", "had personal data sealed"),
    "personal.opened": ("打开个人信息", "opened personal data"),
    "person.erased": ("删除一个人的个人信息", "erased a person"),
    "quarantine.listed": ("看隔离", "listed quarantine"),
    "quarantine.opened": ("看一条隔离记录", "opened a quarantined record"),
    "quarantine.resubmitted": ("重新提交隔离记录", "resubmitted a quarantined record"),
    "quarantine.fixed": ("代为更正", "fixed a quarantined record"),
    "quarantine.dropped": ("不再处理隔离记录", "dropped a quarantined record"),
    "source.registered": ("登记来源", "registered a source"),
    "source.rotated": ("更换来源的令牌", "gave a source another token"),
    "source.revoked": ("吊销来源", "revoked a source"),
    "sources.listed": ("看来源", "listed sources"),
    "reader.registered": ("登记读者", "registered a reader"),
    "reader.revoked": ("吊销读者", "revoked a reader"),
    "readers.listed": ("看读者", "listed readers"),
    "shipped.listed": ("看附送的规则", "listed shipped facts"),
    "shipped.published": ("发布附送的规则", "published shipped facts"),
    "asker.named": ("问自己是谁", "asked who it is"),
    "hub.watched": ("看枢纽的状况", "looked at the state of the hub"),
    "audit.read": ("看操作日志", "read the audit log"),
    "witnesses.listed": ("看见证人和所见证的日志", "looked at witnesses and the logs that are witnessed"),
    "witness.changed": ("改见证人或者所见证的日志", "changed witnesses or the logs that are witnessed"),
    "head.sent": ("送来总检查点请求联署", "sent a head to be cosigned"),
    "sign_in.refused": ("身份不对", "was refused a sign-in"),
    "request.refused": ("请求读不通", "sent what could not be read"),
    "hub.up": ("启动枢纽", "brought the hub up"),
    "hub.down": ("停止枢纽", "took the hub down"),
    "hub.restored": ("从存档恢复", "restored the hub from its archive"),
    "views.rebuilt": ("重建视图", "rebuilt views"),
    "audit.began": ("开始记操作日志", "began the audit log"),
    "audit.resumed": ("操作日志写不进去，后来恢复", "went on with the audit log, which could not be written meanwhile"),
}
"""What was done, in both languages."""

ROUTES: Final[Mapping[tuple[str, str], str]] = {
    ("GET", "/metrics"): "hub.watched",
    ("GET", "/v1/status"): "hub.watched",
    ("POST", "/v1/events"): "events.published",
    ("GET", "/v1/events"): "event.looked_up",
    ("GET", "/v1/receipts/{number:path}"): "event.looked_up",
    ("GET", "/v1/receipts"): "receipt.fetched",
    ("GET", "/v1/quarantine"): "quarantine.listed",
    ("GET", "/v1/quarantine/{number:path}"): "quarantine.opened",
    ("POST", "/v1/quarantine/{number:path}/resubmit"): "quarantine.resubmitted",
    ("POST", "/v1/quarantine/{number:path}/fix"): "quarantine.fixed",
    ("POST", "/v1/quarantine/{number:path}/drop"): "quarantine.dropped",
    ("GET", "/v1/whoami"): "asker.named",
    ("GET", "/v1/templates"): "template.fetched",
    ("GET", "/v1/templates/{name}"): "template.fetched",
    ("GET", "/v1/sources/{source:path}/rows"): "sheet.exported",
    ("POST", "/v1/sources"): "source.registered",
    ("GET", "/v1/sources"): "sources.listed",
    ("POST", "/v1/sources/{source:path}/rotate"): "source.rotated",
    ("POST", "/v1/sources/{source:path}/revoke"): "source.revoked",
    ("GET", "/v1/sources/{source:path}/notices"): "notices.read",
    ("POST", "/v1/readers"): "reader.registered",
    ("GET", "/v1/readers"): "readers.listed",
    ("POST", "/v1/readers/{reader}/revoke"): "reader.revoked",
    ("GET", "/v1/shipped"): "shipped.listed",
    ("POST", "/v1/shipped"): "shipped.published",
    ("GET", "/v1/statistics"): "statistics.asked",
    ("GET", "/v1/statistics/list"): "statistics.opened",
    ("GET", "/v1/statistics/explain"): "statistics.explained",
    ("GET", "/v1/statistics/names"): "statistics.listed",
    ("POST", "/v1/manifests"): "figure.published",
    ("GET", "/v1/manifests"): "figures.listed",
    ("GET", "/v1/manifests/{figure:path}"): "figure.opened",
    ("GET", "/v1/feeds/{region}"): "feed.exported",
    ("GET", "/v1/notices"): "notices.read",
    ("GET", "/v1/matters"): "matters.listed",
    ("GET", "/v1/matters/{asked:path}"): "matter.opened",
    ("POST", "/v1/seal"): "personal.sealed",
    ("GET", "/v1/personal"): "personal.opened",
    ("POST", "/v1/erasures"): "person.erased",
    ("GET", "/v1/regions"): "regions.asked",
    ("GET", "/v1/regions/tree"): "regions.asked",
    ("GET", "/v1/regions/endings"): "regions.asked",
    ("GET", "/v1/regions/find"): "regions.asked",
    ("GET", "/v1/regions/diff"): "regions.asked",
    ("GET", "/v1/regions/translate"): "regions.asked",
    ("POST", "/v1/regions/editions"): "regions.taken",
    ("POST", "/v1/regions/successions"): "regions.taken",
    ("GET", "/v1/witness"): "witnesses.listed",
    ("POST", "/v1/witness/add-checkpoint"): "head.sent",
    ("GET", "/v1/witness/logs"): "witnesses.listed",
    ("POST", "/v1/witness/logs"): "witness.changed",
    ("POST", "/v1/witness/logs/drop"): "witness.changed",
    ("GET", "/v1/witness/asked"): "witnesses.listed",
    ("POST", "/v1/witness/asked"): "witness.changed",
    ("POST", "/v1/witness/asked/drop"): "witness.changed",
    ("GET", "/v1/audit"): "audit.read",
    ("POST", "/v1/audit"): "request.refused",
}
"""By method and route. The last is what a command says of itself: it is written as that, unless it is refused."""

OPEN: Final = (
    "/healthz",
    "/readyz",
    "/config",
    "/schemas",
    "/subjects",
    "/problems/",
    "/v1/checkpoint",
    "/v1/archive/",
    "/.well-known/",
    "/docs",
    "/redoc",
    "/openapi.json",
)
"""How the addresses begin that say the same to everybody, and nothing of anybody. Who shows who he is there is written down all the same."""

_PERIODS: Final = ("from", "to", "month", "year", "term", "cohort", "as_of", "known_at", "until", "since", "after")
ASKED: Final = frozenset(
    (*_PERIODS, "names", "all", "region", "by", "where", "regions", "csv", "source", "id", "limit", "level", "log", "who", "what")
)
"""Parameters that an entry holds: what may be asked, and of what. Others stay out, whatever somebody writes in an address."""


def is_open(path: str) -> bool:
    """Whether an address is open to all."""
    return path.startswith(OPEN)
