"""`hub demo --once --json` with laws switched off: `python -m tests.demo.child LAW…`, in HUB_DATA."""

import sys
from collections.abc import Sequence
from dataclasses import replace

from hub.cli.main import run
from hub.demo import play, streams
from hub.demo.figures import figures, key
from hub.demo.play import Script
from tests.demo.laws import OFF, Off
from tests.demo.loading import small_goals


def script(laws: Sequence[Off]) -> Script:
    """Small goals, of the reports in which it is seen that the laws are switched off; each law in its own report."""
    goals = {off.report: small_goals()[off.report] for off in laws}
    sent = streams.write(goals)
    for off in laws:
        changed = off.change(replace(sent, reports={off.report: sent.reports[off.report]}))
        sent = replace(sent, reports={**sent.reports, **changed.reports})
    return Script([replace(one, published=goals[one.report][key(one)]) for one in figures() if one.report in goals], sent)


if __name__ == "__main__":
    chosen = [off for off in OFF if off.law in sys.argv[1:]]
    play.script = lambda: script(chosen)
    sys.exit(run(["demo", "--once", "--json"]))
