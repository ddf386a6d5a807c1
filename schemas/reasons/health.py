"""What `hub doctor` finds wrong with a hub."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

HEALTH: Final[Mapping[str, Reason]] = {
    "FOLDER_MISSING": Reason(
        "没有数据目录", "there is no data folder", "检查 HUB_DATA，或者用 hub up 建立", "look at HUB_DATA, or make it with hub up"
    ),
    "FOLDER_OPEN": Reason(
        "数据目录里有东西主人不对，或者别人能看能改",
        "something in the data folder has another owner, or is open to others",
        "用 chown、chmod 改成应有的主人和权限；密钥曾经敞开的，删掉它再 hub up 换新的",
        "set owner and mode with chown and chmod; a secret that stood open is to be deleted: hub up draws another",
    ),
    "DISK_LOW": Reason(
        "磁盘快满了", "the disk is nearly full", "腾出空间，或者把数据目录搬到更大的磁盘", "make room, or move the data folder to a larger disk"
    ),
    "PORT_TAKEN": Reason(
        "枢纽停着，它的端口上却有人",
        "the hub is stopped, but somebody listens at its port",
        "若是残留的进程，运行 hub down；否则让占用者换端口，或者 HTTP 用 HUB_HTTP_PORT 另定",
        "if it is a process left over, run hub down; else move the other one, or give HTTP another HUB_HTTP_PORT",
    ),
    "PART_SILENT": Reason(
        "部件不应答",
        "a part does not answer",
        "看 HUB_DATA/logs 里它的日志；hub down 再 hub up",
        "read its log in HUB_DATA/logs; hub down, then hub up",
    ),
    "VERSION_PART": Reason(
        "部件的版本不是锁定的版本",
        "a part is not of the locked version",
        "运行 make install，再 hub down、hub up；外部部件请升级",
        "run make install, then hub down and hub up; upgrade an outside part",
    ),
    "CLOCK_SKEW": Reason(
        "部件的时钟与本机不符",
        "the clock of a part differs from that of this machine",
        "让各台机器与同一时间源同步",
        "let all machines follow the same time source",
    ),
    "TOPIC_MISSING": Reason(
        "缺少主题",
        "a topic is missing",
        "新枢纽：hub down 再 hub up 会建立；已有数据的总账主题用 hub restore 恢复",
        "in a new hub, hub down and hub up make it; a ledger topic that held records is to be restored with hub restore",
    ),
    "TOPIC_PARTITIONS": Reason(
        "主题的分区数被改过；分区数终身不变，位置即编号",
        "the number of partitions of a topic was changed: it is fixed for life, positions are offsets",
        "停下核查；用 hub restore 恢复总账",
        "stop and look; restore the ledger with hub restore",
    ),
    "TOPIC_SETTING": Reason(
        "主题的设置不对", "a setting of a topic is not what it must be", "用 kafka-configs --alter 改成应有的值", "set it with kafka-configs --alter"
    ),
    "USER_MISSING": Reason("缺少部件的 Kafka 用户", "a part has no Kafka user", "hub down 再 hub up 会补上", "hub down and hub up make it"),
    "RIGHT_MISSING": Reason(
        "部件的 Kafka 用户缺少权限", "the Kafka user of a part lacks a right", "hub down 再 hub up 会补上", "hub down and hub up add it"
    ),
    "RIGHT_SPARE": Reason(
        "部件的 Kafka 用户有多余的权限",
        "the Kafka user of a part has a right that it must not have",
        "查明是谁给的；hub down 再 hub up 会收回",
        "find out who gave it; hub down and hub up take it back",
    ),
    "SOURCE_USER": Reason(
        "原生来源没有 Kafka 用户，发布不了",
        "a native source has no Kafka user: it cannot publish",
        "hub source rotate 会补上，密码换新的",
        "hub source rotate makes it, with a new password",
    ),
    "SOURCE_TOPIC": Reason(
        "原生来源自己的主题没有了",
        "a topic of a native source is gone",
        "hub source rotate 会补上，密码换新的；主题里还没有判过的记录要来源重发",
        "hub source rotate makes it, with a new password; what the gate had not judged is to be sent again",
    ),
    "SOURCE_RIGHT": Reason(
        "原生来源缺少写自己主题的权限",
        "a native source lacks the right to write to a topic of its own",
        "hub source rotate 会补上，密码换新的",
        "hub source rotate adds it, with a new password",
    ),
    "SOURCE_SPARE": Reason(
        "来源的 Kafka 用户有多余的权限，或者它并没有登记、已经吊销",
        "the Kafka user of a source has a right that it must not have, or the source is not registered or was revoked",
        "查明是谁给的；权限用 kafka-acls --remove 收回；用户不要删除（经纪人重启时可能丢掉全部用户），换成无人知道的密码",
        "find out who gave it; take a right back with kafka-acls --remove; do not delete the user (the broker could lose all users when it restarts),"
        " give it a password that nobody knows",
    ),
    "ROLE_MISSING": Reason(
        "部件的数据库角色缺失或不能登录",
        "the database role of a part is missing or cannot sign in",
        "hub down 再 hub up 会补上",
        "hub down and hub up make it",
    ),
    "ROLE_MIGHTY": Reason(
        "部件的数据库角色权力过大",
        "the database role of a part is too mighty",
        "查明是谁给的，用 ALTER ROLE … NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS 收回",
        "find out who gave it; take it back with ALTER ROLE ... NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS",
    ),
    "ROWS_UNGUARDED": Reason(
        "表的行级安全没有强制",
        "row-level security of a table is not forced",
        "查明是谁关的；hub down 再 hub up（视图的表用 hub rebuild）",
        "find out who took it away; hub down and hub up (hub rebuild for a table of the views)",
    ),
    "VIEW_AHEAD": Reason(
        "视图的位置超过了总账索引",
        "a view stands ahead of the ledger index",
        "索引少了记录：停下核查，再 hub rebuild",
        "the index has lost records: stop and look, then hub rebuild",
    ),
    "WORKER_SILENT": Reason(
        "工作进程没有动静",
        "a worker does not turn",
        "看 HUB_DATA/logs 里它的日志；看护进程会重启它",
        "read its log in HUB_DATA/logs; the supervisor starts it again",
    ),
    "UNREADABLE_HELD": Reason(
        "总账上有读不懂的记录：门岗的词汇比这里新，或者有人绕过门岗写了总账",
        "there are unreadable records on the ledger: the gate's vocabulary is newer than this one, or it was written past the gate",
        "先把投影进程更新到门岗的版本并重启（会自动重读）；还在的，查 core.unreadable 和谁能写总账（hub doctor 的权限一项）",
        "update the workers to the gate's release and restart them (they read again); else look at core.unreadable and who may write the ledger",
    ),
    "QUARANTINE_HOLDS": Reason("隔离里有记录", "records are in quarantine", "hub quarantine list 逐条处理", "deal with them: hub quarantine list"),
    "QUARANTINE_OLD": Reason(
        "隔离里有放了很久的记录",
        "records have been in quarantine for long",
        "hub quarantine list 逐条处理：请来源更正、登记所缺的资料，或者说明不再处理（drop）；天数用 HUB_BACKLOG_DAYS 定",
        "deal with them: hub quarantine list; have them corrected, register what is missing, or drop them; HUB_BACKLOG_DAYS says how long is long",
    ),
    "SHIPPED_MISSING": Reason(
        "附送的放假安排和期限规则有几条没有发布；没有规则就没有到期日，也不看临期、逾期",
        "some of the shipped calendars and rules are not published; without rules nothing is due, and no deadline is watched",
        "运行 hub shipped publish（已有的不会再发）",
        "run hub shipped publish (what is there is not published again)",
    ),
    "CALENDAR_SHORT": Reason(
        "工作日历快用完了：没有放假安排的年份，到期日未知",
        "the calendar of working days ends too soon: in a year without one due days are unknown",
        "下一年的放假安排公布后，由管理员发布 calendar.set；本版已经附送的，运行 hub shipped publish",
        "when the next year's calendar is announced publish calendar.set as the administrator; where this release ships it: hub shipped publish",
    ),
    "WATCH_LACKS": Reason(
        "视图是旧版建的，缺期限看守要问的，有些到期、逾期没有人说",
        "the views were made by an earlier release and lack what the watch of deadlines asks: some deadlines are not watched, and nobody tells",
        "运行 hub rebuild；之后该说的都会补说，每件一次",
        "run hub rebuild; what was not told is then told, each thing once",
    ),
    "CHECK_FAILED": Reason("这一项没有查成", "this check could not be carried out", "看所示的原因", "look at the cause shown"),
}
