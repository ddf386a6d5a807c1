"""The anomalies as a page: one row per code, made from the tables of this folder. `python -m schemas.reasons.document FILE`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from schemas.reasons import BROKEN, REASONS

_HEAD: Final = """# 疑点 Anomalies

本页由 `schemas/reasons/` 生成（`make docs`），不要手改。不合常理的经过照收、照列，注明违反哪条规则；补上所缺的事件，
或者更正写错的，疑点即消失。疑点本身不影响任何数，`docs/counting.md` 说明的除外。
What is implausible is accepted and listed with the rule that it breaks, and is gone when the missing event comes or a
wrong one is corrected; no figure moves by it unless `docs/counting.md` says so.

看疑点：`api.<level>_anomalies`（SQL，各级各地）、命令 hub show（一件事）、`/v1/matters?anomalous=1`。

| 代码 code | 疑点 anomaly | 所违反的规则 rule | 出处 source | 怎样消失 how it is cured |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page as Markdown."""
    return _HEAD + "".join(f"{line}\n" for line in _rows())


def _rows() -> Iterator[str]:
    for code, rule in sorted(BROKEN.items()):
        reason = REASONS[code]
        yield f"| `{code}` | {reason.zh}<br>{reason.en} | {rule.zh}<br>{rule.en} | {rule.source} | {reason.do_zh}<br>{reason.do_en} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")
