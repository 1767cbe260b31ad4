"""score: points for every item, in blocks, with a minimum for each block and in total."""

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from eqeval.core.bound import Bound
from eqeval.core.census import School, Section
from eqeval.core.exact import Number, fixed
from eqeval.core.rules.rule import Case, Rule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict
from eqeval.core.written import Exact, Model, Positive, Title

if TYPE_CHECKING:
    from eqeval.core.rules import AnyRule

# Points at the least and at the most, as far as the data say.
Range = tuple[Fraction, Fraction]


class Deduction(Model):
    """points are lost for every started step of so much below the limit, never more than the item has."""

    points: Exact
    for_every: Positive


class Scored(Model):
    """An item and its points: awarded by an inspector, or following from a rule.

    awarded: the item of sheet 县级 that holds the points given. rule: with it, all points where it is met;
    with `steps`, a part of them by value / limit ([80%, 50%] gives half of the points from 80 % on);
    with `deduct`, fewer the further the value lies below its limit. without: what an item that is not applicable
    earns: `full` points, or it is `excluded` from the total.
    """

    points: Exact
    awarded: str | None = None
    rule: "AnyRule | None" = None
    steps: list[tuple[Exact, Exact]] = []
    deduct: Deduction | None = None
    without: Literal["full", "excluded"]

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.awarded is None) == (self.rule is None) or (self.steps and self.deduct):
            raise ValueError("one_source")
        return self

    def verdict(self, case: Case, subject: School | Section | None) -> Verdict | None:
        """Judge the rule of the item; None where points are awarded."""
        if self.rule is None:
            return None
        return self.rule.verdict(case) if subject is None else self.rule.verdict_one(case, subject)

    def earned(self, case: Case, verdict: Verdict | None) -> Range | None:
        """Say how many points are earned, as a range; None where the item is excluded."""
        whole, nothing = Fraction(self.points), Fraction(0)
        if self.awarded is not None:
            given = case.census.county.values.get(self.awarded)
            return (nothing, whole) if given is None else (min(Fraction(given), whole),) * 2
        assert verdict is not None  # held by _one_source
        match verdict.outcome:
            case Outcome.NOT_APPLICABLE:
                return (whole, whole) if self.without == "full" else None
            case Outcome.MET | Outcome.ATTESTED | Outcome.TOLERATED:
                return whole, whole
            case Outcome.NOT_MET:
                points = self.partial(verdict)
                return points, points
            case _:
                return nothing, whole

    def partial(self, verdict: Verdict) -> Fraction:
        """Say what a value that misses its limit still earns."""
        value, bound = verdict.value, verdict.bound
        whole = Fraction(self.points)
        if (
            value is None
            or bound is None
            or bound.operator in ("between", "equals")
            or not bound.limit
            or (self.steps and not value)
        ):
            return Fraction(0)
        if self.steps:
            reached = Fraction(value) / bound.limit if bound.rising else Fraction(bound.limit) / value
            return next((whole * part for share, part in self.steps if reached >= share), Fraction(0))
        if self.deduct:
            below = abs(Fraction(bound.limit) - value)
            return max(Fraction(0), whole - self.deduct.points * ceil(below / self.deduct.for_every))
        return Fraction(0)


class Block(Model):
    """A group of items, and the share of its points that it needs by itself."""

    title: Title
    at_least: Exact | None = None
    items: list[Scored]


class Score(Rule):
    """Every block reaches its minimum, and all points together reach `total`.

    level: `county` scores the county once, `school` every school in scope. out_of: the points of all items; where
    items are excluded the score is scaled to it.
    """

    kind: Literal["score"]
    level: Literal["county", "school"]
    scope: str
    out_of: Exact
    total: Bound
    blocks: list[Block]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(Fraction(item.points) for block in self.blocks for item in block.items) != self.out_of:
            raise ValueError("points_do_not_add_up")
        return self

    def sentence(self, terms: Terms) -> str:
        """Say how many points are needed."""
        return terms.words("rule.score", out_of=self.out_of, total=self.total.text())

    def subjects(self, case: Case) -> list[School] | None:
        """List what is scored; None for the county."""
        return case.schools(self.scope) if self.level == "school" else None

    def judge(self, case: Case) -> Verdict:
        """Score the county, or every school in scope."""
        subjects = self.subjects(case)
        if subjects is None:
            return self.score(case, None)
        return self.gather(case, (self.score(case, school) for school in subjects))

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Score one school."""
        return self.score(case, subject.school if isinstance(subject, Section) else subject)

    def score(self, case: Case, subject: School | None) -> Verdict:
        """Add up; what is not known leaves a range, and the range decides as far as it can."""
        least = most = possible = Fraction(0)
        failed = open_ = False
        parts: list[Verdict] = []
        for block in self.blocks:
            judged = [(item, item.verdict(case, subject)) for item in block.items]
            parts += [verdict for _, verdict in judged if verdict]
            earned = [(item, item.earned(case, verdict)) for item, verdict in judged]
            counted = [(item, points) for item, points in earned if points is not None]
            low = sum((points[0] for _, points in counted), Fraction(0))
            high = sum((points[1] for _, points in counted), Fraction(0))
            full = sum((Fraction(item.points) for item, _ in counted), Fraction(0))
            if block.at_least is not None and full:
                failed |= high < full * block.at_least
                open_ |= low < full * block.at_least <= high
            least, most, possible = least + low, most + high, possible + full
        if not possible:
            return Verdict(self.id, Outcome.NOT_APPLICABLE, subject)
        scale = self.out_of / possible
        low, high = least * scale, most * scale
        failed |= not self.total.admits(high)
        open_ |= not self.total.admits(low)
        outcome = Outcome.NOT_MET if failed else self.open(subject) if open_ else Outcome.MET
        because = case.words("because.score", points=_range(low, high), out_of=self.out_of, total=self.total.text())
        return Verdict(self.id, outcome, subject, low, self.total, because=because, parts=tuple(parts))

    def open(self, subject: School | None) -> Outcome:
        """Points that the county has not stated are awaited; data of schools that are missing are missing."""
        county = subject is None and any(item.awarded for block in self.blocks for item in block.items)
        return Outcome.AWAITING if county else Outcome.UNDETERMINED


def _range(low: Number, high: Number) -> str:
    return fixed(low, 1) if low == high else f"{fixed(low, 1)}–{fixed(high, 1)}"
