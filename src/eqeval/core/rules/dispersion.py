"""dispersion: the coefficient of variation between the sections of each stage stays within its limit."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from eqeval.core.census import Section
from eqeval.core.rules.rule import Case, Limit, Rule, Terms, limits_text
from eqeval.core.statistics import dispersion
from eqeval.core.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Spread(Verdict):
    """The verdict on one coefficient: stage, county mean, the coefficient and its square, who adds most."""

    stage: str = ""
    indicator: str = ""
    mean: Fraction | None = None
    squared: Fraction | None = None
    sections: int = 0
    largest: Section | None = None
    largest_share: Fraction = Fraction(0)


class Dispersion(Rule):
    """Each coefficient, by indicator and stage, is tested by itself; their mean is shown without a limit."""

    kind: Literal["dispersion"]
    scope: str
    of: list[str]
    limits: list[Limit]

    def sentence(self, terms: Terms) -> str:
        """Say what is compared, and that pupils are the weights."""
        return terms.words("rule.dispersion", total=len(self.of), limits=limits_text(self.limits, terms))

    def judge(self, case: Case) -> Verdict:
        """Judge every indicator in every stage that has a limit."""
        sections = case.sections(self.scope)
        parts = [
            self.judge_one(case, indicator, limit, [part for part in sections if part.stage == limit.stage])
            for limit in self.limits
            for indicator in self.of
        ]
        return self.gather(case, parts)

    def judge_one(self, case: Case, indicator: str, limit: Limit, sections: list[Section]) -> Spread:
        """Compare CV² with limit²; one missing value leaves the coefficient open, a zero counts as zero."""
        stage = limit.stage or ""
        found = [case.measure(indicator, section) for section in sections]
        open_scope = any(case.admits(self.scope, section.school) is None for section in sections)
        outcome = Outcome.UNDETERMINED if sections else Outcome.NOT_APPLICABLE
        blank = Spread(self.id, outcome, bound=limit, stage=stage, indicator=indicator, sections=len(sections))
        if open_scope or any(value.amount is None for value in found):
            return blank
        resources = [value.amount for value in found if value.amount is not None]
        pupils = [int(value.per) for value in found if value.per is not None]
        spread = dispersion(resources, pupils)
        if spread is None:
            return blank
        return Spread(
            self.id,
            Outcome.MET if limit.admits_square(spread.cv_squared) else Outcome.NOT_MET,
            bound=limit,
            relaxed_by=next((value.relaxed_by for value in found if value.relaxed_by), None),
            stage=stage,
            indicator=indicator,
            mean=case.terms.indicators[indicator].times * spread.mean,
            squared=spread.cv_squared,
            sections=len(sections),
            largest=None if spread.largest is None else sections[spread.largest],
            largest_share=spread.largest_share,
        )
