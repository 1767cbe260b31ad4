"""score: points for every item, in blocks, with a minimum for each block and in total."""

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Literal, Self

from msgspec import Struct
from pydantic import model_validator

from eqeval.core.census import School, Section
from eqeval.core.figures.exact import Number, fixed
from eqeval.core.parts.bound import Bound
from eqeval.core.parts.written import Exact, Model, Positive, Title
from eqeval.core.rows import Rows
from eqeval.core.rules.case import Case
from eqeval.core.rules.rule import Rule
from eqeval.core.terms import Terms
from eqeval.core.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from eqeval.core.rules import AnyRule

# Totals are stated with one decimal; what differs by more is another figure.
STATED_PRECISION = Fraction(1, 20)

# Points at the least and at the most, as far as the data say.
Range = tuple[Fraction, Fraction]


class Deduction(Model):
    """points are lost for every started step of so much below the limit, never more than the item has."""

    points: Positive
    for_every: Positive


class Scored(Model):
    """An item and its points: awarded by an inspector, or following from a rule.

    points: left out where the text leaves them to others, such as the provinces; then what is awarded counts as it is.
    awarded: the item of sheet 县级, or the column of the school table, that holds the points given. rule: with it, all
    points where it is met; with `steps`, a part of them by value / limit ([80%, 50%] gives half of the points from
    80 % on); with `deduct`, fewer the further the value lies below its limit. without: what an item that is not
    applicable earns: `full` points, or it is `excluded` from the total.
    """

    title: Title | None = None
    points: Exact | None = None
    awarded: str | None = None
    rule: "AnyRule | None" = None
    steps: list[tuple[Exact, Exact]] = []
    deduct: Deduction | None = None
    without: Literal["full", "excluded"]

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.awarded is None) == (self.rule is None) or (self.steps and self.deduct):
            raise ValueError("one_source")
        if self.points is None and self.awarded is None:
            raise ValueError("points_of_a_rule")
        falling = [list(each) for each in zip(*self.steps, strict=True)] if self.steps else []
        if any(each != sorted(each, reverse=True) or not 0 <= each[-1] <= each[0] <= 1 for each in falling):
            raise ValueError("steps_not_falling")
        return self

    def verdict(self, case: Case, subject: School | Section | None) -> Verdict | None:
        """Judge the rule of the item; None where points are awarded."""
        if self.rule is None:
            return None
        return self.rule.verdict(case) if subject is None else self.rule.verdict_one(case, subject)

    def earned(
        self, case: Case, subject: School | Section | None, verdict: Verdict | None, whole: Fraction
    ) -> Range | None:
        """Say how many of `whole` points are earned, as a range; None where the item is excluded."""
        nothing = Fraction(0)
        if self.awarded is not None:
            # Points of the county stand in sheet 县级, those of a school in its row.
            county = subject is None or case.terms.items[self.awarded].of == "county"
            given = (case.census.county if subject is None or county else subject).values.get(self.awarded)
            return (nothing, whole) if given is None else (Fraction(given),) * 2
        assert verdict is not None  # held by _one_source
        match verdict.outcome:
            case Outcome.NOT_APPLICABLE:
                return (whole, whole) if self.without == "full" else None
            case Outcome.MET | Outcome.ATTESTED | Outcome.TOLERATED:
                return whole, whole
            case Outcome.NOT_MET:
                points = self.partial(verdict, whole)
                return points, points
            case _:
                return nothing, whole

    def partial(self, verdict: Verdict, whole: Fraction) -> Fraction:
        """Say what a value that misses its limit still earns."""
        value, bound = verdict.value, verdict.bound
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


class Earned(Struct, frozen=True, eq=False):
    """The points of one block: at the least, at the most, in full; whether an item has more than it can have."""

    low: Fraction
    high: Fraction
    full: Fraction
    above: bool
    verdicts: tuple[Verdict, ...]


