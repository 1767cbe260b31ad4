"""Reads a form with one field a row: 填报项目, 单位, 填报值; of one school, or of the county itself."""

from msgspec import Struct

from eqeval.core.grid import Grid, Raw, word
from eqeval.core.intake.forms.entries import Entry, entry, forms_of, raw_at, unit_behind
from eqeval.core.intake.signs import field_columns
from eqeval.core.parts.form import Forms
from eqeval.core.vocabulary import Vocabulary


class Vertical(Struct, frozen=True):
    """A form that was recognised. by_label: its rows by label; county: whether it speaks of the county."""

    grid: Grid
    rows: list[Entry]
    by_label: dict[str, list[Entry]]
    county: bool

    def find(self, label: str) -> list[Entry]:
        """The rows that have a label."""
        return self.by_label.get(label, [])


def recognise(grid: Grid, forms: Forms, vocabulary: Vocabulary) -> Vertical | None:
    """Recognise a form by its headings and by labels that are known; None for any other sheet."""
    found = field_columns(grid, forms, vocabulary.sheets)
    if found is None:
        return None
    start, sets = found
    known = forms.of_school | forms.of_county | forms.passed_over | forms.makeshift
    rows: list[Entry] = []
    by_label: dict[str, list[Entry]] = {}
    for index in range(start + 1, len(grid.rows)):
        for columns in sets:
            label = raw_at(grid, index, columns.field)
            if not word(label):
                continue
            required = _beside(grid, index, columns.required)
            unit = _beside(grid, index, columns.unit) or unit_behind(label, vocabulary)
            must = vocabulary.answer_forms.get(word(required)) == "yes"
            for stage, value in columns.values:
                name = next((name for name in forms_of(label, forms) if name in known), word(label))
                if stage and f"{stage}{name}" in known:
                    name = f"{stage}{name}"
                elif stage and not word(raw_at(grid, index, value)):
                    # What belongs to the whole school stands in one of the columns.
                    continue
                one = entry(grid, label, (index, value), unit, must)
                rows.append(one)
                by_label.setdefault(name, []).append(one)
    of_school, of_county = len(forms.of_school & by_label.keys()), len(forms.of_county & by_label.keys())
    if of_school + of_county < 2 or (of_county <= of_school and not _names_a_school(by_label, forms, vocabulary)):
        # Figures of nobody: an overview of the county has such labels too.
        return None
    return Vertical(grid, rows, by_label, of_county > of_school)


def _names_a_school(by_label: dict[str, list[Entry]], forms: Forms, vocabulary: Vocabulary) -> bool:
    name = vocabulary.roles["name"]
    return any(word(label) in by_label for each in forms.fields if each.item == name for label in each.labels)


def _beside(grid: Grid, row: int, column: int | None) -> Raw:
    return None if column is None else raw_at(grid, row, column)
