"""Asks about tables of which a title or a line says that they leave schools out: 本表不含民办学校."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from eqeval.core.grid import text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings import captions
from eqeval.core.intake.rows.sites import Rows
from eqeval.core.origin import Row, Table
from eqeval.core.vocabulary import Vocabulary


def check(found: Sequence[Rows], vocabulary: Vocabulary, findings: Findings) -> None:
    """Ask once for every text on a sheet that leaves a group of schools out, unless another table or row names it."""
    told: set[tuple[str, str]] = set()
    for rows in found:
        for line, column, said in _texts(rows):
            left = _left_out(said, vocabulary)
            if left is None or (rows.block.grid.name, said) in told:
                continue
            told.add((rows.block.grid.name, said))
            leaves, group = left
            if not (leaves and any(_names(each, group, vocabulary) for each in found)):
                findings.add("W599", Row(Table.of(rows.block.grid), line), column, said)


def _texts(rows: Rows) -> Iterator[tuple[int, int | None, str]]:
    block = rows.block
    yield from captions.lines([block])
    yield block.row, None, text(block.grid.sheet)


def _left_out(said: str, vocabulary: Vocabulary) -> tuple[bool, str] | None:
    """Say whether a text leaves a group of schools out or takes in that one alone, and which group it is."""
    found = _pattern(vocabulary).search(word(said))
    return None if found is None else (found["leaves"] is not None, found["group"])


def _names(rows: Rows, group: str, vocabulary: Vocabulary) -> bool:
    """Whether a table has such schools: by its name, a type, or what any of its rows says."""
    leaves = tuple(map(word, vocabulary.levels.leaving))
    sheet = word(rows.block.grid.sheet)
    if group in sheet and not any(each + group in sheet for each in leaves):
        return True
    raws = (rows.block.rows[site.row.index] for site in rows.sites)
    return any(isinstance(raw, str) and group in word(raw) for row in raws for raw in row)


def _pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    known = vocabulary.not_schools
    parts = (known.missed, known.kinds, vocabulary.levels.leaving, known.only, known.tables)
    return _compiled(*map(tuple, parts))


@lru_cache(maxsize=8)
def _compiled(*parts: tuple[str, ...]) -> re.Pattern[str]:
    group, kind, leaves, alone, table = (
        "|".join(re.escape(word(each)) for each in sorted(words, key=len, reverse=True)) or "(?!)" for words in parts
    )
    return re.compile(
        rf"(?:^|[;。,(:、.])(?:{table})*(?:(?P<leaves>{leaves})|{alone})(?P<group>{group})(?:{kind})*(?=$|[;。,)、])"
    )
