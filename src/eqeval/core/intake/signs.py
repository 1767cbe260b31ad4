"""Tells the forms of single schools from tables at one look: by their headings, or by the number of the form."""

from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from eqeval.core.grid import Grid, Raw, bare, word
from eqeval.core.intake.forms.entries import read_as
from eqeval.core.parts.declaration import Declaration
from eqeval.core.parts.form import Forms, Statistics
from eqeval.core.vocabulary import Vocabulary

# Sheets that are printed on paper are no wider; an export has hundreds of columns.
_WIDEST = 32
# Labels without headings are known by so many of them below each other, within so many lines.
_LEAST_LABELS, _LOOKED_AT = 3, 12


class Columns(msgspec.Struct):
    """The columns of labels and of what stands beside them.

    values: with the word of the stage that a column speaks of, or of none. whole: the column beside those of the
    stages.
    """

    field: int
    values: list[tuple[str, int]] = msgspec.field(default_factory=list)
    unit: int | None = None
    required: int | None = None
    whole: int | None = None


def of_form(grid: Grid, forms: Forms, vocabulary: Vocabulary) -> bool:
    """Whether a sheet may be a form; nearly all sheets are tables, and nothing of forms is looked up for them."""
    known = field_columns(grid, forms, vocabulary) is not None or bool(number_of(grid, forms.statistics))
    return known or declares(grid, vocabulary.declaration) == "school"


def declares(grid: Grid, known: Declaration | None) -> Literal["sentences", "counts", "general", "school"] | None:
    """Say which sheet of the application form a sheet is, by its headings and its title; None for any other."""
    if known is None or known.marks.keys().isdisjoint(grid.upper_words):
        return None
    for number, row in enumerate(grid.upper):
        for raw in row[:_WIDEST]:
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
    """Find the headings; labels may stand in several columns beside each other, each with its values.

    A sheet of explanations has the names of items below each other too.
    """
    if number_of(grid, forms.statistics):
        # Its figures stand where rows and columns cross: 指标名称, 数量.
        return None
    if (found := _headed(grid, forms)) is not None:
        for columns in found[1]:
            if columns.unit is None:
                columns.unit = _unheaded(grid.rows[found[0] + 1 :], columns, found[1], vocabulary)
        return found
    sheets = vocabulary.sheets
    named = (*sheets.schools, *sheets.classes, *sheets.county, *sheets.notes, *sheets.lists)
    if word(grid.sheet) in map(word, named):
        return None
    return _pairs(grid, forms, vocabulary)


def _headed(grid: Grid, forms: Forms) -> tuple[int, list[Columns]] | None:
    """Find labels and what stands beside them by the headings of both."""
    names = forms.column_names
    if forms.field_words.isdisjoint(grid.upper_words):
        return None
    for number, row in enumerate(grid.upper):
        sets: list[Columns] = []
        before: dict[str, int] = {}
        for column, raw in enumerate(row):
            if type(raw) is not str or not raw:
                continue
            heading = word(raw)
            name = names.get(heading) or (names.get(bare(heading)) if "(" in heading else None)
            if name == "field":
                sets.append(Columns(column))
            elif name == "value" and sets and not sets[-1].values:
                sets[-1].values.append(("", column))
            elif heading in forms.stage_words and sets and all(stage for stage, _ in sets[-1].values):
                sets[-1].values.append((heading, column))
            elif name == "whole" and sets and sets[-1].values and sets[-1].values[-1][0]:
                sets[-1].whole = column
            elif name in ("unit", "required"):
                before.setdefault(name, column)
                if sets and getattr(sets[-1], name) is None:
                    setattr(sets[-1], name, column)
        found = [each for each in sets if each.values]
        if found:
            # Where there is one set, the unit may stand before the label too.
            if len(found) == 1:
                found[0].unit = before.get("unit")
                found[0].required = before.get("required")
            return number, found
    return None


def _pairs(grid: Grid, forms: Forms, vocabulary: Vocabulary) -> tuple[int, list[Columns]] | None:
    """Find labels that have their values beside them without any headings: 学校名称 | 甲校 | 班级数 | 12.

    The first row with a known label decides: in a table headings stand beside headings, and none below another.
    """
    for number, row in enumerate(grid.upper):
        first = next((column for column, raw in enumerate(row[:_WIDEST]) if _label(raw, forms)), None)
        if first is None:
            continue
        lines = grid.rows[number : number + _LOOKED_AT]
        if not _labels_values(lines, first, forms, vocabulary):
            return None
        width = range(first, min(len(row), _WIDEST))
        columns = [column for column in width if _labels_values(lines, column, forms, vocabulary)]
        return number - 1, [_beside(grid.rows[number:], column, forms, vocabulary) for column in columns]
    return None


def _labels_values(lines: list[list[Raw]], column: int, forms: Forms, vocabulary: Vocabulary) -> bool:
    """Whether a column holds labels below each other, and the next one what is said of them, or its unit."""
    said = _said(lines, column, forms)
    value = 1 if _units([one[0] for one in said], vocabulary) else 0
    return len(said) >= _LEAST_LABELS and not any(
        # A number behind the value is that of another school: the table lies on its side.
        _label(one[0], forms) or isinstance(one[value + 1], int | float | Decimal)
        for one in said
    )


def _beside(rows: list[list[Raw]], column: int, forms: Forms, vocabulary: Vocabulary) -> Columns:
    """Say where the values of some labels stand, and their units: behind the values, or between both."""
    said = _said(rows, column, forms)
    if _units([one[0] for one in said], vocabulary):
        return Columns(column, [("", column + 2)], column + 1)
    behind = _units([one[1] for one in said], vocabulary)
    return Columns(column, [("", column + 1)], column + 2 if behind else None)


def _unheaded(rows: list[list[Raw]], columns: Columns, beside: list[Columns], vocabulary: Vocabulary) -> int | None:
    """Find the column of units where its heading does not say so: between label and value, or behind the values."""
    taken = {columns.required, columns.whole, *(value for _, value in columns.values)}
    taken |= {each.field for each in beside}
    last = columns.values[-1][1]
    places: list[int] = [*range(columns.field + 1, last), last + 1]
    for column in places:
        if column not in taken and _units([row[column] for row in rows if len(row) > column], vocabulary):
            return column
    return None


def _said(rows: list[list[Raw]], column: int, forms: Forms) -> list[list[Raw]]:
    """List the three cells behind each label of a column."""
    return [
        [*row[column + 1 : column + 4], None, None, None][:3]
        for row in rows
        if len(row) > column + 1 and _label(row[column], forms)
    ]


def _units(cells: list[Raw], vocabulary: Vocabulary) -> bool:
    """Whether some cells are units, as far as they hold anything: texts such as 学校名称 have none."""
    written = [word(raw) for raw in cells if raw not in (None, "")]
    units = sum(each in vocabulary.unit_forms for each in written)
    return 0 < units >= len(written) - units


def _label(raw: Raw, forms: Forms) -> bool:
    return type(raw) is str and raw != "" and _is_label(raw, forms.of_school, forms.lead_words, forms.stage_words)


@lru_cache(maxsize=8192)
def _is_label(written: str, labels: frozenset[str], leads: tuple[str, ...], stages: frozenset[str]) -> bool:
    # A stage before a label, or in brackets, is not listed with every label here: 教师数(学段).
    found = read_as(word(written), leads, stages)
    plain = bare(found[-1])
    return (
        not labels.isdisjoint(found)
        or plain in labels
        or any(plain.startswith(stage) and plain[len(stage) :] in labels for stage in stages)
    )
