"""Finds the blocks of a sheet: the rows of headings, and what every column below them means."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from eqeval.core.grid import Grid, Raw, text, word
from eqeval.core.intake.block import Block, Column
from eqeval.core.intake.lexicon import BETWEEN_LEVELS, UNSAID, Lexicon, Match, Path
from eqeval.core.origin import Key, column_letters

if TYPE_CHECKING:
    from eqeval.core.intake.mapping import ColumnMap, TableMap

# Headings never stand over more rows than this, and a title or two above them.
MOST_LEVELS = 6
# Where no row names the schools, the headings are looked for in the upper rows only.
SEARCHED_ROWS = 30
# A row of headings may hold a number or two, such as a year; so many make a row of figures.
LEAST_FIGURES = 2
# No sheet has fewer headings.
LEAST_WORDS = 2
_NUMBERS = ("whole", "number")
_FIGURES = (float, int)


def find(grid: Grid, lexicon: Lexicon, hidden: bool = False, maps: "Sequence[TableMap]" = ()) -> list[Block]:
    """List the blocks of a sheet; without a heading for the schools, the row with the most known headings.

    maps: what a map says of this sheet; where it says which rows are headings, they are.
    """
    placed = [one for one in maps if one.header]
    spoken = next((one for one in maps if not one.header), None)
    if placed:
        found = [
            at(grid, one.header[0] - 1, one.header[1] - 1, lexicon, hidden, one)
            for one in sorted(placed, key=lambda one: one.header or (0, 0))
            if one.header and one.header[1] <= len(grid.rows)
        ]
    else:
        found = _searched(grid, lexicon, hidden, spoken)
    for block, below in pairwise(found):
        block.end = below.first
        while block.end > block.row + 1 and _titles(grid.rows[block.end - 1]):
            block.end -= 1
    return found


def upper(grid: Grid) -> list[list[Raw]]:
    """List the rows in which the headings of a small sheet may stand: above the first row of figures, not far down.

    A date may stand there in pieces, 2026 | 年 | 9 | 月 | 1 | 日; figures are more than half of what their row holds.
    What has no words above it that could be headings, and numbers that count the columns, are not meant.
    """
    headed = False
    for number, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        filled = [raw for raw in row if raw not in (None, "")]
        figures = sum(map(_figure, filled))
        if headed and len(filled) > LEAST_FIGURES and 2 * figures > len(filled) and not _counted(filled):
            return grid.rows[:number]
        headed |= len(filled) - figures >= LEAST_WORDS
    return grid.rows[:SEARCHED_ROWS]


def _counted(filled: Sequence[Raw]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3."""
    return [text(raw) for raw in filled] == [str(number) for number in range(1, len(filled) + 1)]


def _figure(raw: Raw) -> bool:
    return type(raw) in _FIGURES or (type(raw) is str and raw[-1:].isdigit() and raw.replace(".", "", 1).isdigit())


def _searched(grid: Grid, lexicon: Lexicon, hidden: bool, told: "TableMap | None") -> list[Block]:
    found: list[Block] = []
    above, figures = 0, list[int]()
    names_schools = lexicon.names_schools
    for row, raws in enumerate(grid.rows):
        if row < above or (figures and _counts(raws, figures)):
            continue
        if not any(type(raw) is str and raw and names_schools(raw) for raw in raws):
            continue
        block = _best(grid, row, above, lexicon, hidden, told)
        if len(block.whole) >= 2:
            found.append(block)
            above, figures = block.row + 1, _figures(block, lexicon)
    if not found:
        rows = (at(grid, row, row, lexicon, hidden, told) for row in range(min(SEARCHED_ROWS, len(grid.rows))))
        best = max(rows, key=lambda block: len(block.whole), default=None)
        found = [best] if best and len(best.whole) >= 2 else []
    return found


def _figures(block: Block, lexicon: Lexicon) -> list[int]:
    """List the columns of a block that hold numbers: counts and those of every school first, which are seldom blank."""
    kinds = {key: lexicon.vocabulary.items[key[0]].kind for key in block.whole}
    numbers = [key for key, kind in kinds.items() if kind in _NUMBERS]
    return [block.whole[key].index for key in sorted(numbers, key=lambda key: (key[1] or "", kinds[key] != "whole"))]


def _counts(row: list[Raw], figures: list[int]) -> bool:
    """Whether a row has numbers where those of the schools stand: then it is none of headings."""
    known = 0
    for column in figures:
        raw = row[column] if column < len(row) else None
        if type(raw) in _FIGURES or (type(raw) is str and raw.isdigit()):
            known += 1
            if known == LEAST_FIGURES:
                return True
    return False


def _titles(row: list[Raw]) -> bool:
    """Whether a row above headings is a title or a line such as 填报单位：, and not the last school above them."""
    cells = [raw for raw in row if raw not in (None, "")]
    words = [word(raw) for raw in cells if isinstance(raw, str)]
    return len(words) == len(cells) and (len(cells) < 2 or any(":" in each for each in words))


def _best(grid: Grid, row: int, above: int, lexicon: Lexicon, hidden: bool, told: "TableMap | None") -> Block:
    """Find how many rows around the one that names the schools are headings too."""
    name = next(c for c, raw in enumerate(grid.rows[row]) if type(raw) is str and lexicon.names_schools(raw))
    last = row
    for top, left, bottom, right in grid.merged:
        if top <= row and left <= name <= right and bottom >= row:
            last = max(last, min(bottom, row + MOST_LEVELS - 1))
    while last + 1 < min(len(grid.rows), row + MOST_LEVELS) and _continues(grid.rows[last + 1], name, lexicon):
        last += 1
    best = at(grid, row, last, lexicon, hidden, told)
    for first in range(row - 1, max(above, last - MOST_LEVELS + 1) - 1, -1):
        if not any(text(raw) for raw in grid.rows[first]):
            break
        taller = at(grid, first, last, lexicon, hidden, told)
        if _score(taller) > _score(best):
            best = taller
    return best


