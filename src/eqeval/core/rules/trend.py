"""trend: a yearly figure of the county moves as it should (逐年提高, three years without a fall, 0.5 points a year)."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Literal, Self

from pydantic import model_validator

from eqeval.core.figures.exact import Number, percent, plain
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.written import Exact, Title, Whole
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import Rule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict


class Trend(Rule):
    """One of three questions to a series of yearly figures, up to the year of the assessment.

    change and years: in each of the last `years` years the figure rises, does not fall, falls, or does not rise.
    enough: a figure at which it need not move any further. base and per_year: against the year `base`, the mean
    change a year, up to the year `last` if there is one, lies within a bound.
    first, last and sum: the figures of these years add up to a bound.
    """

    kind: Literal["trend"]
    of: str
    change: Literal["rises", "not_falling", "falls", "not_rising"] | None = None
    years: Whole | None = None
    enough: Exact | None = None
    base: Whole | None = None
    per_year: Bound | None = None
    first: Whole | None = None
    last: Whole | None = None
    sum: Bound | None = None
    unit: Title = ""

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        forms = [
            (self.change is not None, self.years is not None),
            (self.base is not None, self.per_year is not None),
            (self.sum is not None, self.first is not None),
        ]
        if (
            [any(form) for form in forms].count(True) != 1
            or not any(all(form) for form in forms)
            or (self.sum and not self.last)
        ):
            raise ValueError("one_question")
        begin = self.base if self.base is not None else self.first
        late = self.last is not None and begin is not None and self.last < begin + (self.base is not None)
        if late or (self.years is not None and self.years < 1) or (self.enough is not None and not self.change):
            raise ValueError("years_in_order")
        return self

    def sentence(self, terms: Terms) -> str:
        """Say which movement is asked for."""
        words, what = terms.words, terms.named([self.of])
        if self.change:
            enough = "" if self.enough is None else words("rule.trend.enough", enough=self.writer(terms)(self.enough))
            change = words(f"change.{self.change}")
            return words("rule.trend.change", what=what, years=self.years, change=change) + enough
        if self.per_year:
            return words("rule.trend.base", what=what, base=self.base, limit=self.limit(self.per_year, terms))
        limit = self.limit(self.sum, terms) if self.sum else ""
        return words("rule.trend.sum", what=what, first=self.first, last=self.last, limit=limit)

    def asked(self, year: int) -> tuple[int, ...]:
        """List the years whose figures may be needed in the year of the assessment."""
        if self.years:
            # The figure of the year itself is often not yet known; then one more year before counts.
            return tuple(range(year - self.years - 1, year + 1))
        if self.base:
            until = min(year, self.last or year)
            return (self.base, *range(max(self.base + 1, until - 1), until + 1))
        return tuple(range(self.first or year, (self.last or year) + 1))

    def writer(self, terms: Terms) -> Callable[[Number], str]:
        """Write figures as the item does: rates in percent."""
        return percent if terms.items[self.of].kind == "share" else plain

    def limit(self, bound: Bound, terms: Terms) -> str:
        """Write a bound as the item does."""
        return bound.text(share=terms.items[self.of].kind == "share")

    def judge(self, case: Case) -> Verdict:
        """Ask the series; a year that is not given leaves the rest to decide, and otherwise awaits."""
        series = case.census.county.series.get(self.of, {})
        if self.change and self.years:
            outcome, text = self.steps(series, case)
        elif self.per_year and self.base:
            outcome, text = self.since_base(series, case)
        else:
            outcome, text = self.summed(series, case)
        cells = tuple(cell for year in sorted(series) for cell in case.census.county.cells(f"{self.of}@{year}"))
        because = text or case.words("because.stated_missing", items=case.terms.named([self.of]))
        return Verdict(
            self.id, outcome, None, self.figure(series, case), self.per_year or self.sum, cells, because=because
        )

    def figure(self, series: Mapping[int, Number], case: Case) -> Number | None:
        """The change a year or the sum that is compared, where the series gives one."""
        if self.sum:
            return sum(series.get(year, 0) for year in range(self.first or 0, (self.last or 0) + 1))
        last = self.last_year(series, case)
        base = self.base or 0
        if not self.per_year or last is None or base not in series:
            return None
        return Fraction(series[last] - series[base]) / (last - base)

    def last_year(self, series: Mapping[int, Number], case: Case) -> int | None:
        """The last year after the base that counts."""
        until = min(case.day.year, self.last or case.day.year)
        return max((year for year in series if (self.base or 0) < year <= until), default=None)

    def steps(self, series: Mapping[int, Number], case: Case) -> tuple[Outcome, str]:
        """Compare every year with the one before."""
        last = max((year for year in series if year <= case.day.year), default=case.day.year)
        if last < case.day.year - 1:
            # Figures of long ago say nothing of the last years.
            return Outcome.AWAITING, ""
        wanted = range(last - (self.years or 0), last + 1)
        write = self.writer(case.terms)
        for before, after in pairwise(wanted):
            if before in series and after in series and not self.moved(series[before], series[after]):
                values = {"before": write(series[before]), "after": write(series[after])}
                return Outcome.NOT_MET, case.words("because.trend.step", first=before, last=after, **values)
        if any(year not in series for year in wanted):
            return Outcome.AWAITING, ""
        return Outcome.MET, case.words("because.trend.steps", first=wanted[0], last=wanted[-1])

    def moved(self, before: Number, after: Number) -> bool:
        """Say whether one step goes the right way."""
        if self.enough is not None and before == after == self.enough:
            return True
        match self.change:
            case "rises":
                return after > before
            case "not_falling":
                return after >= before
            case "falls":
                return after < before
            case _:
                return after <= before

    def since_base(self, series: Mapping[int, Number], case: Case) -> tuple[Outcome, str]:
        """Compare the mean yearly change since the base year."""
        last, change = self.last_year(series, case), self.figure(series, case)
        ended = self.last is not None and case.day.year > self.last
        if change is None or last is None or self.per_year is None or (ended and last != self.last):
            return Outcome.AWAITING, ""
        outcome = Outcome.MET if self.per_year.admits(change) else Outcome.NOT_MET
        text = case.words(
            "because.trend.base",
            first=self.base,
            last=last,
            change=self.writer(case.terms)(change),
            limit=self.limit(self.per_year, case.terms),
        )
        return outcome, text

    def summed(self, series: Mapping[int, Number], case: Case) -> tuple[Outcome, str]:
        """Add up the years of a period; what has been reached already counts before the period ends."""
        years = range(self.first or 0, (self.last or 0) + 1)
        total = self.figure(series, case) or 0
        bound = self.sum
        if bound is None:
            return Outcome.AWAITING, ""
        complete = all(year in series for year in years)
        limit = self.limit(bound, case.terms)
        text = case.words(
            "because.trend.sum", first=self.first, last=self.last, total=self.writer(case.terms)(total), limit=limit
        )
        if bound.admits(total) and (complete or bound.rising):
            return Outcome.MET, text
        if complete or not (bound.rising or bound.admits(total)):
            return Outcome.NOT_MET, text
        return (Outcome.NOT_DUE if case.day.year < years[-1] else Outcome.AWAITING), text
