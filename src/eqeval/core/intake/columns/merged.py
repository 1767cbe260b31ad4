"""Reads cells that are merged over several rows of schools: what they say holds for every row that they cover."""

from eqeval.core.grid import Raw, Refused, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.origin import Row, Table

# A name may be merged over two columns; what reaches further is a caption.
NARROWEST = 2
# The first row, the column, the last row.
Span = tuple[int, int, int]


def fill(block: Block, lexicon: Lexicon) -> None:
    """Write names, types and answers into every row that they cover, and figures of a school into all of its rows.

    A figure that covers rows of several schools, or of several stages that it does not tell apart, is kept for a
    finding and taken out of use: nobody knows how much of it belongs to which row.
    """
    name = block.whole.get((lexicon.vocabulary.roles["name"], None))
    block.titles = frozenset(
        top
        for top, left, bottom, right in block.grid.merged
        if name and block.row < top == bottom < block.end and left <= name.index <= right and right - left >= NARROWEST
        if sum(raw not in (None, "") for raw in block.grid.rows[top]) == 1
    )
    spans = [
        (top, left, min(bottom, block.end - 1))
        for top, left, bottom, _ in block.grid.merged
        if block.row < top < bottom and top < block.end - 1 and left in block.column
    ]
    if not spans:
        return
    rows = [list(row) for row in block.rows]
    # Names first: they say which rows are those of one school.
    figures: list[tuple[Span, Column]] = []
    for span in spans:
        top, left, _ = span
        column = block.column[left]
        if left >= len(rows[top]) or not text(rows[top][left]):
            continue
        if lexicon.vocabulary.items[column.key[0]].kind in ("text", "type", "choice"):
            _write(rows, span, rows[top][left])
        else:
            figures.append((span, column))
    for span, column in figures:
        top, left, bottom = span
        names = {word(_at(rows, index, name.index)) for index in range(top, bottom + 1)} if name else {""}
        one = len(names) == 1 or (column.key[1] is None and _departments(rows, span, block, lexicon))
        if one and column.key[1] is None:
            _write(rows, span, rows[top][left])
        elif not one or column.key[1] == UNSAID:
            block.shared.append(span)
            _write(rows, span, Refused(text(rows[top][left])))
    block.filled = rows


def _departments(rows: list[list[Raw]], span: Span, block: Block, lexicon: Lexicon) -> bool:
    """Whether some rows are departments of one school by their names, each of a stage of its own.

    Codes or types of schools that differ may be those of neighbours who share a campus; a department may be typed as a
    school of its stage.
    """
    vocabulary = lexicon.vocabulary
    name, code, kind = (block.whole.get((vocabulary.roles[role], None)) for role in ("name", "code", "type"))
    schools: set[str] = set()
    codes: set[str] = set()
    kinds: set[str | None] = set()
    stages: list[str] = []
    for index in range(span[0], span[2] + 1):
        said = word(_at(rows, index, name.index)) if name else ""
        ended = ((stage, end) for stage in vocabulary.stages for end in lexicon.endings(stage) if said.endswith(end))
        stage, ending = max(ended, key=lambda one: len(one[1]), default=("", ""))
        schools.add(said.removesuffix(ending))
        stages.append(stage)
        codes.add(word(_at(rows, index, code.index)) if code else "")
        own = lexicon.type_of(_at(rows, index, kind.index)) if kind else None
        kinds.add(None if own and vocabulary.types[own].stages == [stage] else own)
    told = len(set(stages)) == len(stages) and all(vocabulary.stages[each].judged for each in stages if each)
    one = len(schools) == len(codes) == len(kinds) == 1
    return one and told and "" not in (*schools, *stages)


def tell(block: Block, lexicon: Lexicon, findings: Findings) -> None:
    """Name the figures that cover several rows and belong to none of them alone."""
    for top, left, bottom in block.shared:
        item = lexicon.vocabulary.items[block.column[left].key[0]]
        row = Row(Table.of(block.grid), top)
        raw = block.grid.rows[top][left]
        span = f"{top + 1}–{bottom + 1}"
        findings.add("E121", row, left, raw, item=findings.words.text(item.title), rows=span)


def _write(rows: list[list[Raw]], span: Span, raw: Raw) -> None:
    top, left, bottom = span
    for index in range(top, bottom + 1):
        rows[index] += [None] * (left + 1 - len(rows[index]))
        rows[index][left] = raw


def _at(rows: list[list[Raw]], index: int, column: int) -> Raw:
    return rows[index][column] if column < len(rows[index]) else None
