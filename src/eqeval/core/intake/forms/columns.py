"""Finds the columns of a form of one school: where labels stand, and where their values and units, by headings."""

from functools import lru_cache
from itertools import pairwise

import msgspec

from eqeval.core.grid import Grid, Raw, bare, word
from eqeval.core.intake import cells
from eqeval.core.intake.forms.entries import raw_at, read_as, spelled
from eqeval.core.parts.form import Forms
from eqeval.core.vocabulary import Vocabulary

# Sheets that are printed on paper are no wider; an export has hundreds of columns.
WIDEST = 32
# Labels without headings are known by so many of them below each other, within so many lines.
LEAST_LABELS, LOOKED_AT = 3, 12


class Columns(msgspec.Struct):
    """The columns of labels and of what stands beside them.

    values: with the word of the stage that a column speaks of, or of none. whole: the column beside those of the
    stages. others: where the value stands instead, in rows that have none in its column. stage: the column that says of
    which stage a row is.
    """

    field: int
    values: list[tuple[str, int]] = msgspec.field(default_factory=list)
    unit: int | None = None
    required: int | None = None
    whole: int | None = None
    others: list[int] = msgspec.field(default_factory=list)
    stage: int | None = None

    @property
    def last(self) -> int:
        """The last of the columns."""
        return max(self.field, *(at for _, at in self.values), *self.others, self.unit or 0, self.whole or 0)


def find(grid: Grid, forms: Forms, vocabulary: Vocabulary) -> tuple[int, list[Columns]] | None:
    """Find the headings; labels may stand in several columns beside each other, each with its values.

    A sheet of explanations has the names of items below each other too.
    """
    found = _headed(grid, forms) or _below_stages(grid, forms)
    if found is not None:
        for columns in found[1]:
            _settle(grid.rows[found[0] + 1 :], columns, found[1], forms, vocabulary)
        return found
    if word(grid.sheet) in vocabulary.sheets.of_tables:
        return None
    return _unheaded(grid, forms, vocabulary)


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


def _below_stages(grid: Grid, forms: Forms) -> tuple[int, list[Columns]] | None:
    """Find a column for each stage where nothing known stands above the labels."""
    if len(forms.stage_words & grid.upper_words) < 2:
        return None
    for number, row in enumerate(grid.upper):
        stages = [(word(raw), at) for at, raw in enumerate(row[:WIDEST]) if word(raw) in forms.stage_words]
        if len({stage for stage, _ in stages}) < len(stages) or len(stages) < 2:
            continue
        lines = grid.rows[number + 1 : number + 1 + LOOKED_AT]
        labels = [at for at in range(stages[0][1]) if _count(lines, at, forms) >= LEAST_LABELS]
        if labels:
            whole = [at for at, raw in enumerate(row) if forms.column_names.get(word(raw)) == "whole"]
            return number, [Columns(labels[-1], stages, whole=whole[0] if len(whole) == 1 else None)]
    return None


def _settle(
    rows: list[list[Raw]], columns: Columns, beside: list[Columns], forms: Forms, vocabulary: Vocabulary
) -> None:
    """Find where labels and units stand of which the headings do not say it.

    One heading may stand above groups and the labels in them; a unit between label and value, or behind the values.
    """
    taken = {columns.unit, columns.required, columns.whole, *(value for _, value in columns.values)}
    between = [at for at in range(columns.field, columns.values[0][1]) if at == columns.field or at not in taken]
    columns.field = max(between, key=lambda at: (_count(rows, at, forms), -at))
    if columns.unit is None:
        taken |= {each.field for each in beside}
        last = columns.values[-1][1]
        for column in (*range(columns.field + 1, last), last + 1):
            if column not in taken and units([row[column] for row in rows if len(row) > column], vocabulary):
                columns.unit = column
                return


