"""Finds what the columns of sheet 县级 are: by their headings, or by the items and requirements below each other."""

from collections.abc import Callable
from typing import Literal

from eqeval.core.grid import Grid, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.small import columns_of, holds
from eqeval.core.vocabulary import Vocabulary

Name = Literal["item", "value", "unit", "evidence"]

# One name may stand in any text.
_LEAST = 2


def find(
    grid: Grid, known: Callable[[str], bool], vocabulary: Vocabulary, findings: Findings
) -> tuple[int, dict[Name, int]] | None:
    """Find the row of headings and the column of every name; None for an empty sheet.

    known: whether a row may be called so. Where the headings do not say it all (项目 | 内容), the values stand in the
    only column behind the names that holds neither units nor evidence.

    Raises:
        InputError: where nobody knows which columns hold names and values.
    """
    headings = vocabulary.sheets.county_columns
    told = None if holds(grid, headings, "item") else _by_rows(grid, known, vocabulary)
    return told or columns_of(grid, headings, findings)


def _by_rows(grid: Grid, known: Callable[[str], bool], vocabulary: Vocabulary) -> tuple[int, dict[Name, int]] | None:
    rows_of: dict[int, list[int]] = {}
    for number, row in enumerate(grid.rows):
        for column, raw in enumerate(row):
            if type(raw) is str and known(word(raw)):
                rows_of.setdefault(column, []).append(number)
    item = max(rows_of, key=lambda column: len(rows_of[column]), default=-1)
    if len(rows_of.get(item, ())) < _LEAST:
        return None
    first = rows_of[item][0]
    headed = {word(form): name for name, forms in vocabulary.sheets.county_columns.items() for form in forms}
    # Names that nobody knows may stand above those that are known.
    top = next((at for at in range(first - 1, -1, -1) if any(word(raw) in headed for raw in grid.rows[at])), -1)
    above = grid.rows[top] if top >= 0 else []
    columns: dict[Name, int] = {"item": item}
    left: list[int] = []
    for column in range(item + 1, max(map(len, grid.rows))):
        said = [raws[column] for raws in grid.rows[top + 1 :] if column < len(raws) and word(raws[column])]
        heading = headed.get(word(above[column])) if column < len(above) else None
        if heading in ("unit", "evidence"):
            columns.setdefault(heading, column)
        elif said and all(word(raw) in vocabulary.unit_forms for raw in said):
            columns.setdefault("unit", column)
        elif said:
            left.append(column)
    if len(left) != 1:
        return None
    return top, columns | {"value": left[0]}
