"""What is shown at the end: a table per report, where to look, how to stop. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from hub.demo.figures import figures
from hub.demo.verdict import Outcome, command
from schemas.errors import Language

PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "000": ("荆门 4208，2024 年", "Jingmen 4208, the year 2024"),
    "001": ("重庆 50，2018—2022 年", "Chongqing 50, 2018 to 2022"),
    "002": ("南漳 420624，2023 年“代表行动”", "Nanzhang 420624, the campaign of 2023"),
    "003": ("吉林 22，2023 年", "Jilin 22, the year 2023"),
    "004": ("湘潭 4303，本届至 2024 年 6 月", "Xiangtan 4303, this term to June 2024"),
}
_HEADS: Final = {
    "zh": ("数字", "报告所印", "按行数直接加", "枢纽", "", "依据的事件"),
    "en": ("Figure", "printed", "by rows", "the hub", "", "events"),
}


def board(outcomes: Sequence[Outcome], language: Language) -> RenderableType:
    """A table for each report."""
    return Group(*(_table(report, [one for one in outcomes if one.figure.report == report], language) for report in PLACES))


def _table(report: str, outcomes: Sequence[Outcome], language: Language) -> Table:
    place = PLACES[report][0 if language == "zh" else 1]
    grid = Table(
        title=Text(f"{'报告' if language == 'zh' else 'Report'} {report}　{place}"),
        title_justify="left",
        expand=True,
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    for at, head in enumerate(_HEADS[language]):
        # The words give way in a narrow terminal, by another line; heads and numbers never do.
        grid.add_column(head, justify="left" if at in (0, 4) else "right", ratio=1 if at == 0 else None, no_wrap=at > 0, overflow="fold")
    for one in outcomes:
        mark = Text("✓", "green") if one.agrees else Text("✗", "bold red")
        hub = "未报送 –" if one.hub is None else f"{one.hub:,}"
        words = one.figure.zh if language == "zh" else one.figure.en
        grid.add_row(words, f"{one.figure.published:,}", Text(f"{one.naive:,}", "dim"), hub, mark, f"{one.events:,}")
    return grid


def farewell(addresses: Mapping[str, str], data: str, hub: str, language: Language) -> str:
    """Where to look, and how to stop. `addresses` as `hub up` prints them; `hub`: what is typed before the words of a command."""
    first = [next(one for one in figures() if one.report == report) for report in ("000", "002")]
    examples = [command(one).removeprefix("hub ") for one in first]
    more = ["stats --names", "stats suggestions.consolidated --region 50 --by region", "feed --region 420624", "status"]
    zh = language == "zh"
    lines = [
        f"{'数据目录' if zh else 'data'}　HUB_DATA={data}",
        f"{'接口与文档' if zh else 'HTTP and documents'}　{addresses['http']}/docs",
        f"Kafka　{addresses['kafka']}　　{'模式登记' if zh else 'schema registry'}　{addresses['registry']}",
        "",
        "自己问：" if zh else "ask for yourself:",
        *(f"  {hub} {one}" for one in (*examples, *more)),
        "",
        f"{'停止' if zh else 'stop'}：{hub} down",
    ]
    return "\n".join(lines)
