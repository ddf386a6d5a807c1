"""Anomalies: implausible histories that are accepted and shown until the missing event comes."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

ANOMALIES: Final[Mapping[str, Reason]] = {
    "VALUES_DIFFER": Reason(
        "几个来源或几次发布对同一对象所说不一",
        "sources, or events of one source, differ about the same object",
        "由产生编号的来源发更正；此前以它最后所说为准",
        "let the source that minted the id send a correction; until then its latest word holds",
    ),
    "AMENDS_UNKNOWN": Reason(
        "所更正或撤回的事件还没有来，暂不起作用",
        "the event that this corrects or retracts has not come: it changes nothing yet",
        "补发那个事件；编号写错的，撤回这一条另发",
        "send that event; if its id is wrong here, retract this one and send another",
    ),
    "AMENDS_NOT_ENTITLED": Reason(
        "更正或撤回的不是自己（或所接替的来源）的事件，不起作用",
        "this corrects or retracts an event of another source, and is not its successor: it changes nothing",
        "由原来源更正；系统换了的，登记接替（succeeds）",
        "let that source correct it; if the system was replaced, register what it succeeds",
    ),
    "CANCELLED_UNANNOUNCED": Reason(
        "取消了一次没有公布也没有开展的活动",
        "an activity was cancelled that was neither announced nor held",
        "补发活动，或者撤回取消",
        "send the activity, or retract the cancellation",
    ),
    "HOST_UNKNOWN": Reason(
        "主办机关尚未登记，暂按行为机关所在地计",
        "the host unit is not registered yet; the activity lies at the acting unit for now",
        "登记主办机关",
        "register the host unit",
    ),
    "REGION_NOT_VALID": Reason(
        "所在区划当日无效，按其最后的隶属计",
        "the region was not valid on that day; its last ancestry is used",
        "核对区划代码和日期",
        "check the code of the region and the day",
    ),
    "STATION_CLOSED_UNOPENED": Reason(
        "站点没有开放就关闭了",
        "a station was closed that was not open",
        "补发站点设立",
        "send the opening of the station",
    ),
    "MANDATE_NOT_IN_FORCE": Reason(
        "参加当日该代表职务不在任期内",
        "the mandate was not in force on the day it took part",
        "核对日期，或者补发任职、终止",
        "check the day, or send the start or end of the mandate",
    ),
    "MANDATE_ENDED_UNSTARTED": Reason(
        "代表职务没有开始就终止了，或者终止早于开始",
        "a mandate ended that had not started, or before it started",
        "补发任职，或者更正日期",
        "send the start of the mandate, or correct the day",
    ),
    "TERM_CONTRADICTED": Reason(
        "关于这一届起始日的说法互相矛盾，以发生时间、来源、编号最小者为准",
        "facts about the first day of this term contradict each other; the smallest (time, source, id) holds",
        "更正或者撤回错的一条",
        "correct or retract the wrong one",
    ),
    "TERM_END_UNKNOWN": Reason(
        "不知道这一届到哪一天止：紧接的下一届没有起始日",
        "it is not known when this term ended: the next one has no first day",
        "补发下一届的换届；问数可以改用 --from、--to",
        "send the opening of the next term; figures may be asked by --from and --to",
    ),
    "SESSION_WITHOUT_TERM": Reason(
        "会议所在的届没有起始日",
        "the term of the session has no first day",
        "补发该届的换届，或者它的第一次会议",
        "send the opening of the term, or its first session",
    ),
    "SESSION_OUTSIDE_TERM": Reason(
        "会议不在本届起止之内",
        "the session lies outside of its term",
        "核对会议日期、届次和换届",
        "check the days of the session, its term, and the openings of terms",
    ),
    "SESSION_OUT_OF_ORDER": Reason(
        "会议早于同一届次数更小的会议",
        "the session was not after one of a smaller number",
        "核对会议日期和次数",
        "check the days and the number of the session",
    ),
    "UNIT_CLOSED": Reason(
        "行为机关或者主办机关当日已经撤销",
        "the acting or the host unit had been closed by that day",
        "核对机关代码和日期，或者更正、撤回撤销",
        "check the code of the unit and the day, or correct or retract its closing",
    ),
    "DEPARTMENTS_IN_CIRCLE": Reason(
        "单位的合并绕成了一圈，这一条（发生时间、来源、编号最大）不作数",
        "these mergers of departments make a circle; this one, the largest by time, source and id, does not hold",
        "更正或者撤回错的一条",
        "correct or retract the wrong one",
    ),
    "VOTED_WITHOUT_CONGRESS": Reason(
        "没有人民代表大会的区划进行了票决",
        "a region without a congress voted",
        "核对行为机关；街道、管理区不能票决",
        "check the acting unit; streets and zones cannot vote",
    ),
    "VOTED_UNLISTED": Reason(
        "项目没有列为候选就票决了",
        "a project was voted on that was not listed as a candidate",
        "补发候选（candidate_listed），或者更正日期",
        "send its listing (candidate_listed), or correct the day",
    ),
    "VOTES_OVER_PRESENT": Reason(
        "赞成、反对、弃权之和多于到会人数",
        "votes for, against and abstaining are more than those present",
        "更正票数或者到会人数",
        "correct the votes or the number present",
    ),
    "NOT_MORE_CANDIDATES": Reason(
        "候选项目不多于选出的项目，不是差额票决",
        "there were not more candidates than places in the vote",
        "补发没有选上的候选和票决结果；确系等额的，不必处理",
        "send the candidates that lost; if there were none, nothing needs doing",
    ),
    "PROGRESSED_BEFORE_VOTE": Reason(
        "项目没有票决选出就报了进展",
        "progress was told of a project before it was elected",
        "补发票决，或者更正日期",
        "send the vote, or correct the day",
    ),
    "EVALUATED_BEFORE_VOTE": Reason(
        "项目没有票决选出就测评了",
        "a project was evaluated before it was elected",
        "补发票决，或者更正日期",
        "send the vote, or correct the day",
    ),
    "YIELD_WITHOUT_ACTIVITY": Reason(
        "所说成效的活动没有举行，暂不计数",
        "the activity that is said to have brought this was not held; it does not count for now",
        "补发活动",
        "send the activity",
    ),
    "REPLY_WITHOUT_ASSIGNMENT": Reason(
        "答复的单位没有被交办",
        "a department replied that is in no standing assignment",
        "补发交办",
        "send the assignment",
    ),
    "EVALUATION_WITHOUT_REPLY": Reason(
        "评价时还没有答复",
        "a reply was evaluated before there was one",
        "补发答复",
        "send the reply",
    ),
    "REHANDLED_WITHOUT_DISSATISFACTION": Reason(
        "没有“不满意”评价就重新办理",
        "re-handling was ordered without a dissatisfied grade",
        "补发评价",
        "send the evaluation",
    ),
    "ARCHIVED_WITH_OPEN_PROMISES": Reason(
        "承诺尚未兑现就归档了",
        "archived with promises still open",
        "补发承诺的结果",
        "send what became of the promises",
    ),
    "CLASS_UNKNOWN": Reason(
        "答复的分类字母所属方案尚未登记，结果不明",
        "the letter of the reply belongs to a scheme that is not registered; the outcome is unknown",
        "登记分类方案",
        "register the scheme of classes",
    ),
    "CO_HANDLER_REPLIED": Reason(
        "协办单位直接答复了代表",
        "a co-handling department answered the deputy",
        "协办意见用 co_opinion_given；或者更正交办的角色",
        "use co_opinion_given for its opinion, or correct its role",
    ),
    "NOT_ENTITLED": Reason(
        "来源无权说这件事，只留存，不计数",
        "a source said what it is not entitled to say of this suggestion; it is kept and does not count",
        "由产生编号的来源或同一区划的来源发布",
        "let the source that minted the id, or one of the same region, say it",
    ),
    "ORIGIN_NOT_CONTAINED": Reason(
        "所说的来源地都不在来源的区划内，暂按行为机关所在地计",
        "no event names an origin that its source contains; the acting unit's region is used",
        "更正来源地，或者由包含它的来源发布",
        "correct the origin, or let a source that contains it say so",
    ),
    "SECOND_NUMBER": Reason(
        "同一机关给同一件建议登记了两个号",
        "one unit gave one suggestion two numbers",
        "更正或撤回其中一次登记",
        "correct or retract one of the registrations",
    ),
    "NUMBER_SHARED": Reason(
        "同一登记号用于几件建议",
        "one number stands on several suggestions",
        "更正登记号",
        "correct the number",
    ),
    "SUGGESTION_UNHEARD": Reason(
        "只有别的来源说起这件建议，产生编号的来源还没有说",
        "only other sources speak of this suggestion; the one that minted its id has not yet",
        "由产生编号的来源发布",
        "let the source that minted the id speak",
    ),
    "OPINION_UNHEARD": Reason(
        "还没有收集这条意见的事件",
        "nobody has yet said that this opinion was collected",
        "补发意见的收集",
        "send the collection of the opinion",
    ),
    "LINK_WAITING": Reason(
        "关联要等另一方，或者等包含双方的来源来说",
        "the link waits for the other side, or for a source that contains both",
        "由另一方发布 linked",
        "let the other side publish linked",
    ),
    "CALENDAR_UNKNOWN": Reason(
        "到期日所在年份的放假安排还没有公布给枢纽，到期日未知",
        "no calendar is known of a year that the due day rests on: it is unknown",
        "由管理员发布该年的放假安排（calendar.set）",
        "let the administrator publish that year's calendar (calendar.set)",
    ),
    "DUE_DIFFERS": Reason(
        "来源所说的期限和规则算出的不一，以规则为准",
        "the due day that the source states is not the rule's, which holds",
        "核对期限；规则不对的，由有权的来源发布规则（rule.set）",
        "check the day; if the rule is wrong, let an entitled source publish it (rule.set)",
    ),
    "EXTENDED_WITHOUT_CONSENT": Reason(
        "延期须经同意，而没有说明经谁同意，期限不变",
        "an extension needs consent and nobody is named who gave it: the due day does not move",
        "更正延期，补上同意的机关",
        "correct the extension: name who consented",
    ),
    "EXTENDED_WITHOUT_RULE": Reason(
        "没有规则允许这一环节延期，期限不变",
        "no rule allows this step to be extended: the due day does not move",
        "核对延期，或者发布规则（rule.set）",
        "check the extension, or publish the rule (rule.set)",
    ),
}
