"""Reads what stands around a table and speaks of all of it: units in a line above, a title, the name of its sheet."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from eqeval.core.grid import text, word
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.years import spoken_of

# A line beside a table has no more cells; a row of a school has.
_FEW_CELLS = 3


Named = Mapping[str, Sequence[tuple[int, int]]]


def named(blocks: Sequence[Block], lexicon: Lexicon) -> list[Named]:
    """Find the units that lines around each block of a sheet name, with the places of their cells.

    Where headings are repeated, on every page, a line above the first page or below the last one speaks of all.
    """
    found = [_named(block, above, lexicon) for above, block in zip(_ends(blocks), blocks, strict=True)]
    return [own or _of_pages(blocks, found, number) for number, own in enumerate(found)]


def _of_pages(blocks: Sequence[Block], found: Sequence[Named], number: int) -> Named:
    """Give what is said around another page of one table: the nearest of those before it, or below the last one."""
    same = [at for at, block in enumerate(blocks) if block.levels == blocks[number].levels]
    before = next((found[at] for at in reversed(same) if at < number and found[at]), None)
    if before is not None or same[-1] != len(blocks) - 1:
        return before or {}
    return {unit: places for unit, places in found[-1].items() if any(row > blocks[-1].row for row, _ in places)}


def _ends(blocks: Sequence[Block]) -> list[int]:
    """Give for each block of a sheet the row below the headings of the one before it, or the first row."""
    return [0, *(block.row + 1 for block in blocks)][: len(blocks)]


def units(block: Block, found: Named, lexicon: Lexicon) -> None:
    """Give the columns that do not say their unit the one that a line above the headings or below the schools names.

    Only a unit that changes the number counts, and only where one of those named fits a column. A line that cannot be
    understood, or leaves open which of two units a column has, is kept to be named.
    """
    if not found:
        return
    unclear: set[str] = set()
    # 元/生 where no column holds values for each pupil.
    of_each = [
        unit
        for unit in found
        if "/" in unit and not any(lexicon.factor(column.key[0], unit) is not None for column in block.recognised)
    ]

    def in_unit(column: Column) -> Column:
        item = lexicon.vocabulary.items[column.key[0]]
        if column.unit or not item.unit:
            return column
        fitting = [unit for unit in found if lexicon.factor(column.key[0], unit) is not None]
        mistaken = [unit for unit in of_each if lexicon.factor(column.key[0], unit.partition("/")[0]) is not None]
        if not fitting and mistaken:
            return replace(column, unit=mistaken[0], factor=None)
        if len(fitting) != 1:
            unclear.update(fitting)
            return column
        return replace(column, unit=fitting[0], factor=lexicon.factor(column.key[0], fitting[0]))

    block.whole = {key: in_unit(column) for key, column in block.whole.items()}
    block.added = {key: list(map(in_unit, added)) for key, added in block.added.items()}
    block.parts = {key: {at: in_unit(one) for at, one in parts.items()} for key, parts in block.parts.items()}
    places = (place for unit in found if unit in unclear for place in found[unit])
    block.unread_units = list(dict.fromkeys((*block.unread_units, *places)))


def _named(block: Block, above: int, lexicon: Lexicon) -> Named:
    found: dict[str, list[tuple[int, int]]] = {}
    below = _below(block)
    if above >= block.first and not below:
        return found
    # A plain table has no such lines.
    from eqeval.core.intake.headings.unit_lines import UnitLines

    reader = UnitLines(lexicon.vocabulary, lexicon.knows)
    for number in (*range(above, block.first), *below):
        row = block.grid.rows[number]
        filled = [(column, raw) for column, raw in enumerate(row) if raw not in (None, "")]
        for at, (column, raw) in enumerate(filled):
            if not isinstance(raw, str):
                continue
            units, unread = reader.read(raw, filled[at + 1][1] if at + 1 < len(filled) else None)
            if unread:
                block.unread_units.append((number, column))
            if number > block.row and (units or unread):
                block.unit_rows.add(number)
            for unit in units:
                if lexicon.vocabulary.convertible(unit.partition("/")[0]):
                    own = unit if "/" in unit else lexicon.vocabulary.unit(unit)
                    found.setdefault(own, []).append((number, column))
    return found


def lines(blocks: Sequence[Block]) -> Iterator[tuple[int, int, str]]:
    """List the texts in the lines above the headings and below the schools of a sheet, each with its row and column."""
    for above, block in zip(_ends(blocks), blocks, strict=True):
        yield from _texts(block, (*range(above, block.first), *_below(block)))


def _below(block: Block) -> list[int]:
    """List the rows at the end of a block with a few texts and no number: remarks, dates, lines of units."""
    found: list[int] = []
    for number in range(block.end - 1, block.row, -1):
        filled = [raw for raw in block.grid.rows[number] if raw not in (None, "")]
        if len(filled) > _FEW_CELLS or not all(isinstance(raw, str) for raw in filled):
            break
        if filled:
            found.append(number)
    return found[::-1]


def kind(block: Block, lexicon: Lexicon) -> None:
    """Let the name of a sheet say of what type its schools are, where they have no column for it: 九年一贯制."""
    name = word(block.grid.sheet)
    found = {
        own
        for form, own in lexicon.vocabulary.type_forms.items()
        if form in name and len(lexicon.vocabulary.types[own].stages) > 1
    }
    if len(found) == 1:
        block.kind, block.kind_from = found.pop(), text(block.grid.sheet)


def years(block: Block, above: int, lexicon: Lexicon) -> None:
    """Note which years the title speaks of, else the name of the sheet or the file; and lines below that state one."""
    vocabulary = lexicon.vocabulary
    sheets = vocabulary.sheets

    def note(line: int, column: int | None, said: str, where: str) -> None:
        found = spoken_of(where, sheets.documents)
        if found:
            block.years.append((line, column, text(said), *found))

    for number, column, raw in _texts(block, range(above, block.first)):
        note(number, column, raw, raw)
    for name in (block.grid.sheet, block.grid.stem):
        if not block.years:
            note(block.row, None, name, name)
    states = _states(lexicon)
    for number, column, raw in _texts(block, _below(block)):
        if stated := states.search(raw):
            note(number, column, raw, raw[stated.end() :])


def _texts(block: Block, numbers: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """List the texts of lines that hold but a few cells."""
    for number in numbers:
        filled = [(column, raw) for column, raw in enumerate(block.grid.rows[number]) if raw not in (None, "")]
        if len(filled) <= _FEW_CELLS:
            yield from ((number, column, raw) for column, raw in filled if isinstance(raw, str))


def _states(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, lexicon.vocabulary.levels.sentence.states)) or "(?!)")


def planned(block: Block, above: int, lexicon: Lexicon) -> None:
    """Note the title, the name of the sheet, or the line below, that calls figures others than those of the present.

    A line below the schools speaks of much else; it has to say that something is planned: 以上数据为规划数.
    """
    vocabulary, states = lexicon.vocabulary, _states(lexicon)
    for number, column, raw in _texts(block, (*range(above, block.first), *_below(block))):
        stated = states.search(raw) if number > block.row else None
        said = raw if number < block.row else raw[stated.end() :] if stated else ""
        if vocabulary.sheets.says_planned(said):
            block.planned = number, column, text(raw)
            return
    if vocabulary.sheets.says_planned(block.grid.sheet):
        block.planned = block.row, None, text(block.grid.sheet)
