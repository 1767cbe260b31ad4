"""Says of every column what the headings above it mean."""

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from eqeval.core.grid import Grid, text, word
from eqeval.core.intake.headings import dated, flattened
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import BETWEEN_LEVELS, Lexicon, Match, Path
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.headings.years import when, year_in
from eqeval.core.origin import Key, column_letters

if TYPE_CHECKING:
    from eqeval.core.intake.mapping import ColumnMap, TableMap

_NUMBERS = ("whole", "number")

Claims = dict[tuple[Key, tuple[int, int] | None, int | None], list[tuple[int, Column]]]


def at(
    grid: Grid, first: int, last: int, lexicon: Lexicon, hidden: bool = False, told: "TableMap | None" = None
) -> Block:
    """Recognise the columns under headings in some rows. told: what a map says of them."""
    left_out: frozenset[int] = frozenset() if hidden else grid.hidden_columns
    block = _without_map(tuple(paths(grid, first, last)), left_out, lexicon)
    if told is not None:
        block = _recognised(block.levels, left_out, lexicon, told)
    return block.over(grid, first, last)


@lru_cache(maxsize=256)
def _without_map(written: tuple[Path, ...], left_out: frozenset[int], lexicon: Lexicon) -> Block:
    # The counties of a province have the same headings.
    block = _recognised(written, left_out, lexicon, None)
    levels = flattened.parted(written, block.unknown, lexicon)
    return block if levels is None else _recognised(levels, left_out, lexicon, None)


def _recognised(
    written: tuple[Path, ...], left_out: frozenset[int], lexicon: Lexicon, told: "TableMap | None"
) -> Block:
    """Say of every column what its heading means, wherever the headings stand."""
    block = Block(Grid("", "", []), 0, 0, levels=written)
    claims: Claims = {}
    for index, path in enumerate(written):
        heading = BETWEEN_LEVELS.join(map(word, path))
        said = told.columns.get(column_letters(index)) if told else None
        if said is not None:
            _obey(block, claims, index, heading, said, lexicon)
            continue
        if not path or index in left_out:
            continue
        if lexicon.level(path[-1]).text in lexicon.unused:
            block.spare[index] = heading
            continue
        matches = lexicon.match(path)
        said_otherwise = matches and (lexicon.denied(matches[0]) or "、".join(lexicon.two_units(path)))
        if said_otherwise:
            block.denied[index] = (matches[0].meaning.key, said_otherwise)
            matches = []
        if not matches:
            block.unknown[index] = heading
        for match in matches:
            # A part of a sum may stand in for the whole where the other parts are not there.
            makeshift = matches[0].meaning.part is not None and match.meaning.weak
            if match.rank == matches[0].rank or makeshift:
                claims.setdefault((match.meaning.key, match.meaning.part, match.meaning.band), []).append(
                    (match.rank, _column(index, heading, match, lexicon))
                )
    _settle(block, claims, lexicon)
    _lend_units(block, written, lexicon)
    _refuse_shares(block, written, lexicon)
    if block.unknown and any(year_in(column.remark) for column in block.recognised):
        dated.settle(block, written, lexicon)
    # Where another column is the item, one that is another figure is only not used.
    held = {*block.whole, *block.parts, *block.added}
    held |= {(name, UNSAID) for name, _ in held}
    block.denied = {index: denied for index, denied in block.denied.items() if denied[0] not in held}
    block.figures = _figures(block, lexicon)
    return block


def _figures(block: Block, lexicon: Lexicon) -> list[int]:
    """List the columns of a block that hold numbers: counts of every school first, which are seldom blank."""
    items = lexicon.vocabulary.items
    numbers = [(*key, column.index) for key, column in block.whole.items() if items[key[0]].kind in _NUMBERS]
    first = [index for name, stage, index in numbers if stage is None and items[name].kind == "whole"]
    return list(dict.fromkeys((*first, *(index for _, _, index in numbers))))


def _lend_units(block: Block, written: tuple[Path, ...], lexicon: Lexicon) -> None:
    """Give a column without a unit that is a part of the one before it the unit of that: 总值（千元） | 其中：设备."""
    leads = tuple(map(word, lexicon.vocabulary.not_schools.parts))

    def lent(column: Column) -> Column:
        path = written[column.index]
        if column.unit or column.rule == "map" or not any(word(level).startswith(leads) for level in path):
            return column
        whole = next(
            (each for each in written[column.index :: -1] if each and not word(each[-1]).startswith(leads)), ()
        )
        unit = next((level.unit for each in reversed(whole) if (level := lexicon.level(each)).unit), "")
        factor = lexicon.factor(column.key[0], unit)
        return column if factor in (1, None) else replace(column, unit=unit, factor=factor)

    block.whole = {key: lent(column) for key, column in block.whole.items()}
    block.parts = {key: {at: lent(column) for at, column in parts.items()} for key, parts in block.parts.items()}


def _refuse_shares(block: Block, written: tuple[Path, ...], lexicon: Lexicon) -> None:
    """Take no column for an item that stands below its heading beside others: 骨干教师数 > 学科带头人 | 骨干教师."""
    for key, column in list(block.whole.items()):
        if not any(lexicon.means(level, key[0]) for level in column.unexplained):
            continue
        above = written[column.index][:-1]
        beside = [word(path[-1]) for at, path in enumerate(written) if at in block.unknown and path[:-1] == above]
        if beside:
            block.denied[column.index] = (key, "、".join(beside))
            block.unknown[column.index] = block.whole.pop(key).heading


