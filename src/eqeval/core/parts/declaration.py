"""How the application form (申报表) speaks: its sheets of sentences and of counts, and the rows of a requirement."""

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from eqeval.core.grid import Raw, bare, word
from eqeval.core.parts.written import Identifier, Model

# Where a figure stands in a sentence: {item}, or {} for one that no requirement asks for.
SLOT = re.compile(r"\{(\w*)\}")


def slots(sentence: str) -> list[str]:
    """Name the items whose figures a sentence holds.

    >>> slots("满意问卷数{satisfied}份，满意度{}%")
    ['satisfied', '']
    """
    return SLOT.findall(sentence)


class Declared(Model):
    """How the application form asks for one requirement.

    rows: what its row is called; … stands for any words between others. says: the parts of its sentence, each with the
    figures that it holds: 持有教师资格证的专任教师{certified_teachers}人; {} is a figure that no requirement asks for.
    least, most: items that are stated several times, for example for every subject; the smallest or the largest counts.
    """

    rows: Annotated[list[str], Field(min_length=1)]
    says: list[str] = []
    least: list[Identifier] = []
    most: list[Identifier] = []


class Counts(Model):
    """The sheet of the survey: figures where the row of everybody and a column cross.

    marks: headings by which it is known. total: what the row of everybody is called. columns: the headings of every
    item; A > B is B under A.
    """

    marks: Annotated[list[str], Field(min_length=1)]
    total: list[str]
    columns: dict[str, list[str]]


class SelfAssessed(Model):
    """The sheet of sentences that one school fills in.

    titles: what its title says. line: what stands in the line with the name of the school. printed: what is printed
    behind the blank for the name; ends: how a name ends that is complete without it. signs: what marks one of several
    types. says: the parts of its sentences;
    {label} is what a form of one school calls the figure.
    """

    titles: Annotated[list[str], Field(min_length=1)]
    line: list[str]
    printed: str
    ends: list[str]
    signs: list[str]
    says: list[str]


class Declaration(Model):
    """The sheets of the application form that hold what a county, or one school, says of itself.

    columns: the headings of a sheet of sentences. yes, no: answers that a cell may hold alone. filler: words around a
    figure that change nothing. numerals: figures written as words. none: what says that there is nothing to state.
    evidence: what a text begins with that names the evidence. counts: the sheet of the survey. general: headings of the
    sheet that describes the county. school: the sheet of sentences of one school.
    """

    columns: dict[Literal["item", "value", "met", "evidence"], list[str]]
    yes: list[str] = []
    no: list[str] = []
    filler: list[str] = []
    numerals: dict[str, int] = {}
    none: list[str] = []
    evidence: list[str] = []
    counts: Counts | None = None
    general: list[str] = []
    school: SelfAssessed | None = None

    @cached_property
    def marks(self) -> dict[str, Literal["sentences", "counts", "general"]]:
        """Which sheet it is, by the headings by which it is known, as they are recognised."""
        marks: dict[str, Literal["sentences", "counts", "general"]] = dict.fromkeys(map(word, self.general), "general")
        marks |= dict.fromkeys(map(word, self.counts.marks if self.counts else ()), "counts")
        return marks | dict.fromkeys(map(word, self.columns["value"]), "sentences")

    def mark(self, raw: Raw) -> Literal["sentences", "counts", "general"] | None:
        """Say of which sheet a cell is a heading; a unit or remark in brackets may stand behind it."""
        if type(raw) is not str:
            return None
        heading = word(raw)
        return self.marks.get(heading) or (self.marks.get(bare(heading)) if "(" in heading else None)

    @cached_property
    def answers(self) -> dict[str, str]:
        """Yes and no by the further forms in which they may be written."""
        return {**{word(form): "yes" for form in self.yes}, **{word(form): "no" for form in self.no}}
