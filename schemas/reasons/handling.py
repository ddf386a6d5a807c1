"""Anomalies in the handling of suggestions: steps without the one before them, and what the dated rules of a place forbid."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

HANDLING: Final[Mapping[str, Reason]] = {
    "REFUSED_WITHOUT_ASSIGNMENT": Reason(
        "没有交办给这个单位，它却退办",
        "a department sent the suggestion back that it had not been assigned to",
        "补发交办",
        "send the assignment",
    ),
    "REFUSED_LATE": Reason(
        "过了规定的期限才退办",
        "a department sent the suggestion back later than the rule allows",
        "核对交办、退办的日期；规则不对的，由有权的来源发布（rule.set）",
        "check the days of assignment and refusal; if the rule is wrong, let an entitled source publish it (rule.set)",
    ),
    "REFUSAL_DENIED_UNREFUSED": Reason(
        "这个单位没有退办，却说不准退办",
        "a refusal was denied that nobody had made",
        "补发退办",
        "send the refusal",
    ),
    "REASSIGNED_UNASSIGNED": Reason(
        "没有交办过就改办",
        "the suggestion was re-assigned before it was assigned",
        "补发交办",
        "send the assignment",
    ),
    "MEDIATED_EARLY": Reason(
        "第二轮答复还没有被评为“不满意”就协调",
        "mediated before a reply of the second round was graded dissatisfied",
        "补发第二轮的评价",
        "send the evaluation of the second round",
    ),
    "PROMISE_UNMADE": Reason(
        "没有作过的承诺有了下文（进展、兑现、未兑现或者评价）",
        "something became of a promise that nobody had made: progress, kept, missed or graded",
        "补发承诺，或者补上答复中的承诺编号",
        "send the promise, or name it in the reply",
    ),
    "PROMISE_EVALUATED_EARLY": Reason(
        "承诺还没有结果就评价",
        "a promise was graded before it was kept or missed",
        "补发承诺的结果",
        "send what became of the promise",
    ),
    "REOPENED_UNARCHIVED": Reason(
        "没有归档就恢复办理",
        "reopened without having been archived",
        "补发归档",
        "send the archiving",
    ),
    "ASSIGNED_UNREGISTERED": Reason(
        "没有登记就交办了",
        "the suggestion was assigned before it had a number",
        "补发登记，或者更正日期",
        "send the registration, or correct the day",
    ),
    "CLOSED_AFTER_ASSIGNMENT": Reason(
        "已经交办的又退回或者转信访",
        "returned or made a letter after it was assigned",
        "退回、转信访错了的，撤回那一条；交办错了的，撤回交办",
        "retract whichever was said by mistake",
    ),
    "HANDLED_UNREGISTERED": Reason(
        "没有登记就并案办理、重点督办或者催办",
        "merged for handling, put under key supervision or urged before the suggestion had a number",
        "补发登记，或者更正日期",
        "send the registration, or correct the day",
    ),
    "LAPSED_WITHOUT_REPLY": Reason(
        "没有答复就报评价逾期",
        "the evaluation lapsed before there was a reply",
        "补发答复，或者更正日期",
        "send the reply, or correct the day",
    ),
    "PROMISED_WITHOUT_REPLY": Reason(
        "没有答复就承诺",
        "a promise was made before there was a reply",
        "补发答复，或者更正日期",
        "send the reply, or correct the day",
    ),
    "HANDLED_UNASSIGNED": Reason(
        "没有交办就联系代表、提协办意见、延期或者反馈",
        "a deputy was contacted, a co-handler gave an opinion, the reply was put off or told before the suggestion was assigned",
        "补发交办，或者更正日期",
        "send the assignment, or correct the day",
    ),
    "HANDLED_WHILE_CLOSED": Reason(
        "退回、转信访或者撤回以后又办理，而没有重新提交、登记",
        "handled after it was returned, made a letter or withdrawn, and neither submitted nor registered again",
        "补发重新提交或者登记；退回、转信访、撤回错了的，撤回那一条",
        "send the submission or the registration anew; if it was closed by mistake, retract that",
    ),
    "CHANGED_AFTER_ARCHIVE": Reason(
        "归档以后又办理，而没有恢复办理",
        "handled after it was archived without having been reopened",
        "补发恢复办理，或者更正日期",
        "send the reopening, or correct the day",
    ),
    "RATED_BY_ANOTHER": Reason(
        "评价的不是领衔代表，这份评价不计数",
        "graded by another than the deputy who leads: this grade does not count",
        "由领衔代表评价；评价人或者领衔代表写错的，发更正",
        "let the lead deputy grade it; correct the rater or the lead if one is wrong",
    ),
    "WITHDRAWN_AFTER_REPLY": Reason(
        "答复以后才撤回",
        "withdrawn after it had been replied to",
        "核对日期；当地允许随时撤回的，发布规则（rule.set，withdraw_any_time）",
        "check the days; where it may be withdrawn at any time, publish the rule (rule.set, withdraw_any_time)",
    ),
    "WITHDRAWN_AFTER_ASSIGNMENT": Reason(
        "当地规定交办以前方可撤回，而撤回在交办以后",
        "withdrawn after the assignment where the rule allows it only before",
        "核对撤回、交办的日期",
        "check the days of withdrawal and assignment",
    ),
    "WITHDRAWN_NOT_BY_ALL": Reason(
        "当地规定联名的须全体要求才能撤回，有人没有要求",
        "withdrawn without all who signed asking for it, where the rule says all must",
        "补发其他代表的撤回，或者更正撤回，写明撤回人（by）",
        "send the withdrawals of the others, or correct it: name who asked (by)",
    ),
    "EXTENDED_BEYOND_MAXIMUM": Reason(
        "延期超过规则许可的最长期限，以规则为准",
        "extended beyond what the rule of extensions allows: the rule's day holds",
        "更正延期的日期",
        "correct the day to which it is extended",
    ),
    "STEP_OVERDUE": Reason(
        "这一环节到期未办",
        "the step is past its due day and has not been done",
        "办理并发布，或者补发已办的事件",
        "do it and publish it, or send the event if it was done",
    ),
    "STEP_LATE": Reason(
        "这一环节过期才办",
        "the step was done after its due day",
        "核对日期",
        "check the days",
    ),
    "REGION_CONTRADICTED": Reason(
        "关于同一区划的事实互相矛盾（重叠、循环、两个上级或者两个终结），这一条不作数，以时间、来源、编号较小的为准",
        "facts about one region contradict each other (overlap, cycle, two parents, two ends): this does not hold, the smaller time, source, id does",
        "由发布的来源更正或者撤回其中一条",
        "let its source correct or retract one of them",
    ),
    "REFORMED_UNKNOWN": Reason(
        "改动了一个从未设立，或者那天还没有设立的区划",
        "a reform of a region that nobody established, or that was not there yet on that day",
        "补发区划的设立，或者更正代码、日期",
        "send its establishment, or correct the code or the day",
    ),
    "CODE_REUSED": Reason(
        "撤销了的代码又设立了",
        "a code that was repealed is used again",
        "撤销错了的，撤回撤销；新设的区划用新的代码",
        "if it was repealed by mistake, retract that; a new region has a new code",
    ),
    "SHARES_INCOMPLETE": Reason(
        "各后继的份额之和不足一",
        "the shares of those that go on from a region are less than the whole",
        "更正份额，或者补上缺的后继",
        "correct the shares, or add the successor that is missing",
    ),
    "SETTING_CONTRADICTED": Reason(
        "关于同一规则、方案或者放假安排，同一日生效的说法不一，这一条不作数，以时间、来源、编号较小的为准",
        "a rule, a scheme or a calendar is said otherwise of the same day: this one does not hold, the smaller time, source, id does",
        "由发布的来源更正或者撤回其中一条；以后才改的，写明新的生效日",
        "let its source correct or retract one of them; what changes later has a day of its own",
    ),
    "REGISTERED_OTHERWISE": Reason(
        "同一机关、单位、来源或者代表登记、撤销了几次，或者同一日变更了几次，而说法不一；以时间、来源、编号最小者为准",
        "a unit, department, source or deputy is registered or closed several times, or changed twice of one day, and not alike: the smallest holds",
        "由发布的来源更正或者撤回其中不对的；以后才改的，用变更事件写明生效日",
        "let its source correct or retract what is wrong; what changes later is told by an event of change",
    ),
    "PARENT_UNKNOWN": Reason(
        "上级区划从未设立",
        "the parent region was never established",
        "补发上级区划的设立，或者更正上级",
        "send the establishment of the parent, or correct it",
    ),
    "PARENT_LATER": Reason(
        "所属的上级那天还没有设立，按上级设立之日的隶属计；按设立以前某日的口径，不归现有的任何一个下级",
        "it was put into a region that was not there yet: it lies where that does on its first day, unallocated on the regions of a day before that",
        "更正上级，或者两者之一的生效日期",
        "correct the parent, or the day from which either is valid",
    ),
}
