"""Sets aside a column that would be an item only for want of another, and holds something else."""

from eqeval.core.intake import cells
from eqeval.core.intake.columns import kinds
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.origin import Key

# So many standards there are for the size of classes: one a stage.
_STANDARDS = 2


def settle(block: Block, lexicon: Lexicon) -> None:
    """Leave makeshift columns whose cells are not of the item: they are named as every column that is not read."""
    kinds.settle(block, lexicon)
    largest = lexicon.vocabulary.roles["largest_class"]
    for key in [key for key in block.whole if key[0] == largest]:
        if block.whole[key].weak and not _is_largest(block, key, lexicon):
            column = block.whole.pop(key)
            block.unknown[column.index] = column.heading


def _is_largest(block: Block, key: Key, lexicon: Lexicon) -> bool:
    """Whether a column of class sizes is that of the largest class, and neither the average nor the same standard.

    It is never below the average and above it somewhere, and it is not one of two numbers everywhere.
    """
    roles = lexicon.vocabulary.roles
    counts = [_only(block, roles[role], key[1]) for role in ("pupils", "classes")]
    places = [one.index for one in (block.whole[key], *counts) if one and one.factor == 1]
    above, sizes = False, []
    for row in block.rows[block.row + 1 : block.end]:
        size, *others = (cells.exactly(row[at]) if at < len(row) else None for at in places)
        if size and len(others) == len(counts) and all(others):
            pupils, classes = (one or 0 for one in others)
            if size * classes < pupils or size != int(size):
                return False
            above = above or (size - 1) * classes >= pupils
            sizes.append(size)
    return above and len(set(sizes)) > min(_STANDARDS, len(sizes) - 1)


def _only(block: Block, item: str, stage: str | None) -> Column | None:
    """Find the column of an item at a stage, or the only one that it has."""
    found = [column for (name, _), column in block.whole.items() if name == item]
    return block.whole.get((item, stage)) or (found[0] if len(found) == 1 else None)
