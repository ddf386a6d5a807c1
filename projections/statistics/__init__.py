"""Figures: what may be asked (the catalogue), a question, and its answer from one snapshot of the live views."""

from projections.statistics.answer import Answer, Row, to_json
from projections.statistics.asking import ask
from projections.statistics.catalogue import Statistic, catalogue, formula_sql
from projections.statistics.listing import Item, Listing, list_cell
from projections.statistics.question import Question

__all__ = ["Answer", "Item", "Listing", "Question", "Row", "Statistic", "ask", "catalogue", "formula_sql", "list_cell", "to_json"]
