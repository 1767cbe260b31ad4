"""veto: a thing that fails the county, whatever else holds (一票否决)."""

from typing import Literal

from eqeval.core.census import CONFLICT
from eqeval.core.rules.rule import Case, CountyRule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict


class Veto(CountyRule):
    """The county states whether it occurred; a yes fails everything, silence is awaiting."""

    kind: Literal["veto"]

    def sentence(self, terms: Terms) -> str:
        """Say what must not occur."""
        return terms.words("rule.veto", what=terms.words.text(self.title))

    def find(self, case: Case) -> Verdict:
        """Read the statement of sheet 县级 with the id or the title of this rule."""
        said = case.census.county.statements.get(self.id)
        if said is None or not said.text:
            return Verdict(self.id, Outcome.AWAITING)
        if said.text == CONFLICT:
            outcome = Outcome.UNDETERMINED
        elif said.text == "yes":
            outcome = Outcome.NOT_MET
        else:
            outcome = Outcome.ATTESTED if said.evidence else Outcome.AWAITING
        return Verdict(self.id, outcome, cells=(said.cell,))

    def because(self, case: Case, found: Verdict) -> str:
        """Say what the county states, and by which evidence."""
        said = case.census.county.statements.get(self.id)
        if said is None or not said.text:
            return case.words("because.no_statement")
        if said.text == CONFLICT:
            return case.words("because.unreadable")
        return case.words(f"because.veto.{found.outcome}", evidence=said.evidence)
