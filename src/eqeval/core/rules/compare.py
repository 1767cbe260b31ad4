"""compare: one figure of the county is compared with another, or with a number."""

from typing import Annotated, Literal

from pydantic import Field

from eqeval.core.figures import exact
from eqeval.core.figures.ratio import add, ratio
from eqeval.core.parts.bound import SYMBOLS, Bound, compare
from eqeval.core.parts.written import Exact, Sum, Title, Whole
from eqeval.core.rules.rule import Case, Rule
from eqeval.core.shown import figure
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict


class Compare(Rule):
    """of / per stands in the written relation to `to`: a number, or other items of the county."""

    kind: Literal["compare"]
    of: Sum
    per: Sum | None = None
    operator: Literal["at_least", "at_most", "above", "below", "equals"]
    to: Annotated[Exact | Sum, Field(union_mode="left_to_right")]
    unit: Title
    decimals: Whole = 0

    def sentence(self, terms: Terms) -> str:
        """Write both sides of the comparison."""
        per = f" ÷ {terms.sum(self.per)}" if self.per else ""
        to = terms.sum(self.to) if isinstance(self.to, dict) else exact.plain(self.to)
        return f"{terms.sum(self.of)}{per} {SYMBOLS[self.operator]} {to} {terms.words.text(self.unit)}"

    def judge(self, case: Case) -> Verdict:
        """Compare exactly; without both figures the rule waits for evidence."""
        county, terms = case.census.county, case.terms
        values = county.values
        left = ratio(values, self.of, self.per)
        right = add(values, self.to) if isinstance(self.to, dict) else self.to
        items = [*self.of, *(self.per or ()), *(self.to if isinstance(self.to, dict) else ())]
        cells = tuple(dict.fromkeys(cell for item in items for cell in county.cells(item)))
        if left is None or right is None:
            missing = [item for item in items if item not in values] or items
            because = case.words("because.stated_missing", items=terms.named(missing))
            return Verdict(self.id, case.unstated(items), cells=cells, because=because)
        outcome = Outcome.MET if compare(self.operator, left, right) else Outcome.NOT_MET
        because = case.words(
            f"because.compare.{outcome}",
            what=case.words.text(self.title),
            value=f"{figure(left, self.decimals, right)} {case.words.text(self.unit)}".strip(),
            limit=f"{SYMBOLS[self.operator]}{exact.plain(right)}",
        )
        return Verdict(self.id, outcome, None, left, Bound.single(self.operator, right), cells, because=because)
