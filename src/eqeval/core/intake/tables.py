"""Finds the sheets and blocks that hold schools, and says what is wrong with their headings."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from eqeval.core.errors import InputError
from eqeval.core.exact import plain
from eqeval.core.grid import Grid, text, word
from eqeval.core.intake import captions, headings, merged, results, runs, small, stated, subtotals
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings import Block, Column, nearest
from eqeval.core.intake.lexicon import UNSAID, Lexicon
from eqeval.core.intake.sites import Rows, Site
from eqeval.core.origin import Key, Row, Table, column_letters
from eqeval.core.standard import Standard, items_read
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

if TYPE_CHECKING:
    from eqeval.core.intake.mapping import TableMap

# How many headings that mean nothing are named one by one; an export has hundreds.
NAMED_UNKNOWN = 12


def named(grids: list[Grid], names: list[str]) -> list[Grid]:
    """List the sheets that are called by one of some names."""
    wanted = [word(name) for name in names]
    return [grid for grid in grids if word(grid.sheet) in wanted]


def side_sheets(grids: list[Grid], vocabulary: Vocabulary) -> list[Grid]:
    """List the sheets that hold something else than schools: classes, the county's own values, explanations."""
    sheets = vocabulary.sheets
    side = named(grids, [*sheets.county, *sheets.notes, *sheets.lists])
    return [*class_sheets(grids, vocabulary), *side]


