"""Asks whether rows were lost: numbers of rows that jump, a total or a title that counts other rows than there are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from eqeval.core.grid import Raw, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.rows.sites import Rows, Site
from eqeval.core.origin import Row

# So many numbers in a row are no chance, and a table that lacks more than one of so many was put together otherwise.
_FEWEST, _SHARE = 3, 4
# A line above a table has no more cells.
_FEW_CELLS = 3
_COUNT = re.compile(r"(\d+)(?:所|校(?!区)|个学校)")


def check(found: Sequence[Rows], lexicon: Lexicon, findings: Findings) -> None:
    """Ask about every table whose numbers jump, or around which another number of rows is stated."""
    numbers = [_numbers(rows.block, lexicon) for rows in found]
    for at, rows in enumerate(found):
        if len(numbers[at]) >= _FEWEST:
            _check_numbers(rows, numbers[at], [each for number, each in enumerate(numbers) if number != at], findings)
        sheet = [each for each in found if each.block.grid.name == rows.block.grid.name]
        _check_counts(rows, sheet, found, findings)


def _numbers(block: Block, lexicon: Lexicon) -> dict[int, tuple[int, int]]:
    """Read the column that numbers the rows: the number of each row that has one, and its column."""
    own = lexicon.numbering
    columns = [at for at, path in enumerate(block.levels) if path and lexicon.level(path[-1]).text in own]
    if len(columns) != 1 or columns[0] in block.column:
        return {}
    (at,) = columns
    told = ((index, _whole(row[at])) for index, row in enumerate(block.grid.rows) if at < len(row))
    return {index: (number, at) for index, number in told if number is not None and block.row < index < block.end}


def _whole(raw: Raw) -> int | None:
    said = text(raw)
    return int(said) if said.isascii() and said.isdigit() else None


def _check_numbers(
    rows: Rows, own: dict[int, tuple[int, int]], others: Iterable[dict[int, tuple[int, int]]], findings: Findings
) -> None:
    """Ask about numbers that rise and leave some out, unless another table goes on with those."""
    said = [number for number, _ in own.values()]
    known = set(said)
    if any(below < above for above, below in pairwise(said)) or not all(site.row.index in own for site in rows.sites):
        return
    for each in others:
        elsewhere = {number for number, _ in each.values()}
        if elsewhere.isdisjoint(known):
            known |= elsewhere
    lacking = [number for number in range(said[0], said[-1]) if number not in known]
    if lacking and len(lacking) * _SHARE <= len(said) + 1:
        index = next(index for index, (number, _) in own.items() if number > lacking[0])
        (number, column), table = own[index], rows.sites[0].row.table
        words = findings.words
        told = words("W592.jump", names=words.join(list(map(str, lacking))))
        findings.add("W592", Row(table, index), column, number, said=told)


def _check_counts(rows: Rows, sheet: Sequence[Rows], every: Sequence[Rows], findings: Findings) -> None:
    """Ask about a total, or a line above the table, that counts other rows than were read."""
    if not rows.sites:
        return
    block, table = rows.block, rows.sites[0].row.table
    stated = [(one.row.index, one.column, one.label) for one in rows.passed if one.kind == "sum"]
    for index, column, said in (*stated, *_lines(block)):
        counts = _COUNT.findall(word(said))
        if len(counts) == 1 and int(counts[0]) not in _possible(rows, sheet, every, index):
            read = len({site.name for site in rows.sites})
            told = findings.words("W592.count", found=said, count=counts[0], read=read)
            findings.add("W592", Row(table, index), column, said, said=told)


def _lines(block: Block) -> Iterator[tuple[int, int, str]]:
    for index in range(block.first):
        filled = [(at, raw) for at, raw in enumerate(block.grid.rows[index]) if raw not in (None, "")]
        if len(filled) <= _FEW_CELLS:
            yield from ((index, at, raw) for at, raw in filled if isinstance(raw, str))


def _possible(rows: Rows, sheet: Sequence[Rows], every: Sequence[Rows], index: int) -> set[int]:
    """Say how many rows a count may mean: those of a run, a table, a sheet or all, with or without some of a type."""
    totals = [one.row.index for one in rows.passed if one.kind == "sum"]
    before = max((each for each in totals if each < index), default=-1)
    after = min((each for each in totals if each > index), default=rows.block.end)
    runs: list[list[Site]] = [
        [site for site in rows.sites if before < site.row.index < index],
        [site for site in rows.sites if site.row.index < index],
        [site for site in rows.sites if index < site.row.index < after],
        *([site for each in some for site in each.sites] for some in ([rows], sheet, every)),
    ]
    found: set[int] = set()
    for run in runs:
        for some in (run, [site for site in run if site.counted]):
            names = {site.name for site in some}
            found |= {len(some), len(names)}
            for kind in {site.type for site in some}:
                of_kind = {site.name for site in some if site.type == kind}
                found |= {len(of_kind), len(names - of_kind)}
    return found
