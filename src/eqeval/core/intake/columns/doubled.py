"""Settles which of several columns for one item is read, where it makes no difference or nobody asks for the item."""

from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from eqeval.core.grid import Raw, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import BETWEEN_LEVELS, Lexicon
from eqeval.core.origin import Key, Row, Table
from eqeval.core.parts.items import StatedItem


def settle(block: Block, asked: Collection[str], lexicon: Lexicon, findings: Findings) -> None:
    """Take the first of columns that are equal in every row, and none of those of an item that nobody asks for.

    asked: the items that can change a verdict. What is left in `doubled` after that is for the inspector to decide.
    """
    if not block.doubled:
        return
    row = Row(Table.of(block.grid), block.row)
    for key, claiming in list(block.doubled.items()):
        left: list[int] = []
        for group in _rivals(block, claiming):
            if _equal(block, group, lexicon):
                how, passed = "doubled.equal", group[1:]
            elif key[0] not in asked and not isinstance(lexicon.vocabulary.items[key[0]], StatedItem):
                how, passed = "doubled.unasked", group
                _drop(block, key, group[0])
            else:
                left += group
                continue
            block.spare.update((at, BETWEEN_LEVELS.join(map(word, block.levels[at]))) for at in passed)
            names = findings.words.join([row.name(at) for at in group])
            said = findings.words(how, cell=row.name(group[0]))
            findings.add("N633", row, group[0], None, item=lexicon.titles[key], cells=names, how=said)
        if left:
            block.doubled[key] = tuple(left)
        else:
            del block.doubled[key]


def kind(block: Block, claiming: Sequence[int], name: str) -> Literal["side", "parts", "same"]:
    """Say what columns that claim one item may be: of tables side by side, parts below one heading, or the same."""
    if (name, None) in block.doubled:
        return "side"
    claims = [block.levels[at] for at in claiming]
    below = all(len(path) > 1 for path in claims) and len({path[0] for path in claims}) == 1
    return "parts" if below and len(set(claims)) == len(claims) else "same"


def _rivals(block: Block, claiming: Sequence[int]) -> Iterator[list[int]]:
    """Part the columns that claim an item by what of it they claim; the first of each was recognised or set aside."""
    group: list[int] = []
    for at in claiming:
        if group and (at in block.column or at in block.spare):
            yield group
            group = []
        group.append(at)
    yield group


def _equal(block: Block, group: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether columns say the same of every row, in the same unit."""
    units = {
        next((unit for each in reversed(block.levels[at]) if (unit := lexicon.level(each).unit)), "") for at in group
    }
    rows = block.rows[block.row + 1 : block.end]
    return len(units) == 1 and all(len({_said(row[at]) if at < len(row) else "" for at in group}) == 1 for row in rows)


def _said(raw: Raw) -> object:
    number = cells.exactly(raw)
    return word(raw) if number is None else number


def _drop(block: Block, key: Key, index: int) -> None:
    """Take a column away from the item that it was recognised as."""
    if key in block.whole and block.whole[key].index == index:
        del block.whole[key]
    if key in block.parts:
        block.parts[key] = {part: one for part, one in block.parts[key].items() if one.index != index}
    if key in block.bands:
        block.bands[key] = {band: one for band, one in block.bands[key].items() if one.index != index}
