"""Finds the sheets and blocks that hold schools, and says what is wrong with their headings."""

from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from eqeval.core.errors import InputError
from eqeval.core.grid import Grid, text, word
from eqeval.core.intake import small
from eqeval.core.intake.columns import included, kinds, makeshift, merged, noted, remarks, results, subtotals, ticks
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.forms import signs, unread
from eqeval.core.intake.headings import blocks as headings
from eqeval.core.intake.headings import captions
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.blocks import nearest
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.rows import numbers_columns
from eqeval.core.intake.headings.years import year_in
from eqeval.core.intake.rows import bands, runs
from eqeval.core.intake.sheets import callings, graded
from eqeval.core.intake.sheets.continued import Held
from eqeval.core.origin import Row, Table
from eqeval.core.vocabulary import Vocabulary

if TYPE_CHECKING:
    from eqeval.core.intake.mapping import TableMap

# One of so many schools may be listed under a stage that its type does not teach.
_SELDOM = 5


def named(grids: list[Grid], names: list[str]) -> list[Grid]:
    """List the sheets that are called by one of some names."""
    wanted = [word(name) for name in names]
    return [grid for grid in grids if word(grid.sheet) in wanted]


def side_sheets(grids: list[Grid], classes: list[Grid], vocabulary: Vocabulary) -> list[Grid]:
    """List the sheets that hold something else than schools: classes, the county's own values, explanations."""
    sheets = vocabulary.sheets
    return [*classes, *named(grids, [*sheets.county, *sheets.notes, *sheets.lists])]


def class_sheets(grids: list[Grid], vocabulary: Vocabulary) -> list[Grid]:
    """List the sheets of classes: by their name, or by their columns.

    A sheet with such columns that counts classes has a row for every grade, and so has one that does not call its
    classes and has no grade twice.
    """
    sheets = vocabulary.sheets
    called = {id(grid) for grid in named(grids, sheets.classes)}
    return [
        grid
        for grid in grids
        if id(grid) in called
        or (
            small.holds(grid, sheets.class_columns, "grade")
            and vocabulary.class_counts.isdisjoint(grid.upper_words)
            and small.several(grid, sheets.class_columns, "name", ("school", "grade"))
        )
        or graded.lists(grid, vocabulary)
    ]


def declared_sheets(grids: list[Grid], vocabulary: Vocabulary) -> list[Grid]:
    """List the sheets of the application form in which the county states its own figures."""
    return [grid for grid in grids if signs.declares(grid, vocabulary.declaration) not in (None, "school")]


class Wishes(Struct, frozen=True):
    """How the sheets are to be read, where it is not as they would be: one sheet, hidden rows and columns, a map."""

    sheet: str | None = None
    hidden: bool = False
    maps: "tuple[TableMap, ...]" = ()


