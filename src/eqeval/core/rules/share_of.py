"""share_of: the share of schools, sections or classes for which a condition holds stays within a limit."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from eqeval.core.census import School, SchoolClass, Section
from eqeval.core.figures.exact import Number
from eqeval.core.parts.condition import Condition
from eqeval.core.parts.limit import Limits
from eqeval.core.rules.case import Case, choose_for, why_without, without_bound
from eqeval.core.rules.rule import Rule
from eqeval.core.shown import share
from eqeval.core.terms import Terms, condition_text, limits_text
from eqeval.core.verdict import Outcome, Verdict

# The item by which a condition speaks of the pupils of one class.
CLASS_PUPILS = "class_pupils"


class _Class(Struct, frozen=True, eq=False):
    """One class as a subject of conditions: its pupils, and all that is known of its school."""

    school: School
    one: SchoolClass

    @property
    def values(self) -> Mapping[str, Number]:
        own = {} if self.one.pupils is None else {CLASS_PUPILS: self.one.pupils}
        return {**self.school.values, **own}

    @property
    def choices(self) -> Mapping[str, str]:
        return self.school.choices

    @property
    def type(self) -> str | None:
        return self.school.type

    @property
    def stage(self) -> str | None:
        return self.one.stage


class ShareOf(Rule):
    """share = units for which `that` holds / all units that `where` names; units without an answer leave a range.

    The verdict is sure when the whole range lies on one side of the limit: 95 known classes in order out of 100
    meet a limit of 90 % whatever the other five are.
    """

    kind: Literal["share_of"]
    scope: str
    units: Literal["schools", "sections", "classes"]
    where: Condition | None = None
    that: Condition
    limits: Limits

    def sentence(self, terms: Terms) -> str:
        """Say which share is limited."""
        return terms.words(
            "rule.share_of",
            units=terms.words(f"units.{self.units}"),
            where=condition_text(self.where, terms) if self.where else "",
            that=condition_text(self.that, terms),
            limits=limits_text(self.limits, terms, share=True),
        )

    def members(self, case: Case) -> list[School] | list[Section] | list[_Class]:
        """List the units in scope; of a school without a list of classes nothing is known of its classes."""
        if self.units == "sections":
            return case.sections(self.scope)
        schools = case.schools(self.scope)
        if self.units == "schools":
            return schools
        return [_Class(school, one) for school in schools for one in school.classes]

    def judge(self, case: Case) -> Verdict:
        """Count what holds and what is not known, and compare both ends of the range."""
        choice = choose_for(case, self.limits, None)
        if choice.bound is None:
            return Verdict(self.id, without_bound(choice), because=why_without(case, choice))
        units = [unit for unit in self.members(case) if self.where is None or self.where.holds(unit) is not False]
        answers = [self.that.holds(unit) for unit in units]
        known, total = answers.count(True), len(answers)
        silent = self.units == "classes" and any(not school.classes for school in case.schools(self.scope))
        if silent or not total:
            outcome = Outcome.UNDETERMINED if silent else Outcome.NOT_APPLICABLE
            because = case.words("because.no_classes") if silent else case.words("because.not_applicable")
            return Verdict(self.id, outcome, bound=choice.bound, because=because)
        low, high = Fraction(known, total), Fraction(known + answers.count(None), total)
        verdicts = {choice.bound.admits(low), choice.bound.admits(high)}
        if len(verdicts) > 1:
            outcome = Outcome.UNDETERMINED
        else:
            outcome = Outcome.MET if True in verdicts else Outcome.NOT_MET
        because = case.words(
            "because.share_of",
            count=known,
            total=total,
            value=share(low, choice.bound.limit),
            limit=choice.bound.text(share=True),
        )
        return Verdict(self.id, outcome, None, low, choice.bound, because=because)