def _score(block: Block) -> tuple[int, int, int]:
    """More items first, then fewer columns that clash, then fewer levels that nobody understands."""
    recognised = list(block.recognised)
    return len(recognised), -len(block.doubled), -sum(len(column.unexplained) for column in recognised)


def _continues(row: list[Raw], name: int, lexicon: Lexicon) -> bool:
    """Whether a row goes on with the headings above it: words only, some of them known, and none for the schools."""
    if name < len(row) and text(row[name]):
        return False
    words = [raw for raw in row if raw not in (None, "")]
    if not words or not all(isinstance(raw, str) for raw in words):
        return False
    levels = [lexicon.level(raw) for raw in words if isinstance(raw, str)]
    known = [level for level in levels if lexicon.understands(level)]
    return bool(known) and not (len(words) == 1 and levels[0].stage)


Claims = dict[tuple[Key, tuple[int, int] | None, int | None], list[tuple[int, Column]]]


def at(
    grid: Grid, first: int, last: int, lexicon: Lexicon, hidden: bool = False, told: "TableMap | None" = None
) -> Block:
    """Recognise the columns under headings in some rows. told: what a map says of them."""
    left_out: frozenset[int] = frozenset() if hidden else grid.hidden_columns
    written = tuple(paths(grid, first, last))
    if told is not None:
        return _recognised(written, left_out, lexicon, told).over(grid, first, last)
    return _without_map(written, left_out, lexicon).over(grid, first, last)


@lru_cache(maxsize=256)
def _without_map(written: tuple[Path, ...], left_out: frozenset[int], lexicon: Lexicon) -> Block:
    # The counties of a province have the same headings.
    return _recognised(written, left_out, lexicon, None)


def _recognised(
    written: tuple[Path, ...], left_out: frozenset[int], lexicon: Lexicon, told: "TableMap | None"
) -> Block:
    """Say of every column what its heading means, wherever the headings stand."""
    block = Block(Grid("", "", []), 0, 0)
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
        if matches and lexicon.denies(matches[0]):
            block.denied[index] = (matches[0].meaning.key, matches[0].remark)
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
    _settle(block, claims)
    return block


def _obey(block: Block, claims: Claims, index: int, heading: str, said: "ColumnMap", lexicon: Lexicon) -> None:
    """Take a column as a map says it is; it comes before everything that is recognised."""
    if said.heading is not None and word(said.heading) != word(heading):
        block.changed[index] = (heading, said.heading)
    if said.item is None:
        block.spare[index] = heading
        return
    item = lexicon.vocabulary.items[said.item]
    key = (said.item, said.stage or (UNSAID if item.stages else None))
    unit = said.unit or next(
        (level.unit for each in reversed(heading.split(BETWEEN_LEVELS)) if (level := lexicon.level(each)).unit), ""
    )
    factor = lexicon.factor(said.item, unit)
    column = Column(index, heading, key, "map", unit, factor)
    if said.part:
        block.added.setdefault(key, []).append(column)
    else:
        claims.setdefault((key, None, None), []).append((-1, column))


def _column(index: int, heading: str, match: Match, lexicon: Lexicon) -> Column:
    # A band counts classes, whatever it tells of the largest one.
    counted = match.meaning.key[0] if match.meaning.band is None else lexicon.vocabulary.roles["classes"]
    factor = lexicon.factor(counted, match.unit)
    return Column(
        index, heading, match.meaning.key, match.meaning.rule, match.unit, factor, match.remark, match.unexplained
    )


def _settle(block: Block, claims: Claims) -> None:
    """Give every item its column; those that were understood less well are left over, and equals are doubled."""
    for (key, part, band), found in claims.items():
        best = min(rank for rank, _ in found)
        first, *rest = [column for rank, column in found if rank == best]
        if rest:
            block.doubled[key] = (*block.doubled.get(key, ()), *(column.index for column in (first, *rest)))
        block.unknown.update((column.index, column.heading) for rank, column in found if rank > best)
        if part is not None:
            block.parts.setdefault(key, {})[part] = first
        elif band is not None:
            block.bands.setdefault(key, {})[band] = first
        else:
            block.whole[key] = first
    for key in [key for key in block.whole if key[1] == UNSAID]:
        # A column beside those of the stages is their total.
        if any(name == key[0] and stage not in (UNSAID, None) for name, stage in block.whole):
            column = block.whole.pop(key)
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
        block.spare.update((one.index, one.heading) for one in block.parts.pop(key).values())
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


def texts(grid: Grid) -> Iterator[str]:
    """List what stands in the upper rows, for a message that says what was found instead."""
    for row in grid.rows[:SEARCHED_ROWS]:
        yield from (word(raw) for raw in row if isinstance(raw, str) and word(raw))


def nearest(wanted: str, found: list[str]) -> list[str]:
    """List the headings most like the one that was looked for; of a path, its last level counts too."""
    near = get_close_matches(wanted, found, n=3, cutoff=0.5)
    leaves = {path.rpartition(BETWEEN_LEVELS)[2]: path for path in found if BETWEEN_LEVELS in path}
    near += [leaves[leaf] for leaf in get_close_matches(wanted, list(leaves), n=3, cutoff=0.5)]
    return list(dict.fromkeys(near))[:3]
