"""An operator that is always written, and the number to compare with, or how to find it."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Self

from pydantic import model_validator

from eqeval.core.figures.exact import Number
from eqeval.core.parts.amount import Amount, find, items_of
from eqeval.core.parts.bound import SYMBOLS, Bound
from eqeval.core.parts.written import Model


class Comparison(Model):
    """Exactly one of the operators, with a number or an amount that follows from items of the subject."""

    operators: ClassVar[tuple[str, ...]] = (*SYMBOLS, "between")

    at_least: Amount | None = None
    at_most: Amount | None = None
    above: Amount | None = None
    below: Amount | None = None
    equals: Amount | None = None
    between: tuple[Amount, Amount] | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        if sum(getattr(self, name) is not None for name in self.operators) != 1:
            raise ValueError("one_operator")
        low, high = self.between or (0, 0)
        if isinstance(low, int | Fraction) and isinstance(high, int | Fraction) and low > high:
            raise ValueError("between_reversed")
        return self

    @cached_property
    def operator(self) -> str:
        """The operator that was written."""
        return next(name for name in self.operators if getattr(self, name) is not None)

    @cached_property
    def fixed(self) -> Bound | None:
        """The bound, if its numbers are the same for everybody."""
        value = getattr(self, self.operator)
        numbers = value if isinstance(value, tuple) else (value,)
        if all(isinstance(number, int | Fraction) for number in numbers):
            return Bound.range(*value) if isinstance(value, tuple) else Bound.single(self.operator, value)
        return None

    def bound(self, values: Mapping[str, Number]) -> Bound | None:
        """Find the bound for a subject; None where an item that it follows from is missing."""
        if self.fixed:
            return self.fixed
        value = getattr(self, self.operator)
        if isinstance(value, tuple):
            low, high = (find(each, values) for each in value)
            return None if low is None or high is None else Bound.range(low, high)
        number = find(value, values)
        return None if number is None else Bound.single(self.operator, number)

    def items(self) -> list[str]:
        """The items that the number follows from."""
        value = getattr(self, self.operator)
        return [item for each in (value if isinstance(value, tuple) else (value,)) for item in items_of(each)]
