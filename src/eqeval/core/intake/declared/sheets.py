"""Reads the sheets of the application form in which a county states its figures in sentences: 表Ⅳ, 表Ⅴ."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from eqeval.core.census import Statement
from eqeval.core.grid import Grid, bare, text, word
from eqeval.core.intake.declared import asked as asking
from eqeval.core.intake.declared import counts
from eqeval.core.intake.declared.asked import Asked
from eqeval.core.intake.declared.requirement import Requirement
from eqeval.core.intake.declared.said import Column, Declared, Line
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.forms import signs
from eqeval.core.intake.forms.entries import raw_at
from eqeval.core.origin import Row, Table
from eqeval.core.parts.declaration import Declaration
from eqeval.core.vocabulary import Vocabulary


def read_all(
    grids: Sequence[Grid],
    known: Sequence[Asked],
    elsewhere: Sequence[Asked],
    vocabulary: Vocabulary,
    findings: Findings,
    statements: dict[str, Statement],
) -> Declared:
    """Read all sheets of the application form, beside what sheet 县级 states already.

    elsewhere: what other standards of the same call ask for; their rows are not unknown.
    """
    into = Declared(vocabulary, findings, statements)
    for grid in grids:
        kind = signs.declares(grid, vocabulary.declaration)
        if kind == "counts":
            counts.read(grid, into)
        elif kind == "general" or not known:
            findings.add("N648", Row(Table.of(grid), 0), None, grid.sheet)
        else:
            read(grid, known, elsewhere, into)
    return into


def read(grid: Grid, known: Sequence[Asked], elsewhere: Sequence[Asked], into: Declared) -> None:
    """Read every row that speaks of a requirement; what nobody can attribute is named with its cell.

    elsewhere: what other standards of the same call ask for; their rows are not unknown.
    """
    by_rule: dict[str, list[Line]] = {}
    lines = list(_lines(grid, into))
    for line in lines:
        found = asking.speaks_of(line.name, known)
        if len(found) == 1:
            by_rule.setdefault(found[0].rule.id, []).append(line)
        elif not asking.speaks_of(line.name, elsewhere) and (line.said or asking.numbered(line.name)):
            titles = [into.findings.words.text(one.rule.title) for one in found or known]
            near = titles if found else get_close_matches(text(line.name), titles, n=3, cutoff=0.3)
            into.findings.add(
                "W544", *line.cell("item"), line.name or line.value, near=into.findings.words.join(near) or "—"
            )
    for one in known:
        if one.rule.id in by_rule:
            Requirement(one, by_rule[one.rule.id], into).read()


def _lines(grid: Grid, into: Declared) -> Iterator[Line]:
    """List the rows below the headings; a name that is merged over several rows is that of each."""
    known = into.vocabulary.declaration
    if known is None:
        return
    start, columns = _columns(grid, known)
    headings = {word(heading) for written in known.columns.values() for heading in written}
    remarks = into.vocabulary.remark_words
    above = {row: top for top, left, bottom, right in grid.merged for row in range(top, bottom + 1)
             if left <= columns["item"] <= right}  # fmt: skip
    for index in range(start + 1, len(grid.rows)):
        raws = grid.rows[index]
        raw = {name: raws[column] if column < len(raws) else None for name, column in columns.items()}
        if not text(raw["item"]) and index in above:
            raw["item"] = raw_at(grid, above[index], columns["item"])
        name = word(raw["item"])
        line = Line(Row(Table.of(grid), index), raw["item"], raw["value"], raw.get("met"), raw.get("evidence"), columns)
        if (name or line.said) and name not in headings and not name.startswith(remarks):
            yield line


def _columns(grid: Grid, known: Declaration) -> tuple[int, dict[Column, int]]:
    """Find the row of the headings and its columns; names without a heading stand before what is stated."""
    forms: dict[str, Column] = {word(form): name for name, written in known.columns.items() for form in written}
    start = next(at for at, row in enumerate(grid.rows) if any(known.mark(raw) == "sentences" for raw in row))
    columns: dict[Column, int] = {}
    for column, raw in enumerate(grid.rows[start]):
        name = forms.get(word(raw)) or forms.get(bare(word(raw)))
        if name is not None:
            columns.setdefault(name, column)
    columns.setdefault("item", max(columns["value"] - 1, 0))
    return start, columns
