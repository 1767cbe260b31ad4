"""Names the schools of a sheet that has their codes and no names, by sheets that have both."""

from collections.abc import Iterable

from msgspec.structs import replace

from eqeval.core.grid import text, word
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.sheets import callings
from eqeval.core.intake.sheets.continued import Held


def lacks_names(pair: Held, lexicon: Lexicon) -> bool:
    """Whether a sheet calls its schools by their codes alone."""
    return any(_alone(block, lexicon) for block in pair[1])


def settle(pair: Held, taken: Iterable[Held], lexicon: Lexicon) -> None:
    """Give the rows of a sheet without names the names that their codes have on the sheets that are read.

    Only where most codes are known: then a code that is not may be called by itself.
    """
    names: dict[str, str] = {}
    for _, found in taken:
        for row in (row for block in found for row in callings.called(block, lexicon)):
            if row.code and names.setdefault(row.code, row.name) != row.name:
                names[row.code] = ""
    name, code = ((lexicon.vocabulary.roles[role], None) for role in ("name", "code"))
    for block in pair[1]:
        if not _alone(block, lexicon):
            continue
        column = block.whole[code]
        said = {
            index: word(text(row[column.index]))
            for index, row in enumerate(block.rows[block.row + 1 : block.end], block.row + 1)
            if column.index < len(row) and text(row[column.index])
        }
        met = {index: names[own] for index, own in said.items() if names.get(own)}
        if 2 * len(met) > len(said):
            block.whole[name] = replace(column, key=name)
            block.called |= met


def _alone(block: Block, lexicon: Lexicon) -> bool:
    name, code = ((lexicon.vocabulary.roles[role], None) for role in ("name", "code"))
    return code in block.whole and name not in block.whole
