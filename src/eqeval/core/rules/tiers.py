"""tiers: the result of every school has a name, by how many items it meets (合格, 基本合格, 不合格)."""

from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from eqeval.core.census import School, Section
from eqeval.core.parts.written import Model, Whole
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import SubjectRule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from eqeval.core.rules import Part


class Tier(Model):
    """A name, and how many items it takes."""

    name: str
    at_least: Whole


class Tiers(SubjectRule):
    """Every school reaches the tier `needed` or a better one.

    tiers: from the best to the last, which takes 0 items. Items that are not applicable to a school count as met.
    """

    kind: Literal["tiers"]
    scope: str
    level: Literal["section", "school"]
    tiers: list[Tier]
    needed: str
    of: "list[Part]"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        counts = [tier.at_least for tier in self.tiers]
        if counts != sorted(set(counts), reverse=True) or not counts or counts[-1] != 0:
            raise ValueError("tiers_not_falling")
        if self.needed not in [tier.name for tier in self.tiers]:
            raise ValueError("tier_unknown")
        if counts[0] > len(self.of):
            raise ValueError("tier_beyond")
        return self

    def sentence(self, terms: Terms) -> str:
        """Say which tier takes how many items, and which one is needed."""
        words = terms.words
        steps = words.join([words("rule.tier", name=tier.name, count=tier.at_least) for tier in self.tiers])
        return words("rule.tiers", total=len(self.of), tiers=steps, needed=self.needed)

    def rows(self, case: Case) -> Rows:
        """List what is judged."""
        return case.rows(self.scope, self.level)

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Name the tier; with blanks, the range of tiers decides as far as it can."""
        parts = tuple(part.verdict_one(case, subject) for part in self.of)
        missed = sum(part.outcome == Outcome.NOT_MET for part in parts)
        open_ = sum(part.outcome in (Outcome.UNDETERMINED, Outcome.AWAITING) for part in parts)
        best, worst = self.tier(len(parts) - missed), self.tier(len(parts) - missed - open_)
        names = [tier.name for tier in self.tiers]
        needed = names.index(self.needed)
        school = subject.school if isinstance(subject, Section) else subject
        if case.admits(self.scope, school) is None or names.index(best) <= needed < names.index(worst):
            outcome = Outcome.UNDETERMINED
        else:
            outcome = Outcome.MET if names.index(worst) <= needed else Outcome.NOT_MET
        name = best if best == worst else f"{worst}–{best}"
        return Verdict(self.id, outcome, subject, len(parts) - missed - open_, because=name, parts=parts)

    def tier(self, met: int) -> str:
        """Name the tier for a number of items met."""
        return next(tier.name for tier in self.tiers if met >= tier.at_least)
