"""share: a rate of the county, such as the share of exchanged teachers, meets its limit."""

from typing import Literal

from eqeval.core.figures.exact import Number
from eqeval.core.figures.ratio import doubt, ratio
from eqeval.core.parts.limit import Limits
from eqeval.core.parts.written import Sum, YesNo
from eqeval.core.rules.case import Case, choose_for, why_without, without_bound
from eqeval.core.rules.rule import CountyRule
from eqeval.core.shown import share
from eqeval.core.terms import Terms, limits_text
from eqeval.core.verdict import Outcome, Verdict


class Share(CountyRule):
    """of / per, or the rate as stated where its parts are not given, lies within a bound.

    Without figures the rule waits for evidence: the county's own figures are never guessed. A rate above 100 %, or
    one that is stated otherwise than its parts give, decides nothing. gross: rates that may exceed 100 %.
    """

    kind: Literal["share"]
    of: Sum | None = None
    per: Sum | None = None
    stated: str
    gross: YesNo = False
    limits: Limits

    def sentence(self, terms: Terms) -> str:
        """Name the rate and its limit."""
        return terms.words(
            "rule.share", what=terms.named([self.stated]), limit=limits_text(self.limits, terms, share=True)
        )

    def find(self, case: Case) -> Verdict:
        """Compute the rate from its parts if both are there, otherwise take the stated one."""
        county = case.census.county
        parts = [*(self.of or ()), *(self.per or ())]
        value = ratio(county.values, self.of, self.per) if self.of else None
        choice = choose_for(case, self.limits, None)
        bound = choice.bound
        if bound is None and choice.state != "open":
            return Verdict(self.id, without_bound(choice))
        read = parts
        if value is None:
            read, value = [self.stated], county.values.get(self.stated)
        if value is None or bound is None:
            return Verdict(self.id, case.unstated([*parts, self.stated]), bound=bound)
        cells = tuple(dict.fromkeys(cell for item in read for cell in county.cells(item)))
        outcome = Outcome.MET if bound.admits(value) else Outcome.NOT_MET
        if self.doubt(case, value):
            outcome = Outcome.UNDETERMINED
        return Verdict(self.id, outcome, None, value, bound, cells)

    def doubt(self, case: Case, value: Number) -> str | None:
        """Say why the rate cannot be right, if it cannot."""
        return doubt(value, case.census.county.values.get(self.stated), self.gross)

    def because(self, case: Case, found: Verdict) -> str:
        """Say what the rate is beside its limit, what is missing, or why it cannot be right."""
        words, value, bound = case.words, found.value, found.bound
        if value is None or bound is None:
            choice = choose_for(case, self.limits, None)
            if bound is None and choice.state != "open":
                return why_without(case, choice)
            return words("because.stated_missing", items=case.terms.named([self.stated]))
        what, why = case.terms.named([self.stated]), self.doubt(case, value)
        if why:
            return words(f"because.{why}", what=what, value=share(value, None))
        limit = bound.text(share=True)
        return words(f"because.share.{found.outcome}", what=what, value=share(value, bound.limit), limit=limit)
