"""What a reading made of some sheets: which rows are headings, which column is what and why, what was left over."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from eqeval.core.grid import Grid, text
from eqeval.core.intake.columns.remarks import factor_text
from eqeval.core.intake.declared.said import Taken
from eqeval.core.intake.declared.sheets import read_all
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.inventory import Inventory, inventory
from eqeval.core.intake.known import asked_of
from eqeval.core.intake.rows.sites import Rows
from eqeval.core.intake.sheets.tables import Wishes, named, side_sheets
from eqeval.core.origin import Row, Table, column_letters
from eqeval.core.standards.standard import Standard, items_named

# How many cells of a column are shown.
SAMPLES = 3


class ColumnView(Struct, frozen=True):
    """One column: its letters, its heading, what it became and by which rule, and some of its cells.

    letters: of a table that was put together from forms, the first cell that the column was read from.
    use: used, incomplete (a part of a sum that lacks others), spare or unknown. item, stage: empty for a column that
    was not used. factor: how many of the item's unit one of the column's is.
    """

    letters: str
    heading: str
    use: str
    item: str
    stage: str
    rule: str
    unit: str
    factor: str
    samples: tuple[str, ...]


class PassedView(Struct, frozen=True):
    """A row that was not read as a school, and why."""

    cell: str
    label: str
    kind: str


class TableView(Struct, frozen=True):
    """One block of schools; rows are counted as the spreadsheet does.

    forms: from how many forms of single schools it was put together; 0 for a table as it stands in its sheet.
    """

    file: str
    sheet: str
    header: tuple[int, int]
    rows: tuple[int, int]
    schools: int
    stage: str
    stage_from: str
    columns: tuple[ColumnView, ...]
    passed: tuple[PassedView, ...]
    forms: int = 0


class SheetView(Struct, frozen=True):
    """A sheet that was not read as a table of schools, and why.

    side (classes, the county), notes (explanations, lists of choices), declared, results, hidden, empty or unread.
    """

    file: str
    sheet: str
    why: str


class Inspection(Struct, frozen=True):
    """All that was found. declared: what the sheets of the application form state of the county.

    schools: after rows of one school were joined. fatal: what stops check from reading on.
    """

    tables: tuple[TableView, ...]
    declared: tuple[Taken, ...]
    sheets: tuple[SheetView, ...]
    schools: int
    fatal: tuple[str, ...]
    findings: Findings


def inspect(
    grids: list[Grid], lexicon: Lexicon, standards: Sequence[Standard], findings: Findings, wishes: Wishes
) -> Inspection:
    """Read as check does, and keep what was decided on the way.

    standards: the one that is asked for, after those it refers to.
    """
    found = inventory(grids, lexicon, findings, wishes, items_named(standards, lexicon.vocabulary))
    asked = asked_of(lexicon.vocabulary, standards[-1])
    declared = read_all(found.declared, asked, (), lexicon.vocabulary, findings, {}).taken
    rows = {id(each.block): each for each in found.rows}
    tables = tuple(_table(block, rows.get(id(block)), lexicon) for block in found.blocks)
    sheets = tuple(_sheets(grids, found, lexicon))
    return Inspection(tables, tuple(declared), sheets, len(found.sites), tuple(found.fatal), findings)


def _table(block: Block, rows: Rows | None, lexicon: Lexicon) -> TableView:
    sites = rows.sites if rows else []
    table = Table.of(block.grid)
    views = {index: _used(block, column, lexicon) for index, column in block.column.items()}
    for use, left in (("spare", block.spare), ("unknown", block.unknown)):
        for index, heading in left.items():
            letters, samples = _letters(block, index), _samples(block, index)
            views[index] = ColumnView(letters, heading, use, "", "", "", "", "", samples)
    passed = [
        PassedView(Row(table, each.row.index).name(each.column), each.label, each.kind)
        for each in (rows.passed if rows else ())
    ]
    return TableView(
        block.grid.file,
        block.grid.sheet,
        (block.first + 1, block.row + 1),
        (sites[0].row.index + 1, sites[-1].row.index + 1) if sites else (0, 0),
        len(sites),
        block.stage or "",
        block.stage_from,
        tuple(views[index] for index in sorted(views)),
        tuple(passed),
        len(sites) if block.grid.places is not None else 0,
    )


def _used(block: Block, column: Column, lexicon: Lexicon) -> ColumnView:
    vocabulary = lexicon.vocabulary
    stages = [block.stage] if block.stage else [None, *vocabulary.stages]
    used = column.rule == "band" or any(
        column.index in places for stage in stages for places in block.layout(stage, vocabulary.items).columns.values()
    )
    name, stage = column.key
    whole = any(key[0] == name for each in stages for key in block.layout(each, vocabulary.items).columns)
    return ColumnView(
        _letters(block, column.index),
        column.heading,
        "used" if used else "spare" if whole else "incomplete",
        name,
        (block.stage or "") if stage == UNSAID else stage or "",
        column.rule,
        column.unit,
        factor_text(column),
        _samples(block, column.index),
    )


def _letters(block: Block, index: int) -> str:
    """Name a column; of a table that was put together, the first cell that it was read from."""
    if block.grid.places is None:
        return column_letters(index)
    rows = range(block.row + 1, block.end)
    first = next((row for row in rows if text(block.grid.rows[row][index])), block.row)
    return block.grid.places[first][index].rpartition("!")[2]


def _samples(block: Block, index: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in block.grid.rows[block.row + 1 : block.end]:
        sample = text(row[index]) if index < len(row) else ""
        if sample:
            found.append(sample)
        if len(found) == SAMPLES:
            break
    return tuple(found)


def _sheets(grids: list[Grid], found: Inventory, lexicon: Lexicon) -> Iterator[SheetView]:
    """Name every sheet that is no table of schools."""
    read = {id(block.grid) for block in found.blocks}
    side = {id(grid) for grid in side_sheets(grids, found.classes, lexicon.vocabulary)}
    declared = {id(grid) for grid in found.declared}
    listed = {(grid.file, grid.sheet) for grid in found.classes}
    notes = {id(grid) for grid in named(grids, [*lexicon.vocabulary.sheets.notes, *lexicon.vocabulary.sheets.lists])}
    for grid in grids:
        if id(grid) in read:
            continue
        if grid.hidden:
            why = "hidden"
        elif id(grid) in side or (grid.file, grid.sheet) in listed:
            why = "notes" if id(grid) in notes else "side"
        elif id(grid) in declared:
            why = "declared"
        elif any(grid is one for one in found.results):
            why = "results"
        else:
            why = "unread" if any(text(raw) for row in grid.rows for raw in row) else "empty"
        yield SheetView(grid.file, grid.sheet, why)
