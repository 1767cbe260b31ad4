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
    """Between which ends the middle school of a county lies, in an item divided by another."""

    item: str
    per: str
    between: Annotated[tuple[Positive, Positive], AfterValidator(_in_order)]


class SeldomZero(Model):
    """An item that can hardly be zero in a school, or a stage, of so many pupils."""

    item: str
    pupils: Whole


class ClassSize(Model):
    """Between which ends the average class of a stage lies; pupils: fewer than these may be taught in any way."""

    at_least: Whole
    at_most: Whole
    pupils: Whole


class Change(Model):
    """By how much an item changes from one year to the next: by a share, and by at least so much."""

    item: str
    by: Positive
    least: Exact


class Names(Model):
    """What the names of two schools may differ in and still mean one: signs that are left out."""

    leave_out: list[str]


class Plausible(Model):
    """The marks of a vocabulary. factors: by what a figure is wrong that stands in another unit."""

    code_digits: Whole
    factors: list[Factor] = Field(min_length=1)
    names: Names
    usual: list[Usual] = []
    seldom_zero: list[SeldomZero] = []
    class_size: ClassSize
    changes: list[Change] = []

    def items_named(self) -> set[str]:
        """List the items that the marks speak of."""
        divided = {name for usual in self.usual for name in (usual.item, usual.per)}
        return divided | {mark.item for mark in self.seldom_zero} | {mark.item for mark in self.changes}