def class_sheets(grids: list[Grid], vocabulary: Vocabulary) -> list[Grid]:
    """List the sheets of classes: by their name, or by their columns."""
    sheets = vocabulary.sheets
    called = {id(grid) for grid in named(grids, sheets.classes)}
    return [grid for grid in grids if id(grid) in called or small.holds(grid, sheets.class_columns, "grade")]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the sheets are to be read, where it is not as they would be: one sheet, hidden rows and columns, a map."""

    sheet: str | None = None
    hidden: bool = False
    maps: "tuple[TableMap, ...]" = ()


def blocks(
    grids: list[Grid], wishes: Wishes, lexicon: Lexicon, findings: Findings
) -> tuple[list[Block], list[str], list[Grid]]:
    """Find the blocks of schools in every file, what stops their reading, and the sheets that hold results only.

    The sheet so named, or those that each speak of a stage of their own, or the one with the most known headings.

    Raises:
        InputError: where a file has no table of schools.
    """
    vocabulary = lexicon.vocabulary
    side = side_sheets(grids, vocabulary)
    files = list(dict.fromkeys(grid.file for grid in grids))
    chosen: list[Block] = []
    without: list[Grid] = []
    asked = named(grids, [wishes.sheet]) if wishes.sheet else []
    if asked and all(grid in side or not _found(grid, lexicon, wishes) for grid in asked):
        raise InputError(_no_headings(asked[0].file, asked, lexicon, findings.words))
    for file in files:
        here = [grid for grid in grids if grid.file == file and grid not in side]
        candidates: list[tuple[Grid, list[Block]]] = []
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
                raise InputError(_no_headings(file, here, lexicon, findings.words))
            continue
        taken = _choose(here, candidates, wishes, lexicon)
        read = findings.words.join([grid.sheet for grid, _ in taken])
        for grid, _ in candidates:
            if all(grid is not one for one, _ in taken):
                findings.add("W511", Row(Table.of(grid), 0), None, sheet=grid.sheet, read=read)
        chosen += [block for _, found in taken for block in found]
    fatal = [
        message
        for block in chosen
        for message in _fatal(block, any(_tells(one, lexicon) for one in chosen), lexicon, findings.words)
    ]
    for block in chosen:
        _tell(block, lexicon, findings, wishes.hidden)
    for above, below in pairwise(chosen):
        if above.grid is below.grid:
            _tell_between(above, below, findings)
    return chosen, fatal, without


def _found(grid: Grid, lexicon: Lexicon, wishes: Wishes) -> list[Block]:
    """Find the blocks of a sheet, and the stage that each of them speaks of."""
    maps = [one for one in wishes.maps if one.speaks_of(grid)]
    if any(one.ignore for one in maps):
        return []
    found = headings.find(grid, lexicon, wishes.hidden, maps)
    above, roles = 0, lexicon.vocabulary.roles
    for block in found:
        told = next((one for one in maps if one.header in (None, (block.first + 1, block.row + 1))), None)
        if told and told.stage:
            block.stage, block.stage_from = told.stage, "--map"
        elif block.unsaid or (roles["type"], None) not in block.whole:
            block.stage, block.stage_from = _stage(grid, above, block, lexicon)
        if block.stage is None and (roles["type"], None) not in block.whole:
            captions.kind(block, lexicon)
        captions.units(block, above, lexicon)
        merged.fill(block, lexicon)
        subtotals.settle(block, lexicon)
        if block.stage is None and block.unsaid and (roles["name"], None) in block.whole:
            typed = (roles["type"], None) in block.whole
            block.row_stages = runs.departments(block, lexicon) if typed else runs.stages(block, above, lexicon)
        above = block.row + 1
    return found


def _stage(grid: Grid, above: int, block: Block, lexicon: Lexicon) -> tuple[str | None, str]:
    """Look for a stage in the lines above the headings, the name of the sheet and the name of the file."""
    for index in range(block.first - 1, above - 1, -1):
        cells = [raw for raw in grid.rows[index] if raw not in (None, "")]
        if len(cells) > 3 or any(not isinstance(raw, str) for raw in cells):
            break
        for raw in cells:
            if stage := lexicon.stage_in(text(raw)):
                return stage, text(raw)
    for name in (grid.sheet, _stem(grid.file)):
        if stage := lexicon.stage_in(name):
            return stage, name
    return None, ""


def _stem(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]


def _choose(
    here: list[Grid], candidates: list[tuple[Grid, list[Block]]], wishes: Wishes, lexicon: Lexicon
) -> list[tuple[Grid, list[Block]]]:
    mapped = [pair for pair in candidates if any(one.speaks_of(pair[0]) for one in wishes.maps)]
    if mapped and wishes.sheet is None:
        return mapped
    wanted = named(here, [wishes.sheet] if wishes.sheet else lexicon.vocabulary.sheets.schools)
    by_name = [pair for pair in candidates if any(pair[0] is grid for grid in wanted)]
    if not by_name:
        # Sheets that each hold another stage, or another type, are parts of one table.
        stages = [tuple(block.stage or block.kind for block in found) for _, found in candidates]
        parts = [
            pair
            for pair, stage in zip(candidates, stages, strict=True)
            if None not in stage and pair[1][0].stage_from != _stem(pair[0].file) and stages.count(stage) == 1
        ]
        if len(parts) > 1:
            return parts
    main = max(by_name or candidates, key=lambda pair: max(_size(block) for block in pair[1]))
    return [main] if wishes.sheet else _completed(main, candidates, lexicon)


def _completed(
    main: tuple[Grid, list[Block]], candidates: list[tuple[Grid, list[Block]]], lexicon: Lexicon
) -> list[tuple[Grid, list[Block]]]:
    """Add the sheets that tell other things of the same schools: no figure twice, and at least half of the names known.

    A sheet that repeats a figure may be last year's; it is left to the inspector.
    """
    taken, known = [main], _figures(main[1], lexicon)
    schools = _names(main[1], lexicon)
    for pair in candidates:
        own, names_ = _figures(pair[1], lexicon), _names(pair[1], lexicon)
        if pair is not main and own and not own & known and 2 * len(names_ & schools) >= max(len(names_), 1):
            taken.append(pair)
            known |= own
    return [pair for pair in candidates if any(pair is one for one in taken)]


def _figures(found: list[Block], lexicon: Lexicon) -> set[str]:
    """List the items of some blocks that are no names, types or answers."""
    keys = {key for block in found for key in (*block.whole, *block.parts, *block.added, *block.bands)}
    return {name for name, _ in keys if lexicon.vocabulary.items[name].kind not in ("text", "type", "choice", "year")}


def _names(found: list[Block], lexicon: Lexicon) -> set[str]:
    """List what stands in the column of the schools' names."""
    key = (lexicon.vocabulary.roles["name"], None)
    return {
        word(row[block.whole[key].index])
        for block in found
        if key in block.whole
        for row in block.rows[block.row + 1 : block.end]
        if block.whole[key].index < len(row) and text(row[block.whole[key].index])
    }


def _size(block: Block) -> int:
    return len(block.whole) + len(block.parts)


def _no_headings(file: str, grids: list[Grid], lexicon: Lexicon, words: Words) -> str:
    """Name the headings that were looked for, and the nearest ones that were found."""
    present = [heading for grid in grids for heading in headings.texts(grid)]
    wanted = list(lexicon.titles.values())
    pairs = [f"{want} ← {near[0]}" for want in wanted if (near := nearest(want, present))]
    return words(
        "E106.message",
        file=file,
        sheets=words.join([grid.sheet for grid in grids]) or "—",
        wanted=words.join(wanted[:8]),
        found=words.join(pairs[:8]) or words.join(present[:8]) or "—",
    )


def _tells(block: Block, lexicon: Lexicon) -> bool:
    """Whether a block says of what type its schools are, or of which stage its rows speak."""
    roles = lexicon.vocabulary.roles
    return (
        (block.stage or block.kind) is not None
        or bool(block.row_stages)
        or any((roles.get(role, ""), None) in block.whole for role in ("type", "stage"))
    )


