"""Reads a form with one field a row: 填报项目, 单位, 填报值; of one school, or of the county itself."""

from collections.abc import Iterator

from msgspec import Struct

from eqeval.core.grid import Grid, Raw, word
from eqeval.core.intake.forms import stacked
from eqeval.core.intake.forms.columns import Columns
from eqeval.core.intake.forms.entries import Entry, entry, forms_of, pairs_in, raw_at, unit_behind
from eqeval.core.intake.forms.parts import Parts, staged
from eqeval.core.intake.forms.signs import field_columns, number_of
from eqeval.core.intake.headings.unit_lines import UnitLines
from eqeval.core.origin import Row, Table
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
    found = field_columns(grid, forms, vocabulary)
    if found is None:
        return _stacked(grid, forms, vocabulary)
    start, sets = found
    around = _units_above(grid, start, forms, vocabulary)
    known = forms.of_school | forms.of_county | forms.passed_over | forms.makeshift
    rows: list[Entry] = []
    by_label: dict[str, list[Entry]] = {}
    parts = Parts(grid, sets, forms, start)
    for index in range(start + 1, len(grid.rows)):
        for number, columns in enumerate(sets):
            label = _label(grid, index, columns, parts, known, forms)
            if not word(label) or (index, number) in parts.heads:
                continue
            required = _beside(grid, index, columns.required)
            unit = _beside(grid, index, columns.unit) or unit_behind(label, vocabulary)
            must = vocabulary.answer_forms.get(word(required)) == "yes"
            values = [(stage, _filled(grid, index, value, columns.others)) for stage, value in columns.values]
            if columns.whole is not None and not any(word(raw_at(grid, index, value)) for _, value in values):
                # What belongs to the whole school stands in the column of the sums.
                values = [("", columns.whole)]
            for stage, value in values:
                name = next((name for name in forms_of(label, forms) if name in known), word(label))
                of_stage = stage or parts.stage(index, number)
                own = staged(of_stage, name, known, forms) if of_stage else name
                if stage and own == name and not word(raw_at(grid, index, value)):
                    # What belongs to the whole school stands in one of the columns.
                    continue
                one = entry(grid, label, (index, value), unit, must, around)
                rows.append(one)
                by_label.setdefault(own, []).append(one)
    for name, one in _above(grid, start, forms, vocabulary):
        if name not in by_label:
            rows.append(one)
            by_label[name] = [one]
    of_school, of_county = len(forms.of_school & by_label.keys()), len(forms.of_county & by_label.keys())
    if of_school + of_county < 2 or (of_county <= of_school and not _names_a_school(by_label, forms, vocabulary)):
        # Figures of nobody: an overview of the county has such labels too.
        return None
    return Vertical(grid, rows, by_label, of_county > of_school)


def _stacked(grid: Grid, forms: Forms, vocabulary: Vocabulary) -> Vertical | None:
    """Recognise a form with its values below their labels."""
    heads = [] if grid.hidden or number_of(grid, forms.statistics) else stacked.heads(grid, forms, vocabulary)
    if not heads:
        return None
    around = _units_above(grid, len(grid.rows), forms, vocabulary)
    known = forms.of_school | forms.passed_over | forms.makeshift
    by_label: dict[str, list[Entry]] = {}
    for name, one in _above(grid, heads[0], forms, vocabulary):
        by_label.setdefault(name, []).append(one)
    for head in heads:
        for column, label in enumerate(grid.rows[head]):
            if word(label):
                name = next((name for name in forms_of(label, forms) if name in known), word(label))
                one = entry(grid, label, (head + 1, column), unit_behind(label, vocabulary), around=around)
                by_label.setdefault(name, []).append(one)
    kind = vocabulary.roles["type"]
    typed = any(word(label) in by_label for each in forms.fields if each.item == kind for label in each.labels)
    if not typed or not _names_a_school(by_label, forms, vocabulary):
        # An office has a name too, and the county figures.
        return None
    return Vertical(grid, [one for found in by_label.values() for one in found], by_label, county=False)


def _label(grid: Grid, row: int, columns: Columns, parts: Parts, known: frozenset[str], forms: Forms) -> Raw:
    """Read the label of a row: its own, one that stands further left, or that above it where another stage follows."""
    own = raw_at(grid, row, columns.field)
    if word(own):
        return own
    if columns.stage is not None and word(raw_at(grid, row, columns.stage)):
        return next((raw for at in range(row, parts.start, -1) if word(raw := raw_at(grid, at, columns.field))), None)
    left = next(
        (raw for at in range(columns.field - 1, parts.before(columns), -1) if word(raw := raw_at(grid, row, at))), None
    )
    return left if not known.isdisjoint(forms_of(left, forms)) else None


def _filled(grid: Grid, row: int, value: int, others: list[int]) -> int:
    """The column in which the value of a row stands."""
    return next((at for at in (value, *others) if word(raw_at(grid, row, at))), value)


def _units_above(grid: Grid, start: int, forms: Forms, vocabulary: Vocabulary) -> tuple[str, ...]:
    """List the units that the lines above a form name for all its figures: 金额单位：元."""
    lines = UnitLines(vocabulary, lambda label: _known(label, forms) is not None)
    named = [
        unit for row in grid.rows[: max(start, 0) + 1] for raw in row if type(raw) is str for unit in lines.read(raw)[0]
    ]
    return tuple(dict.fromkeys(unit for unit in map(vocabulary.unit, named) if vocabulary.convertible(unit)))


def _above(grid: Grid, start: int, forms: Forms, vocabulary: Vocabulary) -> Iterator[tuple[str, Entry]]:
    """List what the lines above the headings say: a label and its value in one cell, or beside each other."""
    for index, row in enumerate(grid.rows[: max(start, 0)]):
        for column, raw in enumerate(row):
            if type(raw) is not str:
                continue
            for label, said in pairs_in(raw):
                if name := _known(label, forms):
                    yield (
                        name,
                        Entry(label, said, unit_behind(label, vocabulary), False, Row(Table.of(grid), index), column),
                    )
            beside = raw_at(grid, index, column + 1)
            labels = [beside, *(label for label, _ in pairs_in(beside))]
            if (name := _known(raw, forms)) and word(beside) and not any(_known(each, forms) for each in labels):
                yield name, entry(grid, raw, (index, column + 1), unit_behind(raw, vocabulary))


def _known(label: Raw, forms: Forms) -> str | None:
    return next((name for name in forms_of(label, forms) if name in forms.of_school), None)


def _names_a_school(by_label: dict[str, list[Entry]], forms: Forms, vocabulary: Vocabulary) -> bool:
    name = vocabulary.roles["name"]
    return any(word(label) in by_label for each in forms.fields if each.item == name for label in each.labels)


def _beside(grid: Grid, row: int, column: int | None) -> Raw:
    return None if column is None else raw_at(grid, row, column)
