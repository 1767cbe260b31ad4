"""compare: one figure of the county is compared with another, or with a number."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from eqeval.core.figures import exact
from eqeval.core.figures.ratio import add, ratio
from eqeval.core.parts.bound import SYMBOLS, Bound, compare
from eqeval.core.parts.written import Exact, Sum, Title, Whole
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import CountyRule
from eqeval.core.shown import figure
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict


class Compare(CountyRule):
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

    def find(self, case: Case) -> Verdict:
        """Compare exactly; without both figures the rule waits for evidence."""
        county, values = case.census.county, case.census.county.values
        left = ratio(values, self.of, self.per)
        right = add(values, self.to) if isinstance(self.to, dict) else self.to
        cells = tuple(dict.fromkeys(cell for item in self.items for cell in county.cells(item)))
        if left is None or right is None:
            return Verdict(self.id, case.unstated(self.items), cells=cells)
        outcome = Outcome.MET if compare(self.operator, left, right) else Outcome.NOT_MET
        return Verdict(self.id, outcome, None, left, Bound.single(self.operator, right), cells)

    def because(self, case: Case, found: Verdict) -> str:
        """Say both figures, or which is missing."""
        left, bound = found.value, found.bound
        if left is None or bound is None:
            missing = [item for item in self.items if item not in case.census.county.values] or self.items
            return case.words("because.stated_missing", items=case.terms.named(missing))
        return case.words(
            f"because.compare.{found.outcome}",
            what=case.words.text(self.title),
            value=f"{figure(left, self.decimals, bound.limit)} {case.words.text(self.unit)}".strip(),
            limit=bound.text(),
        )

    @cached_property
    def items(self) -> list[str]:
        """Every item that is read."""
        return [*self.of, *(self.per or ()), *(self.to if isinstance(self.to, dict) else ())]
