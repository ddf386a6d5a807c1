"""Facts that establish codes which nobody has named: many of them are judged at once, as each of them would be by itself. Pure.

Nothing that was judged lies in such a code, so none of these facts brings anything late, and what lies above one of them rests on facts before
it alone: as long as a fact of a run is about nothing that one before it in the run names, all may be folded before the first is placed.
"""

from collections.abc import Iterable, Set

from hub.feeds.facts import Fact
from hub.feeds.places import Lines
from streams.gate.registry import Registry

ESTABLISHED = "cn.npc.region.established.v1"


def run(registry: Registry, lines: Lines, names: Set[str], facts: Iterable[Fact]) -> list[Fact]:
    """The facts with which these begin that may be judged at once. `names`: the leaves and regions of all places."""
    taken: list[Fact] = []
    named: set[str] = set()
    for fact in facts:
        code = fact.data.get("code")
        if fact.type != ESTABLISHED or not isinstance(code, str) or code in named or code in names or not _unheard(registry, lines, fact, code):
            break
        named.update((code, fact.region, fact.data.get("parent") or code))
        taken.append(fact)
    return taken


def _unheard(registry: Registry, lines: Lines, fact: Fact, code: str) -> bool:
    """Whether neither of the code nor of the fact itself anything was told before."""
    ident = (fact.source, fact.id)
    return not (code in lines.below or registry.facts.get(f"region:{code}") or ident in registry.statements or registry.amendments.get(ident))
