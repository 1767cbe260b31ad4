"""Reads the sheet of the survey in the application form (表Ⅵ): counts where the row of everybody and a column cross."""

import re

from eqeval.core.census import Statement
from eqeval.core.grid import Grid, Raw, bare, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.county import values as county
from eqeval.core.intake.declared.said import Declared
from eqeval.core.intake.forms.crosstab import labels_above
from eqeval.core.intake.forms.entries import raw_at
from eqeval.core.origin import Row, Table

# L1, L2: what numbers the columns of a form.
_CODE = re.compile(r"[A-Z]\d{1,2}")


def read(grid: Grid, into: Declared) -> None:
    """Take the counts of everybody; those of a group, and counts that no requirement asks for, are only named."""
    known = into.vocabulary.declaration
    if known is None or known.counts is None:
        return
    counts, findings, table = known.counts, into.findings, Table.of(grid)
    headings = {form for written in counts.columns.values() for path in written for form in map(word, path.split(">"))}
    totals = set(map(word, counts.total))
    headings = (headings | set(map(word, counts.marks))) - totals
    first = next(row for row, raws in enumerate(grid.rows) if any(_heading(raw) in headings for raw in raws))
    last = max(row for row, raws in enumerate(grid.rows) if any(_heading(raw) in headings for raw in raws))
    filled = [row for row in range(last + 1, len(grid.rows)) if any(_counted(raw) for raw in grid.rows[row])]
    everybody = [row for row in range(last + 1, len(grid.rows)) if _label(grid, row) in totals]
    if not everybody and len(filled) == 1 and not isinstance(next(filter(text, grid.rows[filled[0]])), str):
        # A single row of counts without a name can only be that of everybody.
        everybody = filled
    wanted = {item: written for item, written in counts.columns.items() if item in into.vocabulary.items}
    used: set[tuple[int, int]] = set()
    for item, written in wanted.items():
        columns = next((found for path in written if (found := _columns(grid, path, first, last))), [])
        title = into.title(item)
        if len(columns) != 1 or len(everybody) != 1:
            there = [each for each in map(_heading, grid.rows[last]) if each]
            findings.add("W533", Row(table, first), None, None, None, sheet=grid.name, item=title,
                         rows=findings.words.join(counts.total), columns=findings.words.join(written),
                         there=findings.words.join(there) or "—")  # fmt: skip
            continue
        row, column = Row(table, everybody[0]), columns[0]
        raw = raw_at(grid, row.index, column)
        used.add((row.index, column))
        if not text(raw) or word(raw) in into.vocabulary.blank_words:
            if item not in into.statements:
                findings.add("W545", row, column, raw, item=title, missing=title)
            continue
        value = county.number(into.vocabulary.items[item], raw, None, row, column, into.vocabulary, findings)
        said = Statement(text(raw), value, "", row.name(column), text(raw))
        into.put(item, title, said, (row, column))
        into.note(said.cell, title, "", [(item, said.raw)])
    for index in filled:
        rest = [at for at, raw in enumerate(grid.rows[index]) if _counted(raw) and (index, at) not in used]
        if rest:
            spare = findings.words.join([text(grid.rows[index][at]) for at in rest])
            findings.add("N646", Row(table, index), rest[0], grid.rows[index][rest[0]], item=_label(grid, index),
                         numbers=spare)  # fmt: skip


def _heading(raw: Raw) -> str:
    """Write a heading without its unit, and without what leads it (其中：)."""
    return bare(word(raw)).rpartition(":")[2] if isinstance(raw, str) else ""


def _counted(raw: Raw) -> bool:
    return cells.exactly(raw) is not None


def _label(grid: Grid, row: int) -> str:
    """Name a row by the first of its cells that holds anything."""
    return next((word(raw) for raw in grid.rows[row] if text(raw)), "")


def _columns(grid: Grid, path: str, first: int, last: int) -> list[int]:
    """List the columns below a heading; `A > B` is B under A."""
    *outer, inner = map(word, path.split(">"))
    found = []
    for column in range(max(map(len, grid.rows))):
        labels = [bare(each).rpartition(":")[2] for each in labels_above(grid, column, first, last)]
        labels = [each for each in labels if not _CODE.fullmatch(each)]
        if labels and labels[-1] == inner and all(each in labels for each in outer):
            found.append(column)
    return found
