"""What a worker asks beside appending is asked by several of its threads."""

from concurrent.futures import ThreadPoolExecutor

from projections import database as tables
from projections.asking import Asking


def test_threads_that_ask_at_once_are_all_answered(database: str) -> None:
    # given an index with a position that nothing has folded
    tables.migrate(database)
    connection = tables.connect(database)
    with connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO core.position (family, part, off) VALUES (1, 0, 7)")
    connection.close()
    asking = Asking(database)
    # when eight threads ask, many times over
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(asking.ahead if at % 2 else asking.positions) for at in range(800)]
        answers = [one.result() for one in asked]
    asking.close()
    # then no question ends the transaction of another, and each has its own answer
    assert answers == [7 if at % 2 else {(1, 0): 7} for at in range(800)]
