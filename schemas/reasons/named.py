"""Anomalies of what an event names and nobody told yet: accepted, and shown until it comes (contract 3)."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

NAMED: Final[Mapping[str, Reason]] = {
    "MANDATE_UNKNOWN": Reason(
        "所说的代表职务尚未登记；参加活动的暂视为另一人",
        "a mandate that is named is not registered yet; one that took part counts as a person of its own for now",
        "登记代表职务，或者更正其编号",
        "register the mandate, or correct its id",
    ),
    "PERSON_UNKNOWN": Reason(
        "代表职务所属的人尚未登记",
        "the person who holds the mandate is not registered yet",
        "登记代表（deputy.registered），或者更正编号",
        "register the deputy (deputy.registered), or correct the id",
    ),
    "DEPARTMENT_UNKNOWN": Reason(
        "所说的承办单位没有登记过；是合并的后继的，仍计在原单位",
        "a department that is named was never registered; one that should go on from another does not, which still counts itself",
        "登记该单位，或者更正其代码",
        "register that department, or correct its code",
    ),
    "NAMED_UNIT_UNKNOWN": Reason(
        "所说的机关（转交、上报、下交、协办、主管、上级）尚未登记",
        "a unit that is named (passed to, taking part, hosting, above) is not registered yet",
        "登记该机关，或者更正其代码",
        "register that unit, or correct its code",
    ),
    "STATION_UNKNOWN": Reason(
        "所说的站点尚未登记",
        "the station named is not registered yet",
        "登记站点",
        "register the station",
    ),
    "ACTIVITY_UNKNOWN": Reason(
        "所说的活动还没有来",
        "nobody has told yet of the activity that is named",
        "补发活动，或者更正其编号",
        "send the activity, or correct its id",
    ),
    "OPINION_UNKNOWN": Reason(
        "建议所说的意见还没有收集",
        "the opinion that the suggestion names has not been collected yet",
        "补发意见的收集，或者更正其编号",
        "send the collection of the opinion, or correct its id",
    ),
    "SUGGESTION_UNKNOWN": Reason(
        "所说的建议（接续、重提、转成）还没有来",
        "nobody has told yet of the suggestion that is named (continued, made again, or made of an opinion)",
        "补发那件建议，或者更正其编号",
        "send that suggestion, or correct its id",
    ),
    "REPORT_UNKNOWN": Reason(
        "反馈了没有转交过的视察、调研报告",
        "a report on an inspection or research was answered that nobody had forwarded",
        "补发报告的转交，或者更正其编号",
        "send the forwarding of the report, or correct its id",
    ),
    "OBJECT_UNKNOWN": Reason(
        "指定了归属的对象（建议、活动、意见）还没有来",
        "nobody has told yet of what was allocated: no suggestion, activity or opinion of that id",
        "补发对象，或者更正其编号",
        "send the object, or correct its id",
    ),
    "SUCCESSOR_UNKNOWN": Reason(
        "区划的后继从未设立",
        "a region that should go on from this one was never established",
        "补发后继区划的设立，或者更正其代码",
        "send the establishment of that region, or correct its code",
    ),
    "SUCCEEDED_UNKNOWN": Reason(
        "所接替的来源没有登记过",
        "the source that it succeeds was never registered",
        "登记被接替的来源，或者更正其名称",
        "register that source, or correct its name",
    ),
}
