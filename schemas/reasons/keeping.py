"""Reasons why the memory of the hub stops or steps back."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

KEEPING: Final[Mapping[str, Reason]] = {
    "POSITION_MOVED": Reason(
        "另一个工作进程已经推进了位置",
        "another worker has moved the position",
        "放下这个分区，重新读取位置",
        "let go of the partition and read its position again",
    ),
    "VERSION_OTHER": Reason(
        "视图是按另一套规则建立的",
        "the views were made by other rules",
        "运行 hub rebuild 按现在的规则重建",
        "run hub rebuild to make them by the rules of this release",
    ),
    "LAYOUT_OTHER": Reason(
        "这里的表是另一版枢纽建的，列与本版不同，本版不在上面运行",
        "the tables were made by another release of the hub and have other columns: this one does not run on them",
        "什么也没有改。用建它的那一版继续运行，或者给本版一个空的 HUB_DATA，由各来源重新发布；"
        "不要删库重来：总账在 Kafka 里，令牌和推送的判定只在库里",
        "nothing was changed. Run the release that made them, or give this one an empty HUB_DATA to which the sources publish again; do not drop "
        "the database: the ledger lies in Kafka, but tokens and what was judged for the feeds lie here alone",
    ),
    "TOPIC_MADE_AGAIN": Reason(
        "总账主题被重新建立过，位置不再指同样的记录",
        "a ledger topic was made again: its offsets do not mean the same records any more",
        "停下核查；恢复原来的主题，或者用 hub restore 恢复总账",
        "stop and look; bring back the topic, or restore the ledger with hub restore",
    ),
    "LEDGER_SHORTER": Reason(
        "总账比已经入库的位置短",
        "the ledger ends before the stored position",
        "等待代理恢复；若已丢失，用 hub restore 恢复总账",
        "wait for the brokers to recover; if it is lost, restore the ledger with hub restore",
    ),
    "DATABASE_ORDER": Reason(
        "数据库不按码位排序",
        "the database does not sort by code point",
        "以 C 排序规则建立数据库",
        "create the database with the collation C",
    ),
    "REBUILD_BUSY": Reason(
        "正在重建或者切换视图，或者读者长时间没有放开",
        "the views are being rebuilt or switched, or readers did not let go of them",
        "稍后再试",
        "try again later",
    ),
    "VIEWS_DIFFER": Reason(
        "重建的视图和现用的视图不一致",
        "the views made anew differ from the live ones",
        "停下核查所示的视图；现用的视图没有切换",
        "stop and look at the views shown; the live ones were not switched",
    ),
}
