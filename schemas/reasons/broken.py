"""Which rule each anomaly breaks, and where that rule stands: laws and local rules by article, or the hub's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Rule:
    """A rule in both languages; `source`: the law, local rule or page in which it stands."""

    zh: str
    en: str
    source: str


_OWN: Final = "docs/counting.md"
_IDENTITY: Final = "docs/decisions/0001, 0002"
_PERSONS: Final = "docs/decisions/0019"
_DUE: Final = "代表法（2025年）第五十一条；docs/counting.md"
_RULES: Final = "rule.set；hub/shipped/rules.toml"

BROKEN: Final[Mapping[str, Rule]] = {
    "EQUIVOCATION": Rule(
        "同一来源、同一编号只有一份内容；不同的，以摘要最小的为准",
        "one source and id have one content; of several the one with the smallest digest stands",
        _IDENTITY,
    ),
    "VALUES_DIFFER": Rule(
        "同一对象只有一个说法，以产生编号的来源最后所说为准",
        "one object is told in one way: the latest word of the source that minted its id holds",
        _OWN,
    ),
    "AMENDS_UNKNOWN": Rule("更正、撤回要有所指的事件", "what is corrected or retracted is there", _IDENTITY),
    "AMENDS_NOT_ENTITLED": Rule("只有原来源及其继承者可以更正、撤回", "only the source itself or its successor corrects and retracts", _IDENTITY),
    "AMENDMENT_AMENDED": Rule(
        "更正、撤回所指的是原来的事件；更正可以撤回",
        "what is corrected or retracted is the first event; a correction may be retracted",
        "docs/publishing.md；docs/decisions/0034",
    ),
    "CORRECTION_UNFIT": Rule("更正给出原事件类型所有的成员", "a correction gives members that the type of its event has", "docs/publishing.md"),
    "CORRECTED_INTO_CONTRADICTION": Rule(
        "更正以后的事件也不自相矛盾", "what was corrected does not contradict itself either", "docs/gate.md；docs/decisions/0034"
    ),
    "CANCELLED_UNANNOUNCED": Rule("先公布或者开展，才有取消", "what is cancelled was announced or held", "docs/vocabulary.md"),
    "HOST_UNKNOWN": Rule("活动在主办机关所在地计", "an activity lies where its host unit does", _OWN),
    "REGION_NOT_VALID": Rule("事件所用的代码在发生当日有效", "the code named was valid on the day", "docs/decisions/0015"),
    "REGION_CONTRADICTED": Rule(
        "一个区划一日只有一个上级、一次设立、一个终结，隶属不成环",
        "on one day a region has one parent, one beginning and one end, and lies in no cycle",
        "docs/decisions/0015",
    ),
    "REFORMED_UNKNOWN": Rule("改动的是那天已经设立的区划", "what is reformed was established by that day", "docs/decisions/0015"),
    "CODE_REUSED": Rule("撤销的代码不再使用", "a repealed code is never used again", "行政区划代码管理办法（2025年）"),
    "SHARES_INCOMPLETE": Rule("各后继的份额合起来是整个", "the shares of those that go on make up the whole", "docs/decisions/0037"),
    "SETTING_CONTRADICTED": Rule(
        "同一规则、方案或者放假安排，一日只有一个说法", "a rule, a scheme or a calendar says one thing of a day", "docs/decisions/0037"
    ),
    "REGISTERED_OTHERWISE": Rule(
        "一个编号登记的是一个机关、单位、来源或者代表，一日只有一个说法",
        "one code is of one unit, department, source or deputy, of which one thing is said of a day",
        "docs/decisions/0037",
    ),
    "PARENT_UNKNOWN": Rule("上级是设立过的区划", "a parent was established", "docs/decisions/0015"),
    "PARENT_LATER": Rule("隶属之日上级已经设立", "a parent is there by the day from which something lies in it", "docs/decisions/0037"),
    "PARENT_GONE": Rule("废止的区划所辖的，各有去向", "what lay in a region that is no more went somewhere", "docs/decisions/0030"),
    "STATION_UNKNOWN": Rule("所说的站点已经设立", "a station that is named was opened", "docs/vocabulary.md"),
    "PERSON_UNKNOWN": Rule("任职的代表已经登记", "a deputy who holds a mandate is registered", "代表法（2025年）第五十八条"),
    "NAMED_UNIT_UNKNOWN": Rule("所说的机关已经登记", "a unit that is named is registered", _OWN),
    "ACTIVITY_UNKNOWN": Rule("所说的活动有人说过", "an activity that is named was told of", _OWN),
    "OPINION_UNKNOWN": Rule("建议所出的意见收集过", "an opinion that a suggestion rests on was collected", _OWN),
    "SUGGESTION_UNKNOWN": Rule("所说的建议有人说过", "a suggestion that is named was told of", _OWN),
    "REPORT_UNKNOWN": Rule("转交过的报告才有反馈", "what is answered was forwarded", "代表法（2025年）第三十一条；重庆市实施办法第三十一条"),
    "OBJECT_UNKNOWN": Rule("指定归属的对象有人说过", "what is allocated was told of", "docs/decisions/0015"),
    "SUCCESSOR_UNKNOWN": Rule("后继是设立过的区划", "a region that goes on from another was established", "docs/decisions/0015"),
    "SUCCEEDED_UNKNOWN": Rule("接替的来源登记过", "a source that is succeeded was registered", _OWN),
    "STATION_CLOSED_UNOPENED": Rule("先设立，才有关闭", "what is closed was opened", "docs/vocabulary.md"),
    "MANDATE_UNKNOWN": Rule("所说的代表职务已经登记", "a mandate that is named is registered", "代表法（2025年）第五十八条"),
    "MANDATE_NOT_IN_FORCE": Rule(
        "代表资格终止、暂停期间不执行职务", "nothing is done by a mandate that ended or is suspended", "代表法（2025年）第六十一条、第六十二条"
    ),
    "MANDATE_ENDED_UNSTARTED": Rule("先任职，才有终止", "a mandate that ends has started", "代表法（2025年）第六十二条"),
    "MANDATE_BEYOND_TERM": Rule(
        "代表任期到下一届第一次会议为止", "a deputy's term of office ends with the first meeting of the next congress", "代表法（2025年）第二条"
    ),
    "MANDATE_SUSPENDED_UNHELD": Rule("任职期间才有暂停", "what is suspended is held that day", "代表法（2025年）第六十一条"),
    "MANDATE_RESTORED_UNSUSPENDED": Rule("先暂停，才有恢复", "what is restored was suspended", "代表法（2025年）第六十一条"),
    "MANDATE_SUSPENDED": Rule("暂停期间不执行职务", "nothing is done by a mandate while it is suspended", "代表法（2025年）第六十一条"),
    "MANDATES_NOT_NESTED": Rule(
        "不得同时担任两个互不隶属的行政区域的代表", "nobody is deputy of two regions without subordination", "选举法（2020年）第四十八条"
    ),
    "TERM_CONTRADICTED": Rule("一届只有一个起始日", "a term has one first day", "代表法（2025年）第二条"),
    "TERM_END_UNKNOWN": Rule("一届到下一届第一次会议为止", "a term ends with the first session of the next", "代表法（2025年）第二条"),
    "SESSION_WITHOUT_TERM": Rule("会议属于一届", "a session is of a term", "代表法（2025年）第二条"),
    "SESSION_OUTSIDE_TERM": Rule("会议在本届起止之内", "a session lies within its term", "代表法（2025年）第二条"),
    "SESSION_OUT_OF_ORDER": Rule(
        "同一届的会议按次数先后举行", "the sessions of a term are held in the order of their numbers", "地方组织法（2022年）第十四条"
    ),
    "MERGER_WAITING": Rule("合并要管得到双方的来源说，或者双方都说", "a merger is said by who contains both sides, or by both", _PERSONS),
    "MERGED_INTO_SEVERAL": Rule("一份代表资料并入一份", "a record of a person is merged into one other", _PERSONS),
    "MERGED_IN_A_CIRCLE": Rule("代表资料的合并不绕成一圈", "mergers of persons make no circle", _PERSONS),
    "MERGED_TOO_OFTEN": Rule("合并的链不超过一百份", "a chain of mergers has no more than a hundred links", _PERSONS),
    "MERGED_UNKNOWN": Rule("合并的双方登记过或者任过职", "both records of a merger are known", _PERSONS),
    "VOTED_WITHOUT_CONGRESS": Rule("票决的是本级人民代表大会；街道没有", "a congress votes; streets have none", "地方组织法（2022年）第十一条"),
    "VOTES_OVER_PRESENT": Rule("票数不多于到会的代表", "there are no more votes than deputies present", "地方组织法（2022年）第十一条"),
    "VOTED_UNLISTED": Rule("列为候选的才票决", "what is voted on was listed", "docs/vocabulary.md：初定、票决"),
    "NOT_MORE_CANDIDATES": Rule(
        "差额票决：候选项目多于选出的项目", "there are more candidates than places", "地方组织法（2022年）第十一条；各地票决办法"
    ),
    "PROGRESSED_BEFORE_VOTE": Rule("票决选出的才实施", "what is carried out was elected", "docs/vocabulary.md：票决、监督"),
    "EVALUATED_BEFORE_VOTE": Rule("票决选出的才测评", "what is evaluated was elected", "docs/vocabulary.md：票决、评估"),
    "YIELD_WITHOUT_ACTIVITY": Rule("成效出自举行过的活动", "what came of an activity follows from one that was held", _OWN),
    "UNIT_CLOSED": Rule("机关撤销以后不再行为、主办", "a unit acts and hosts until it is closed", _OWN),
    "DEPARTMENTS_IN_CIRCLE": Rule("单位合并不绕成一圈", "mergers of departments make no circle", _OWN),
    "DEPARTMENT_UNKNOWN": Rule("所说的单位登记过", "a department that is named is registered", _OWN),
    "REPLY_WITHOUT_ASSIGNMENT": Rule("先交办，后答复", "what is replied to was assigned", "代表法（2025年）第五十一条"),
    "EVALUATION_WITHOUT_REPLY": Rule("先答复，后评价", "what is graded was replied to", "重庆市代表建议工作条例（2017年）第二十四条"),
    "REHANDLED_WITHOUT_DISSATISFACTION": Rule(
        "评为“不满意”的才重新办理", "only what was graded dissatisfied is handled anew", "重庆市代表建议工作条例（2017年）第二十七条"
    ),
    "ARCHIVED_WITH_OPEN_PROMISES": Rule(
        "承诺有了结果才归档",
        "the file is closed when it is known what became of every promise",
        "重庆市代表建议工作条例（2017年）第二十四条；上海市规则（2015年）第二十二条",
    ),
    "ARCHIVED_WITHOUT_REPLY": Rule(
        "答复、协调或者不予受理以后才归档",
        "a file is closed after a reply, a mediation, or that it is not handled",
        "代表法（2025年）第五十一条；docs/life.md",
    ),
    "DEPARTMENT_TWICE": Rule(
        "一个单位在一次交办中只有一个角色", "a department has one role in an assignment", "重庆市代表建议工作条例（2017年）第十五条"
    ),
    "CLASS_UNKNOWN": Rule("答复的分类字母按所说的方案解释", "the letter of a reply means what its scheme says", "class_scheme.set"),
    "CO_HANDLER_REPLIED": Rule(
        "主办单位答复，协办单位只提意见",
        "the main department answers; a co-handler gives an opinion",
        "重庆市代表建议工作条例（2017年）第二十条；浙江省规则（2016年）第十八条",
    ),
    "NOT_ENTITLED": Rule(
        "建议由产生编号的来源说，其他来源只能说有权说的", "the source that minted a suggestion tells it; others what they may", _OWN
    ),
    "ORIGIN_NOT_CONTAINED": Rule("来源地在来源的区划之内", "the origin lies in the region of its source", _OWN),
    "SECOND_NUMBER": Rule("同一机关同一次会议给一件建议一个号", "a unit gives a suggestion one number in a session", _OWN),
    "NUMBER_SHARED": Rule("一个号只给一件建议", "a number is given to one suggestion", _OWN),
    "SUGGESTION_UNHEARD": Rule("建议由产生编号的来源登记", "a suggestion is told by the source that minted its id", _OWN),
    "OPINION_UNHEARD": Rule("先收集，才有下文", "what becomes of an opinion follows its collection", "docs/vocabulary.md"),
    "LINK_WAITING": Rule("关联要管得到双方的来源说，或者双方都说", "a link is said by who contains both sides, or by both", _OWN),
    "CALENDAR_UNKNOWN": Rule("工作日按国务院办公厅公布的放假安排", "working days follow the official calendar", "calendar.set；docs/decisions/0016"),
    "DUE_DIFFERS": Rule("期限由规则定", "the due day is the rule's", _DUE),
    "EXTENDED_WITHOUT_CONSENT": Rule("延期须经同意", "an extension needs consent", "代表法（2025年）第五十一条；rule.set reply_extended"),
    "EXTENDED_WITHOUT_RULE": Rule("规则许可的才能延期", "only what a rule allows is extended", "rule.set reply_extended"),
    "EXTENDED_BEYOND_MAXIMUM": Rule(
        "延期不超过规则的最长期限", "an extension ends within the rule's limit", "代表法（2025年）第五十一条；rule.set reply_extended"
    ),
    "REFUSED_WITHOUT_ASSIGNMENT": Rule("被交办的单位才能退办", "only who was assigned may refuse", _RULES),
    "REFUSED_LATE": Rule("退办不迟于规定的期限", "refused within the period of the rule", "rule.set refuse；重庆市代表建议工作条例（2017年）"),
    "REFUSAL_DENIED_UNREFUSED": Rule("先退办，才有不准", "what is denied was asked for", _RULES),
    "REASSIGNED_UNASSIGNED": Rule("先交办，后改办", "what is re-assigned was assigned", "rule.set reassign"),
    "MEDIATED_EARLY": Rule(
        "重新办理后仍不满意的才协调",
        "mediated when it is dissatisfied again after handling anew",
        "重庆市代表建议工作条例（2017年）第二十七条；河南省规则（2017年）第二十二条",
    ),
    "PROMISE_UNMADE": Rule("先承诺，后兑现", "what is kept was promised", "重庆市代表建议工作条例（2017年）第二十四条"),
    "PROMISE_EVALUATED_EARLY": Rule(
        "承诺有了结果才作第二次评价", "the second evaluation follows the result of the promise", "重庆市代表建议工作条例（2017年）第二十八条"
    ),
    "REOPENED_UNARCHIVED": Rule("先归档，才有恢复", "what is reopened was archived", "docs/life.md"),
    "ASSIGNED_UNREGISTERED": Rule("先登记，后交办", "what is assigned was registered", "代表法（2025年）第五十一条；docs/life.md"),
    "CLOSED_AFTER_ASSIGNMENT": Rule(
        "交办以后不再退回、转信访", "what was assigned is neither returned nor made a letter", "代表法（2025年）第五十一条；docs/life.md"
    ),
    "HANDLED_UNREGISTERED": Rule(
        "先登记，后并案、督办", "what is merged for handling, supervised or urged was registered", "代表法（2025年）第五十一条；docs/life.md"
    ),
    "LAPSED_WITHOUT_REPLY": Rule("先答复，后评价", "an evaluation follows a reply", "代表法（2025年）第五十一条；docs/life.md"),
    "PROMISED_WITHOUT_REPLY": Rule("答复里承诺", "a promise is made in a reply", "代表法（2025年）第五十一条；docs/life.md"),
    "HANDLED_UNASSIGNED": Rule("先交办，后办理", "what is handled was assigned", "代表法（2025年）第五十一条；docs/life.md"),
    "HANDLED_WHILE_CLOSED": Rule(
        "退回、转信访、撤回的不再办理", "what was returned, made a letter or withdrawn is handled no more", "代表法（2025年）第五十一条；docs/life.md"
    ),
    "CHANGED_AFTER_ARCHIVE": Rule("归档以后只能更正或者恢复办理", "after archiving a file is only corrected or reopened", "docs/life.md"),
    "RATED_BY_ANOTHER": Rule(
        "联名的建议由领衔代表评价",
        "a co-signed suggestion is graded by the deputy who leads",
        "重庆市代表建议工作条例（2017年）第二十六条；山东省规则（2017年）第二十三条",
    ),
    "WITHDRAWN_AFTER_REPLY": Rule(
        "答复以前撤回；当地另有规定的从其规定", "withdrawn before the reply, or as the place's rule says", "rule.set withdraw_any_time"
    ),
    "WITHDRAWN_AFTER_ASSIGNMENT": Rule(
        "交办以前方可撤回", "withdrawn only before the assignment", "rule.set withdraw_unassigned；北京市规则（2014年）"
    ),
    "WITHDRAWN_NOT_BY_ALL": Rule(
        "联名的须全体要求才能撤回", "what several signed is withdrawn when all ask", "rule.set withdraw_jointly；上海市规则（2015年）"
    ),
    "STEP_OVERDUE": Rule("各环节在规定的期限内办", "each step is done within its period", _RULES),
    "STEP_LATE": Rule("各环节在规定的期限内办", "each step is done within its period", _RULES),
}
