"""Tells the forms of single schools from tables at one look: by their headings, or by the number of the form."""

from typing import Literal

from eqeval.core.grid import Grid, word
from eqeval.core.intake.forms import columns, stacked
from eqeval.core.intake.forms.columns import WIDEST, Columns
from eqeval.core.parts.declaration import Declaration
from eqeval.core.parts.form import Forms, Statistics
from eqeval.core.vocabulary import Vocabulary


def of_form(grid: Grid, forms: Forms, vocabulary: Vocabulary) -> bool:
    """Whether a sheet may be a form; nearly all sheets are tables, and nothing of forms is looked up for them."""
    known = field_columns(grid, forms, vocabulary) is not None or bool(number_of(grid, forms.statistics))
    return known or declares(grid, vocabulary.declaration) == "school" or bool(stacked.heads(grid, forms, vocabulary))


def declares(grid: Grid, known: Declaration | None) -> Literal["sentences", "counts", "general", "school"] | None:
    """Say which sheet of the application form a sheet is, by its headings and its title; None for any other."""
    if known is None or known.marks.keys().isdisjoint(grid.upper_words):
        return None
    for number, row in enumerate(grid.upper):
        for raw in row[:WIDEST]:
            kind = known.mark(raw)
            if kind == "sentences":
                titles = [word(raw) for row in grid.rows[:number] for raw in row if isinstance(raw, str)]
                named = known.school.titles if known.school else ()
                return "school" if any(word(name) in one for name in named for one in titles) else "sentences"
            if kind:
                return kind
    return None


def number_of(grid: Grid, statistics: Statistics) -> str:
    """The number of a form, by the name of its sheet; empty for any other sheet."""
    name = word(grid.sheet)
    for sign in statistics.signs:
        if name.startswith(word(sign)):
            digits = "".join(each for each in name[len(word(sign)) :].partition("_")[0] if each.isdigit())
            if digits:
                return digits
    return ""


def field_columns(grid: Grid, forms: Forms, vocabulary: Vocabulary) -> tuple[int, list[Columns]] | None:
    """Find the columns of labels and of what stands beside them, and the row of their headings or the one above."""
    if number_of(grid, forms.statistics):
        # Its figures stand where rows and columns cross: 指标名称, 数量.
        return None
    return columns.find(grid, forms, vocabulary)