def _fatal(block: Block, told: bool, lexicon: Lexicon, words: Words) -> Iterator[str]:
    """Say what stops the reading: rows that cannot be told apart, two columns for one item, a unit of another kind.

    told: whether any block says of what type schools are; then one with figures of whole schools only need not.
    """
    vocabulary, grid = lexicon.vocabulary, block.grid
    row = Row(Table.of(grid), block.row)
    where = f"{grid.file} {grid.sheet}"
    unknown = list(block.unknown.values())
    name, kind = vocabulary.roles["name"], vocabulary.roles["type"]
    stages = {key[1] for key in (*block.whole, *block.parts, *block.added, *block.bands)}
    for item in [name] if _tells(block, lexicon) or (told and stages == {None}) else [name, kind]:
        if (item, None) not in block.whole:
            title = lexicon.titles[item, None]
            yield f"{where}: {words('E108.message', item=title, near=near(title, unknown, words))}"
    for key, columns in block.doubled.items():
        cells = words.join([row.name(column) for column in columns])
        yield f"{where}: {words('E109.message', item=lexicon.titles[key], cells=cells)}"
    for index, (there, said) in block.changed.items():
        yield f"{where}: {words('E119.message', cell=row.name(index), found=there, said=said)}"
    for column in block.recognised:
        if column.factor is None:
            wanted = words.text(vocabulary.items[column.key[0]].unit)
            title = lexicon.titles[column.key]
            cell = row.name(column.index)
            yield f"{where}: {words('E114.message', item=title, cell=cell, unit=column.unit, wanted=wanted)}"


def _tell_between(above: Block, below: Block, findings: Findings) -> None:
    """Name the titles between two blocks: one of them might have been meant as a school."""
    table = Table.of(below.grid)
    for index in range(above.end, below.first):
        column = next((at for at, raw in enumerate(below.grid.rows[index]) if text(raw)), None)
        if column is not None:
            why = findings.words("row.title")
            findings.add("N609", Row(table, index), column, below.grid.rows[index][column], why=why)


def _tell_hidden(block: Block, row: Row, findings: Findings) -> None:
    """Name the hidden rows and columns that hold something."""
    grid = block.grid
    full = [
        index
        for index in sorted(grid.hidden_rows)
        if block.row < index < block.end and any(text(raw) for raw in grid.rows[index])
    ]
    # A filter hides rows as well: a name beside a figure may be a school that is missing from the verdict.
    schools = [index for index in full if sum(bool(text(raw)) for raw in grid.rows[index]) > 2]
    if schools:
        names = findings.words.join([str(index + 1) for index in schools])
        findings.add("W573", Row(row.table, schools[0]), 0, grid.rows[schools[0]][0], names=names)
    rows = [str(index + 1) for index in full if index not in schools]
    width = len(grid.rows[block.row])
    columns = [
        column_letters(index)
        for index in sorted(grid.hidden_columns)
        if index < width and any(index < len(each) and text(each[index]) for each in grid.rows[block.first : block.end])
    ]
    for kind, places in (("rows", rows), ("columns", columns)):
        if places:
            what = findings.words(f"hidden.{kind}", names=findings.words.join(places))
            findings.add("N615", row, None, None, what=what)


def _tell(block: Block, lexicon: Lexicon, findings: Findings, hidden: bool) -> None:
    """Say what was converted, guessed, not understood and not used in the headings."""
    words, vocabulary = findings.words, lexicon.vocabulary
    row = Row(Table.of(block.grid), block.row)
    for column in sorted(block.recognised, key=lambda one: one.index):
        item = vocabulary.items[column.key[0]]
        title = words.text(item.title)
        if column.factor not in (1, None):
            factor = factor_text(column)
            findings.add("N610", row, column.index, column.unit, item=title, unit=words.text(item.unit), factor=factor)
        if column.remark:
            findings.add("W512", row, column.index, column.remark, item=lexicon.titles[column.key])
        if column.unexplained:
            findings.add("W514", row, column.index, words.join(list(column.unexplained)), item=title)
    if not hidden:
        _tell_hidden(block, row, findings)
    if block.stage and block.unsaid:
        title = words.text(vocabulary.stages[block.stage].title)
        findings.add("N611", row, None, block.stage_from, stage=title)
    if block.kind:
        findings.add("N630", row, None, block.kind_from, type=words.text(vocabulary.types[block.kind].title))
    merged.tell(block, lexicon, findings)
    subtotals.tell(block, lexicon, findings)
    for index in _unheaded(block):
        said = _written(block, index)
        findings.add("N631", row, index, said[0], letters=column_letters(index), count=len(said))
    for index, heading in block.spare.items():
        if lexicon.level(heading).text in lexicon.remarks and (said := _written(block, index)):
            findings.add("N629", row, index, said[0], heading=heading, count=len(said))
    for stage, rows in _spans(block):
        findings.add("N625", row, None, rows, stage=words.text(vocabulary.stages[stage].title))
    for index, (key, remark) in block.denied.items():
        findings.add("E125", row, index, remark, item=lexicon.titles[key])
    unknown = sorted((index, heading) for index, heading in block.unknown.items() if index not in block.denied)
    wanted = [title for key, title in lexicon.titles.items() if key[1] != UNSAID]
    if len(unknown) > NAMED_UNKNOWN:
        named_ = words.join([heading for _, heading in unknown[:NAMED_UNKNOWN]])
        findings.add("N613", row, None, None, sheet=block.grid.sheet, count=len(unknown), some=named_)
    else:
        for index, heading in unknown:
            findings.add("N604", row, index, heading, near=near(heading, wanted, words))


