"""Sets aside a column that would be the type of the schools only for want of another, and holds something else."""

from eqeval.core.grid import text, word
from eqeval.core.intake.block import Block
from eqeval.core.intake.lexicon import BETWEEN_LEVELS, Lexicon


def settle(block: Block, lexicon: Lexicon) -> None:
    """Leave a makeshift column of types where none of its cells names a type or a stage: 学校性质 of 公办 and 民办.

    It is named as every column that is not read, and what else says the type of the schools counts.
    """
    vocabulary = lexicon.vocabulary
    key = (vocabulary.roles["type"], None)
    column = block.whole.get(key)
    makeshift = {word(each) for each in vocabulary.items[key[0]].instead}
    if column is None or column.rule == "map":
        return
    if lexicon.level(column.heading.rpartition(BETWEEN_LEVELS)[2]).text not in makeshift:
        return
    rows = block.rows[block.row + 1 : block.end]
    said = [row[column.index] for row in rows if column.index < len(row) and text(row[column.index])]
    if said and not any(lexicon.type_of(each) or word(each) in lexicon.stages for each in said):
        del block.whole[key]
        block.unknown[column.index] = column.heading
