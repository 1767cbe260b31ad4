"""Reads what stands around a table and speaks of all of it: units in a line above, the type that names its sheet."""

import re
from collections.abc import Iterator
from dataclasses import replace

from eqeval.core.grid import text, word
from eqeval.core.intake.block import Block, Column
from eqeval.core.intake.lexicon import Lexicon

# 单位：人、㎡、万元. The slash of ㎡/生 belongs to a unit.
_UNITS = re.compile(r"单位:(.+)")
_BETWEEN = re.compile(r"[、,，;；\s及和]+")


def units(block: Block, above: int, lexicon: Lexicon) -> None:
    """Give the columns that do not say their unit the one that a line above the headings names for them.

    Only a unit that changes the number counts, and only where one of those named fits a column.
    """
    found = list(dict.fromkeys(_named(block, above, lexicon)))
    if not found:
        return

    def in_unit(column: Column) -> Column:
        item = lexicon.vocabulary.items[column.key[0]]
        if column.unit or not item.unit:
            return column
        fitting = [unit for unit in found if lexicon.factor(column.key[0], unit) is not None]
        if len(fitting) != 1:
            return column
        return replace(column, unit=fitting[0], factor=lexicon.factor(column.key[0], fitting[0]))

    block.whole = {key: in_unit(column) for key, column in block.whole.items()}
    block.added = {key: list(map(in_unit, added)) for key, added in block.added.items()}
    block.parts = {key: {at: in_unit(one) for at, one in parts.items()} for key, parts in block.parts.items()}


def _named(block: Block, above: int, lexicon: Lexicon) -> Iterator[str]:
    for row in block.grid.rows[above : block.first]:
        for raw in row:
            found = _UNITS.search(word(raw)) if isinstance(raw, str) else None
            for each in _BETWEEN.split(found[1].strip("()")) if found else ():
                if lexicon.vocabulary.convertible(each.partition("/")[0]):
                    yield lexicon.vocabulary.unit(each)


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
