"""Puts the forms of single schools together to a table of schools, and the form of the county to its sheet."""

from collections.abc import Callable, Collection, Iterable, Iterator
from difflib import get_close_matches

from msgspec import Struct, field

from eqeval.core.errors import InputError
from eqeval.core.grid import SEARCHED_ROWS, Grid, Raw, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.forms import crossings, selfassessed, signs, unread, vertical
from eqeval.core.intake.forms.entries import Answer, Entry, answer
from eqeval.core.intake.forms.filled import Filled, of_school
from eqeval.core.intake.forms.signs import number_of
from eqeval.core.intake.forms.vertical import Vertical
from eqeval.core.intake.small import tell_hidden
from eqeval.core.origin import Key, Nowhere, Row, Table, cell_name
from eqeval.core.parts.form import Forms
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words


class _Left(Struct):
    """What was left over: labels that are not needed, labels that nobody knows, side sheets; each with its places."""

    unused: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, list[Entry]] = field(default_factory=dict)
    sheets: dict[str, list[Grid]] = field(default_factory=dict)


def assemble(
    grids: list[Grid],
    vocabulary: Vocabulary,
    read: Collection[str],
    findings: Findings,
    is_table: Callable[[Grid], bool],
) -> list[Grid]:
    """Turn the forms among some sheets into a table of schools and a sheet of the county; all other sheets stay.

    A school has one row, and every cell of it knows the cell of the form that it came from. read: the items that
    verdicts wait for; a blank of those is named where the table is read. is_table: whether a sheet is one of schools.

    Raises:
        InputError: where a file among forms is neither a form nor a table; a school may be missing then.
    """
    forms = vocabulary.read_forms
    if forms is None:
        return grids
    upright = {id(grid): found for grid in grids if (found := vertical.recognise(grid, forms, vocabulary))}
    upright |= {
        id(grid): selfassessed.read(grid, vocabulary, findings)
        for grid in grids
        if not grid.hidden and signs.declares(grid, vocabulary.declaration) == "school"
    }
    numbered = [
        grid for grid in grids if id(grid) not in upright and not grid.hidden and number_of(grid, forms.statistics)
    ]
    if not upright and not numbered:
        return grids
    left = _Left()
    filled = [of_school(form, forms, vocabulary, read, findings) for form in upright.values() if not form.county]
    for one in filled:
        if all(said.raw is None for said in one.answers.values()):
            findings.add("W534", Row(Table.of(one.grid), 0), None, one.grid.name)
    filled += crossings.schools(numbered, forms, vocabulary, findings)
    of_county = [form for form in upright.values() if form.county]
    taken = {id(form.grid) for form in upright.values()} | {id(grid) for grid in numbered}
    rest = [grid for grid in grids if id(grid) not in taken]
    files = {grid.file for grid in grids if id(grid) in taken}
    others = _others(rest, files, vocabulary, is_table, left, findings.words)
    answered = [each for one in filled for said in one.answers.values() for each in said.entries]
    read_cells = {each.place for each in answered}
    for form in upright.values():
        _look_over(form, forms, left, read_cells)
    used = {each.row.table.label for each in answered}
    for grid in numbered:
        if grid.name not in used:
            left.sheets.setdefault(grid.sheet, []).append(grid)
    _say_left(left, forms, findings)
    made = [_table(filled, vocabulary)] if filled else []
    if of_county:
        made.append(_county(of_county, forms, vocabulary, findings))
    return [*others, *made]


def _others(
    rest: list[Grid],
    with_form: set[str],
    vocabulary: Vocabulary,
    is_table: Callable[[Grid], bool],
    left: _Left,
    words: Words,
) -> list[Grid]:
    """Keep tables and named sheets; the side sheets of a form are left over, and a file without any form is refused."""
    sheets = vocabulary.sheets
    named = {word(name) for name in (*sheets.schools, *sheets.classes, *sheets.county)}
    kept = [grid for grid in rest if grid.hidden or word(grid.sheet) in named or is_table(grid)]
    whole = {id(grid) for grid in kept}
    problems = []
    for file in dict.fromkeys(grid.file for grid in rest):
        here = [grid for grid in rest if grid.file == file]
        if file not in with_form and all(grid.hidden or id(grid) not in whole for grid in here):
            sheets_here = words.join([grid.sheet for grid in here])
            odd = next((said for grid in here if (said := unread.why(grid, vocabulary, words))), None)
            problems.append(odd or words("E132.message", file=file, sheets=sheets_here, found=_quoted(here, words)))
    if problems:
        raise InputError(*problems)
    for grid in rest:
        if id(grid) not in whole and any(word(raw) for row in grid.rows for raw in row):
            left.sheets.setdefault(grid.sheet, []).append(grid)
    return kept


def _quoted(grids: Iterable[Grid], words: Words) -> str:
    """Quote the first texts of some sheets, for a message that says what was found instead."""
    found = [text(raw) for grid in grids for row in grid.rows[:SEARCHED_ROWS] for raw in row if text(raw)]
    return words.join(found[:8]) or "—"


