"""Reads columns of ticks below the heading of the type of school, one for every type: they are one column."""

from collections import defaultdict

from eqeval.core.grid import Raw, text, word
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import BETWEEN_LEVELS, Lexicon

# A type alone below a heading is no choice.
_FEWEST = 2


def settle(block: Block, lexicon: Lexicon) -> None:
    """Write the type that a row ticks into the first of such columns; of several ticks all, which is no type."""
    vocabulary = lexicon.vocabulary
    key = (vocabulary.roles["type"], None)
    ticks, crosses = (frozenset(map(word, vocabulary.marks.get(said, ()))) for said in ("yes", "no"))
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, path in enumerate(block.levels):
        if len(path) > 1 and lexicon.means(lexicon.level(path[-2]).text, key[0]):
            groups[path[:-1]].append(at)
    for columns in groups.values():
        if sum(lexicon.type_of(block.levels[at][-1]) is not None for at in columns) < _FEWEST:
            continue
        if key in block.whole and block.whole[key].index not in columns:
            continue
        below = range(block.row + 1, block.end)
        said = {row: [_at(block.rows[row], at) for at in columns] for row in below}
        filled = [word(raw) for cells in said.values() for raw in cells if text(raw)]
        ticked = sum(each in ticks for each in filled)
        # Totals below the schools may count the ticks.
        if not ticked or 2 * ticked < sum(each not in crosses for each in filled):
            continue
        first = columns[0]
        rows = [list(row) for row in block.rows]
        for row, cells in said.items():
            if any(text(raw) and word(raw) not in ticks | crosses for raw in cells):
                continue
            found = [block.levels[at][-1] for at, raw in zip(columns, cells, strict=True) if word(raw) in ticks]
            rows[row] += [None] * (first + 1 - len(rows[row]))
            rows[row][first] = "、".join(found) or None
        block.filled = rows
        block.doubled.pop(key, None)
        block.whole[key] = Column(first, _heading(block, first), key, "path")
        for at in columns:
            block.unknown.pop(at, None)
            if at != first:
                block.spare[at] = _heading(block, at)
        return


def _heading(block: Block, column: int) -> str:
    return BETWEEN_LEVELS.join(map(word, block.levels[column]))


def _at(row: list[Raw], column: int) -> Raw:
    return row[column] if column < len(row) else None