def blocks(
    grids: list[Grid],
    side: list[Grid],
    wishes: Wishes,
    asked: Collection[str],
    lexicon: Lexicon,
    findings: Findings,
) -> tuple[list[Block], list[str], list[Grid], list[Block]]:
    """Find the blocks of schools in every file, what stops their reading, the sheets of results, and blocks not read.

    side: the sheets that hold something else. asked: the items that can change a verdict.
    The sheet so named, or those that each speak of a stage of their own, or the one with the most known headings, with
    those on which it goes on.

    Raises:
        InputError: where a file has no table of schools.
    """
    vocabulary = lexicon.vocabulary
    files = list(dict.fromkeys(grid.file for grid in grids))
    held: list[list[Held]] = []
    without: list[Grid] = []
    left: list[Block] = []
    wished = named(grids, [wishes.sheet]) if wishes.sheet else []
    if wished and all(grid in side or not _found(grid, lexicon, wishes) for grid in wished):
        raise InputError(_no_headings(wished[0].file, wished, lexicon, findings))
    for file in files:
        here = [grid for grid in grids if grid.file == file and grid not in side]
        candidates: list[Held] = []
        for grid in here:
            found = _found(grid, lexicon, wishes)
            schools = [block for block in found if not results.only(block, vocabulary)]
            if schools:
                candidates.append((grid, schools))
            elif found:
                without.append(grid)
                findings.add("N627", Row(Table.of(grid), found[0].row), None, grid.sheet)
        if not candidates and any(grid in without for grid in here):
            if len(files) == 1:
                sheets = findings.words.join([grid.sheet for grid in without])
                raise InputError(findings.words("E135.message", file=file, found=sheets))
            continue
        if not candidates:
            if here or len(files) == 1:
                raise InputError(_no_headings(file, here, lexicon, findings))
            continue
        taken = _choose(here, candidates, wishes, lexicon, findings)
        _tell_years([grid for grid, _ in taken], findings)
        passed = [pair for pair in candidates if all(pair[0] is not one for one, _ in taken)]
        if passed:
            # Most files have one table, or are read as a whole.
            from eqeval.core.intake.sheets import leaving

            leaving.tell(passed, taken, lexicon, findings)
            left += [block for _, found in passed for block in found]
        held.append(taken)
    if len(held) > 1:
        # Most calls have one file.
        from eqeval.core.intake.sheets import copies

        held = [copies.leave(held, lexicon, findings)]
    chosen = [block for taken in held for _, found in taken for block in found]
    included.between(chosen, vocabulary)
    for block in chosen:
        if block.doubled:
            # Hardly any table has two columns for one item.
            from eqeval.core.intake.columns import doubled

            doubled.settle(block, asked, lexicon, findings)
        # What nobody asks for may be any figure.
        block.denied = {index: (key, said) for index, (key, said) in block.denied.items() if key[0] in asked}
    callings.settle(chosen, lexicon, findings)
    told = any(remarks.tells(one, lexicon) for one in chosen)
    if not told:
        for block in chosen:
            if block.unsaid and (lexicon.vocabulary.roles["name"], None) in block.whole:
                block.row_stages = runs.named(block, lexicon)
                told = told or bool(block.row_stages)
    fatal = [message for block in chosen for message in remarks.fatal(block, told, lexicon, findings.words)]
    for block in chosen:
        remarks.tell(block, lexicon, findings, wishes.hidden)
    if len(chosen) > 1:
        remarks.tell_units(chosen, lexicon, findings)
        remarks.tell_denied(chosen, lexicon, findings)
    for above, below in pairwise(chosen):
        if above.grid is below.grid:
            remarks.tell_between(above, below, lexicon, findings)
    return chosen, fatal, without, left


def _tell_years(grids: list[Grid], findings: Findings) -> None:
    """Name the sheets that are called by an earlier year than others with which they are read."""
    years = {grid.sheet: year for grid in grids if (year := year_in(grid.sheet))}
    latest = max(years.values(), default="")
    for grid in grids:
        if years.get(grid.sheet, latest) != latest:
            others = findings.words.join([sheet for sheet, year in years.items() if year == latest])
            findings.add("W578", Row(Table.of(grid), 0), None, grid.sheet, others=others)


def _found(grid: Grid, lexicon: Lexicon, wishes: Wishes) -> list[Block]:
    """Find the blocks of a sheet, and the stage that each of them speaks of."""
    maps = [one for one in wishes.maps if one.speaks_of(grid)]
    if any(one.ignore for one in maps):
        return []
    found = headings.find(grid, lexicon, wishes.hidden, maps)
    noted.settle(found, lexicon)
    above, roles = 0, lexicon.vocabulary.roles
    for number, (block, units) in enumerate(zip(found, captions.named(found, lexicon), strict=True)):
        ticks.settle(block, lexicon)
        makeshift.settle(block, lexicon)
        bands.adopt(block, lexicon.vocabulary)
        told = next((one for one in maps if one.header in (None, (block.first + 1, block.row + 1))), None)
        if told and told.stage:
            block.stage, block.stage_from = told.stage, "--map"
        elif block.unsaid or (roles["type"], None) not in block.whole:
            block.stage, block.stage_from = _stage(grid, above, block, lexicon)
            if block.stage is None and number and found[number - 1].levels == block.levels:
                block.stage, block.stage_from = _carried(found[number - 1], lexicon)
            if block.stage and _contradicted(block, lexicon):
                block.stage, block.stage_from = None, ""
        if block.stage is None and (roles["type"], None) not in block.whole:
            captions.kind(block, lexicon)
        captions.units(block, units, lexicon)
        captions.planned(block, above, lexicon)
        captions.years(block, above, lexicon)
        merged.fill(block, lexicon)
        kinds.read(block, lexicon)
        subtotals.settle(block, lexicon)
        included.settle(block, lexicon)
        if block.stage is None and block.unsaid and (roles["name"], None) in block.whole:
            typed = (roles["type"], None) in block.whole
            rows = runs.departments(block, lexicon) if typed else runs.stages(block, above, lexicon)
            told_by_cells = {*block.row_kinds, *block.row_meant}
            block.row_stages = {index: stage for index, stage in rows.items() if index not in told_by_cells}
        above = block.row + 1
    return found


