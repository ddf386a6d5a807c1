"""What becomes of personal data: sealed, opened, erased."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

PERSONAL: Final[Mapping[str, Reason]] = {
    "KEYS_AWAY": Reason(
        "个人信息的密钥库不在：带个人信息的事件暂时不收，个人信息暂时打不开；统计和其他事件照常",
        "the key store of personal data is away: events with personal data are not taken for now, and none can be opened; all else goes on",
        "稍后照原样重发；管理员用 hub doctor 看密钥库和它的密钥文件",
        "send it again later as it is; the administrator looks at the key store and its secret with hub doctor",
    ),
    "PERSON_ERASED": Reason(
        "此人的个人信息已经应要求删除，不再为他封存；内容没有保留",
        "the personal data of this person were erased: none are sealed for him any more; what was sent was not kept",
        "去掉 personal 后重发；确是另一次反映、本人同意登记的，用新的人员编号",
        "remove personal and send it again; where the person agrees to be registered anew, use a new number",
    ),
    "NEVER_SEALED": Reason(
        "这个枢纽从来没有为这个人员编号封存过个人信息，没有可删的；什么也没有改变",
        "this hub never sealed personal data under this number of a person: there is nothing to erase, and nothing was changed",
        "核对人员编号：是发布者在 personal 的 person 里写的那个",
        "look at the number: it is the one that publishers wrote as person in personal",
    ),
    "ALREADY_ERASED": Reason(
        "此人的个人信息早已删除：所示为密钥销毁的时刻 → 从何时起连备份也打不开；什么也没有改变",
        "the personal data of this person were erased before: shown is when the keys went and from when on no backup opens them; nothing was changed",
        "不用再做什么；总账上有 person.erased 一条可查",
        "nothing is left to do; the ledger holds the fact person.erased",
    ),
}
