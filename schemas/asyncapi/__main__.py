"""`python -m schemas.asyncapi FILE`: write the document."""

import json
import sys
from pathlib import Path

from schemas.asyncapi.document import document

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(document(), ensure_ascii=False, indent=1) + "\n", "utf-8")
