"""`hub demo` with small goals, in HUB_DATA: `python -m tests.demo.child [--once] [--held] [--json]`.

With `--held` it waits after comparing, until its standard input ends: `HELD` in the data folder then says what each door was handed.
Without `--once`, what was played there is asked again.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from hub.cli.main import run
from hub.demo import native, play, streams
from hub.demo.figures import figures, key
from hub.demo.handover import Handover
from hub.demo.native import Delivery
from hub.demo.pen import Sent, System
from hub.demo.play import Script
from hub.demo.verdict import Outcome
from hub.settings import Settings
from tests.demo.loading import small_goals

HELD: Final = "compared.json"
DOORS: Counter[str] = Counter()


def script() -> Script:
    """All figures, with small goals."""
    goals = small_goals()
    return Script([replace(one, published=goals[one.report][key(one)]) for one in figures()], streams.write(goals))


def hold() -> None:
    """Let the demo wait once it has compared, and count what goes through each door on the way."""
    compare = play.compare

    def compared(settings: Settings, addresses: Mapping[str, str], played: Script) -> list[Outcome]:
        outcomes = compare(settings, addresses, played)
        path = settings.folder.root / HELD
        path.with_suffix(".new").write_text(json.dumps(DOORS))
        path.with_suffix(".new").rename(path)
        sys.stdin.read()
        return outcomes

    play.compare = compared


def count() -> None:
    """Count the records that each door took; a door is named by the system's kind and the command it uses, if it does."""
    deliver, post, command = native.deliver, Handover._post, Handover._command

    def delivered(deliveries: Sequence[Delivery]) -> None:
        deliver(deliveries)
        DOORS["kafka"] += sum(len(records) for one in deliveries for records in one.topics.values())

    def posted(self: Handover, system: System, sent: Sequence[Sent]) -> None:
        post(self, system, sent)
        DOORS[system.door] += len(sent)

    def commanded(self: Handover, system: System, word: str, file: str, content: bytes) -> None:
        command(self, system, word, file, content)
        # A sheet begins with a line of heads.
        DOORS[f"{system.door}/{word}"] += len(content.splitlines()) - (word == "import")

    replaced: dict[str, Any] = {"_post": posted, "_command": commanded}
    native.deliver = delivered
    for name, other in replaced.items():
        setattr(Handover, name, other)


if __name__ == "__main__":
    words = sys.argv[1:]
    play.script = script
    if "--held" in words:
        words.remove("--held")
        count()
        hold()
    sys.exit(run(["demo", *words]))
