"""docs/statistics.md, written from the catalogue: `python -m projections.statistics.document docs/statistics.md`."""

import sys
from pathlib import Path
from typing import Final

from projections.statistics.catalogue import Statistic, catalogue, formula_sql

_HEAD: Final = """# Statistics 统计

Generated from `projections/statistics/catalogue/`: change it there and run `make docs`. Adding a statistic is adding a folder of its name: what it is
in `statistic.toml` (names, unit, what it rests on, formula, pitfalls and source in words), `formula.sql`, and `presence.sql` where it counts distinct
things or `days.sql` where it is counted from rows; a measure of the cube is what the `cells.sql` of its view gives it
(`tests/house/test_growing.py` adds one). 新增一项统计就是新增一个文件夹。
How to ask is in `docs/asking.md`, what the words mean in `docs/counting.md`. `hub stats --names` lists the words of this page, and the SQL of those
whose names it is given.

- Units of count 计量单位: {units}.
- *own*: the figure of exactly one congress; it may be summed over the units of one level, never over levels.
- Not additive: counted anew for every region and period; its rows do not add up. 不可相加的，各地、各期之和不等于总数。
- *of*: the figure that stands beside as a rate's denominator. 占：比率的分母。
- Refused, and the answer says so: `--cohort` of what is counted once however often it appears (persons, deputies, trainings), because such a thing
  has no one day on which it entered. Each statistic is answered as it was known at any moment past (`--known-at`), with all else that may be asked.
  拒绝而说明理由的问法。
- By level with `--regions D`: the level that day of the region in which something lies then; what a congress did from which nobody goes on alone
  keeps its own. 按某日的口径按级分的，计在那一天所在区划的层级。
- The SQL says the figure of a region (`:region`) as of a day (`:as_of`), everything known, from the rows of the live version of the views
  (`{view}` is `view_<n>`, see `core.view_version`); of a statistic with a row for each grade or department it is the sum of them. The engine answers
  from sums that are kept up to date; a test holds every one of them against this SQL. 算法的 SQL 由测试逐个与引擎的回答对照。
- What departments must answer (`charge`) and what duty rules ask (`duties_of_…`) stand as functions of the version: written out they are 200 and 500
  lines that look up a dated rule for each period, and a copy here would be a second definition. Who may read the views reads them by
  `SELECT pg_get_functiondef(…)`. 部门考核、履职要求的算法是视图版本里的函数，写开各有数百行，可用 pg_get_functiondef 查看。

| name | 名称 | unit | additive | reach | by | of |
|---|---|---|---|---|---|---|
"""


UNITS: Final = {
    "次": "a time something was held",
    "人次": "a person each time",
    "人": "a person",
    "件": "a matter, suggestion, opinion or motion",
    "项": "an item, project, promise or requirement",
    "个": "a place, station, body or entity",
    "期": "a course",
    "票": "a vote",
    "元": "a yuan",
}
"""What one is, by the word that a statistic has for it."""


def document() -> str:
    """The page as Markdown."""
    units = ", ".join(f"{unit} {meaning}" for unit, meaning in UNITS.items())
    return _HEAD.replace("{units}", units) + "".join(map(_line, catalogue().values())) + "".join(map(_whole, catalogue().values()))


def _line(one: Statistic) -> str:
    additive = "yes" if one.additive else "no"
    of = f"`{one.rate_of}`" if one.rate_of else ""
    return f"| [`{one.name}`](#{_anchor(one.name)}) | {one.zh} | {one.unit} | {additive} | {one.reach} | {' '.join(one.dimensions)} | {of} |\n"


def _whole(one: Statistic) -> str:
    return f"""
## {one.name}
{one.zh} · {one.en}（{one.unit}）

{one.formula["zh"]}。{one.formula["en"]}.

- 注意 beware：{one.pitfalls["zh"]}。{one.pitfalls["en"]}.
- 依据 source：{one.source["zh"]}。{one.source["en"]}.

```sql
{formula_sql(one.name).rstrip()}
```
"""


def _anchor(name: str) -> str:
    """The anchor that a heading of this name has: without its dots."""
    return name.replace(".", "")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), "utf-8")
