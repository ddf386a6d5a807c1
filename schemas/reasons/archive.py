"""Reasons why nothing more is archived, or why what is archived is not believed."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

ARCHIVE: Final[Mapping[str, Reason]] = {
    "ARCHIVE_AHEAD": Reason(
        "存档比总账长：总账丢了末尾，或者还没有恢复完",
        "the archive is longer than the ledger: the ledger lost its tail, or has not recovered yet",
        "什么也没有写。等代理恢复；若已丢失，停下枢纽，用 hub restore 从存档写回，不要让来源先发布新的",
        "nothing was written. Wait for the brokers; if the tail is lost, take the hub down and write it back from the archive with hub restore, "
        "before sources publish anything new",
    ),
    "ARCHIVE_DIFFERS": Reason(
        "总账里的记录与存档里同一位置的不同",
        "the ledger holds another record than the archive at the same place",
        "什么也没有写。总账丢过末尾又被写过，或者被改过：停下枢纽，不要动存档，用 hub audit verify 核对，再从存档恢复总账",
        "nothing was written. The ledger lost its tail and was written since, or was changed: take the hub down, leave the archive as it is, "
        "check it with hub audit verify, and restore the ledger from it",
    ),
    "ARCHIVE_FORKED": Reason(
        "磁盘和数据库里签过的两个头互不相容",
        "the heads signed on disk and in the database do not go on from each other",
        "什么也没有写。有一边是从备份恢复的，或者被改过：找回另一边，或者请核验人拿他留存的检查点来比",
        "nothing was written. One of the two was restored from a copy, or changed: bring back the other, or ask an auditor for the checkpoint "
        "that he kept",
    ),
    "ARCHIVE_DAMAGED": Reason(
        "存档的文件缺了，或者不是签过的那些",
        "files of the archive are missing, or are not those that were signed",
        "什么也没有写。用 hub audit verify 查出是哪一个，从副本（hub audit fetch 取的就是）补回那个文件",
        "nothing was written. Find out which by hub audit verify, and put that file back from a copy (hub audit fetch makes one)",
    ),
    "ARCHIVE_FENCED": Reason(
        "另一个进程也在写这份存档",
        "another process writes this archive too",
        "一份存档只能有一个写的进程：停掉多余的",
        "an archive has one writer: end the other",
    ),
    "ARCHIVE_BEHIND": Reason(
        "这一条还没有进存档",
        "this entry is not archived yet",
        "过几秒再试；一直不进，用 hub doctor 看存档进程",
        "try again in a few seconds; if it does not come, look at the worker of the archive with hub doctor",
    ),
    "ARCHIVE_WRONG": Reason(
        "枢纽给出的检查点或者证明不成立",
        "a checkpoint or proof that the hub gave does not hold",
        "把所示的地方和留存的检查点交给核验人；在本机用 hub audit verify 核对整个存档",
        "give the place shown and the checkpoints that you kept to an auditor; on the hub's machine check the whole archive with hub audit verify",
    ),
    "ARCHIVE_OFF": Reason(
        "没有存档进程：数字无从证明",
        "there is no worker of the archive: no figure can be proved",
        "去掉 HUB_UNARCHIVED，再 hub down、hub up",
        "take HUB_UNARCHIVED away, then hub down and hub up",
    ),
    "AUDIT_AWAY": Reason(
        "操作日志写不进去：凡要记的都不办，以免没有记录",
        "the audit log cannot be written: nothing is done that belongs in it, so that nothing goes unseen",
        "稍后再试；管理员用 hub doctor 看 Kafka 和主题 audit",
        "try again later; the administrator looks at Kafka and its topic audit with hub doctor",
    ),
    "AUDIT_SHORTER": Reason(
        "操作日志的主题比存档短：丢了末尾，或者被重建过",
        "the topic of the audit log is shorter than its archive: it lost its tail, or was made again",
        "什么也没有写。停下枢纽，用 hub restore 从存档写回，再启动",
        "nothing was written. Take the hub down, write it back from the archive with hub restore, then bring it up",
    ),
    "RESTORE_WHILE_UP": Reason(
        "枢纽还在运行，不能恢复",
        "the hub runs: it cannot be restored",
        "先 hub down；用外部 Kafka 的，停下各处的工作进程",
        "hub down first; with outside parts end the workers everywhere",
    ),
    "RESTORE_BEYOND": Reason(
        "总账比存档长：多出来的记录无从核对",
        "the ledger holds more than the archive: what lies beyond cannot be compared",
        "什么也没有写。确认这就是原来的总账、只是存档还没有赶上，就加 --beyond，那些记录原样留下；存档是旧的备份的，找回新的",
        "nothing was written. If you are sure that it is the ledger of before, of which the archive is only behind, say --beyond and those records "
        "stay as they are; if the archive is an older copy, bring back the newer one",
    ),
    "RESTORE_DROPPED": Reason(
        "代理已经删去这个分区最前面的记录，位移不能从头补",
        "the broker has deleted the first records of this partition, and offsets cannot be filled before others",
        "什么也没有写。在 Kafka 里删去这个总账主题（先留备份），再运行一次：整个主题从存档写回",
        "nothing was written. Delete this ledger topic in Kafka (keep a copy first) and run it again: the whole topic is written back from the "
        "archive",
    ),
    "INDEX_DIFFERS": Reason(
        "数据库里的总账索引与存档里同一位置的不同",
        "the index in the database holds another record than the archive at the same place",
        "什么也没有写。数据库是别的枢纽的，或者被改过：把 PostgreSQL 的目录移开，再运行一次，索引和视图从存档重建",
        "nothing was written. The database is another hub's, or was changed: move the folder of PostgreSQL away and run it again; index and views "
        "are then made from the archive",
    ),
    "RECEIPT_LATER": Reason(
        "还没有收据：事件还没有裁决，或者还没有进存档",
        "there is no receipt yet: the event is not judged, or not archived",
        "过几秒再要；事件留在发件箱里",
        "ask again in a few seconds; the event stays in the outbox",
    ),
    "RECEIPT_NONE": Reason(
        "没有收据：事件在隔离里，不在总账上",
        "there is no receipt: the event is in quarantine, not on the ledger",
        "看原因：等候的，资料到了自动重审；不收的，改正后用新的编号重发，再把原来那件从发件箱删去",
        "see why: what waits is judged anew by itself; what was refused is to be corrected and sent under a new id, and the old one taken out of the "
        "outbox",
    ),
    "RECEIPT_WRONG": Reason(
        "收据不成立",
        "the receipt does not hold",
        "事件留在发件箱里。核对枢纽的地址和公钥；仍然这样，把收据和留存的检查点交给核验人",
        "the event stays in the outbox. Check the hub's address and key; if it stays so, give receipt and kept checkpoints to an auditor",
    ),
    "RECEIPT_OTHER": Reason(
        "收据说的是另一个事件，或者同一编号的另一份内容",
        "the receipt is about another event, or about another content of the same id",
        "事件留在发件箱里。用 hub fate 看这个编号；同号异文的，用更正说明哪一份对",
        "the event stays in the outbox. Look at the id with hub fate; where contents differ, say by a correction which is right",
    ),
    "OUTBOX_BUSY": Reason(
        "另一个进程正在用这个发件箱",
        "another process uses this outbox",
        "等它做完",
        "wait until it is done",
    ),
    "OUTBOX_OTHER": Reason(
        "发件箱里已经有同一编号、内容不同的事件",
        "the outbox holds an event of the same id with another content",
        "没有放进去。一个编号只说一件事：换一个编号，或者发更正",
        "it was not put in. An id says one thing: take another, or send a correction",
    ),
    "OUTBOX_KEY": Reason(
        "枢纽的公钥不是这个发件箱认得的",
        "the hub's key is not the one that this outbox knows",
        "什么也没有发。核对枢纽的地址；枢纽确实换了公钥的，从可靠的途径得到新的，写进发件箱的 hub.vkey",
        "nothing was sent. Check the hub's address; if the hub has another key indeed, get it from a source you trust and write it into the outbox's "
        "hub.vkey",
    ),
}
