"""The finished report: words, figures, order and outcome are decided here; a renderer only typesets."""

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from eqeval.core.census import Issue
from eqeval.core.figures.exact import Number
from eqeval.core.verdict import Outcome

# How much of a report people want to see.
View = Literal["summary", "failures", "full"]


class Shortfall(Struct, frozen=True, eq=False):
    """What a school lacks, in natural units; for a combined school, what the whole school must add."""

    amount: Number
    unit: str
    text: str
    whole_school: bool


class IndicatorLine(Struct, frozen=True, eq=False):
    """One indicator in one section: figures exact and as shown, and where they come from."""

    id: str
    title: str
    short: str
    unit: str
    value: Number | None
    required: Number | None
    floor: Number | None
    outcome: Outcome
    outcome_text: str
    relaxed_by: str | None
    shortfall: Shortfall | None
    cells: tuple[str, ...]
    notes: tuple[str, ...]
    value_text: str
    required_text: str
    floor_text: str
    near: bool
    hangs: bool
    # Whether the value was stated by others, rounded.
    approximate: bool = False


class SectionLine(Struct, frozen=True, eq=False):
    """One school at one stage."""

    school: str
    code: str
    stage: str
    stage_text: str
    pupils: Number | None
    outcome: Outcome
    because: str
    indicators: tuple[IndicatorLine, ...]


class DispersionLine(Struct, frozen=True, eq=False):
    """One coefficient of variation: exact square decided, figures shown, who adds most."""

    stage: str
    stage_text: str
    indicator: str
    title: str
    short: str
    mean: Number | None
    cv: Fraction | None
    limit: Number | None
    outcome: Outcome
    sections: int
    relaxed_by: str | None
    largest: str | None
    largest_share: Fraction
    mean_text: str
    cv_text: str
    limit_text: str
    near: bool
    hangs: bool
    weight_text: str
    approximate: bool = False
    notes: tuple[str, ...] = ()


class CompositeLine(Struct, frozen=True, eq=False):
    """The plain mean of the unrounded coefficients of a stage; most standards set no limit on it."""

    stage: str
    stage_text: str
    cv: Fraction | None
    limit: Number | None
    outcome: Outcome | None
    cv_text: str
    limit_text: str
    approximate: bool = False
    notes: tuple[str, ...] = ()


class SubjectLine(Struct, frozen=True, eq=False):
    """One school, or one of its stages, under a requirement."""

    rule: str
    school: str
    stage: str | None
    stage_text: str
    value: Number | None
    operator: str | None
    limit: Number | None
    outcome: Outcome
    cells: tuple[str, ...]
    relaxed_by: str | None
    relaxed_title: str
    because: str
    value_text: str
    limit_text: str

    @property
    def telling(self) -> bool:
        """Whether somebody has to look at it: it fails, lacks data, or passes only by a relaxation."""
        return bool(self.relaxed_by) or self.outcome not in (Outcome.MET, Outcome.NOT_APPLICABLE)


class PartLine(Struct, frozen=True, eq=False):
    """One part of a requirement that consists of several."""

    id: str
    title: str
    outcome: Outcome
    because: str
    cells: tuple[str, ...]


class RequirementLine(Struct, frozen=True, eq=False):
    """One requirement of the standard; cells are those of the county's own figures and statements."""

    id: str
    title: str
    clause: str
    binding: str
    outcome: Outcome
    because: str
    cells: tuple[str, ...]
    parts: tuple[PartLine, ...]
    subjects: tuple[SubjectLine, ...]


class StandardLine(Struct, frozen=True, eq=False):
    """Which standard was applied, to the byte."""

    id: str
    title: str
    document: str
    sha256: str


class InputLine(Struct, frozen=True, eq=False):
    """Which file was read, to the byte."""

    path: str
    sha256: str


class Report(Struct, frozen=True, eq=False):
    """All that is said of a county."""

    version: str
    standard: StandardLine
    as_of: str
    inputs: tuple[InputLine, ...]
    county: str
    outcome: Outcome
    headline: str
    sections: tuple[SectionLine, ...]
    dispersion: tuple[DispersionLine, ...]
    composite: tuple[CompositeLine, ...]
    requirements: tuple[RequirementLine, ...]
    issues: tuple[Issue, ...]
    next_step: str
    # The requirements that have blocks of their own: sections and coefficients.
    core: tuple[str, ...]

    @property
    def awaiting(self) -> list[RequirementLine]:
        """The requirements that wait for evidence."""
        return [line for line in self.requirements if line.outcome == Outcome.AWAITING]

    def exit_code(self, strict: bool) -> int:
        """Say what the verdict means as an exit code."""
        return exit_code(self.outcome, len(self.awaiting), strict)


def exit_code(outcome: Outcome, awaiting: int, strict: bool) -> int:
    """0 met, 1 not met, 3 no verdict; `strict` lets open attestations count as no verdict."""
    if outcome == Outcome.NOT_MET:
        return 1
    return 3 if outcome == Outcome.UNDETERMINED or (strict and awaiting) else 0
