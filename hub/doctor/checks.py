"""Every check, as data: its name, what it says in both languages, what must answer for it, and the function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import psycopg2
from kafka.errors import KafkaError

from hub.doctor import on_archive, on_broker, on_database, on_disk, on_sources
from hub.doctor.patient import Patient
from schemas.errors import Problem, shown

State = Literal["ok", "wrong", "warning", "note", "skipped"]
Need = Literal["folder", "running", "kafka", "postgres"]


@dataclass(frozen=True)
class Check:
    """One check, and what it is if it finds something: wrong with the hub, a warning to whoever keeps it, or a note worth knowing."""

    name: str
    zh: str
    en: str
    look: Callable[[Patient], Iterator[Problem]]
    needs: tuple[Need, ...] = ("folder",)
    weight: Literal["wrong", "warning", "note"] = "wrong"


@dataclass(frozen=True)
class Finding:
    """What a check found."""

    check: Check
    state: State
    problems: Sequence[Problem] = ()


CHECKS: Final = (
    Check("folder", "数据目录：主人和权限", "data folder: owner and mode", on_disk.folder, ()),
    Check("space", "磁盘空间", "disk space", on_disk.space),
    Check("keys", "个人信息的密钥库", "the key store of personal data", on_disk.keys),
    Check("ports", "端口", "ports", on_disk.ports),
    Check("jars", "Kafka 的程序包与锁定的版本", "Kafka's jars and the lock", on_disk.jars),
    Check("kafka-version", "Kafka 的版本", "Kafka's version", on_broker.version, ("kafka",)),
    Check("postgres-version", "PostgreSQL 的版本", "PostgreSQL's version", on_database.version, ("postgres",)),
    Check("kafka-clock", "Kafka 的时钟", "Kafka's clock", on_broker.clock, ("kafka",)),
    Check("postgres-clock", "PostgreSQL 的时钟", "PostgreSQL's clock", on_database.clock, ("postgres",)),
    Check("topics", "主题和分区数", "topics and partitions", on_broker.topics, ("kafka",)),
    Check("settings", "主题的设置", "settings of topics", on_broker.settings, ("kafka",)),
    Check("users", "Kafka 的用户", "Kafka's users", on_broker.users, ("kafka",)),
    Check("rights", "Kafka 的权限", "Kafka's rights", on_broker.rights, ("kafka",)),
    Check("sources", "原生来源的用户、主题和权限", "native sources: users, topics and rights", on_sources.sources, ("kafka", "postgres")),
    Check("roles", "数据库角色", "database roles", on_database.roles, ("postgres",)),
    Check("row-security", "行级安全", "row-level security", on_database.row_security, ("postgres",)),
    Check("views", "视图的规则与本版一致", "views made by these rules", on_database.views, ("postgres",)),
    Check("positions", "位置不超过总账", "positions within the ledger", on_database.positions, ("kafka", "postgres")),
    Check(
        "archive",
        "存档跟着总账，磁盘和数据库里的头一致",
        "the archive follows; its heads on disk and in the database agree",
        on_archive.archive,
        ("kafka", "postgres"),
    ),
    Check("audit", "操作日志写得进去", "the audit log can be written", on_archive.audit, ("running",)),
    Check("heads-go-on", "见证人联署过的总检查点都在", "heads that witnesses cosigned are still there", on_archive.cosigned, ("postgres",)),
    Check("witnesses", "见证人联署", "witnesses cosign", on_archive.witnesses, ("postgres",), weight="warning"),
    Check("shipped", "附送的放假安排和期限规则", "shipped calendars and rules", on_database.shipped, ("postgres",), weight="note"),
    Check("watched", "视图里有期限看守要问的", "the views have what the watch of deadlines asks", on_database.watched, ("postgres",)),
    Check("calendar", "工作日历够用", "the calendar of working days reaches far enough", on_database.calendar, ("postgres",), weight="warning"),
    Check("workers", "工作进程有动静", "workers turn", on_disk.workers, ("running",)),
    Check("unreadable", "总账上读不懂的记录", "unreadable ledger records", on_database.unreadable, ("postgres",)),
    Check("quarantine", "隔离中的记录", "records in quarantine", on_database.quarantine, ("postgres",), weight="note"),
    Check("backlog", "隔离里放久了的记录", "records long in quarantine", on_database.backlog, ("postgres",), weight="warning"),
)


def examine(patient: Patient) -> Iterator[Finding]:
    """What each check finds, in order. A check whose part does not answer is skipped; that the part is silent is a finding of `ports`."""
    answers = {
        "folder": (patient.settings.folder.root / "secrets").is_dir(),
        "running": patient.running,
        "kafka": patient.admin is not None,
        "postgres": patient.connection is not None,
    }
    for check in CHECKS:
        if all(answers[need] for need in check.needs):
            yield _found(check, patient)
        else:
            yield Finding(check, "skipped")


def _found(check: Check, patient: Patient) -> Finding:
    try:
        problems = tuple(check.look(patient))
    except (KafkaError, psycopg2.Error, OSError) as error:
        return Finding(check, "wrong", (Problem("CHECK_FAILED", check.name, got=shown(str(error).strip() or type(error).__name__)),))
    return Finding(check, check.weight if problems else "ok", problems)
