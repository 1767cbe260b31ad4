"""Says why a sheet with items below each other is not read: it has a school in each column, or is a form of one."""

from eqeval.core.grid import Grid, Raw, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.forms.columns import LEAST_LABELS, WIDEST, is_label
from eqeval.core.intake.forms.entries import forms_of, pairs_in
from eqeval.core.intake.headings.years import year_in
from eqeval.core.origin import Row, Table, column_letters
from eqeval.core.parts.form import Forms
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

# So many figures below each other make a column of them; one may be a code or a year.
_FIGURES = 2


def why(grid: Grid, vocabulary: Vocabulary, words: Words) -> str | None:
    """Say it of a sheet whose labels have figures beside them; None for any other sheet."""
    forms = vocabulary.read_forms
    if forms is None:
        return None
    for column in range(WIDEST):
        rows = [number for number, row in enumerate(grid.rows) if column < len(row) and is_label(row[column], forms)]
        if len(rows) < LEAST_LABELS:
            continue
        behind = _figures(grid, rows, column, forms)
        place = Row(Table.of(grid), rows[0]).name(column)
        names = _names(grid, rows, column, forms, vocabulary)
        if len(behind) > 1 and (
            len(names or ()) > 1 or (names is None and _schools_above(grid, rows[0], behind, forms))
        ):
            return words("E126.message", file=grid.file, sheet=grid.sheet, cell=place)
        if len(behind) > 1:
            letters = words.join([column_letters(at) for at in behind])
            said = words("E137.columns", columns=letters)
        elif behind:
            said = words("E137.beside") if names else words("E137.name")
        elif _figures(grid, rows, -1, forms):
            said = words("E137.beside")
        else:
            continue
        return words("E137.message", file=grid.file, sheet=grid.sheet, cell=place, why=said)
    inside = [
        Row(Table.of(grid), number).name(column)
        for number, row in enumerate(grid.rows)
        for column, raw in enumerate(row[:WIDEST])
        for label, _ in pairs_in(raw)
        if is_label(label, forms)
    ]
    if len(inside) <= LEAST_LABELS:
        # The name, the type and the code of a school may stand above anything.
        return None
    said = words("E137.inside")
    return words("E137.message", file=grid.file, sheet=grid.sheet, cell=inside[0], why=said)


def _figures(grid: Grid, rows: list[int], column: int, forms: Forms) -> list[int]:
    """List the columns behind some labels, up to the next label, that hold a figure in several of the rows."""
    found: dict[int, int] = {}
    for number in rows:
        for at, raw in _behind(grid, number, column, forms):
            if cells.exactly(raw) is not None:
                found[at] = found.get(at, 0) + 1
    return sorted(at for at, count in found.items() if count >= _FIGURES)


def _behind(grid: Grid, row: int, column: int, forms: Forms) -> list[tuple[int, Raw]]:
    cells_ = list(enumerate(grid.rows[row]))[column + 1 :]
    return cells_[: next((at for at, (_, raw) in enumerate(cells_) if is_label(raw, forms)), len(cells_))]


def _names(grid: Grid, rows: list[int], column: int, forms: Forms, vocabulary: Vocabulary) -> set[str] | None:
    """List what stands behind the label of the name of a school; None where there is none."""
    name = vocabulary.roles["name"]
    labels = {word(label) for each in forms.fields if each.item == name for label in each.labels}
    own = [number for number in rows if not labels.isdisjoint(forms_of(grid.rows[number][column], forms))]
    if not own:
        return None
    return {word(raw) for number in own for _, raw in _behind(grid, number, column, forms) if text(raw)}


def _schools_above(grid: Grid, first: int, columns: list[int], forms: Forms) -> bool:
    """Whether what stands above some figures may be names of schools: no stages, no years, no headings of a form."""
    above = [word(grid.rows[first - 1][at]) if first and at < len(grid.rows[first - 1]) else "" for at in columns]
    names = [said for said in above if said and said not in forms.stage_words and said not in forms.column_names]
    return len({said for said in names if not year_in(said)}) > 1
