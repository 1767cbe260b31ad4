"""Finds the blocks of a sheet: the rows of headings, and what every column below them means."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, cast

from eqeval.core.grid import LEAST_FIGURES, SEARCHED_ROWS, Grid, Raw, text, word
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import BETWEEN_LEVELS, Lexicon
from eqeval.core.intake.headings.matching import at
from eqeval.core.intake.headings.rows import numbers_columns

if TYPE_CHECKING:
    from eqeval.core.intake.mapping import TableMap

# Headings never stand over more rows than this, and a title or two above them.
MOST_LEVELS = 6
# A heading is divided into so many at least.
_DIVIDED = 2
_NUMERIC = frozenset((float, int))


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
        while block.end > block.row + 1 and _above_headings(grid.rows[block.end - 1], lexicon):
            block.end -= 1
    return found


def _searched(grid: Grid, lexicon: Lexicon, hidden: bool, told: "TableMap | None") -> list[Block]:
    found: list[Block] = []
    above, following = 0, iter(range(len(grid.rows)))
    names_schools = lexicon.names_schools
    while (row := next(following, None)) is not None:
        if row < above or not any(type(raw) is str and raw and names_schools(raw) for raw in grid.rows[row]):
            continue
        block = _best(grid, row, above, lexicon, hidden, told)
        if len(block.whole) >= 2:
            found.append(block)
            above = block.row + 1
            following = iter(_without_figures(grid.rows, above, block.figures))
    if not found:
        rows = (at(grid, row, row, lexicon, hidden, told) for row in range(min(SEARCHED_ROWS, len(grid.rows))))
        best = max(rows, key=lambda block: len(block.whole), default=None)
        found = [best] if best and len(best.whole) >= 2 else []
    return found


def _without_figures(rows: list[list[Raw]], begin: int, figures: list[int]) -> list[int]:
    """List the rows that lack numbers where those of the schools stand: only they may be headings again."""
    if len(figures) < LEAST_FIGURES:
        return [*range(begin, len(rows))]
    one, other = sorted(figures[:LEAST_FIGURES])
    # Of most tables every row has the first two. A call for each row would take as long as all else here.
    if _all_figures(rows[begin:], one, other):
        return []
    return [
        number
        for number, row in enumerate(rows[begin:], begin)
        if len(row) <= other
        or not (type(raw := row[one]) in _NUMERIC or (type(raw) is str and raw.isdigit()))
        or not (type(raw := row[other]) in _NUMERIC or (type(raw) is str and raw.isdigit()))
        if not _counts(row, figures)
    ]


def _all_figures(rows: list[list[Raw]], one: int, other: int) -> bool:
    """Whether every row has numbers in two columns."""
    try:
        cells = [*map(itemgetter(one), rows), *map(itemgetter(other), rows)]
    except IndexError:
        return False  # a row is too short
    try:
        # In a text file figures are texts.
        return "".join(cast("list[str]", cells)).isdigit() and "" not in cells
    except TypeError:
        return set(map(type, cells)) <= _NUMERIC


def _counts(row: list[Raw], figures: list[int]) -> bool:
    """Whether a row has numbers where those of the schools stand: then it is none of headings."""
    known = 0
    for column in figures:
        raw = row[column] if column < len(row) else None
        if type(raw) in _NUMERIC or (type(raw) is str and raw.isdigit()):
            known += 1
            if known == LEAST_FIGURES:
                return True
    return False


def _above_headings(row: list[Raw], lexicon: Lexicon) -> bool:
    """Whether a row is a title, a line such as 填报单位： or numbers the columns, and is not the last school."""
    if numbers_columns(row, lexicon.unused):
        return True
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
    while last + 1 < min(len(grid.rows), row + MOST_LEVELS) and (
        _continues(grid.rows[last + 1], name, lexicon) or _divides(grid.rows[row : last + 2], name, lexicon)
    ):
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
    recognised = block.recognised
    return len(recognised), -len(block.doubled), -sum(len(column.unexplained) for column in recognised)


def _continues(row: list[Raw], name: int, lexicon: Lexicon) -> bool:
    """Whether a row goes on with the headings above it: words only, some of them known, and none for the schools.

    Below the heading of the schools a row of units may say what it is: 计量单位.
    """
    if name < len(row) and (said := text(row[name])) and not lexicon.neutral(said):
        return False
    words = [raw for raw in row if raw not in (None, "")]
    if not words or not all(isinstance(raw, str) for raw in words):
        return False
    levels = [lexicon.level(raw) for raw in words if isinstance(raw, str)]
    known = [level for level in levels if lexicon.understands(level)]
    return bool(known) and not (len(words) == 1 and levels[0].stage)


def _divides(rows: list[list[Raw]], name: int, lexicon: Lexicon) -> bool:
    """Whether the last of some rows divides a heading above it: words only, one of them beside it below a blank.

    In a file without merged cells nothing else says that 省级以上, 市级以上 below 骨干教师 are headings: no school has
    words alone, and none where no heading stands.
    """
    *above, row = rows
    filled = [at for at, raw in enumerate(row) if raw not in (None, "")]
    if len(filled) < _DIVIDED or name in filled or not all(isinstance(row[at], str) for at in filled):
        return False
    if numbers_columns(row, lexicon.unused) or any(cast("str", row[at]).isdigit() for at in filled):
        return False
    headed = {at for each in above for at, raw in enumerate(each) if raw not in (None, "")}
    return any(at not in headed and at - 1 in filled for at in filled)


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
