"""Whose records a reader may see: those of regions in the own subtree, as known last."""

from psycopg2 import extensions

from hub.feeds.places import ancestors
from hub.feeds.statements import statement

_EVER = 2**31


def sees(cursor: extensions.cursor, reader: str, region: str) -> bool:
    """Whether a region is the reader's own or lies in its subtree. False as well for a region that was never established."""
    if region == reader:
        return True
    cursor.execute(statement("within"), {"region": region})
    row = cursor.fetchone()
    return row is not None and reader in ancestors(row[0], _EVER)
