"""The commands of `hub`: name, module, and one line in each language. A module is imported only when its command is called."""

from dataclasses import dataclass
from typing import Final

from schemas.errors import Language


@dataclass(frozen=True)
class Command:
    """One word after `hub`. `module` holds a `typer.Typer` named `app`."""

    name: str
    module: str
    zh: str
    en: str

    def line(self, language: Language) -> str:
        """What it does, in one line."""
        return self.zh if language == "zh" else self.en


COMMANDS: Final[tuple[Command, ...]] = (
    Command("up", "hub.cli.up", "启动枢纽的一切", "start everything a hub is"),
    Command("down", "hub.cli.down", "停止枢纽，数据保留", "stop the hub, keep the data"),
    Command("status", "hub.cli.status", "枢纽的状况", "the state of the hub"),
    Command("doctor", "hub.cli.doctor", "体检：哪里不对，怎么办", "check the hub: what is wrong, what to do"),
    Command("source", "hub.cli.source", "登记、更换令牌、吊销来源", "register, re-key and revoke sources"),
    Command("shipped", "hub.cli.shipped", "附送的放假安排和期限规则：列出、发布", "the shipped calendars and rules: list, publish"),
    Command("reader", "hub.cli.reader", "登记、吊销读者", "register and revoke readers"),
    Command("publish", "hub.cli.publish", "发布事件：每行一个 CloudEvents JSON", "publish events: CloudEvents JSON, one a line"),
    Command("import", "hub.cli.sheets", "导入电子表格，输出模板", "import a sheet, print a template"),
    Command("fate", "hub.cli.fate", "一个事件的下落", "what became of an event"),
    Command(
        "notices", "hub.cli.notices", "通知：给一个来源的，一个地区的临期、逾期", "notices for a source; what is due soon or overdue in a region"
    ),
    Command("quarantine", "hub.cli.quarantine", "隔离台：看、重新提交、代为更正", "the quarantine desk: look, resubmit, fix"),
    Command("demo", "hub.cli.demo", "演示：五份报告的数字逐一复现", "the demo: the figures of five reports, each reproduced"),
    Command("stats", "hub.cli.stats", "统计：按名称问任何地区的数", "figures by name, of any region"),
    Command("regions", "hub.cli.regions", "区划：导入、查找、比较、换算代码", "regions: import, find, compare, translate"),
    Command("show", "hub.cli.show", "一件事项、活动或意见的全过程", "the life of a matter, activity or opinion"),
    Command("feed", "hub.cli.feed", "事件流：跟随一个地区的事件", "follow the events of a region"),
    Command("erase", "hub.cli.erase", "删除一个人的个人信息：销毁密钥", "erase the personal data of a person: destroy the keys"),
    Command("rebuild", "hub.cli.rebuild", "在现用视图旁边重建，比对后切换", "make the views anew, compare, switch"),
    Command("audit", "hub.cli.audit", "审计：一个数为什么变了；检查点、证明、离线核验", "audits: why a figure changed; checkpoints, proofs, offline"),
    Command("restore", "hub.cli.restore", "从存档恢复总账、索引和视图", "put ledger, index and views back from the archive"),
    Command("verify", "hub.cli.verify", "核对现用视图与总账", "compare the live views with the ledger"),
)
