"""The rows and columns of a statistics form, each with its labels, so that a number is found wherever it stands."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from eqeval.core.grid import SEARCHED_ROWS, Grid, word
from eqeval.core.intake.forms.entries import forms_of, raw_at
from eqeval.core.parts.form import Forms

# Where nothing stands above the row labels, they are known by so many of them that have a code or a unit.
_LABELS = 3


class Line(Struct, frozen=True):
    """A row or a column: its labels from the outermost to its own; own: those that stand in it and were not filled in.

    stage: the part of a stage that a row belongs to. unit: what stands in the column of units.
    """

    index: int
    labels: tuple[str, ...]
    own: tuple[str, ...]
    stage: str | None = None
    unit: str = ""


class Crosstab(Struct, frozen=True):
    """A form as rows and columns that cross."""

    grid: Grid
    rows: list[Line]
    columns: list[Line]
    stages: frozenset[str]


def layout(grid: Grid, forms: Forms) -> Crosstab | None:
    """Find the headings and the row labels of a form; None where it has none, as a form of labels and answers."""
    known = forms.statistics
    heads, below = set(map(word, known.labels)), set(map(word, known.below))
    corner = next(_where(grid, heads), None)
    numbered = next(_where(grid, below), None) or (_counted(grid) if corner is None else None)
    codes, units = set(map(word, known.codes)), set(map(word, known.units))
    if corner is None and numbered is None:
        corner = _beside_codes(grid, codes | units)
    if corner is None and numbered is None:
        return None
    first, at = corner or (_top(grid, numbered[0] if numbered else 0), numbered[1] if numbered else 0)
    below_headings = numbered[0] + 1 if numbered else _first_below(grid, first, at)
    last = below_headings - (2 if numbered else 1)
    width = max(len(row) for row in grid.rows)
    columns: list[Line] = []
    labelled, unit_column = [at] if at >= 0 else [], None
    for column in range(at + 1, width):
        own = _down(grid, column, first, last)
        if codes.intersection([*own, word(raw_at(grid, below_headings - 1, column))]):
            continue
        if units.intersection(own):
            unit_column = column
        elif not columns and (not own or heads.intersection(own)):
            # Row labels may take several columns.
            labelled.append(column)
        else:
            above = labels_above(grid, column, first, last)
            columns.append(Line(column, above, tuple(own)))
    rows = list(_rows(grid, below_headings, labelled, unit_column, forms))
    return Crosstab(grid, rows, columns, frozenset(row.stage for row in rows if row.stage))


def _where(grid: Grid, words: set[str]) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        yield from ((number, column) for column, raw in enumerate(row) if isinstance(raw, str) and word(raw) in words)


def _beside_codes(grid: Grid, words: set[str]) -> tuple[int, int] | None:
    """Find the place above the row labels by the heading of the codes or units beside them, whatever stands there."""
    for number, column in _where(grid, words):
        below = [row for row in grid.rows[number + 1 :] if column < len(row) and word(row[column])]
        first = next((at for at in range(column) if any(word(row[at]) for row in below)), None)
        if (
            first is not None
            and sum(isinstance(row[first], str) and bool(word(row[first])) for row in below) >= _LABELS
        ):
            return number, first
    return None


def _counted(grid: Grid) -> tuple[int, int] | None:
    """Find the row that numbers the columns 1, 2, 3 … of a form without row labels; they begin in the first column."""
    for number, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        filled = [word(raw) for raw in row if word(raw)]
        if len(filled) > 1 and filled == [str(each) for each in range(1, len(filled) + 1)]:
            return number, -1
    return None


def _top(grid: Grid, numbered: int) -> int:
    """Without a heading above the row labels: the first of the rows above that have several texts."""
    first = numbered
    while first > 0 and sum(bool(word(raw)) for raw in grid.rows[first - 1]) > 1:
        first -= 1
    return first


def _first_below(grid: Grid, row: int, column: int) -> int:
    """The first row with a label below the headings."""
    return next((index for index in range(row + 1, len(grid.rows)) if word(raw_at(grid, index, column))), row + 1)


def _down(grid: Grid, column: int, first: int, last: int) -> list[str]:
    return [found for row in range(first, last + 1) if (found := word(raw_at(grid, row, column)))]


def labels_above(grid: Grid, column: int, first: int, last: int) -> tuple[str, ...]:
    """The labels of a column with those that span it: a merged heading stands in its first column only."""
    found: list[str] = []
    # A heading spans no further than the one above it.
    left = 0
    for row in range(first, last + 1):
        spans = [at for at in range(column, left - 1, -1) if word(raw_at(grid, row, at))]
        if spans:
            left = spans[0]
            found.append(word(raw_at(grid, row, left)))
    return tuple(found)


def _rows(grid: Grid, first: int, labelled: Sequence[int], unit_column: int | None, forms: Forms) -> Iterator[Line]:
    blocks = forms.statistics.block_words
    outer: dict[int, str] = {}
    stage: str | None = None
    for index in range(first, len(grid.rows)):
        own = [(column, word(raw_at(grid, index, column))) for column in labelled]
        own = [(column, text) for column, text in own if text]
        for column, text in own:
            outer = {at: each for at, each in outer.items() if at < column} | {column: text}
            stage = next((blocks[form] for form in forms_of(text, forms) if form in blocks), stage)
        if own or any(word(raw) for raw in grid.rows[index]):
            unit = word(raw_at(grid, index, unit_column)) if unit_column is not None else ""
            # A row without a label belongs to no other's.
            labels = tuple(outer.values()) if own else ()
            yield Line(index, labels, tuple(text for _, text in own), stage, unit)


def matching(lines: Sequence[Line], wanted: str, forms: Forms) -> list[Line]:
    """List the rows or columns with a label; `A > B` is B under A, and A alone is any that A stands in."""
    *outer, inner = (word(part) for part in wanted.split(">"))
    found = []
    for line in lines:
        ends = line.own[-1:] if outer else line.own
        if any(inner in forms_of(text, forms) for text in ends):
            above = iter(line.labels)
            if all(any(part in forms_of(text, forms) for text in above) for part in outer):
                found.append(line)
    return found
