"""share: a rate of the county, such as the share of exchanged teachers, meets its limit."""

from typing import Literal

from eqeval.core.figures.ratio import doubt, ratio
from eqeval.core.parts.limit import Limits
from eqeval.core.parts.written import Sum, YesNo
from eqeval.core.rules.rule import Case, Rule, choose_for, limits_text, why_without, without_bound
from eqeval.core.shown import share
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict


class Share(Rule):
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

    def judge(self, case: Case) -> Verdict:
        """Compute the rate from its parts if both are there, otherwise take the stated one."""
        county, words = case.census.county, case.words
        items: tuple[str, ...] = (*(self.of or ()), *(self.per or ()))
        value = ratio(county.values, self.of, self.per) if self.of else None
        if value is None:
            items, value = (self.stated,), county.values.get(self.stated)
        cells = tuple(dict.fromkeys(cell for item in items for cell in county.cells(item)))
        choice = choose_for(case, self.limits, None)
        bound = choice.bound
        if bound is None and choice.state != "open":
            return Verdict(self.id, without_bound(choice), because=why_without(case, choice))
        if value is None or bound is None:
            because = words("because.stated_missing", items=case.terms.named([self.stated]))
            outcome = case.unstated((*(self.of or ()), *(self.per or ()), self.stated))
            return Verdict(self.id, outcome, bound=bound, because=because)
        why = doubt(value, county.values.get(self.stated), self.gross)
        if why:
            because = words(f"because.{why}", what=case.terms.named([self.stated]), value=share(value, None))
            return Verdict(self.id, Outcome.UNDETERMINED, None, value, bound, cells, because=because)
        outcome = Outcome.MET if bound.admits(value) else Outcome.NOT_MET
        because = words(
            f"because.share.{outcome}",
            what=case.terms.named([self.stated]),
            value=share(value, bound.limit),
            limit=bound.text(share=True),
        )
        return Verdict(self.id, outcome, None, value, bound, cells, because=because)
