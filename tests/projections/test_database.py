"""What a connection of ours leaves behind."""

import subprocess
import sys
from contextlib import closing

from projections import database as core

HOLDING = """
import sys
from projections.database import connect
with connect(sys.argv[1]) as connection, connection.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_lock(7)")
    print("held", flush=True)
    cursor.execute("SELECT pg_sleep(600)")
"""


def test_a_lock_is_free_soon_after_its_holder_was_killed_amid_a_long_statement(database: str) -> None:
    # given a process in a statement of ten minutes that holds a lock; when it is killed
    with subprocess.Popen([sys.executable, "-c", HOLDING, database], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        child.kill()
    # then whoever waits for that lock has it within seconds
    with closing(core.connect(database)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout TO '20s'")
        cursor.execute("SELECT pg_advisory_xact_lock(7)")
