"""What a statistic answers whose folder is looked for in another place first, as JSON: `python -m tests.house.counted DSN NAME`."""

import json
import sys
from datetime import date

from projections.statistics import Question, ask
from projections.statistics.document import document
from tests.projections.play import playing
from tests.statistics.formulas import differing
from tests.views.world import ACTIVITY, COUNTY, held, mandate, world

if __name__ == "__main__":
    dsn, name = sys.argv[1:]
    day = date(2025, 12, 31)
    with playing(dsn) as hub:
        hub.tell(*world(), mandate("m1", "p1", COUNTY), mandate("m2", "p2", COUNTY), held(mandates=("m1", "m2")))
        hub.tell(held(subject=f"{ACTIVITY}-2", kind="visit", mandates=("m1",)))
        hub.fold()
        rows = ask(hub.connection, Question((name,), COUNTY, by=("kind",), first=date(2025, 1, 1), last=day, as_of=day)).rows
        hub.connection.rollback()
        wrong, _ = differing(hub.connection, COUNTY, day)
    sys.stdout.write(json.dumps({"rows": [[row.by["kind"], row.n] for row in rows], "wrong": wrong, "page": document()}))
