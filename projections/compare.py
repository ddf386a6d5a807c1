"""Whether two versions hold the same rows and sums: what equal `full` fingerprints say (contract 7), without writing out and sorting all of them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Final

from psycopg2 import extensions

from projections import folders, sql, tables
from projections.versions import Version

CUBE: Final = "cube"
_AMPLE: Final = "SET LOCAL work_mem TO '64MB'; SET LOCAL hash_mem_multiplier TO 4; SET LOCAL max_parallel_workers_per_gather TO 0"
"""Sums of a year of a province are grouped in memory; what takes more goes to files. No helpers of PostgreSQL's own: connections that compare side by
side take the processors already.
"""


def names() -> Sequence[str]:
    """All that is compared: the cube, which takes longest, and every view."""
    return [CUBE, *(view.name for view in folders.views())]


def differing(cursors: Sequence[extensions.cursor], one: Version, other: Version) -> Sequence[str]:
    """Names of what is not the same in both versions. The cursors are of connections whose transactions see the same snapshot; each looks at one
    name at a time.
    """
    free: SimpleQueue[extensions.cursor] = SimpleQueue()
    for cursor in cursors:
        cursor.execute(_AMPLE)
        free.put(cursor)

    def same(name: str) -> bool:
        cursor = free.get()
        try:
            return not any(_number(cursor, question) for question in _questions(cursor, name, one, other))
        finally:
            free.put(cursor)

    with ThreadPoolExecutor(len(cursors)) as pool:
        return sorted(name for name, equal in zip(names(), pool.map(same, names()), strict=True) if not equal)


def _questions(cursor: extensions.cursor, name: str, one: Version, other: Version) -> Sequence[str]:
    if name == CUBE:
        return [sql.within(sql.text("comparing", "sums"), one.schema, other=other.schema, table=table) for table in ("tally", "rolled")]
    _, primary = tables.shape(cursor, f"{one.schema}.{name}")
    alike = " AND ".join(f"a.{column} = b.{column}" for column in primary)
    return [sql.within(sql.text("comparing", "rows"), one.schema, other=other.schema, name=name, alike=alike, first=primary[0])]


def _number(cursor: extensions.cursor, question: str) -> int:
    cursor.execute(question)
    ((number,),) = cursor.fetchall()
    return int(number)
