"""Reasons why a checkpoint is not cosigned, or a witness does not cosign ours."""

from collections.abc import Mapping
from typing import Final

from schemas.reasons.reason import Reason

WITNESSING: Final[Mapping[str, Reason]] = {
    "WITNESS_FORM": Reason(
        "联署请求的格式不对",
        "the request to cosign has not the form of one",
        "按 C2SP tlog-witness：old 一行、至多 63 行证明、空行、检查点",
        "as in C2SP tlog-witness: a line `old`, up to 63 lines of a proof, an empty line, the checkpoint",
    ),
    "WITNESS_UNKNOWN_LOG": Reason(
        "这里不见证这本日志",
        "this log is not witnessed here",
        "请见证一方的管理员登记：hub audit witness add 来历 公钥",
        "ask the witness's administrator for it: hub audit witness add ORIGIN VKEY",
    ),
    "WITNESS_UNSIGNED": Reason(
        "检查点没有这本日志的有效签名",
        "the checkpoint bears no valid signature of its log",
        "核对登记的公钥；换了钥匙的日志是另一本",
        "check the key that was told; a log with another key is another log",
    ),
    "WITNESS_STALE": Reason(
        "联署请求不是从上一次联署的地方开始，或者那里的根不同",
        "the request does not begin at what was cosigned last, or has another root there",
        "从答复里的条数重新证明；那里的根不同，就是日志分叉",
        "prove it anew from the size answered; if the root differs there, the log forks",
    ),
    "WITNESS_PROOF": Reason(
        "证明不成立：检查点不是从上一次联署的继续下来的",
        "the proof does not hold: the checkpoint does not go on from the one cosigned last",
        "没有联署。再证明一次；仍然不成立，日志被改过或者退回过，把两个检查点交给核验人",
        "it was not cosigned. Prove it again; if it does not hold, the log was changed or rolled back: give both checkpoints to an auditor",
    ),
    "WITNESS_AWAY": Reason(
        "见证人没有联署",
        "a witness does not cosign",
        "事件照收，存档照写，总检查点缺这一份联署。核对地址和公钥，或者等它回来",
        "events and archive go on, the heads lack this cosignature. Check address and key, or wait until it is back",
    ),
    "WITNESS_REFUSES": Reason(
        "见证人不认得这个枢纽，或者它的公钥",
        "a witness does not know this hub, or its key",
        "请对方的管理员登记：hub audit witness add 总日志的来历 公钥（hub audit key）",
        "ask its administrator for it: hub audit witness add ORIGIN VKEY (hub audit key)",
    ),
    "WITNESS_AHEAD": Reason(
        "见证人联署过更长的总日志：本枢纽被退回到从前",
        "a witness has cosigned a longer log of heads: this hub was put back to an earlier day",
        "停下枢纽，不要再签：找回较新的存档（副本也行）再用 hub restore；签了不同的就永远分叉",
        "take the hub down and sign no more: bring back the newer archive (a copy will do) and use hub restore; once other heads are signed it "
        "forks for ever",
    ),
    "WITNESS_FORKED": Reason(
        "总日志不是从见证人联署过的继续下来的：分叉",
        "the log of heads does not go on from what a witness has cosigned: it forks",
        "停下枢纽，用 hub audit verify 核对存档，把见证人留存的检查点交给核验人",
        "take the hub down, check the archive with hub audit verify, and give the checkpoint that the witness kept to an auditor",
    ),
    "WITNESS_WRONG": Reason(
        "见证人答复的不是它的有效联署",
        "what a witness answered is no valid cosignature of its own",
        "核对登记的公钥，问对方的管理员",
        "check the key that was told, and ask its administrator",
    ),
    "WITNESS_SETBACK": Reason(
        "见证人忘了它联署过的：被恢复到从前",
        "a witness has forgotten what it cosigned: it was restored from an earlier state",
        "那段时间里它挡不住分叉。告诉对方的管理员；弄清以后再登记一次：hub audit witness ask",
        "for that time it guards against no fork. Tell its administrator; when it is settled name it once more: hub audit witness ask",
    ),
}
