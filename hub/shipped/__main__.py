"""`python -m hub.shipped`: the shipped facts as CloudEvents JSON, one a line, for `hub publish -`."""

import json
import sys

from hub.shipped import events


def main() -> None:
    """Print every fact."""
    sys.stdout.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in events())


if __name__ == "__main__":
    main()
