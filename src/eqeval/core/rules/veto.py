"""veto: a thing that fails the county, whatever else holds (一票否决)."""

from typing import Literal

from eqeval.core.census import Statement
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import StatedRule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome


class Veto(StatedRule):
    """The county states whether it occurred; a yes fails everything, silence is awaiting."""

    kind: Literal["veto"]

    def sentence(self, terms: Terms) -> str:
        """Say what must not occur."""
        return terms.words("rule.veto", what=terms.words.text(self.title))

    def outcome(self, text: str, evidence: str) -> Outcome:
        """A yes fails the county; a no counts with its evidence."""
        if text == "yes":
            return Outcome.NOT_MET
        return Outcome.ATTESTED if evidence else Outcome.AWAITING

    def reason(self, case: Case, said: Statement, outcome: Outcome) -> str:
        """Say what the county states, and by which evidence."""
        return case.words(f"because.veto.{outcome}", evidence=said.evidence)
