"""What a hub that has grown does, in a process that finds the grown room first: `python -m tests.house.grown TYPE DSN VIEW`, as JSON."""

import json
import sys
from typing import Any

from connectors.csv.template import template
from projections import rebuild
from schemas import codec, columns, subjects, vocabulary
from schemas.registry import FOLDER, by_name
from streams.gate.decide import decide
from streams.gate.intake import take
from streams.gate.standing import Memory
from tests.projections.play import playing
from tests.streams.world import CLOCK, federation, sent, settled

MANY = 200


def main(name: str, dsn: str, view: str) -> dict[str, Any]:
    """A type's example through every room, and the rows of a view it moves."""
    kind = by_name(name)
    assert kind is not None
    example = json.loads((FOLDER / "examples" / f"{name}.json").read_text("utf-8"))
    taken = take([sent(example)])
    verdicts = decide(taken.batch, taken.carriers, settled(), CLOCK, Memory())
    frame = codec.encode(example)
    with playing(dsn) as hub:
        hub.tell(*federation())
        hub.tell(example, {**example, "id": "another", "subject": "//420624/jyxt/a-9", "data": {**example["data"], "activity": "//420624/jyxt/a-9"}})
        hub.fold()
        stood = hub.rows("SELECT data FROM {view}.statement WHERE type = %s ORDER BY object", name)
        rows = hub.rows(f"SELECT * FROM {{view}}.{view} ORDER BY 1")
        compared = rebuild.prove(dsn, lambda _: None)
    return {
        "refused": len(verdicts.rulings),
        "decoded": codec.decode(frame)["data"],
        "columns": columns.decode_batch([frame] * MANY).frames[name].height,
        "stood": [row["data"] for row in stood],
        "rows": rows,
        "fingerprinted": sorted(compared.after),
        "differing": list(compared.differing),
        "served": subjects.answer(f"/subjects/{name}/versions").value,
        "sheet": template(kind).decode("utf-8-sig").splitlines()[0],
        "page": vocabulary.page(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:]), ensure_ascii=False, default=str))
