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
    "COHORT_NOT_ALLOWED": Reason(
        "这个统计数的是人，不能按进入时期跟踪",
        "this statistic counts persons and cannot be followed as a cohort",
        "去掉 --cohort，或者问事项的统计",
        "leave out --cohort, or ask for a statistic of matters",
    ),
    "RESTATED_AS_KNOWN_NOW": Reason(
        "按某日的区划重算，用的是现在所知的改革和归属，不能又按当时所知来问",
        "what is restated on the regions of a day rests on the reforms and allocations known now, and cannot be asked as it was known then",
        "去掉 --regions 或者 --known-at 之一",
        "leave out either --regions or --known-at",
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
    "KNOWN_BEFORE_FACTS": Reason(
        "在所问的时刻之后又记下了区划、机关、来源或者答复分类的事实，当时这里的数现在答不准",
        "facts about regions, units, sources or classes of replies were recorded after that moment; what was known here then cannot be told exactly",
        "问晚些的时刻，或者去掉 --known-at",
        "ask for a later moment, or leave out --known-at",
    ),
    "NOT_YET": Reason(
        "这一版还不能这样问",
        "this version cannot answer that yet",
        "去掉所示的选项",
        "leave out the option shown",
    ),
}