class Score(Rule):
    """Every block reaches its minimum, and all points together reach `total`.

    level: `county` scores the county once, `school` every school in scope, `section` each of its stages. out_of: the
    points of all items; where items are excluded the score is scaled to it. stated: the item of sheet 县级 with the
    total, which counts where the points of single items are not stated, and has to agree with them where they are.
    """

    kind: Literal["score"]
    level: Literal["county", "school", "section"]
    scope: str
    out_of: Exact
    total: Bound
    stated: str | None = None
    blocks: list[Block]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        points = [item.points for item in self.items]
        known = sum(Fraction(each) for each in points if each is not None)
        if known > self.out_of or (None not in points and known != self.out_of):
            raise ValueError("points_do_not_add_up")
        if not self.fixed and any(block.at_least is not None for block in self.blocks):
            raise ValueError("block_without_points")
        if any(block.at_least is not None and not 0 < block.at_least <= 1 for block in self.blocks):
            raise ValueError("share_of_block")
        if not self.total.rising or not 1 < self.total.limit <= self.out_of:
            raise ValueError("total_of_points")
        return self

    @property
    def items(self) -> list[Scored]:
        """All items, block by block."""
        return [item for block in self.blocks for item in block.items]

    def sentence(self, terms: Terms) -> str:
        """Say how many points are needed."""
        return terms.words("rule.score", out_of=self.out_of, total=self.total.text())

    def rows(self, case: Case) -> Rows | None:
        """List what is scored; None for the county."""
        return None if self.level == "county" else case.rows(self.scope, self.level)

    def judge(self, case: Case) -> Verdict:
        """Score the county, or every school or section in scope."""
        rows = self.rows(case)
        if rows is None:
            return self.score(case, None)
        return self.gather(case, (self.score(case, subject) for subject in rows.subjects))

    def judge_one(self, case: Case, subject: School | Section) -> Verdict:
        """Score one school or section."""
        return self.score(case, subject.school if self.level == "school" and isinstance(subject, Section) else subject)

    def score(self, case: Case, subject: School | Section | None) -> Verdict:
        """Add up; what is not known leaves a range, and the range decides as far as it can."""
        blocks = self.earned(case, subject)
        parts = tuple(verdict for block in blocks for verdict in block.verdicts)
        cells = tuple(cell for name in self.asked for cell in case.census.county.cells(name))
        if any(block.above for block in blocks):
            because = case.words("because.score_above", items=case.terms.named(self.asked))
            return Verdict(self.id, Outcome.UNDETERMINED, subject, cells=cells, because=because)
        failed = open_ = False
        for block, earned in zip(self.blocks, blocks, strict=True):
            if block.at_least is not None and earned.full:
                failed |= earned.high < earned.full * block.at_least
                open_ |= earned.low < earned.full * block.at_least <= earned.high
        least, most, possible = (
            sum((getattr(block, name) for block in blocks), Fraction(0)) for name in ("low", "high", "full")
        )
        if not possible:
            return Verdict(self.id, Outcome.NOT_APPLICABLE, subject)
        # Where points are fixed elsewhere nothing is excluded, and all of them together come to out_of.
        scale = self.out_of / possible if self.fixed else Fraction(1)
        low, high = least * scale, min(most * scale, Fraction(self.out_of))
        stated = None if self.stated is None else case.census.county.values.get(self.stated)
        if low > high or (stated is not None and not low - STATED_PRECISION <= stated <= high + STATED_PRECISION):
            because = case.words("because.score_contradicts", items=case.terms.named(self.asked), out_of=self.out_of)
            return Verdict(self.id, Outcome.UNDETERMINED, subject, cells=cells, because=because)
        if stated is not None and low != high:
            low = high = Fraction(stated)
        failed |= not self.total.admits(high)
        open_ |= not self.total.admits(low)
        outcome = Outcome.NOT_MET if failed else self.open(case, subject) if open_ else Outcome.MET
        because = case.words("because.score", points=_range(low, high), out_of=self.out_of, total=self.total.text())
        return Verdict(self.id, outcome, subject, low, self.total, cells, because=because, parts=parts)

    def earned(self, case: Case, subject: School | Section | None) -> list["Earned"]:
        """Say of every block how many points are earned."""
        found = []
        for block in self.blocks:
            judged = [(item, item.verdict(case, subject)) for item in block.items]
            points = [
                (self.whole(item), item.earned(case, subject, verdict, self.whole(item))) for item, verdict in judged
            ]
            counted = [(whole, earned) for whole, earned in points if earned is not None]
            found.append(
                Earned(
                    low=sum((earned[0] for _, earned in counted), Fraction(0)),
                    high=sum((earned[1] for _, earned in counted), Fraction(0)),
                    full=sum((whole for whole, _ in counted), Fraction(0)),
                    above=any(earned[0] > whole for whole, earned in counted),
                    verdicts=tuple(verdict for _, verdict in judged if verdict),
                )
            )
        return found

    def whole(self, item: Scored) -> Fraction:
        """Say how many points an item has; at most all of them where the text leaves it open."""
        return Fraction(self.out_of if item.points is None else item.points)

    @property
    def fixed(self) -> bool:
        """Whether the points of every item are written."""
        return all(item.points is not None for item in self.items)

    @property
    def asked(self) -> list[str]:
        """The items of sheet 县级 that hold points."""
        return [*filter(None, [self.stated]), *(item.awarded for item in self.items if item.awarded)]

    def open(self, case: Case, subject: School | Section | None) -> Outcome:
        """Points that the county has not stated are awaited; data of schools that are missing are missing."""
        missing = [name for name in self.asked if name not in case.census.county.values]
        return case.unstated(missing) if subject is None and missing else Outcome.UNDETERMINED


def _range(low: Number, high: Number) -> str:
    return fixed(low, 1) if low == high else f"{fixed(low, 1)}–{fixed(high, 1)}"
