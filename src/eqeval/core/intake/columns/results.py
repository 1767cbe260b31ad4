"""Tells a table of the county's results, such as means and coefficients, from a table of schools."""

from eqeval.core.grid import Raw, text, word
from eqeval.core.intake.headings.block import Block
from eqeval.core.vocabulary import Vocabulary


def only(block: Block, vocabulary: Vocabulary) -> bool:
    """Whether every row with a figure below some headings is marked as a result: 全县平均值, 差异系数."""
    marks = vocabulary.stated.result_words
    found = False
    for row in block.grid.rows[block.row + 1 : block.end]:
        if not marks.isdisjoint([word(raw) for raw in row if isinstance(raw, str) and raw]):
            found = True
        elif any(_figure(raw) for raw in row):
            return False
    return found


def _figure(raw: Raw) -> bool:
    return isinstance(raw, int | float) or (isinstance(raw, str) and text(raw).replace(".", "", 1).isdigit())
