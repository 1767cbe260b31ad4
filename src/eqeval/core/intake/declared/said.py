"""What the application form states of the county, as it grows from row to row; what is stated twice must agree."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from msgspec import Struct, field

from eqeval.core.census import CONFLICT, Claim, Statement
from eqeval.core.figures.ratio import STATED_PRECISION
from eqeval.core.grid import Raw, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.origin import Row
from eqeval.core.parts.items import Item
from eqeval.core.vocabulary import Vocabulary

Column = Literal["item", "value", "met", "evidence"]


class Line(Struct, frozen=True):
    """One row: what it is called, what is stated, whether it is said to be met, the evidence; each with its column."""

    row: Row
    name: Raw
    value: Raw
    met: Raw
    evidence: Raw
    columns: Mapping[Column, int]

    def cell(self, column: Column) -> tuple[Row, int]:
        """Where something of it stands; what has no column is looked for beside the value."""
        return self.row, self.columns.get(column, self.columns["value"])

    @property
    def said(self) -> bool:
        """Whether anything was filled in."""
        return bool(text(self.value) or text(self.met))


class Taken(Struct, frozen=True):
    """What a row came to: the cell of its sentence, its name, the requirement, and every figure or answer of it."""

    cell: str
    name: str
    rule: str
    figures: tuple[tuple[str, str], ...]


class Declared(Struct):
    """What the county states, as it grows from sheet to sheet; claims: what it says of verdicts, by rule."""

    vocabulary: Vocabulary
    findings: Findings
    statements: dict[str, Statement]
    claims: dict[str, Claim] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)

    def title(self, item: str) -> str:
        """How an item is called."""
        return self.findings.words.text(self.vocabulary.items[item].title)

    def note(self, cell: str, name: Raw, rule: str, figures: Sequence[tuple[str, str]]) -> None:
        """Keep what a row came to, for showing how a sheet was read."""
        self.taken.append(Taken(cell, text(name), rule, tuple(figures)))

    def put(self, name: str, title: str, said: Statement, at: tuple[Row, int]) -> None:
        """Keep a statement; what is stated elsewhere in another way counts nowhere."""
        first = self.statements.get(name)
        if first is None or not first.cell:
            self.statements[name] = said
        elif first.text == CONFLICT:
            return
        elif not _same(first, said, self.vocabulary.items.get(name)):
            self.findings.add("E124", *at, said.raw, item=title, first=first.cell, other=first.raw)
            self.statements[name] = Statement(CONFLICT, None, "", first.cell, first.raw)
        elif said.evidence and not first.evidence:
            self.statements[name] = said


def _same(first: Statement, second: Statement, item: Item | None) -> bool:
    if first.number is None or second.number is None:
        return first.number is second.number and word(first.text) == word(second.text)
    # What differs by half of the last printed place at most is the same rate.
    within = STATED_PRECISION if item is not None and item.kind == "share" else 0
    return abs(Fraction(first.number - second.number)) * 2 <= within
