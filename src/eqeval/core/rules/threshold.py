"""threshold: a value of every section, or of every school, lies within its limit."""

from typing import Literal

from eqeval.core.bound import Bound
from eqeval.core.census import School, Section
from eqeval.core.exact import Number
from eqeval.core.ratio import add
from eqeval.core.relaxation import Relaxation
from eqeval.core.rules.rule import Case, Limit, Rule, Terms, limit_for, limits_text
from eqeval.core.verdict import Outcome, Verdict
from eqeval.core.written import Sum, Title


class OtherLimits(Relaxation):
    """A relaxation that puts other limits in the place of the ordinary ones."""

    limits: list[Limit]


class Threshold(Rule):
    """A number that is reported of every section or school, such as its size, meets its limit.

    of: the items to add up. level: `section` judges each stage of a school by itself, `school` the whole
    of its compulsory stages.
    """

    kind: Literal["threshold"]
    scope: str
    level: Literal["section", "school"]
    of: Sum
    unit: Title
    limits: list[Limit]
    relax: list[OtherLimits] = []

    def sentence(self, terms: Terms) -> str:
        """Name the number and its limits."""
        return terms.words(
            "rule.threshold",
            what=terms.sum(self.of),
            limits=limits_text(self.limits, terms),
            unit=terms.words.text(self.unit),
        )

    def judge(self, case: Case) -> Verdict:
        """Judge every subject in scope."""
        subjects: list[School] | list[Section] = (
            case.schools(self.scope) if self.level == "school" else case.sections(self.scope)
        )
        return self.gather(case, (self.judge_one(case, subject) for subject in subjects))

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Compare one subject exactly; a relaxation is asked only where the ordinary limit is not met."""
        school = subject.school if isinstance(subject, Section) else subject
        value = add(subject.values, self.of)
        cells = tuple(cell for item in self.of for cell in subject.cells(item))
        limit, sure = limit_for(self.limits, subject)
        if limit is None:
            return Verdict(self.id, Outcome.NOT_APPLICABLE, subject, value, None, cells)
        if value is None or not sure or case.admits(self.scope, school) is None:
            return Verdict(self.id, Outcome.UNDETERMINED, subject, value, limit, cells)
        relaxed = None if limit.admits(value) else self.relaxed(case, subject, school, value)
        if relaxed:
            bound, name = relaxed
            return Verdict(self.id, Outcome.MET, subject, value, bound, cells, relaxed_by=name)
        outcome = Outcome.MET if limit.admits(value) else Outcome.NOT_MET
        return Verdict(self.id, outcome, subject, value, limit, cells)

    def relaxed(self, case: Case, subject: School | Section, school: School, value: Number) -> tuple[Bound, str] | None:
        """Find the relaxation by which a value is met after all."""
        for relaxation in self.relax:
            if relaxation.applies(school, case.day):
                limit, sure = limit_for(relaxation.limits, subject)
                if limit is not None and sure and limit.admits(value):
                    return limit, relaxation.id
        return None
