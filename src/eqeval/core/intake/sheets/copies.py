"""Leaves out a file that says nothing but what other files say: a summary of them, or a copy."""

from collections.abc import Sequence

from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.sheets import continued, repeats
from eqeval.core.intake.sheets.continued import Held
from eqeval.core.origin import Row, Table


def leave(files: Sequence[list[Held]], lexicon: Lexicon, findings: Findings) -> list[Held]:
    """Give the sheets of all files but those that repeat others, the last of two that are alike.

    Only where every school, every item and every figure stands in the others too: then nothing changes without it.
    """
    kept = list(files)
    for own in reversed(files):
        rest = [pair for each in kept if each is not own for pair in each]
        if rest and all(_again(pair, rest, lexicon) for pair in own):
            kept = [each for each in kept if each is not own]
            for grid, _ in own:
                findings.add("N652", Row(Table.of(grid), 0), None, grid.sheet, read=grid.file)
    return [pair for each in kept for pair in each]


def _again(pair: Held, rest: Sequence[Held], lexicon: Lexicon) -> bool:
    others = [block for _, found in rest for block in found]
    if continued.left_out(pair, rest, lexicon) or continued.told(pair[1], lexicon) - continued.told(others, lexicon):
        return False
    found = repeats.compare(pair, rest, lexicon)
    if found is None or found.unlike or found.differing:
        return False
    return bool(found.columns) and not any(one.more or one.rounded for one in found.columns)
