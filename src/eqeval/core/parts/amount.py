"""A number, or how to find it: the closed set of forms in which clauses state a limit."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Tag, model_validator
from typing_extensions import TypeAliasType

from eqeval.core.figures.exact import Number
from eqeval.core.figures.ratio import add
from eqeval.core.parts.written import Exact, Model, Sum


class Quotient(Model):
    """times x of / per, rounded as written: one room for every 12 classes is {of: classes, per: 12, round: up}."""

    of: Sum
    per: Exact | Sum = 1
    times: Exact = 1
    round: Literal["up", "down", "none"] = "none"

    def find(self, values: Mapping[str, Number]) -> Number | None:
        """Divide, unless an item is missing or the divisor is zero."""
        over = add(values, self.of)
        under = add(values, self.per) if isinstance(self.per, dict) else self.per
        if over is None or not under:
            return None
        quotient = Fraction(self.times * over) / under
        return ceil(quotient) if self.round == "up" else floor(quotient) if self.round == "down" else quotient

    def items(self) -> list[str]:
        """The items that are read."""
        return [*self.of, *(self.per if isinstance(self.per, dict) else ())]


class Table(Model):
    """A limit by size: rows of [size, limit], in rising order.

    between: `lower` takes the row at or below a size, `upper` the row at or above it, `linear` interpolates
    (插入法). outside: `clamp` takes the first or last row, `none` has no limit there.

    >>> rows = [[12, Fraction("6.6")], [18, Fraction("5.8")]]
    >>> Table(by={"classes": 1}, rows=rows, between="linear", outside="clamp").at(15)
    Fraction(31, 5)
    """

    by: Sum
    rows: list[tuple[Exact, Exact]]
    between: Literal["lower", "upper", "linear"]
    outside: Literal["clamp", "none"]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        sizes = [size for size, _ in self.rows]
        if not sizes or sizes[0] < 0 or any(low >= high for low, high in pairwise(sizes)):
            raise ValueError("rows_not_rising")
        if len(sizes) < 2:
            raise ValueError("rows_of_one")
        return self

    def find(self, values: Mapping[str, Number]) -> Number | None:
        """Look up the limit for the size that the items add up to."""
        size = add(values, self.by)
        return None if size is None else self.at(size)

    def at(self, size: Number) -> Number | None:
        """Look up the limit for a size."""
        first, last = self.rows[0], self.rows[-1]
        if size < first[0] or size > last[0]:
            above_open_step = self.between == "lower" and size > last[0]
            if self.outside == "none" and not above_open_step:
                return None
            return first[1] if size < first[0] else last[1]
        for (low, left), (high, right) in pairwise(self.rows):
            if low <= size < high:
                if self.between == "linear":
                    return left + Fraction(right - left) * (size - low) / (high - low)
                return left if self.between == "lower" or size == low else right
        return last[1]

    def items(self) -> list[str]:
        """The items that are read."""
        return list(self.by)


class Largest(Model):
    """The largest of several amounts: never below 100 pupils is {largest_of: [{of: pupils}, 100]}."""

    largest_of: list["Amount"]

    def find(self, values: Mapping[str, Number]) -> Number | None:
        """Take the largest, if all are known."""
        found = [find(amount, values) for amount in self.largest_of]
        known = [value for value in found if value is not None]
        return max(known) if len(known) == len(found) else None

    def items(self) -> list[str]:
        """The items that are read."""
        return [item for amount in self.largest_of for item in items_of(amount)]


class Smallest(Model):
    """The smallest of several amounts."""

    smallest_of: list["Amount"]

    def find(self, values: Mapping[str, Number]) -> Number | None:
        """Take the smallest, if all are known."""
        found = [find(amount, values) for amount in self.smallest_of]
        known = [value for value in found if value is not None]
        return min(known) if len(known) == len(found) else None

    def items(self) -> list[str]:
        """The items that are read."""
        return [item for amount in self.smallest_of for item in items_of(amount)]


class Total(Model):
    """The sum of several amounts: two, and one more for every six classes, is {sum_of: [2, {of: classes, per: 6}]}."""

    sum_of: list["Amount"]

    def find(self, values: Mapping[str, Number]) -> Number | None:
        """Add up, if all are known."""
        found = [find(amount, values) for amount in self.sum_of]
        known = [value for value in found if value is not None]
        return sum(known) if len(known) == len(found) else None

    def items(self) -> list[str]:
        """The items that are read."""
        return [item for amount in self.sum_of for item in items_of(amount)]


def _form(value: Any) -> str:
    if not isinstance(value, dict):
        return "number" if not isinstance(value, Model) else type(value).__name__.lower()
    forms = {"by": "table", "largest_of": "largest", "smallest_of": "smallest", "sum_of": "total"}
    return next((form for key, form in forms.items() if key in value), "quotient")


# A named alias, so that the schema is built once and not for each of the fields that hold an amount.
Amount = TypeAliasType(
    "Amount",
    Annotated[
        Annotated[Exact, Tag("number")]
        | Annotated[Quotient, Tag("quotient")]
        | Annotated[Table, Tag("table")]
        | Annotated[Largest, Tag("largest")]
        | Annotated[Smallest, Tag("smallest")]
        | Annotated[Total, Tag("total")],
        Discriminator(_form),
    ],
)


def find(
    amount: "Number | Quotient | Table | Largest | Smallest | Total", values: Mapping[str, Number]
) -> Number | None:
    """Find the number that an amount stands for in one school."""
    return amount if isinstance(amount, int | Fraction) else amount.find(values)


def items_of(amount: "Number | Quotient | Table | Largest | Smallest | Total") -> list[str]:
    """The items that an amount reads."""
    return [] if isinstance(amount, int | Fraction) else amount.items()
