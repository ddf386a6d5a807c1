"""What is implausible about who deputies are and where they sit."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

SITTING: Final[Mapping[str, Reason]] = {
    "MERGER_WAITING": Reason(
        "合并两份代表资料的来源只管到一方，等另一方的来源也这样说",
        "the source that merged two records of a deputy speaks for one side only; a source of the other has to say the same",
        "由另一方或者管得到双方的来源再发布一次合并",
        "have the other side, or a source that contains both, publish the merger too",
    ),
    "MERGED_INTO_SEVERAL": Reason(
        "一份代表资料并入了不同的几份，以发生时间、来源、编号最小者为准",
        "one record of a deputy was merged into several others; the smallest (time, source, id) holds",
        "撤回错的一条",
        "retract the wrong one",
    ),
    "MERGED_IN_A_CIRCLE": Reason(
        "代表资料的合并绕成了一圈，其中发生时间、来源、编号最大者不作数",
        "records of deputies were merged in a circle; the largest (time, source, id) of it does not hold",
        "撤回错的一条",
        "retract the wrong one",
    ),
    "MERGED_TOO_OFTEN": Reason(
        "合并的代表资料接连超过一百份，其后的不再跟着走",
        "more than a hundred records of a deputy were merged one into another; those beyond are not followed",
        "核对合并，撤回错的",
        "check the mergers and retract the wrong ones",
    ),
    "MERGED_UNKNOWN": Reason(
        "合并的代表资料有一方既没有登记，也没有任职",
        "one of the merged records is neither registered nor holds a mandate",
        "登记代表，或者更正编号",
        "register the deputy, or correct the id",
    ),
    "MANDATE_SUSPENDED_UNHELD": Reason(
        "暂时停止执行的代表职务当日没有任职（没有开始、尚未开始或者已经终止）",
        "a mandate was suspended that was not held on that day (never started, not yet, or ended)",
        "补发任职，或者更正日期",
        "send the start of the mandate, or correct the day",
    ),
    "MANDATE_RESTORED_UNSUSPENDED": Reason(
        "代表职务没有停止执行就恢复了",
        "a mandate was restored that was not suspended",
        "补发暂时停止执行职务",
        "send the suspension",
    ),
    "MANDATE_BEYOND_TERM": Reason(
        "代表职务在本机关下一届第一次会议之日或者以后才开始，或者在那以后才终止；任期到那前一天为止",
        "a mandate starts on or after the first day of the next term of its unit, or is said to end after that day; it is held until the day before",
        "更正届次或者日期；下一届的职务另用编号",
        "correct the term or the day; a mandate of the next term has an id of its own",
    ),
    "MANDATE_SUSPENDED": Reason(
        "参加当日该代表职务正暂时停止执行（代表法第六十一条）",
        "the mandate was suspended on the day it took part (article 61 of the Law on Deputies)",
        "核对日期，或者补发恢复执行职务",
        "check the day, or send the restoration",
    ),
    "MANDATES_NOT_NESTED": Reason(
        "一人同时在两个互不隶属的行政区域担任代表（选举法第四十八条）",
        "one person holds mandates of two regions on one day of which neither contains the other (article 48 of the Election Law)",
        "核对人员编号、任职和终止的日期",
        "check the person's id, and the days on which the mandates started and ended",
    ),
}
