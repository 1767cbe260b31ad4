"""some: of several requirements on the county at least so many hold (three of four)."""

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from eqeval.core.parts.written import Whole
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import Rule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from eqeval.core.rules import AnyRule


class SomeRules(Rule):
    """At least `at_least` of the parts hold; for items of every school there is `quorum`.

    What does not apply is not missed: of four parts of which three are needed one may fail, however many apply.
    """

    kind: Literal["some"]
    at_least: Whole
    parts: "list[AnyRule]" = Field(min_length=1)

    @model_validator(mode="after")
    def _as_many_as_there_are(self) -> Self:
        if not 1 <= self.at_least <= len(self.parts):
            raise ValueError("quorum_count")
        return self

    def sentence(self, terms: Terms) -> str:
        """Say how many of which are needed."""
        parts = terms.words("list.semicolon").join(part.sentence(terms) for part in self.parts)
        return terms.words("rule.some", count=self.at_least, total=len(self.parts), parts=parts)

    def judge(self, case: Case) -> Verdict:
        """Count what holds; what is open leaves a range, and the range decides as far as it can."""
        found = tuple(part.verdict(case) for part in self.parts)
        outcomes = [verdict.outcome for verdict in found]
        allowed = len(self.parts) - self.at_least
        failed = outcomes.count(Outcome.NOT_MET)
        missing, awaited = outcomes.count(Outcome.UNDETERMINED), outcomes.count(Outcome.AWAITING)
        if failed > allowed:
            outcome = Outcome.NOT_MET
        elif failed + missing + awaited <= allowed:
            outcome = Outcome.MET
        else:
            outcome = Outcome.UNDETERMINED if missing else Outcome.AWAITING
        met = sum(outcome in (Outcome.MET, Outcome.ATTESTED) for outcome in outcomes)
        because = case.words("because.some", count=met, total=len(found), needed=self.at_least)
        return Verdict(self.id, outcome, None, met, because=because, parts=found)