def _stage(grid: Grid, above: int, block: Block, lexicon: Lexicon) -> tuple[str | None, str]:
    """Look for a stage in the lines above the headings, the name of the sheet and the name of the file."""
    for index in range(block.first - 1, above - 1, -1):
        cells = [raw for raw in grid.rows[index] if raw not in (None, "")]
        if numbers_columns(cells, lexicon.unused):
            continue
        if len(cells) > 3 or any(not isinstance(raw, str) for raw in cells):
            break
        for raw in cells:
            if stage := lexicon.stage_in(text(raw)):
                return stage, text(raw)
    for name in (grid.sheet, grid.stem):
        if stage := lexicon.stage_in(name):
            return stage, name
    return None, ""


def _carried(page: Block, lexicon: Lexicon) -> tuple[str | None, str]:
    """Give the stage that goes on from a page to the next one with the same headings: that of its last caption."""
    for row in reversed(page.grid.rows[page.row + 1 : page.end]):
        filled = [raw for raw in row if raw not in (None, "")]
        if len(filled) == 1 and isinstance(filled[0], str) and (stage := lexicon.captioned(filled[0])):
            return stage, text(filled[0])
    return page.stage, page.stage_from


def _contradicted(block: Block, lexicon: Lexicon) -> bool:
    """Whether the types of the rows say that a title with the word of a stage is not about the stage of the rows.

    A primary school has attached classes of another stage now and then, but not every fifth one.
    """
    column = block.whole.get((lexicon.vocabulary.roles["type"], None))
    at = column.index if column else block.kinds_at
    if at is None:
        return False
    rows = block.grid.rows[block.row + 1 : block.end]
    called = [kind for row in rows if at < len(row) and (kind := lexicon.type_of(row[at]))]
    taught = [lexicon.vocabulary.types[kind].stages for kind in called]
    said = lexicon.level(block.stage_from)
    if said.stage and not said.text:
        # A line of nothing but the stage speaks of the rows below it; another may follow further down.
        if taught and not any(block.stage in stages for stages in taught):
            block.disbelieved = (block.stage_from, said.stage)
        return block.disbelieved is not None
    single = [stages[0] for stages in taught if len(stages) == 1]
    others = sum(stage != block.stage for stage in single)
    return _SELDOM * others > len(single)


def _choose(
    here: list[Grid], candidates: list[Held], wishes: Wishes, lexicon: Lexicon, findings: Findings
) -> list[Held]:
    if len(candidates) == 1 and wishes.sheet is None:
        return candidates
    # Most files have one table.
    from eqeval.core.intake.sheets import choosing

    mapped = [pair for pair in candidates if any(one.speaks_of(pair[0]) for one in wishes.maps)]
    if mapped and wishes.sheet is None:
        return mapped
    if wishes.sheet is None:
        candidates = choosing.latest(candidates, lexicon)
    wanted = named(here, [wishes.sheet] if wishes.sheet else lexicon.vocabulary.sheets.schools)
    by_name = [pair for pair in candidates if any(pair[0] is grid for grid in wanted)]
    return choosing.together(by_name, candidates, wishes.sheet is not None, lexicon, findings)


def _no_headings(file: str, grids: list[Grid], lexicon: Lexicon, findings: Findings) -> str:
    """Name the headings that were looked for, and the nearest ones; or say that they stand below each other."""
    words = findings.words
    hint = _hidden(file, findings)
    for grid in grids:
        if said := unread.why(grid, lexicon.vocabulary, words):
            return f"{said}{hint}"
    present = [heading for grid in grids for heading in headings.texts(grid)]
    wanted = list(lexicon.titles.values())
    pairs = [f"{want} ← {near[0]}" for want in wanted if (near := nearest(want, present))]
    return words(
        "E106.message",
        file=file,
        sheets=words.join([grid.sheet for grid in grids]) or "—",
        wanted=words.join(wanted[:8]),
        found=words.join(pairs[:8]) or words.join(present[:8]) or "—",
        hidden=hint,
    )


def _hidden(file: str, findings: Findings) -> str:
    """Name the hidden sheets of a file, which may hold what no other does; nothing where it has none."""
    hidden = [issue.sheet for issue in findings.issues if issue.code == "N606" and issue.file == file and issue.sheet]
    return findings.words("E106.hidden", sheets=findings.words.join(hidden), first=hidden[0]) if hidden else ""
