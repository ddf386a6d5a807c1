"""`python -m hub.embedded.fetch`: the broker's jars into the cache, verified against the lock, and its class archive; part of `make install`."""

import sys

from hub.embedded import archive, jars
from schemas.errors import HubError


def main() -> int:
    """Fetches what is missing; 1 with a sentence when it is refused or cannot be had."""
    try:
        jars.install()
        archive.make()
    except HubError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
