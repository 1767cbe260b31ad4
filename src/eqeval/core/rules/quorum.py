"""quorum: of several indicators at least so many are met, and the rest not below a floor (6 of 7, 85 %)."""

from typing import Literal

from eqeval.core import exact
from eqeval.core.census import Section
from eqeval.core.exact import Number
from eqeval.core.rules.rule import Case, Limit, Rule, Terms, limit_for, limits_text
from eqeval.core.verdict import Outcome, Verdict
from eqeval.core.written import Exact, Model


class Member(Model):
    """An indicator and its limit in every stage."""

    indicator: str
    limits: list[Limit]

    def sentence(self, terms: Terms) -> str:
        """Name the indicator and its limits."""
        indicator = terms.indicators[self.indicator]
        return terms.words(
            "rule.threshold",
            what=terms.words.text(indicator.title),
            limits=limits_text(self.limits, terms),
            unit=terms.words.text(indicator.unit),
        )

    def judge(self, case: Case, section: Section, floor: Number) -> Verdict:
        """Compare one section exactly; a miss that still reaches the floor is told from one that does not."""
        found = case.measure(self.indicator, section)
        limit, sure = limit_for(self.limits, section)
        if limit is None:
            return Verdict(self.indicator, Outcome.NOT_APPLICABLE, section, measurement=found)
        if found.value is None or not sure:
            return Verdict(self.indicator, Outcome.UNDETERMINED, section, bound=limit, measurement=found)
        if limit.admits(found.value):
            outcome = Outcome.MET
        else:
            reached = limit.reaches(found.value, floor)
            outcome = Outcome.TOLERATED if reached else Outcome.NOT_MET
        return Verdict(
            self.indicator,
            outcome,
            section,
            found.value,
            limit,
            relaxed_by=found.relaxed_by,
            measurement=found,
        )


class Quorum(Rule):
    """Every section meets at least `at_least` of the indicators, the others at least `rest_at_least` of the limit."""

    kind: Literal["quorum"]
    scope: str
    at_least: int
    rest_at_least: Exact
    of: list[Member]

    def sentence(self, terms: Terms) -> str:
        """Say how many are needed and what the rest must reach."""
        return terms.words(
            "rule.quorum",
            count=self.at_least,
            total=len(self.of),
            floor=exact.percent(self.rest_at_least),
            scope=terms.words.text(terms.scopes[self.scope].title),
        )

    def judge(self, case: Case) -> Verdict:
        """Judge every section in scope."""
        return self.gather(case, (self.judge_section(case, part) for part in case.sections(self.scope)))

    def judge_section(self, case: Case, section: Section) -> Verdict:
        """Count what is met; a sure failure stays one when other values are missing."""
        parts = tuple(member.judge(case, section, self.rest_at_least) for member in self.of)
        outcome = self.outcome(parts)
        if case.admits(self.scope, section.school) is None:
            outcome = Outcome.UNDETERMINED
        met = sum(part.outcome == Outcome.MET for part in parts)
        return Verdict(self.id, outcome, section, met, parts=parts)

    def outcome(self, parts: tuple[Verdict, ...]) -> Outcome:
        """Decide a section: too many misses or one below the floor is sure, a blank leaves the rest open."""
        outcomes = [part.outcome for part in parts]
        allowed = len(self.of) - self.at_least
        below, tolerated = outcomes.count(Outcome.NOT_MET), outcomes.count(Outcome.TOLERATED)
        if below or tolerated > allowed:
            return Outcome.NOT_MET
        return Outcome.UNDETERMINED if Outcome.UNDETERMINED in outcomes else Outcome.MET
