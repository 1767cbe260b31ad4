"""The finished report: words, figures, order and outcome are decided here; a renderer only typesets."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from eqeval.core.census import Issue
from eqeval.core.exact import Number
from eqeval.core.verdict import Outcome

# How much of a report people want to see.
View = Literal["summary", "failures", "full"]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Shortfall:
    """What a school lacks, in natural units; for a combined school, what the whole school must add."""

    amount: Number
    unit: str
    text: str
    whole_school: bool


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class IndicatorLine:
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


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class SectionLine:
    """One school at one stage."""

    school: str
    code: str
    stage: str
    stage_text: str
    pupils: Number | None
    outcome: Outcome
    because: str
    indicators: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class DispersionLine:
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


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class CompositeLine:
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


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class SubjectLine:
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


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class PartLine:
    """One part of a requirement that consists of several."""

    id: str
    title: str
    outcome: Outcome
    because: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class RequirementLine:
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


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class StandardLine:
    """Which standard was applied, to the byte."""

    id: str
    title: str
    document: str
    sha256: str


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class InputLine:
    """Which file was read, to the byte."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Report:
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
