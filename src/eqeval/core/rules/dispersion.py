"""dispersion: the coefficient of variation between the sections of each stage stays within its limit."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import compress
from typing import Literal, Self

from msgspec import Struct
from pydantic import Field

from eqeval.core.census import Section
from eqeval.core.figures import statistics
from eqeval.core.figures.exact import Number, root
from eqeval.core.figures.statistics import coefficient_range
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.limit import Choice, Limits
from eqeval.core.parts.rounding import Rounding
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case, choose_for, without_bound
from eqeval.core.rules.rule import Rule
from eqeval.core.terms import Terms, limits_text
from eqeval.core.verdict import Outcome, Verdict

# Means of roots are compared to this many digits: far beyond any figure that a text can state, and short of the
# 40 digits of the roots, so that a mean that lies exactly on its limit is found there.
ROOT_DIGITS = 30


class Spread(Verdict, frozen=True):
    """The verdict on one coefficient: stage, county mean, the square of the coefficient, who adds most."""

    stage: str = ""
    indicator: str = ""
    mean: Fraction | None = None
    squared: Fraction | None = None
    sections: int = 0
    among: Sequence[Section] = ()
    found: statistics.Dispersion | None = None
    # How far each of the values may lie from what they were rounded from.
    within: Number = 0

    @property
    def largest(self) -> Section | None:
        """The section that adds most; worked out only where somebody asks."""
        return None if self.found is None or self.found.largest is None else self.among[self.found.largest]

    @property
    def largest_share(self) -> Fraction:
        """The part of the whole that it adds."""
        return Fraction(0) if self.found is None else self.found.largest_share


class Composite(Verdict, frozen=True):
    """The plain mean of the coefficients of a stage; judged only where the standard limits the mean."""

    stage: str = ""
    # Between which numbers it lies, where it was formed from rounded values.
    low: Number | None = None
    high: Number | None = None


class _Stage(Struct, frozen=True):
    """The sections of a stage, and which of all rows they are."""

    stage: str
    rows: Rows
    here: list[bool]
    sections: list[Section]

    @classmethod
    def of(cls, stage: str, rows: Rows) -> Self:
        here = [own == stage for own, _ in rows.kinds]
        return cls(stage, rows, here, [one for one in compress(rows.subjects, here) if isinstance(one, Section)])


class Dispersion(Rule):
    """The coefficients of several indicators, stage by stage.

    on: `each` tests every coefficient by itself, `mean` only their plain mean. weight: `pupils`, or `none` where
    a text counts every school alike. compare_at: how the authority rounds before it compares; exact if left out.
    """

    kind: Literal["dispersion"]
    scope: str
    of: list[str] = Field(min_length=1)
    on: Literal["each", "mean"]
    weight: Literal["pupils", "none"]
    limits: Limits
    compare_at: Rounding | None = None

    def sentence(self, terms: Terms) -> str:
        """Say what is compared, and what the weights are."""
        return terms.words(
            f"rule.dispersion.{self.on}",
            total=len(self.of),
            weight=terms.words(f"weight.{self.weight}"),
            limits=limits_text(self.limits, terms),
        )

    def judge(self, case: Case) -> Verdict:
        """Judge every indicator in every stage that has a limit, or the mean of each stage."""
        parts: list[Verdict] = []
        rows = case.rows(self.scope, "section")
        stages = [limit.stage for limit in self.limits if limit.stage]
        if len(stages) < len(self.limits):
            # A limit without a stage holds for every stage that there is.
            stages += [stage for stage, _ in rows.kinds if stage]
        for stage in dict.fromkeys(stages):
            limits = [limit.model_copy(update={"stage": None}) for limit in self.limits if limit.stage in (None, stage)]
            choice = choose_for(case, limits, None)
            among = _Stage.of(stage, rows)
            doubtful = case.doubtful(self.scope)
            sure = not doubtful or all(id(section.school) not in doubtful for section in among.sections)
            spreads = [self.spread(case, indicator, choice, among, sure) for indicator in self.of]
            parts += spreads
            if self.on == "mean":
                parts.append(self.mean(spreads, stage, choice))
        return self.gather(case, parts)

    def spread(self, case: Case, indicator: str, choice: Choice, among: "_Stage", sure: bool) -> Spread:
        """Compare CV² with limit²; one missing value leaves the coefficient open, a zero counts as zero.

        sure: whether all sections are surely in scope.
        """
        sections = among.sections
        bound = choice.bound if self.on == "each" else None
        known = self.formed(case, indicator, among) if sections and sure and choice.bound else None
        if known is None:
            outcome = Outcome.UNDETERMINED if choice.bound else without_bound(choice)
            outcome = outcome if sections else Outcome.NOT_APPLICABLE
            return Spread(self.id, outcome, bound=bound, stage=among.stage, indicator=indicator, sections=len(sections))
        found, relaxed_by, within = known
        return Spread(
            self.id,
            self.outcome(bound, found.cv_squared),
            bound=bound,
            relaxed_by=relaxed_by,
            stage=among.stage,
            indicator=indicator,
            mean=case.terms.indicators[indicator].times * found.mean if self.weight == "pupils" else found.mean,
            squared=found.cv_squared,
            sections=len(sections),
            among=sections,
            found=found,
            within=within,
        )

    def formed(
        self, case: Case, indicator: str, among: "_Stage"
    ) -> tuple[statistics.Dispersion, str | None, Number] | None:
        """Form a coefficient, its relaxation, and how far its values may lie off; None where one is missing."""
        if self.weight == "pupils":
            amounts, pers = case.columns(indicator, among.rows)
            parts = [part for part in compress(amounts.parts, among.here) if part is not None]
            if len(parts) == len(among.sections) and pers.under == 1:
                # Nearly always: everything is known, and nothing has to be looked at one by one.
                heads = [int(each or 0) for each in compress(pers.parts, among.here)]
                found = statistics.dispersion(parts, heads, amounts.under)
                return None if found is None else (found, None, 0)
        values = case.measurements(indicator, among.sections)
        if any(value.amount is None for value in values):
            return None
        if self.weight == "none":
            # Every school counts alike.
            found = statistics.dispersion([value.value or 0 for value in values], [1] * len(values))
        elif any(value.per is None for value in values):
            # A value is stated, and nobody knows of how many pupils.
            return None
        else:
            heads = [int(value.per or 0) for value in values]
            found = statistics.dispersion([value.amount or 0 for value in values], heads)
        if found is None:
            return None
        relaxed_by = next((value.relaxed_by for value in values if value.relaxed_by), None)
        return found, relaxed_by, max(value.within for value in values)

    def outcome(self, bound: Bound | None, squared: Fraction) -> Outcome:
        """Compare a coefficient, exactly or rounded as the authority does."""
        if bound is None:
            return Outcome.NOT_APPLICABLE
        if self.compare_at is None:
            met = bound.admits_square(squared)
        else:
            met = bound.admits(self.compare_at.of_root(squared))
        return Outcome.MET if met else Outcome.NOT_MET

    def mean(self, spreads: list[Spread], stage: str, choice: Choice) -> Composite:
        """Compare the plain mean of the unrounded coefficients, to 40 digits."""
        squares = [spread.squared for spread in spreads if spread.squared is not None]
        bound = choice.bound
        if spreads and all(spread.outcome == Outcome.NOT_APPLICABLE and not spread.sections for spread in spreads):
            return Composite(self.id, Outcome.NOT_APPLICABLE, bound=bound, stage=stage)
        if bound is None or len(squares) < len(spreads):
            outcome = Outcome.UNDETERMINED if bound else without_bound(choice)
            return Composite(self.id, outcome, bound=bound, stage=stage)
        rounding = self.compare_at or Rounding(decimals=ROOT_DIGITS, mode="half_up")
        mean = rounding.of(sum(map(root, squares), Fraction(0)) / len(squares))
        outcome = Outcome.MET if bound.admits(mean) else Outcome.NOT_MET
        low = high = None
        if any(spread.within for spread in spreads):
            ranges = [coefficient_range(one.mean or 0, one.squared or 0, one.within) for one in spreads]
            tops = [top for _, top in ranges if top is not None]
            low = sum((bottom for bottom, _ in ranges), Fraction(0)) / len(ranges)
            high = sum(tops, Fraction(0)) / len(tops) if len(tops) == len(ranges) else None
        return Composite(self.id, outcome, None, mean, bound, stage=stage, low=low, high=high)
