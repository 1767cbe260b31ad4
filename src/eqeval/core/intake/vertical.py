"""Reads a form with one field a row: 填报项目, 单位, 填报值; of one school, or of the county itself."""

import dataclasses
from dataclasses import dataclass

from eqeval.core.form import Forms
from eqeval.core.grid import Grid, Raw, bare, word
from eqeval.core.intake.entries import Entry, entry, forms_of, raw_at
from eqeval.core.intake.headings import SEARCHED_ROWS
from eqeval.core.vocabulary import Vocabulary


@dataclass(slots=True)
class Columns:
    """The columns of labels and of what stands beside them.

    values: with the word of the stage that a column speaks of, or of none.
    """

    field: int
    values: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    unit: int | None = None
    required: int | None = None


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
    start, sets = found
    known = forms.of_school | forms.of_county | forms.passed_over
    rows: list[Entry] = []
    by_label: dict[str, list[Entry]] = {}
    for index in range(start + 1, len(grid.rows)):
        for columns in sets:
            label = raw_at(grid, index, columns.field)
            if not word(label):
                continue
            required = _beside(grid, index, columns.required)
            unit = _beside(grid, index, columns.unit) or _bracketed(label, vocabulary)
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


def _bracketed(label: Raw, vocabulary: Vocabulary) -> str:
    """Where there is no column of units, one may stand in brackets behind the label."""
    whole = word(label)
    remark = whole[len(bare(whole)) + 1 : -1]
    return remark if vocabulary.convertible(remark) else ""


def _headings(grid: Grid, forms: Forms) -> tuple[int, list[Columns]] | None:
    """Find the headings; labels may stand in several columns beside each other, each with its values."""
    names = forms.column_names
    for number, row in enumerate(grid.rows[:SEARCHED_ROWS]):
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