def _obey(block: Block, claims: Claims, index: int, heading: str, said: "ColumnMap", lexicon: Lexicon) -> None:
    """Take a column as a map says it is; it comes before everything that is recognised."""
    if said.heading is not None and _letters(said.heading) != _letters(heading):
        block.changed[index] = (heading, said.heading)
    if said.item is None:
        block.spare[index] = heading
        return
    item = lexicon.vocabulary.items[said.item]
    key = (said.item, said.stage or (UNSAID if item.stages else None))
    if not said.unit and (units := lexicon.two_units(tuple(heading.split(BETWEEN_LEVELS)))):
        block.denied[index] = (key, "、".join(units))
        block.unknown[index] = heading
        return
    unit = said.unit or next(
        (level.unit for each in reversed(heading.split(BETWEEN_LEVELS)) if (level := lexicon.level(each)).unit), ""
    )
    factor = lexicon.factor(said.item, unit)
    column = Column(index, heading, key, "map", unit, factor)
    if said.part:
        block.added.setdefault(key, []).append(column)
    else:
        claims.setdefault((key, None, None), []).append((-1, column))


def _letters(heading: str) -> str:
    """Leave of a heading its letters and figures: whatever joins its levels, it is the same."""
    return "".join(filter(str.isalnum, word(heading)))


def _column(index: int, heading: str, match: Match, lexicon: Lexicon) -> Column:
    # A band counts classes, whatever it tells of the largest one.
    counted = match.meaning.key[0] if match.meaning.band is None else lexicon.vocabulary.roles["classes"]
    factor = lexicon.factor(counted, match.unit)
    return Column(
        index,
        heading,
        match.meaning.key,
        match.meaning.rule,
        match.unit,
        factor,
        match.remark,
        match.unexplained,
        match.meaning.weak,
    )


def _settle(block: Block, claims: Claims, lexicon: Lexicon) -> None:
    """Give every item its column; those that were understood less well are left over, and equals are doubled."""
    for (key, part, band), found in claims.items():
        (first, *rest), earlier = dated.best(found) if len(found) > 1 else ([found[0][1]], [])
        if rest:
            block.doubled[key] = (*block.doubled.get(key, ()), *(column.index for column in (first, *rest)))
        for column in earlier:
            block.earlier[column.index] = (column.heading, when(column.remark, first.remark))
            block.spare[column.index] = column.heading
        passed = [column for _, column in found if column not in (first, *rest, *earlier)]
        block.unknown.update((column.index, column.heading) for column in passed)
        if part is not None:
            block.parts.setdefault(key, {})[part] = first
        elif band is not None:
            block.bands.setdefault(key, {})[band] = first
        else:
            block.whole[key] = first
    judged = {name for name, stage in lexicon.vocabulary.stages.items() if stage.judged}
    for key in [key for key in block.whole if key[1] == UNSAID]:
        # A column beside those of the stages is their total.
        if any(name == key[0] and stage in judged for name, stage in block.whole):
            column = block.together[key[0]] = block.whole.pop(key)
            block.doubled.pop(key, None)
            block.spare[column.index] = column.heading
    for key in [key for key in block.whole if key in block.added]:
        column = block.whole.pop(key)
        block.spare[column.index] = column.heading
    for key in [key for key in block.parts if key in block.whole]:
        indexes = {column.index for column in block.parts[key].values()}
        if block.whole[key].index in indexes and len(indexes) > 1:
            del block.whole[key]
    for key in [key for key in block.parts if key in block.whole or key in block.added]:
        # Never a total and its parts both.
        block.detailed[key] = block.parts.pop(key)
        block.spare.update((one.index, one.heading) for one in block.detailed[key].values())
    taken = block.column
    for index in taken:
        block.unknown.pop(index, None)
        block.spare.pop(index, None)


def paths(grid: Grid, first: int, last: int) -> list[tuple[str, ...]]:
    """Read the headings over every column from top to bottom; a cell that is merged counts where it reaches."""
    rows = grid.rows[first : last + 1]
    if len(rows) == 1 and all(bottom < first or top > last for top, _, bottom, _ in grid.merged):
        return [(written,) if (written := text(raw)) else () for raw in rows[0]]
    width = max((len(row) for row in rows), default=0)
    # Every place knows the cell from which its text comes, so that no text is counted twice.
    origin: list[list[tuple[int, int] | None]] = [
        [(r, c) if c < len(row) and text(row[c]) else None for c in range(width)] for r, row in enumerate(rows)
    ]
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in grid.merged:
        for r in range(max(top, first), min(bottom, last) + 1):
            for c in range(left, min(right + 1, width)):
                covered.add((r - first, c))
                if top >= first:
                    origin[r - first][c] = origin[top - first][left]
    for r in range(len(rows) - 1):
        for c in range(1, width):
            source = origin[r][c - 1]
            if origin[r][c] is not None or (r, c) in covered or source is None or (r, c - 1) in covered:
                continue
            below = any(origin[under][c] for under in range(r + 1, len(rows)))
            parent = any(origin[under][source[1]] not in (None, source) for under in range(r + 1, len(rows)))
            same = all(origin[over][c] == origin[over][c - 1] for over in range(r))
            if below and parent and same:
                origin[r][c] = source
    return [
        tuple(
            text(rows[place[0]][place[1]])
            for place in dict.fromkeys(origin[r][c] for r in range(len(rows)))
            if place is not None
        )
        for c in range(width)
    ]