def _unheaded(grid: Grid, forms: Forms, vocabulary: Vocabulary) -> tuple[int, list[Columns]] | None:
    """Find labels that have their values beside them without any headings: 学校名称 | 甲校 | 班级数 | 12.

    The first row with a known label decides: in a table headings stand beside headings, and none below another.
    """
    for number, row in enumerate(grid.upper):
        first = next((column for column, raw in enumerate(row[:WIDEST]) if is_label(raw, forms)), None)
        if first is None:
            continue
        below = len(grid.upper)
        if below < min(number + LEAST_LABELS, len(grid.rows)) and not any(
            is_label(raw, forms) for raw in grid.rows[below][:WIDEST]
        ):
            # Figures without a label right below headings: a table, as nearly all sheets are.
            return None
        lines = grid.rows[number : number + LOOKED_AT]
        starts = [at for at in range(first, WIDEST) if _count(lines, at, forms) >= LEAST_LABELS]
        if not starts:
            return None
        rows = grid.rows[number:]
        width = min(max(map(len, rows)), WIDEST)
        # Below the first labels more of them may stand beside others, one or two in a column.
        starts += [at for at in range(starts[0] + 1, width) if at not in starts and _count(rows, at, forms)]
        starts.sort()
        # A label in front of the others has its value where theirs is.
        starts = [at for at in starts if not (at + 1 in starts and not _beside_each_other(rows, at, forms))]
        if any(_beside_each_other(rows, at, forms) for at in starts):
            return None
        ends = [*starts[1:], width]
        found = [_read(grid, number, start, end, forms, vocabulary) for start, end in zip(starts, ends, strict=True)]
        sets = [each for each in found if each]
        return (number - 1, sets) if len(sets) == len(found) else None
    return None


def _beside_each_other(rows: list[list[Raw]], column: int, forms: Forms) -> bool:
    """Whether a label has another one in the next cell, as headings have."""
    return any(
        len(row) > column + 1 and is_label(row[column], forms) and is_label(row[column + 1], forms) for row in rows
    )


def _read(grid: Grid, first: int, column: int, end: int, forms: Forms, vocabulary: Vocabulary) -> Columns | None:
    """Say what the columns behind some labels are; None where two of them have figures, of two schools or two years."""
    rows = [row for row in grid.rows[first:] if len(row) > column and is_label(row[column], forms)]
    behind = {at: [row[at] if len(row) > at else None for row in rows] for at in range(column + 1, end)}
    left = [at for at, raws in behind.items() if any(map(word, raws))]
    found = Columns(column)
    found.unit = next((at for at in left if units(behind[at], vocabulary)), None)
    left = [at for at in left if at != found.unit]
    if len(left) > 1 and _numbered(behind[left[0]]):
        left = left[1:]
    if len(left) > 1 and _of_stages(behind[left[0]], forms):
        found.stage = left[0]
        left = left[1:]
    if not left and any(cells.exactly(raw) is not None for row in rows for raw in row[:column]):
        # Figures before their labels: nobody reads them from the left.
        return None
    value = left[0] if left else column + (2 if found.unit == column + 1 else 1)
    found.values.append(("", value))
    for at in left[1:]:
        headed = first > 0 and all(word(raw_at(grid, first - 1, each)) for each in (at, value))
        if not headed and not any(
            word(raw) and any(word(behind[each][index]) for each in (value, *found.others))
            for index, raw in enumerate(behind[at])
        ):
            found.others.append(at)
        elif any(cells.exactly(raw) is not None for raw in behind[at]):
            return None
    return found


def _numbered(raws: list[Raw]) -> bool:
    """Whether cells count their rows: 01, 02, 03. A caption between them may have a number too."""
    numbers = [number for raw in raws if (number := cells.exactly(raw)) is not None]
    steps = [below - above for above, below in pairwise(numbers)]
    return len(numbers) == len(raws) >= LEAST_LABELS and min(steps) > 0 and max(steps) <= 2


def _of_stages(raws: list[Raw], forms: Forms) -> bool:
    said = {word(raw) for raw in raws} - {""}
    named = said & forms.stage_words
    return bool(named) and all(each in named or forms.column_names.get(each) == "whole" for each in said)


def units(raws: list[Raw], vocabulary: Vocabulary) -> bool:
    """Whether some cells are units, as far as they hold anything: texts such as 学校名称 have none."""
    written = [word(raw) for raw in raws if raw not in (None, "")]
    found = sum(each in vocabulary.unit_forms for each in written)
    return 0 < found >= len(written) - found


def _count(rows: list[list[Raw]], column: int, forms: Forms) -> int:
    return sum(len(row) > column and is_label(row[column], forms) for row in rows)


def is_label(raw: Raw, forms: Forms) -> bool:
    """Whether a cell is a label that forms of a school have, with or without a stage."""
    # In a text file figures are texts too.
    return (
        type(raw) is str
        and raw != ""
        and not raw.isdigit()
        and _known(raw, forms.of_school, forms.lead_words, forms.stage_words)
    )


@lru_cache(maxsize=8192)
def _known(written: str, labels: frozenset[str], leads: tuple[str, ...], stages: frozenset[str]) -> bool:
    # A stage before a label, or in brackets, is not listed with every label here: 教师数(学段).
    found = read_as(spelled(written), leads, stages)
    plain = bare(found[-1])
    return (
        not labels.isdisjoint(found)
        or plain in labels
        or any(plain.startswith(stage) and plain[len(stage) :] in labels for stage in stages)
    )
