"""Asks whether the files of one call are of several counties, by what files and titles are called."""

import re
from collections.abc import Iterable, Sequence

from eqeval.core.grid import Grid, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.rows.sites import Rows
from eqeval.core.origin import Row, Table
from eqeval.core.vocabulary import Vocabulary

# A name is written in Chinese; figures, signs and Latin letters end it.
_WRITTEN = re.compile(r"[\u4e00-\u9fff]+")
# 2026年, 2025-2026学年度 before a name.
_DATED = re.compile(r"\d+学?年度?|\d+[月日号]")
# Names that end in so many same letters are one: what stands before them was no part of the name.
_SAME_END = 3
# A title stands in few cells.
_TITLE = 3
# Counties named in one message.
_NAMED = 6


def check(found: Sequence[Rows], vocabulary: Vocabulary, findings: Findings) -> None:
    """Warn of files that hold schools and are called after different counties: they were read as one.

    A file of one school says nothing: it may be called by any place. Forms that were put together are such files.
    """
    files: dict[str, list[Rows]] = {}
    for rows in found:
        if rows.block.grid.places is None:
            files.setdefault(rows.block.grid.file, []).append(rows)
    if len(files) < 2:
        return
    counties: list[tuple[set[str], set[str], Grid]] = []
    for own in files.values():
        if sum(len(rows.sites) for rows in own) > 1:
            chains = [chain for said in (own[0].block.grid.stem, *_titles(own)) if (chain := names(said, vocabulary))]
            if not chains:
                continue
            last, every = {chain[-1] for chain in chains}, {name for chain in chains for name in chain}
            if not any(_meet(last, others) or _meet(lasts, every) for lasts, others, _ in counties):
                counties.append((last, every, own[0].block.grid))
    if len(counties) > 1:
        said = [f"{' / '.join(sorted(last))}（{grid.file}）" for last, _, grid in counties]
        grid = counties[1][2]
        findings.add("W562", Row(Table.of(grid), 0), None, findings.words.join(said[:_NAMED]), count=len(said))


def names(said: str, vocabulary: Vocabulary) -> list[str]:
    """List the names of counties and cities in a title, the largest first: 云州市东山县 gives both."""
    sheets = vocabulary.sheets
    if not sheets.counties:
        return []
    ends = "|".join(map(re.escape, sheets.counties))
    apart = "|".join(map(re.escape, sorted(sheets.apart, key=len, reverse=True))) or "(?!)"
    bare = re.sub(apart, " ", _DATED.sub(" ", word(said)))
    found = [one for piece in _WRITTEN.findall(bare) for one in re.findall(rf".+?(?:{ends})", piece)]
    never, alone = tuple(map(word, (*sheets.within, *sheets.no_names))), frozenset(map(word, sheets.not_alone))
    return [one for one in found if not one.endswith(never) and one[:-1] not in alone]


def _meet(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether a name of the one is one of the other."""
    return any(_same(one, other) for one in left for other in right)


def _same(one: str, other: str) -> bool:
    return one.endswith(other[-_SAME_END:]) and other.endswith(one[-_SAME_END:])


def _titles(own: Sequence[Rows]) -> list[str]:
    """List the texts above the headings of the first table of a file."""
    block = own[0].block
    filled = [[raw for raw in row if raw not in (None, "")] for row in block.grid.rows[: block.first]]
    return [text(raw) for row in filled if len(row) <= _TITLE for raw in row if isinstance(raw, str)]
