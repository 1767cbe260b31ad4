"""Tells the forms of single schools from tables at one look: by their headings, or by the number of the form."""

import dataclasses
from dataclasses import dataclass
from typing import Literal

from eqeval.core.declaration import Declaration
from eqeval.core.form import Forms, Statistics
from eqeval.core.grid import Grid, bare, word
from eqeval.core.intake.headings import upper

# Sheets that are printed on paper are no wider; an export has hundreds of columns.
_WIDEST = 32


@dataclass(slots=True)
class Columns:
    """The columns of labels and of what stands beside them.

    values: with the word of the stage that a column speaks of, or of none.
    """

    field: int
    values: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    unit: int | None = None
    required: int | None = None


def of_form(grid: Grid, forms: Forms, declaration: Declaration | None) -> bool:
    """Whether a sheet may be a form; nearly all sheets are tables, and nothing of forms is looked up for them."""
    known = field_columns(grid, forms) is not None or bool(number_of(grid, forms.statistics))
    return known or declares(grid, declaration) == "school"


def declares(grid: Grid, known: Declaration | None) -> Literal["sentences", "counts", "general", "school"] | None:
    """Say which sheet of the application form a sheet is, by its headings and its title; None for any other."""
    if known is None:
        return None
    shortest = known.shortest_mark
    for number, row in enumerate(upper(grid)):
        for raw in row[:_WIDEST]:
            if type(raw) is not str or len(raw) < shortest:
                continue  # by far the most cells
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


def field_columns(grid: Grid, forms: Forms) -> tuple[int, list[Columns]] | None:
    """Find the headings; labels may stand in several columns beside each other, each with its values."""
    names = forms.column_names
    for number, row in enumerate(upper(grid)):
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
