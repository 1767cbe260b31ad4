"""Reads the statistics forms of one school (教基…): a number stands where a row and a column cross, by label."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from msgspec.structs import replace

from eqeval.core.grid import Grid, Refused, bare, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.forms.crosstab import Crosstab, Line, layout, matching
from eqeval.core.intake.forms.entries import Answer, Entry, entry, forms_of, joined, raw_at
from eqeval.core.intake.forms.filled import Filled, say_whole
from eqeval.core.intake.forms.signs import number_of
from eqeval.core.origin import Key, Nowhere, Row, Table, cell_name
from eqeval.core.parts.form import Figure, Forms
from eqeval.core.vocabulary import Vocabulary


def schools(grids: Iterable[Grid], forms: Forms, vocabulary: Vocabulary, findings: Findings) -> list[Filled]:
    """Read the schools that filled in some forms; the forms of one file are those of one school."""
    by_file: dict[str, list[Grid]] = {}
    for grid in grids:
        by_file.setdefault(grid.file, []).append(grid)
    return [_school(here, forms, vocabulary, findings) for here in by_file.values()]


def _school(grids: list[Grid], forms: Forms, vocabulary: Vocabulary, findings: Findings) -> Filled:
    answers: dict[Key, Answer] = {}
    numbered = [(grid, number_of(grid, forms.statistics), layout(grid, forms)) for grid in grids]
    for grid, _, tab in numbered:
        for item, written in _beside(grid, tab, forms):
            answers.setdefault((item, None), Answer(written.raw, (written,)))
    roles = vocabulary.roles
    kind = answers.get((roles["type"], None)) or _suffix(grids, vocabulary)
    if kind:
        answers[roles["type"], None] = kind
    name = answers.get((roles["name"], None))
    school = text(name.raw) if name else ""
    type_ = cells.chosen(vocabulary.type_forms, kind.raw) if kind else None
    stages = vocabulary.types[type_].stages if type_ else list(vocabulary.stages)
    tabs = [(number, tab) for _, number, tab in numbered if tab]
    for key in dict.fromkeys((figure.item, figure.stage) for figure in forms.statistics.figures):
        figures = [one for one in forms.statistics.figures if (one.item, one.stage) == key]
        there = [(one, tab) for number, tab in tabs for one in figures if number in one.forms]
        if not there or (key[1] is not None and key[1] not in stages):
            continue
        others = [one for one in forms.statistics.figures if one.item == key[0] and one.stage in stages]
        # In a school of several stages a form that does not tell them apart is that of its own stage only.
        mine = [(number, tab) for number, tab in tabs if tab.stages or not _foreign(number, figures[0], others)]
        # Numbers of forms have changed over the years; a title that speaks of another stage is believed.
        if key[1] is not None:
            mine = [(number, tab) for number, tab in mine if _title(tab.grid, vocabulary) in (None, key[1])]
        said = _figure(figures, mine, forms, vocabulary, findings, school)
        answers[key] = said or _absent(there, forms, vocabulary, findings, school)
    _share(answers, stages, school, vocabulary, findings)
    return Filled(grids[0], answers)


def _foreign(number: str, figure: Figure, others: Iterable[Figure]) -> bool:
    """Whether a form belongs to another stage before that of a figure."""
    place = figure.forms.index(number) if number in figure.forms else -1
    return any(number in other.forms[:place] for other in others if place > 0 and other.stage != figure.stage)


def _title(grid: Grid, vocabulary: Vocabulary) -> str | None:
    """Find the only stage that the lines above a form speak of, or none; a line with several cells is no title."""
    forms = {form: name for name, one in vocabulary.stages.items() for form in one.words}
    forms |= {form: one.stages[0] for one in vocabulary.types.values() if len(one.stages) == 1 for form in one.words}
    said: set[str] = set()
    for row in grid.rows:
        cells_ = [word(raw) for raw in row if text(raw)]
        if len(cells_) > 1:
            break
        said |= {stage for form, stage in forms.items() if form in "".join(cells_)}
    return said.pop() if len(said) == 1 else None


def _share(
    answers: dict[Key, Answer], stages: Sequence[str], school: str, vocabulary: Vocabulary, findings: Findings
) -> None:
    """Take a figure out of use that was found for several stages in the same cells: it is that of the whole school."""
    by_cells: dict[tuple[str, str], list[Key]] = {}
    for (item, stage), said in answers.items():
        if stage is not None and said.raw is not None and not isinstance(said.raw, Refused):
            by_cells.setdefault((item, said.place), []).append((item, stage))
    for keys in by_cells.values():
        if len(keys) > 1:
            said = answers[keys[0]]
            say_whole([said], [stage for stage in stages if (keys[0][0], stage) in keys], school, vocabulary, findings)
            answers.update(dict.fromkeys(keys, Answer(Refused(text(said.raw)), said.entries)))


def _corner(grid: Grid) -> Entry:
    return Entry(grid.sheet, None, "", False, Row(Table.of(grid), 0), 0)


def _suffix(grids: list[Grid], vocabulary: Vocabulary) -> Answer | None:
    """Read the type of a school from the name of its sheets: 教基3112_…."""
    for grid in grids:
        _, _, suffix = text(grid.sheet).rpartition("_")
        if word(suffix) in vocabulary.type_forms:
            return Answer(suffix, (Entry(grid.sheet, suffix, "", False, Row(Table.of(grid), 0), 0),))
    return None


def _beside(grid: Grid, tab: Crosstab | None, forms: Forms) -> Iterator[tuple[str, Entry]]:
    """Find what is written behind a label and a colon, or to the right of it; a code may stand between."""
    wanted = forms.statistics.field_words
    columns = [line.index for line in tab.columns] if tab else []
    for row, raws in enumerate(grid.rows):
        for column, raw in enumerate(raws):
            if not isinstance(raw, str) or not raw:
                continue
            label, colon, behind = text(raw).replace("：", ":").partition(":")
            item = next((wanted[form] for form in forms_of(label, forms) if form in wanted), None)
            if item is None:
                continue
            if colon and behind.strip():
                yield item, Entry(label, behind.strip(), "", False, Row(Table.of(grid), row), column)
                continue
            right = columns or range(column + 1, len(raws))
            found = next((at for at in right if at > column and text(raw_at(grid, row, at))), None)
            if found is not None:
                yield item, entry(grid, label, (row, found))


def _figure(
    figures: list[Figure],
    tabs: list[tuple[str, Crosstab]],
    forms: Forms,
    vocabulary: Vocabulary,
    findings: Findings,
    school: str,
) -> Answer | None:
    """Read the first figure that a form has in full; a second form that says something else leaves it open."""
    for figure in figures:
        item = vocabulary.items[figure.item]
        by_form = ([tab for number, tab in tabs if number == wanted] for wanted in figure.forms)
        here = next((each for each in by_form if any(_cells(figure, tab, forms, vocabulary) for tab in each)), [])
        found = [crossed for tab in here if (crossed := _cells(figure, tab, forms, vocabulary))]
        if not found:
            continue
        counted = [_once(figure, one, findings, school) for one in found]
        answers = [joined(one, item, vocabulary, findings, school) if one else None for one in counted]
        first = answers[0]
        if first is None:
            return Answer(Refused(), tuple(found[0]))
        for other in answers[1:]:
            if other and other.raw is not None and first.raw is not None and other.raw != first.raw:
                at = other.entries[0]
                title = findings.words.text(item.title)
                findings.add("E133", at.row, at.column, other.raw, school, label=title, first=first.place,
                             other=text(first.raw))  # fmt: skip
                return Answer(Refused(text(first.raw)), (*first.entries, *other.entries))
        return first
    return None


def _cells(figure: Figure, tab: Crosstab, forms: Forms, vocabulary: Vocabulary) -> list[Entry]:
    """Find every cell of a figure; empty where one of its rows or columns is not there, or there twice."""
    rows = [_row(labels, figure.stage, tab, forms) for labels in figure.rows] or [tab.rows[0] if tab.rows else None]
    columns = [_only(labels, tab.columns, forms) for labels in figure.columns]
    if None in rows or None in columns:
        return []
    found = []
    for row, column in product(rows, columns):
        if row and column:
            label = " ".join([*row.own[-1:], *column.own[-1:]])
            bracketed = [each[len(bare(each)) + 1 : -1] for each in (*row.own, *column.own)]
            unit = row.unit or next(filter(vocabulary.convertible, bracketed), "")
            found.append(entry(tab.grid, label, (row.index, column.index), unit))
    return _zeros(figure, tab, found, forms) if figure.complete else found


def _zeros(figure: Figure, tab: Crosstab, found: list[Entry], forms: Forms) -> list[Entry]:
    """Take blank rows for zero where the filled ones make the total of the form; otherwise they stay blank."""
    blank = [each for each in found if each.blank]
    if not blank or len(blank) == len(found) or figure.complete is None:
        return found
    total = _row(figure.complete.total, figure.stage, tab, forms)
    others = [_row([label], figure.stage, tab, forms) for label in figure.complete.others]
    column = found[0].column
    beside = [raw_at(tab.grid, row.index, column) for row in others if row]
    parts = [cells.exactly(raw) for raw in (*(each.raw for each in found), *beside) if text(raw)]
    known = [part for part in parts if part is not None]
    whole = cells.exactly(raw_at(tab.grid, total.index, column)) if total else None
    if len(known) < len(parts) or whole is None or sum(known) != whole:
        return found
    return [replace(each, raw=0) if each.blank else each for each in found]


def _row(labels: list[str], stage: str | None, tab: Crosstab, forms: Forms) -> Line | None:
    """Find a row of a stage; the total of all rows is that of a stage only where the form has no other stage."""
    rows = tab.rows
    if stage is not None and tab.stages:
        whole = tab.stages == {stage}
        rows = [row for row in rows if row.stage == stage or (row.stage is None and whole)]
    return _only(labels, rows, forms)


def _only(labels: list[str], lines: Sequence[Line], forms: Forms) -> Line | None:
    """Find the row or column by the first of its labels that is there; where two have it, none is chosen."""
    for label in labels:
        found = matching(lines, label, forms)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _once(figure: Figure, found: list[Entry], findings: Findings, school: str) -> list[Entry]:
    """Leave the parts of a column out where it is their sum; where it may or may not hold them, nobody knows."""
    width = len(figure.columns)
    kept = list(found)
    for whole, parts in figure.once.items():
        names = [labels[0] for labels in figure.columns]
        for start in range(0, len(found), width):
            row = found[start : start + width]
            total = row[names.index(whole)]
            inside = [row[names.index(part)] for part in parts]
            value = cells.exactly(total.raw)
            known = [cells.exactly(one.raw) or 0 for one in inside]
            if not value or not any(known):
                continue
            if value == sum(known):
                kept = [one for one in kept if one not in inside]
            elif value > sum(known):
                labels = findings.words.join([one.label for one in inside])
                findings.add("E134", total.row, total.column, total.raw, school, label=total.label, parts=labels)
                return []
    return kept


def _absent(
    there: list[tuple[Figure, Crosstab]], forms: Forms, vocabulary: Vocabulary, findings: Findings, school: str
) -> Answer:
    """Say that the forms that should have a figure have no cell for it, and where it would stand."""
    words, (figure, tab) = findings.words, there[0]
    place = next((place for each in there if (place := _beside_gap(*each, forms))), tab.grid.name)
    at = _corner(tab.grid)
    findings.add(
        "W533",
        at.row,
        None,
        None,
        school,
        sheet=place,
        item=words.text(vocabulary.items[figure.item].title),
        rows=words.join([labels[0] for labels in figure.rows]) or "—",
        columns=words.join([labels[0] for labels in figure.columns]),
        there=words.join([line.own[-1] for line in tab.columns if line.own][:8]) or "—",
    )
    return Answer(None, (at,), nowhere=Nowhere(place))


def _beside_gap(figure: Figure, tab: Crosstab, forms: Forms) -> str:
    """Name the label of the row of a figure, or of its column, where the form has only one of them; or nothing."""
    rows = [row for labels in figure.rows if (row := _row(labels, figure.stage, tab, forms))]
    if rows:
        raws = tab.grid.rows[rows[0].index]
        return cell_name(tab.grid.name, rows[0].index, next(at for at, raw in enumerate(raws) if text(raw)))
    columns = [column for labels in figure.columns if (column := _only(labels, tab.columns, forms))]
    if columns and tab.rows:
        return cell_name(tab.grid.name, max(tab.rows[0].index - 1, 0), columns[0].index)
    return ""
