"""`python -m schemas.asyncapi FILE`: write the document."""

import sys
from pathlib import Path

from schemas.asyncapi.document import document
from schemas.asyncapi.yaml_text import yaml_text

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(yaml_text(document()), "utf-8")
