"""Reasons why a question about figures is refused."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

ASKING: Final[Mapping[str, Reason]] = {
    "STATISTIC_UNKNOWN": Reason(
        "没有这个统计",
        "there is no such statistic",
        "用 hub stats --names 列出的名称",
        "use a name that hub stats --names lists",
    ),
    "DIMENSION_NOT_ALLOWED": Reason(
        "这个统计不能按该维度分列",
        "this statistic cannot be divided by that dimension",
        "用所示的维度，或者分开询问",
        "use one of the dimensions shown, or ask separately",
    ),
    "REGION_NEVER_ESTABLISHED": Reason(
        "没有这个区划",
        "there is no such region",
        "核对区划代码",
        "check the code of the region",
    ),
    "EDITION_OUT_OF_ORDER": Reason(
        "这个版本没有的代码，后来改成了新代码，不能在更早就废止",
        "a code that this edition has not was moved to a new code later, and cannot be gone before",
        "先更正或撤回那条改隶（region.moved），再导入",
        "correct or retract that move (region.moved) first, then import",
    ),
    "EDITION_CUT_SHORT": Reason(
        "这个版本会废止这么多代码，像是不完整的",
        "so many codes would be abolished by this edition that it seems cut short",
        "核对文件是否完整；确实废止的，写明数目再导入（--gone N），--dry-run 只比较",
        "check that the file is whole; if so many are gone, say the number (--gone N); --dry-run compares only",
    ),
    "COHORT_NOT_ALLOWED": Reason(
        "这个统计数的是人，不能按进入时期跟踪",
        "this statistic counts persons and cannot be followed as a cohort",
        "去掉 --cohort，或者问事项的统计",
        "leave out --cohort, or ask for a statistic of matters",
    ),
    "ONE_CELL_ONLY": Reason(
        "一次只能打开一个数",
        "one figure is opened at a time",
        "只问一个统计，不分列；用 --where 固定维度",
        "ask for one statistic without dividing it; fix dimensions with --where",
    ),
    "DAYS_OUT_OF_ORDER": Reason(
        "起始日晚于终止日",
        "the first day lies after the last",
        "调换两个日期",
        "exchange the two days",
    ),
    "TERM_UNKNOWN": Reason(
        "不知道这个地区的人大这一届自哪一天起",
        "it is not known when this term of the region's congress began",
        "发布换届（term.opened），或者用 --from、--to 写明起止",
        "publish the opening of the term (term.opened), or give the days by --from and --to",
    ),
    "PAST_UNMADE": Reason(
        "当时所知的视图没有做出来",
        "the views as they were known at that moment could not be made",
        "再问一次；仍然不行的，看投影进程的日志，或者问晚些的时刻",
        "ask again; if it still fails look at the log of the projection worker, or ask for a later moment",
    ),
    "NOT_YET": Reason(
        "这一版还不能这样问",
        "this version cannot answer that yet",
        "去掉所示的选项",
        "leave out the option shown",
    ),
}
