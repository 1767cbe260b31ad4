"""What a table of schools usually looks like: the marks that its figures are screened by, as data; none decides."""

from typing import Annotated

from pydantic import AfterValidator, Field

from eqeval.core.figures.exact import Number
from eqeval.core.parts.written import Exact, Model, Positive, Whole

# By what a figure is multiplied that stands in another unit.
Factor = Annotated[Whole, Field(gt=1)]


def _in_order(ends: tuple[Number, Number]) -> tuple[Number, Number]:
    if ends[0] > ends[1]:
        raise ValueError("between_reversed")
    return ends


class Usual(Model):
    """Between which ends the middle school of a county lies, in an item divided by another.

    far: how many times away from the middle a single school is asked about.
    """

    item: str
    per: str
    between: Annotated[tuple[Positive, Positive], AfterValidator(_in_order)]
    far: Factor = 5


class SeldomZero(Model):
    """An item that can hardly be zero in a school, or a stage, of so many pupils."""

    item: str
    pupils: Whole


class Split(Model):
    """From how many classes on grades were split, and how many pupils such a class has on average at least."""

    classes: Whole
    at_least: Whole


class ClassSize(Model):
    """Between which ends the average class of a stage lies; pupils: fewer than these may be taught in any way.

    split: more classes than there are grades. largest: what the largest class hardly exceeds; times: nor so many times
    the average one.
    """

    at_least: Whole
    at_most: Whole
    pupils: Whole
    split: Split | None = None
    largest: Whole
    times: Positive


class Change(Model):
    """By how much an item changes from one year to the next: by a share, and by at least so much."""

    item: str
    by: Positive
    least: Exact


class CodePlace(Model):
    """Which digits of the codes are those of a place, the first being 1, and so the same in nearly all of a county."""

    digits: tuple[Whole, Whole]
    share: Positive


class Names(Model):
    """What the names of two schools may differ in and still mean one: signs that are left out.

    after_county: what may follow the name of the county before that of the school.
    """

    leave_out: list[str]
    after_county: list[str] = []


class Plausible(Model):
    """The marks of a vocabulary. factors: by what a figure is wrong that stands in another unit.

    small_school: pupils; what is too much for a school of fewer would be too much for one of so many as well.
    unlike: types of school that have classes, rooms, and equipment of another kind than all others.
    """

    code_digits: Whole
    code_place: CodePlace | None = None
    factors: list[Factor] = Field(min_length=1)
    names: Names
    usual: list[Usual] = []
    small_school: Whole = 0
    unlike: frozenset[str] = frozenset()
    seldom_zero: list[SeldomZero] = []
    class_size: ClassSize
    changes: list[Change] = []

    def items_named(self) -> set[str]:
        """List the items that the marks speak of."""
        divided = {name for usual in self.usual for name in (usual.item, usual.per)}
        return divided | {mark.item for mark in self.seldom_zero} | {mark.item for mark in self.changes}
