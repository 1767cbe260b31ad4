"""threshold: a number or quotient of every section or school, such as its size, lies within its limit."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from eqeval.core.census import Cells, School, Section
from eqeval.core.figures.exact import Number
from eqeval.core.figures.ratio import add, ratio
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.condition import Condition
from eqeval.core.parts.limit import Eased, Limits
from eqeval.core.parts.rounding import Rounding
from eqeval.core.parts.written import Positive, Sum, Title
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case, choose_for, eased, why_without, within, without_bound
from eqeval.core.rules.rule import Rule
from eqeval.core.shown import figure
from eqeval.core.terms import Terms, condition_text, limits_text
from eqeval.core.verdict import Outcome, Verdict


class Otherwise(Eased):
    """A relaxation of a limit that may also let other items count instead, such as planned areas."""

    of: Sum | None = None


class Threshold(Rule):
    """times x of / per of each subject lies within its limit.

    level: `section` judges each stage of a school by itself, `school` the whole of its compulsory stages; both name
    a scope. `county` judges figures of sheet 县级, and awaits them where they are missing.
    where: judged for these schools only; for the others it is not applicable. A divisor of zero with something
    to divide exceeds every limit from above (no health worker for 600 pupils); with nothing to divide among
    nobody the rule is not applicable (no boarders, no dormitory). compare_at: how the authority rounds before it
    compares; exact if left out.
    """

    kind: Literal["threshold"]
    scope: str | None = None
    level: Literal["section", "school", "county"]
    of: Sum
    per: Sum | None = None
    times: Positive = 1
    unit: Title
    where: Condition | None = None
    limits: Limits
    compare_at: Rounding | None = None
    relax: list[Otherwise] = []

    def sentence(self, terms: Terms) -> str:
        """Name the number and its limits."""
        per = f" ÷ {terms.sum(self.per)}" if self.per else ""
        where = f"{condition_text(self.where, terms)}{terms.words('list.colon')}" if self.where else ""
        return where + terms.words(
            "rule.threshold",
            what=terms.sum(self.of) + per,
            limits=limits_text(self.limits, terms),
            unit=terms.words.text(self.unit),
        )

    @model_validator(mode="after")
    def _scope_of_schools(self) -> Self:
        if (self.scope is None) != (self.level == "county"):
            raise ValueError("scope_of_schools")
        return self

    def rows(self, case: Case) -> Rows | None:
        """List what is judged; None for the county."""
        return None if self.scope is None else case.rows(self.scope, self.level)

    def judge(self, case: Case) -> Verdict:
        """Judge every subject in scope, or the county."""
        rows = self.rows(case)
        if rows is None:
            return self.judge_county(case)
        return self.gather(case, (self.judge_one(case, subject) for subject in rows.subjects))

    def decide(self, case: Case) -> Outcome:
        """Join the outcomes of every subject in scope, or judge the county."""
        rows = self.rows(case)
        return self.verdict(case).outcome if rows is None else self.decide_rows(case, rows)

    def surely_met(self, case: Case, rows: Rows) -> Sequence[bool | None]:
        """Say whose number lies within the ordinary limit, where nothing else has to be asked."""
        if self.scope is None or self.where is not None or self.compare_at is not None:
            return super().surely_met(case, rows)
        over, per = rows.sum(self.of), None if self.per is None else rows.sum(self.per)
        return case.surely_in(self.scope, rows, within(case, self.limits, rows, over, per, self.times))

    def judge_county(self, case: Case) -> Verdict:
        """Compare a figure of the county."""
        county, words = case.census.county, case.words
        items = [*self.of, *(self.per or ())]
        cells = tuple(cell for item in items for cell in county.cells(item))
        choice = choose_for(case, self.limits, None)
        bound = choice.bound
        if bound is None and choice.state != "open":
            return Verdict(self.id, without_bound(choice), because=why_without(case, choice))
        value = ratio(county.values, self.of, self.per)
        if value is None or bound is None:
            missing = [item for item in items if item not in county.values] or items
            because = words("because.stated_missing", items=case.terms.named(missing))
            return Verdict(self.id, case.unstated(items), bound=bound, cells=cells, because=because)
        value = self.compared(self.times * value)
        outcome = Outcome.MET if bound.admits(value) else Outcome.NOT_MET
        because = words(
            f"because.compare.{outcome}",
            what=words.text(self.title),
            value=f"{figure(value, 0 if value.denominator == 1 else 2, bound.limit)} {words.text(self.unit)}".strip(),
            limit=bound.text(),
        )
        return Verdict(self.id, outcome, None, value, bound, cells, because=because)

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Compare one subject exactly; a relaxation is asked only where the ordinary limit is not met."""
        school = subject.school if isinstance(subject, Section) else subject
        concerned = self.where.holds(school) if self.where else True
        choice = choose_for(case, self.limits, subject)
        cells = Cells(subject, (*self.of, *(self.per or ())))
        if concerned is False or choice.state in ("none", "later"):
            outcome = Outcome.NOT_APPLICABLE if concerned is False else without_bound(choice)
            return Verdict(self.id, outcome, subject, cells=cells)
        value, beyond = self.value(subject, self.of)
        bound = choice.bound
        if concerned is None or bound is None or case.admits(self.scope or "", school) is None:
            return Verdict(self.id, Outcome.UNDETERMINED, subject, value, bound, cells)
        if beyond is not None:
            return Verdict(
                self.id,
                beyond if bound.operator in ("at_most", "below") else Outcome.NOT_APPLICABLE,
                subject,
                None,
                bound,
                cells,
            )
        if value is None:
            return Verdict(self.id, self.from_ends(case, subject, bound), subject, None, bound, cells)
        if bound.admits(value):
            return Verdict(self.id, Outcome.MET, subject, value, bound, cells)
        for relaxation in self.relax:
            if relaxation.applies(school, case.day):
                found = self.relaxed(relaxation, case, subject, value, bound)
                if found:
                    return Verdict(self.id, Outcome.MET, subject, found[0], found[1], cells, relaxed_by=relaxation.id)
        open_ = any(
            relaxation.may_apply(school, school.unreadable - set(self.of), case.day)
            and self.relaxed(relaxation, case, subject, value, bound)
            for relaxation in self.relax
        )
        return Verdict(self.id, Outcome.UNDETERMINED if open_ else Outcome.NOT_MET, subject, value, bound, cells)

    def from_ends(self, case: Case, subject: School | Section, bound: Bound) -> Outcome:
        """An unknown number that surely exceeds its limit fails, one that surely keeps within it is met."""
        school = subject.school if isinstance(subject, Section) else subject
        simple = len(self.of) == 1 and self.per is None and self.times == 1
        least = school.least.get(next(iter(self.of)), {}).get(subject.stage or "") if simple else None
        most = school.most.get(next(iter(self.of)), {}).get(subject.stage or "") if simple else None
        if most is not None and bound.operator in ("at_most", "below") and bound.admits(most):
            return Outcome.MET
        if least is None or bound.operator not in ("at_most", "below"):
            return Outcome.UNDETERMINED
        beyond = not bound.admits(least) and not any(
            (
                relaxation.applies(school, case.day)
                or relaxation.may_apply(school, school.unreadable - set(self.of), case.day)
            )
            and self.relaxed(relaxation, case, subject, least, bound)
            for relaxation in self.relax
        )
        return Outcome.NOT_MET if beyond else Outcome.UNDETERMINED

    def value(self, subject: School | Section, of: Sum) -> tuple[Number | None, Outcome | None]:
        """Form the value; the second part says what follows where the divisor is zero."""
        over = add(subject.values, of)
        if over is None or self.per is None:
            return (None if over is None else self.compared(self.times * over)), None
        under = add(subject.values, self.per)
        if under == 0:
            return None, Outcome.NOT_MET if over else Outcome.NOT_APPLICABLE
        return (None if under is None else self.compared(Fraction(self.times * over) / under)), None

    def compared(self, value: Number) -> Number:
        """Round as the authority does before it compares; leave the value as it is where it does not."""
        return value if self.compare_at is None else self.compare_at.of(value)

    def relaxed(
        self, relaxation: Otherwise, case: Case, subject: School | Section, value: Number, bound: Bound
    ) -> tuple[Number, Bound] | None:
        """Find the value and bound by which a relaxation is met; None where even that is not."""
        other = eased(case, relaxation, subject, bound)
        instead = value if relaxation.of is None else self.value(subject, relaxation.of)[0]
        if other is None or instead is None or not other.admits(instead):
            return None
        return instead, other
