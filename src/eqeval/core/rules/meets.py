"""meets: schools meet another standard, such as the basic standard of their province."""

from fractions import Fraction
from typing import Literal

from eqeval.core.census import School, Section
from eqeval.core.figures.ratio import doubt
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.condition import Condition
from eqeval.core.parts.limit import Limits
from eqeval.core.rules.case import Case, choose_for, why_without, without_bound
from eqeval.core.rules.rule import Rule
from eqeval.core.shown import share
from eqeval.core.terms import Terms, condition_text, limits_text
from eqeval.core.verdict import Outcome, Verdict, all_of, subject_verdicts


class Meets(Rule):
    """The share of schools that meet the other standard lies within a limit.

    standard: its id, judged here school by school; left out where there is no file of it, and then the county states
    the share in `stated`. where: of these schools only, for example private ones.
    """

    kind: Literal["meets"]
    standard: str | None = None
    scope: str
    where: Condition | None = None
    stated: str
    limits: Limits

    def sentence(self, terms: Terms) -> str:
        """Say which share of which schools meets what."""
        return terms.words(
            "rule.meets",
            standard=self.standard or terms.named([self.stated]),
            where=condition_text(self.where, terms) if self.where else "",
            limits=limits_text(self.limits, terms, share=True),
        )

    def judge(self, case: Case) -> Verdict:
        """Count the schools that meet the other standard, or take the share as stated."""
        choice = choose_for(case, self.limits, None)
        bound = choice.bound
        if bound is None:
            return Verdict(self.id, without_bound(choice), because=why_without(case, choice))
        if self.standard is None:
            value = case.census.county.values.get(self.stated)
            if value is None:
                because = case.words("because.stated_missing", items=case.terms.named([self.stated]))
                return Verdict(self.id, case.unstated([self.stated]), bound=bound, because=because)
            why = doubt(value, None)
            if why:
                text = case.words(f"because.{why}", what=case.terms.named([self.stated]), value=share(value, None))
                return Verdict(self.id, Outcome.UNDETERMINED, None, value, bound, because=text)
            outcome = Outcome.MET if bound.admits(value) else Outcome.NOT_MET
            text = case.words(
                f"because.share.{outcome}",
                what=case.terms.named([self.stated]),
                value=share(value, bound.limit),
                limit=bound.text(share=True),
            )
            return Verdict(self.id, outcome, None, value, bound, case.census.county.cells(self.stated), because=text)
        return self.counted(case, bound)

    def counted(self, case: Case, bound: Bound) -> Verdict:
        """Judge every school by the other standard."""
        other = case.others[self.standard or ""]
        rules = [rule.verdict(other) for rule in other.rules]
        parts = []
        for school in case.schools(self.scope):
            concerned = self.where.holds(school) if self.where else True
            if concerned is False:
                continue
            found = [part.outcome for verdict in rules for part in subject_verdicts(verdict) if _school(part) is school]
            # A school that the other standard leaves out has nothing to meet there.
            outcome = Outcome.UNDETERMINED if concerned is None else all_of(found)
            if outcome != Outcome.NOT_APPLICABLE:
                parts.append(Verdict(self.id, outcome, school))
        met = sum(part.outcome == Outcome.MET for part in parts)
        open_ = sum(part.outcome in (Outcome.UNDETERMINED, Outcome.AWAITING) for part in parts)
        if not parts:
            return Verdict(self.id, Outcome.NOT_APPLICABLE, because=case.words("because.not_applicable"))
        low, high = Fraction(met, len(parts)), Fraction(met + open_, len(parts))
        sure = bound.admits(low) == bound.admits(high)
        outcome = Outcome.UNDETERMINED if not sure else Outcome.MET if bound.admits(low) else Outcome.NOT_MET
        because = case.words(
            "because.share_of", count=met, total=len(parts), value=share(low, bound.limit), limit=bound.text(share=True)
        )
        return Verdict(self.id, outcome, None, low, bound, because=because, parts=tuple(parts))


def _school(verdict: Verdict) -> School | None:
    return verdict.subject.school if isinstance(verdict.subject, Section) else verdict.subject