def _unheaded(block: Block) -> list[int]:
    """List the columns that hold something and have no heading."""
    rows = block.rows[block.row + 1 : block.end]
    left = {*block.column, *block.unknown, *block.spare, *block.grid.hidden_columns}
    headed = {at for row in block.rows[block.first : block.row + 1] for at, raw in enumerate(row) if text(raw)}
    merged_over = {
        at
        for top, first, bottom, last in block.grid.merged
        if top <= block.row and bottom >= block.first
        for at in range(first, last + 1)
    }
    width = max(map(len, rows), default=0)
    bare_columns = [at for at in range(width) if at not in left and at not in headed and at not in merged_over]
    return [at for at in bare_columns if _written(block, at)]


def _written(block: Block, index: int) -> list[str]:
    """List what stands in the cells of a column."""
    return [
        text(row[index]) for row in block.grid.rows[block.row + 1 : block.end] if index < len(row) and text(row[index])
    ]


def _spans(block: Block) -> Iterator[tuple[str, str]]:
    """List the rows whose stage follows from their numbering or names: from which to which, counted as seen."""
    for stage in dict.fromkeys(block.row_stages.values()):
        rows = [index + 1 for index, own in block.row_stages.items() if own == stage]
        yield stage, f"{rows[0]}–{rows[-1]}" if len(rows) > 1 else str(rows[0])


def factor_text(column: Column) -> str:
    """Write how many of the item's unit one of the column's is, exactly."""
    factor = column.factor or 1
    return plain(factor) if factor.denominator == 1 else f"{factor.numerator}/{factor.denominator}"


def missing(
    rows: Rows,
    owners: Mapping[int, Site],
    standards: Collection[Standard],
    read: set[str],
    lexicon: Lexicon,
    findings: Findings,
) -> None:
    """Report columns that verdicts wait for; those of a stage that no school of the block teaches are not missed.

    Nor are totals where the table states the value that would be formed from them, nor what another table or the list
    of classes says of every school of the block. owners: the school of every row, by the identity of the row.
    """
    block, vocabulary = rows.block, lexicon.vocabulary
    taught: set[str] = set()
    told: list[tuple[set[str], set[Key]]] = []
    for site in rows.sites:
        stages = {site.stage} if site.stage else set(vocabulary.types[site.type].stages) if site.type else set()
        taught |= stages
        owner = owners.get(id(site.row), site)
        told.append((stages, {*owner.replaced, *(key for row in owner.rows for key in row.table.columns)}))
    layouts = [block.layout(stage, vocabulary.items) for stage in (None, *sorted(taught))]
    there = {key for layout in layouts for key in layout.columns}
    incomplete = {key: parts for layout in layouts for key, parts in layout.incomplete.items()}
    # A band stands for the item whose size it tells.
    there |= {(key[0], stage) for key in block.bands for stage in taught}
    unknown = list(block.unknown.values())
    row = Row(Table.of(block.grid), block.row)
    values = stated.columns_for(taught, there, vocabulary)
    if values:
        read = {item for one in standards for item in items_read(one, values)}
    taken = [name for name in values if any(stated.counts(one, name, taught, there) for one in standards)]
    if taken:
        titles = [findings.words.text(vocabulary.items[name].title) for name in taken]
        findings.add("N626", row, None, None, items=findings.words.join(titles))
    for key in wanted_keys(lexicon):
        item, stage = key
        if item not in read or key in there or not (stage is None or stage in taught):
            continue
        if told and all(key in known for stages, known in told if stage is None or stage in stages):
            continue
        title = lexicon.titles[key]
        if key in incomplete:
            findings.add("E118", row, None, item=title, missing=findings.words.join(list(incomplete[key])))
        else:
            findings.add("E108", row, None, item=title, near=near(title, unknown, findings.words))


def wanted_keys(lexicon: Lexicon) -> list[Key]:
    """List every column that a table of schools may have."""
    return [key for key in lexicon.titles if key[1] != UNSAID]


def near(wanted: str, found: list[str], words: Words) -> str:
    """Join the nearest headings, or say that there is none."""
    return words.join(nearest(wanted, found)) or "—"
