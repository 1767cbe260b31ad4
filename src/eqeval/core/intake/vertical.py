"""Reads a form with one field a row: 填报项目, 单位, 填报值; of one school, or of the county itself."""

from dataclasses import dataclass
from typing import Literal

from eqeval.core.form import Forms
from eqeval.core.grid import Grid, Raw, bare, word
from eqeval.core.intake.entries import Entry, entry, forms_of, raw_at
from eqeval.core.intake.headings import SEARCHED_ROWS
from eqeval.core.vocabulary import Vocabulary

Column = Literal["field", "value", "unit", "required"]


@dataclass(frozen=True, slots=True)
class Vertical:
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
    found = _headings(grid, forms)
    if found is None:
        return None
    start, columns = found
    known = forms.of_school | forms.of_county | forms.passed_over
    rows: list[Entry] = []
    by_label: dict[str, list[Entry]] = {}
    for index in range(start + 1, len(grid.rows)):
        label = raw_at(grid, index, columns["field"])
        if not word(label):
            continue
        required = _beside(grid, index, columns.get("required"))
        unit = _beside(grid, index, columns.get("unit")) or _bracketed(label, vocabulary)
        one = entry(grid, label, (index, columns["value"]), unit, vocabulary.answer_forms.get(word(required)) == "yes")
        rows.append(one)
        name = next((name for name in forms_of(label, forms) if name in known), word(label))
        by_label.setdefault(name, []).append(one)
    of_school, of_county = len(forms.of_school & by_label.keys()), len(forms.of_county & by_label.keys())
    return Vertical(grid, rows, by_label, of_county > of_school) if of_school + of_county >= 2 else None


def _beside(grid: Grid, row: int, column: int | None) -> Raw:
    return None if column is None else raw_at(grid, row, column)


def _bracketed(label: Raw, vocabulary: Vocabulary) -> str:
    """Where there is no column of units, one may stand in brackets behind the label."""
    whole = word(label)
    remark = whole[len(bare(whole)) + 1 : -1]
    return remark if vocabulary.convertible(remark) else ""


def _headings(grid: Grid, forms: Forms) -> tuple[int, dict[Column, int]] | None:
    names = forms.column_names
    for number, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        columns: dict[Column, int] = {}
        for column, raw in enumerate(row):
            if type(raw) is not str or not raw:
                continue
            label = word(raw)
            name = names.get(label) or (names.get(bare(label)) if "(" in label else None)
            if name:
                columns.setdefault(name, column)
        if "field" in columns and "value" in columns:
            return number, columns
    return None
