"""Reasons that lie in who says it, where and when, and in the services of the hub."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

STANDING: Final[Mapping[str, Reason]] = {
    "UNAUTHENTICATED": Reason(
        "没有凭证，或者凭证无效",
        "no credentials, or they are not valid",
        "带上有效的凭证",
        "bring valid credentials",
    ),
    "NOT_YOU": Reason(
        "记录里写的来源不是发送者",
        "the source named in the record is not the sender",
        "以自己的来源发送",
        "send as your own source",
    ),
    "SOURCE_UNKNOWN": Reason(
        "来源没有登记",
        "the source is not registered",
        "请管理员登记来源；登记后自动重审",
        "have the source registered; the record is then judged again by itself",
    ),
    "SOURCE_REVOKED": Reason(
        "来源已经吊销",
        "the source is revoked",
        "与管理员联系",
        "ask the administrator",
    ),
    "FAMILY_NOT_ALLOWED": Reason(
        "来源无权发布这一族事件",
        "the source may not publish this family of events",
        "请管理员增加事件族",
        "have the family added to the source",
    ),
    "TOPIC_MISMATCH": Reason(
        "事件不属于这个主题的层级或者事件族",
        "the event is not of the level or family of this topic",
        "发到相应的主题",
        "send it to the topic of its level and family",
    ),
    "REGION_UNKNOWN": Reason(
        "区划在发生当日没有设立",
        "the region was not established by the day of the event",
        "核对区划代码；区划事件到达后自动重审",
        "check the code; the record is judged again when the region is established",
    ),
    "UNIT_UNKNOWN": Reason(
        "机关在发生当日没有登记",
        "the unit was not registered by the day of the event",
        "核对机关代码；还没有登记的，由管理员登记（行为机关 00-hub），或者由已登记的本级、上级机关登记，登记后自动重审",
        "check the code; a unit not registered yet is registered by the administrator (acting unit 00-hub) or by a registered unit of the region"
        " or above; the record is then judged again",
    ),
    "REGION_MISMATCH": Reason(
        "区划不是行为机关的区划",
        "the region is not that of the acting unit",
        "核对 region 与 unit；有关事件到达后自动重审",
        "check region and unit; the record is judged again when a fact about them comes",
    ),
    "LEVEL_MISMATCH": Reason(
        "层级不是行为机关的层级",
        "the level is not that of the acting unit",
        "核对 level 与 unit；有关事件到达后自动重审",
        "check level and unit; the record is judged again when a fact about them comes",
    ),
    "NOT_YOUR_REGION": Reason(
        "行为机关的区划不在来源的区划之内",
        "the acting unit's region does not lie in the source's region",
        "由该区划的来源发送",
        "let a source of that region send it",
    ),
    "NOT_YOUR_RIGHT": Reason(
        "来源无权说这件事",
        "the source may not state this fact",
        "由有权的机关发送",
        "let the organ that has the right send it",
    ),
    "FORBIDDEN": Reason(
        "无权这样做",
        "this is not allowed to you",
        "与管理员联系",
        "ask the administrator",
    ),
    "NOT_FOUND": Reason(
        "没有找到",
        "not found",
        "核对编号",
        "check the identifier",
    ),
    "TIME_IN_FUTURE": Reason(
        "发生时间晚于现在 24 小时以上",
        "the time is more than 24 hours ahead",
        "核对时间和时区",
        "check the time and its offset",
    ),
    "TIME_TOO_OLD": Reason(
        "发生时间早于 1954 年",
        "the time is before 1954",
        "核对时间",
        "check the time",
    ),
    "CLOCK_AHEAD": Reason(
        "本机时钟比数据库的时钟快一分钟以上",
        "this machine's clock is more than a minute ahead of the database's",
        "校准时钟后重新启动",
        "set the clock right and start again",
    ),
    "LEDGER_BEHIND": Reason(
        "账本的末尾比已经读过、存档过的位置还早，账本丢了记录（hub restore 从存档写回）",
        "the ledger ends before what was read or archived of it: it has lost records (hub restore writes them back from the archive)",
        "什么也没有写。等代理恢复；若已丢失，hub down，再用 hub restore 从存档写回，不要重建主题",
        "nothing was written. Wait for the brokers; if records are lost, hub down, then write them back from the archive with hub restore; do not "
        "create the topic again",
    ),
    "ALREADY_RETRACTED": Reason(
        "这一行已经撤回，不能再以同一个键发布",
        "this row was retracted and cannot be published again under the same key",
        "用新的键",
        "use a new key",
    ),
    "NOT_CORRECTABLE": Reason(
        "这一列不能更正：换了它就是另一件事",
        "this column cannot be corrected: with another value it is another fact",
        "删去这一行（撤回），用新的键另写一行",
        "remove the row (which retracts it) and write another under a new key",
    ),
    "ALREADY_JUDGED": Reason(
        "这条隔离记录已经处理过",
        "this quarantined record has been dealt with",
        "看它的最新状态",
        "look at its present state",
    ),
    "CURSOR_UNKNOWN": Reason(
        "游标无效或者已经过期",
        "the cursor is unknown or too old",
        "从所示的最早游标开始",
        "start from the oldest cursor shown",
    ),
    "QUESTION_WRONG": Reason(
        "问法不对",
        "the question cannot be understood",
        "按 hub stats --names 所列改正",
        "correct it as hub stats --names lists",
    ),
    "UNAVAILABLE": Reason(
        "暂时不能服务",
        "the service is not available at the moment",
        "稍后重试；事件没有丢失",
        "try again later; nothing is lost",
    ),
    "REGIONS_BEHIND": Reason(
        "此前收到的区划资料还没有全部进入视图，现在比较会把它们再说一遍",
        "what was said of regions before is not in the views yet: compared now, it would be said again",
        "稍后再试；hub status 看还有多少",
        "try again later; hub status tells how much is left",
    ),
    "REGIONS_BUSY": Reason(
        "另一个区划版本或后继表正在导入，一次只导入一个",
        "another edition of regions, or list of successors, is being imported: one at a time",
        "等那一个导入完，再试",
        "try again when that one is done",
    ),
    "TOOK_TOO_LONG": Reason(
        "这个问题在限定的时间内没有算完",
        "the question was not answered within the time allowed",
        "缩小区划、期间，或者少分列几项再问",
        "ask for a smaller region or period, or divide by less",
    ),
    "NOT_RUNNING": Reason(
        "枢纽没有在运行",
        "the hub is not running",
        "在它的机器上用 hub up --detach 启动；没有东西丢失",
        "bring it up on its machine: hub up --detach; nothing is lost",
    ),
    "EQUIVOCATION": Reason(
        "同一来源同一编号发来了内容不同的事件；各份都留作证据，摘要最小的一份有效",
        "events of one source and id came with different contents; all are kept as evidence, the one with the smallest digest stands",
        "用更正事件说明哪一份对；以后每件事用新的编号",
        "say by a correction which is right; use a new id for every fact",
    ),
    "EXISTS": Reason(
        "已经有了",
        "it exists already",
        "换一个名称，或者用已有的",
        "choose another name, or use the one there is",
    ),
    "MEDIA_TYPE": Reason(
        "内容的媒体类型不认识",
        "the media type of the body is unknown",
        "用 docs/publishing.md 所列的 Content-Type",
        "use a Content-Type of docs/publishing.md",
    ),
    "BROKEN": Reason(
        "枢纽内部出错",
        "the hub failed within itself",
        "稍后重试；仍不行请把时间和路径告诉管理员",
        "try again later; if it lasts, tell the administrator the time and the path",
    ),
    "USED_WRONGLY": Reason(
        "用法不对",
        "this was used wrongly",
        "看 --help",
        "see --help",
    ),
    "FOUND_WRONG": Reason(
        "核对发现不一致",
        "a check found a difference",
        "看所示之处；不要自行改动数据",
        "look at the place shown; do not change the data by hand",
    ),
}
