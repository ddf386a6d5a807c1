"""Opens a figure: the objects behind it, which add up to it, for whoever may read them all."""

from dataclasses import dataclass
from datetime import date, datetime

from psycopg2 import extensions

from projections.statistics.asking import parameters, require_region, sight
from projections.statistics.catalogue import find
from projections.statistics.moments import Recall
from projections.statistics.question import Question, checked
from projections.statistics.statements import statement
from projections.statistics.terms import within_term
from schemas.days import BEIJING
from schemas.errors import NotFound, Problem, UsageError


@dataclass(frozen=True)
class Item:
    """One object behind a figure. `key`: its id, of several columns parted by blanks; `region`, `level`: where it counts;
    `n`: what it adds to the figure, -1 for a condition that ended within the period."""

    key: str
    region: str
    level: str
    n: int


@dataclass(frozen=True)
class Listing:
    """A figure and the objects that add up to it, by key. `object`: what they are (matter, activity, opinion …)."""

    measure: str
    object: str
    region: str
    n: int
    items: tuple[Item, ...]


def list_cell(connection: extensions.connection, question: Question, today: date | None = None, recall: Recall | None = None) -> Listing:
    """The objects behind one figure, as far as the role of the connection's session may see them.

    The question names one statistic and divides it by nothing; dimensions are fixed in `where`. Figure and list are of one
    moment. Raises NotFound where the list does not add up to the figure: then the reader may not read all that is behind
    it. Raises UsageError as `ask` does, and for more than one figure.
    """
    if len(set(question.names)) != 1 or question.by:
        raise UsageError(problem=Problem("ONE_CELL_ONLY", "/by" if question.by else "/names"))
    sure = checked(question, today or datetime.now(BEIJING).date())
    one = find(sure.names[0])
    with connection.cursor() as cursor:
        seen, rows = sight(cursor, sure), None
        while rows is None:
            if seen.wanted is None:
                require_region(cursor, seen.view, sure.region)
                within, _ = within_term(cursor, seen.view, sure, seen.known)
                cursor.execute(statement("listed", seen.view), {**parameters(within, seen.known), "name": one.name})
                rows = cursor.fetchall()
            seen.see_to(recall)
            # Looked for again: what came meanwhile may be of what was known then.
            before, seen = seen, sight(cursor, sure)
            rows = rows if seen == before else None
    figure = rows[0][0]
    items = tuple(Item(*row[1:]) for row in rows if row[1] is not None)
    if sum(item.n for item in items) != figure:
        raise NotFound(one.name)
    return Listing(one.name, one.object, sure.region, figure, items)
