"""dispersion: the coefficient of variation between the sections of each stage stays within its limit."""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from eqeval.core.census import Section
from eqeval.core.figures.exact import Number, root
from eqeval.core.figures.statistics import coefficient_range, dispersion
from eqeval.core.indicator import Measurement
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.limit import Choice, Limits
from eqeval.core.parts.rounding import Rounding
from eqeval.core.rules.rule import Case, Rule, choose_for, limits_text, without_bound
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict

# Means of roots are compared to this many digits: far beyond any figure that a text can state, and short of the
# 40 digits of the roots, so that a mean that lies exactly on its limit is found there.
ROOT_DIGITS = 30


class Spread(Verdict, frozen=True):
    """The verdict on one coefficient: stage, county mean, the coefficient and its square, who adds most."""

    stage: str = ""
    indicator: str = ""
    mean: Fraction | None = None
    squared: Fraction | None = None
    sections: int = 0
    largest: Section | None = None
    largest_share: Fraction = Fraction(0)
    # How far each of the values may lie from what they were rounded from.
    within: Number = 0


class Composite(Verdict, frozen=True):
    """The plain mean of the coefficients of a stage; judged only where the standard limits the mean."""

    stage: str = ""
    # Between which numbers it lies, where it was formed from rounded values.
    low: Number | None = None
    high: Number | None = None


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
        everybody = case.sections(self.scope)
        stages = [limit.stage for limit in self.limits if limit.stage]
        if len(stages) < len(self.limits):
            # A limit without a stage holds for every stage that there is.
            stages += [section.stage for section in everybody]
        for stage in dict.fromkeys(stages):
            sections = [part for part in everybody if part.stage == stage]
            here = [limit.model_copy(update={"stage": None}) for limit in self.limits if limit.stage in (None, stage)]
            choice = choose_for(case, here, None)
            sure = all(case.admits(self.scope, section.school) for section in sections)
            spreads = [self.spread(case, indicator, stage, choice, sections, sure) for indicator in self.of]
            parts += spreads
            if self.on == "mean":
                parts.append(self.mean(spreads, stage, choice))
        return self.gather(case, parts)

    def spread(
        self, case: Case, indicator: str, stage: str, choice: Choice, sections: list[Section], sure: bool
    ) -> Spread:
        """Compare CV² with limit²; one missing value leaves the coefficient open, a zero counts as zero.

        sure: whether all sections are surely in scope.
        """
        bound = choice.bound if self.on == "each" else None
        found = case.measurements(indicator, sections)
        outcome = Outcome.UNDETERMINED if choice.bound else without_bound(choice)
        blank = Spread(
            self.id,
            outcome if sections else Outcome.NOT_APPLICABLE,
            bound=bound,
            stage=stage,
            indicator=indicator,
            sections=len(sections),
        )
        if not sections or not sure or choice.bound is None or any(value.amount is None for value in found):
            return blank
        if self.weight == "pupils" and any(value.per is None for value in found):
            # A value is stated, and nobody knows of how many pupils.
            return blank
        spread = dispersion(*self.weighted(found))
        if spread is None:
            return blank
        return Spread(
            self.id,
            self.outcome(bound, spread.cv_squared),
            bound=bound,
            relaxed_by=next((value.relaxed_by for value in found if value.relaxed_by), None),
            stage=stage,
            indicator=indicator,
            mean=case.terms.indicators[indicator].times * spread.mean if self.weight == "pupils" else spread.mean,
            squared=spread.cv_squared,
            sections=len(sections),
            largest=None if spread.largest is None else sections[spread.largest],
            largest_share=spread.largest_share,
            within=max(value.within for value in found),
        )

    def weighted(self, found: list[Measurement]) -> tuple[list[Number], list[int]]:
        """Give resources and pupils, or values and ones where every school counts alike."""
        if self.weight == "none":
            return [value.value or 0 for value in found], [1] * len(found)
        return [value.amount or 0 for value in found], [int(value.per or 0) for value in found]

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
