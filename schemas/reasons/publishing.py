"""Reasons about published figures, and about manifests that are replayed."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

PUBLISHING: Final[Mapping[str, Reason]] = {
    "FIGURE_PROVISIONAL": Reason(
        "所问的时刻过去还不到 60 秒，这个数还可能变，不能公布",
        "less than 60 s have passed since the moment asked about: the figure may still change, and is not published",
        "过一分钟再公布，或者不写 --known-at",
        "publish it a minute later, or leave --known-at out",
    ),
    "FIGURE_UNREPORTED": Reason(
        "没有一个数可以公布：应报的来源都没有报",
        "there is no figure to publish: none of the sources expected has reported",
        "等来源报送，或者改问别的地区、期间",
        "wait until sources report, or ask about another region or period",
    ),
    "FIGURE_TOO_LARGE": Reason(
        "一份清单放不下这么多行",
        "a manifest does not hold so many rows",
        "分几次公布：少问几个统计，少分几列，或者分开期间",
        "publish it in parts: fewer statistics, fewer dimensions, or shorter periods",
    ),
    "MANIFEST_FORM": Reason(
        "这不是公布清单",
        "this is no manifest of a published figure",
        "用 hub stats … --publish 给出的、或者 /v1/manifests 下的那个文件，不要改动",
        "take the file that hub stats --publish gave, or that lies under /v1/manifests, as it is",
    ),
    "MANIFEST_ALTERED": Reason(
        "清单被改过：它的各部分互不相符，或者与总账里公布的不同",
        "the manifest was altered: its parts do not fit each other, or it is not the one that the ledger holds",
        "向公布的机关或者枢纽另要一份（/v1/manifests），问清这一份从何而来",
        "get another from whoever published it or from the hub (/v1/manifests), and ask where this one came from",
    ),
    "MANIFEST_OTHER_HUB": Reason(
        "清单是另一个枢纽的，不能用这份存档重放",
        "the manifest is of another hub: this archive cannot replay it",
        "用清单所写的那个枢纽的存档（hub audit fetch）",
        "take the archive of the hub that the manifest names (hub audit fetch)",
    ),
    "MANIFEST_BEYOND": Reason(
        "存档还没有到清单所写的总检查点",
        "the archive does not reach the head that the manifest names",
        "重新取一份存档（hub audit fetch）；枢纽的存档本身就没有的，它丢过末尾，交给核验人",
        "fetch the archive again (hub audit fetch); if the hub's own does not reach it either, it lost its tail: tell an auditor",
    ),
    "MANIFEST_FORKED": Reason(
        "存档里那一条总检查点与清单所写的不同：历史被换过",
        "the archive has another head at that place than the manifest names: history was replaced",
        "不要再用这份存档；把清单和两边的检查点交给核验人",
        "do not rely on this archive; give the manifest and the checkpoints of both to an auditor",
    ),
    "MANIFEST_UNENTERED": Reason(
        "存档里没有公布这个数的事件",
        "the archive has no event that publishes this figure",
        "存档比公布早的，重新取一份（hub audit fetch）；还是没有的，这个数没有公布过",
        "fetch the archive again if it is older than the publication (hub audit fetch); if it still has none, the figure was never published",
    ),
    "RELEASE_ENDED": Reason(
        "留存的那一版没有答复就结束了",
        "the release that is kept ended without an answer",
        "看它在标准错误里说的；它所用的程序包可能与今天的不合，按 requirements.txt 当时的版本装一份再重放",
        "see what it said on standard error; if packages of today do not fit it, install those of its requirements.txt and replay again",
    ),
}
