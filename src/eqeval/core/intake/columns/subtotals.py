"""Finds columns beside parts of a sum that are the total of some of them: a total is never added to its parts."""

from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.origin import Row, Table


def settle(block: Block, lexicon: Lexicon) -> None:
    """Decide by the figures whether a column is the total of others beside it.

    It is where it equals them in every row, and it is a part of its own where it is smaller in one. Otherwise nobody
    knows, and none of the columns is used.
    """
    items = lexicon.vocabulary.items
    for key, found in list(block.parts.items()):
        for number, parts in enumerate(items[key[0]].sums):
            for whole, others in parts.total_of.items():
                places = [found.get((number, part - 1)) for part in (whole, *others)]
                columns = [each.index for each in places if each]
                if len(columns) < len(places):
                    continue
                signs = _compared(block, columns)
                if signs == {0}:
                    block.totals[key] = tuple(columns)
                    one = found.pop((number, whole - 1))
                    block.spare[one.index] = one.heading
                elif 1 in signs and -1 not in signs:
                    block.disputed[key] = tuple(columns)
                    block.parts.pop(key, None)


def _compared(block: Block, columns: list[int]) -> set[int]:
    """Say whether a column is larger (1), smaller (-1) or as large as others together, in every row that says it."""
    signs = set()
    for row in block.rows[block.row + 1 : block.end]:
        values = [cells.exactly(row[at]) if at < len(row) else None for at in columns]
        known = [value for value in values if value is not None]
        if len(known) == len(values) and any(known[1:]):
            rest = known[0] - sum(known[1:])
            signs.add((rest > 0) - (rest < 0))
    return signs


def tell(block: Block, lexicon: Lexicon, findings: Findings) -> None:
    """Name the columns that are totals, and those of which nobody knows."""
    row = Row(Table.of(block.grid), block.row)
    for code, found in (("N632", block.totals), ("E122", block.disputed)):
        for key, (whole, *others) in found.items():
            names = findings.words.join([row.name(at) for at in others])
            findings.add(code, row, whole, None, item=lexicon.titles[key], whole=row.name(whole), parts=names)
