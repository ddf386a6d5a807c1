"""Why an event in the life of a matter, activity or opinion counts, or does not."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

LIFE: Final[Mapping[str, Reason]] = {
    "LIFE_COUNTS": Reason("计数", "the event counts", "无须处理", "nothing to do"),
    "LIFE_CORRECTED": Reason(
        "计数，按更正后的内容",
        "counts, with its corrections",
        "无须处理",
        "nothing to do",
    ),
    "LIFE_AMENDS": Reason(
        "更正或撤回另一事件，在那一事件当日生效",
        "corrects or retracts another event, on the day of that event",
        "无须处理",
        "nothing to do",
    ),
    "LIFE_MAY_NOT_AMEND": Reason(
        "不计：所更正或撤回的事件还没有到，或者不是这个来源发的",
        "does not count: the event it corrects or retracts has not come, or is not of this source",
        "由原来源或其继任者更正",
        "let the source of that event, or its successor, correct it",
    ),
    "LIFE_UNFIT": Reason(
        "不计：更正所说的成员，所更正的事件没有，或者形式不对",
        "does not count: it corrects a member that its event does not have, or gives it a wrong form",
        "按该类型的字段重发更正",
        "send a correction with the members of that type",
    ),
    "LIFE_DUPLICATE": Reason(
        "不计：与先到的一份相同",
        "does not count: the same as a copy that came before",
        "无须处理",
        "nothing to do",
    ),
    "LIFE_OTHER_COPY_STANDS": Reason(
        "不计：同号异文，以摘要较小的一份为准",
        "does not count: the identity has another content, and the copy with the smaller digest stands",
        "请来源发更正",
        "have the source send a correction",
    ),
    "LIFE_RETRACTED": Reason(
        "不计：已被撤回",
        "does not count: it was retracted",
        "无须处理",
        "nothing to do",
    ),
    "LIFE_NOT_ENTITLED": Reason(
        "不计：这个来源对这件建议无权作此陈述",
        "does not count: the source may not say this of this suggestion",
        "由产生编号的来源，或者当时承办的单位发布",
        "let the source that minted the id send it, or one that stood assigned",
    ),
    "LIFE_DRAFT": Reason(
        "不计：预提交和阅看只作记录",
        "does not count: drafts and readings are only kept",
        "正式提交或登记后计数",
        "it counts once it is submitted or registered",
    ),
}