def _look_over(form: Vertical, forms: Forms, left: _Left, read: Collection[str]) -> None:
    """Sort the labels that were not read into those that are not needed and those that nobody knows."""
    # What the form of a county has beside its fields is read as in the sheet of the county.
    known = form.by_label.keys() if form.county else forms.of_school
    for label, entries in form.by_label.items():
        makeshift = label in forms.makeshift and not any(each.place in read for each in entries)
        if label in forms.passed_over or makeshift:
            left.unused[label] = left.unused.get(label, 0) + len(entries)
        elif label not in known and label not in forms.makeshift and not all(each.blank for each in entries):
            # A line without a value is a caption, or says nothing that could be lost.
            left.unknown.setdefault(label, []).extend(each for each in entries if not each.blank)


def _say_left(left: _Left, forms: Forms, findings: Findings) -> None:
    words = findings.words
    labels = sorted(forms.of_school | forms.of_county)
    for entries in left.unknown.values():
        first = entries[0]
        near = words.join(get_close_matches(word(first.label), labels, n=3, cutoff=0.5)) or "—"
        findings.add("W531", first.row, first.column, first.label, near=near, count=len(entries))
    if left.unused:
        count, names = len(left.unused), words.join(list(left.unused)[:3])
        findings.add("N620", count=count, names=names, cells=sum(left.unused.values()))
    for name, grids in left.sheets.items():
        findings.add("N621", count=len(grids), name=name, first=grids[0].name)


def _table(filled: list[Filled], vocabulary: Vocabulary) -> Grid:
    """Lay the answers of all schools out as one table; a column is there if a form has it."""
    roles = vocabulary.roles
    needed: list[Key] = [(roles["name"], None), (roles["type"], None)]
    columns = list(dict.fromkeys([*needed, *(key for one in filled for key in one.answers)]))
    rows: list[list[Raw]] = [[_heading(key, vocabulary) for key in columns]]
    places: list[list[str]] = [[filled[0].grid.name] * len(columns)]
    for one in filled:
        answers = [one.answers.get(key) for key in columns]
        rows.append([found.raw if found else None for found in answers])
        places.append([found.place if found else Nowhere(one.grid.name) for found in answers])
    first = filled[0].grid
    # Not the name of a real file: it stands for all of them beside tables that were read from one.
    file = first.file if len({one.grid.file for one in filled}) == 1 else f"{first.file} …"
    return Grid(file, first.sheet, rows, first.label, places=places)


def _heading(key: Key, vocabulary: Vocabulary) -> str:
    headings = vocabulary.items[key[0]].headings
    return headings[key[1]][0] if isinstance(headings, dict) and key[1] else next(iter(headings))


def _county(of_county: list[Vertical], forms: Forms, vocabulary: Vocabulary, findings: Findings) -> Grid:
    """Lay out what the county says of itself, as in the sheet of the county; what no rule asks for is left out.

    Rows that are none of the form stay as they are: they may state a requirement or an item of the standard.
    """
    columns = vocabulary.sheets.county_columns
    rows: list[list[Raw]] = [[columns[name][0] for name in ("item", "value", "unit", "evidence")]]
    first = of_county[0].grid
    places = [[cell_name(first.name, 0, 0)] * len(rows[0])]
    for form in of_county:
        proofs = _proofs(form.grid, vocabulary)
        tell_hidden(form.grid, -1, findings)
        for each in forms.county:
            item = vocabulary.items.get(each.item)
            said = answer(each, form.find, item, vocabulary, findings, "") if item else None
            if item is None or said is None:
                continue
            if said.raw is None:
                _say_blank(said, findings)
            proof = proofs.get(said.entries[0].row.index)
            rows.append([item.headings[0] if isinstance(item.headings, list) else each.item, said.raw, None, proof])
            places.append([said.place] * len(rows[0]))
        for one in _of_no_field(form, forms):
            rows.append([one.label, one.raw, one.unit, proofs.get(one.row.index)])
            places.append([one.place] * len(rows[0]))
    return Grid(first.file, vocabulary.sheets.county[0], rows, first.label, places=places)


def _of_no_field(form: Vertical, forms: Forms) -> Iterator[Entry]:
    """List the rows of the form of a county that are none of its fields and not known as needless either."""
    for label, entries in form.by_label.items():
        if label not in forms.of_county and label not in forms.passed_over:
            yield from (each for each in entries if not each.blank)


def _proofs(grid: Grid, vocabulary: Vocabulary) -> dict[int, Raw]:
    """Find what stands in the column of evidence, by its row."""
    words = set(map(word, vocabulary.sheets.county_columns["evidence"]))
    column = next((at for row in grid.upper for at, raw in enumerate(row) if word(raw) in words), None)
    return {} if column is None else {at: row[column] for at, row in enumerate(grid.rows) if column < len(row)}


def _say_blank(said: Answer, findings: Findings) -> None:
    if any(each.required for each in said.entries):
        at = said.entries[0]
        findings.add("W530", at.row, at.column, None, labels=findings.words.join(list(said.missing)))
