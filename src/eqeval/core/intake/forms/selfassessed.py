"""Reads the sheet of sentences that one school fills in (学校自评表), as a form with one figure a blank."""

from collections.abc import Iterator

from eqeval.core.grid import Grid, Raw, text, word
from eqeval.core.intake.declared.sentences import find, folded, nothing_of, pieces, unsure
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.forms.entries import Entry
from eqeval.core.intake.forms.vertical import Vertical
from eqeval.core.origin import Row, Table
from eqeval.core.parts.declaration import SelfAssessed
from eqeval.core.vocabulary import Vocabulary


def read(grid: Grid, vocabulary: Vocabulary, findings: Findings) -> Vertical:
    """Take what the sentences certainly say; numbers that they do not explain are named with their cells."""
    known = vocabulary.declaration
    assert known is not None and known.school is not None
    parts = pieces(known.school.says, vocabulary)
    entries: list[Entry] = []
    below = next(number for number, row in enumerate(grid.rows) if any(known.mark(raw) == "sentences" for raw in row))
    column_ = next(at for at, raw in enumerate(grid.rows[below]) if known.mark(raw) == "sentences")
    for index, row in enumerate(grid.rows):
        if index == below:
            continue
        for column, raw in enumerate(row):
            at = Row(Table.of(grid), index)
            if index < below and isinstance(raw, str) and any(word(name) in word(raw) for name in known.school.line):
                entries += _about(raw, at, column, known.school, vocabulary)
            elif index < below or column != column_ or not text(raw):
                continue
            if unsure(raw):
                findings.add("E123", at, column, raw, item=_name(row, column_), numbers=text(raw))
                continue
            found = find(raw, parts)
            for figure in found.figures:
                if not figure.item:
                    continue
                said = None if figure.written in nothing_of(vocabulary) else figure.written or None
                entries.append(Entry(figure.item, said, figure.unit, False, at, column))
            left = [*(one.written for one in found.figures if not one.item and one.written), *found.left]
            if left and index > below:
                numbers = findings.words.join(left)
                findings.add("N646", at, column, raw, item=_name(row, column_), numbers=numbers)
    by_label: dict[str, list[Entry]] = {}
    for one in entries:
        by_label.setdefault(word(one.label), []).append(one)
    return Vertical(grid, entries, by_label, False)


def _name(row: list[Raw], column: int) -> str:
    """Name a row by what stands nearest before its sentence."""
    return next((text(raw) for raw in reversed(row[:column]) if text(raw)), "")


def _about(raw: str, row: Row, column: int, known: SelfAssessed, vocabulary: Vocabulary) -> Iterator[Entry]:
    """Take the name of the school, and its type where only one is left standing in the brackets behind it."""
    written = folded(raw)
    for mark in map(word, known.line):
        written = written.partition(mark)[0]
    name, _, rest = written.partition("(")
    name = name.replace("_", "")
    whole = name.removesuffix(known.printed)
    if whole.endswith(tuple(known.ends)):
        name = whole
    roles = vocabulary.roles
    headings = {role: next(iter(vocabulary.items[roles[role]].headings)) for role in ("name", "type")}
    yield Entry(headings["name"], name if name != known.printed else None, "", False, row, column)
    kinds = [kind for each in rest.partition(")")[0].replace("、", ",").split(",") if (kind := each.strip("_"))]
    signs = "".join(word(sign) for sign in known.signs)
    kinds = [kind.strip(signs) for kind in kinds if kind.strip(signs) != kind] or kinds
    yield Entry(headings["type"], kinds[0] if len(kinds) == 1 else None, "", False, row, column)
