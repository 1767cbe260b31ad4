"""The value to be reached (达标值): an operator that is always written, and a number."""

from fractions import Fraction
from functools import cache, cached_property
from typing import Self

from pydantic import model_validator

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.parts.written import Exact, Model

SYMBOLS = {"at_least": "≥", "at_most": "≤", "above": ">", "below": "<", "equals": "="}


class Bound(Model):
    """Exactly one of: at_least, at_most, above, below, equals, or between (both ends included)."""

    at_least: Exact | None = None
    at_most: Exact | None = None
    above: Exact | None = None
    below: Exact | None = None
    equals: Exact | None = None
    between: tuple[Exact, Exact] | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        written = [name for name in (*SYMBOLS, "between") if getattr(self, name) is not None]
        if len(written) != 1:
            raise ValueError("one_operator")
        if self.between and self.between[0] > self.between[1]:
            raise ValueError("between_reversed")
        return self

    @classmethod
    @cache
    def single(cls, operator: str, number: Number) -> "Bound":
        """Make a bound with one number; it was read already and need not be checked again."""
        return cls.model_construct(None, **{operator: number})

    @classmethod
    def range(cls, low: Number, high: Number) -> "Bound":
        """Make a bound with two ends; where the lower one is the higher, it admits nothing."""
        return cls.model_construct(None, between=(low, high))

    @cached_property
    def operator(self) -> str:
        """The operator that was written."""
        return next(name for name in (*SYMBOLS, "between") if getattr(self, name) is not None)

    @cached_property
    def limit(self) -> Number:
        """The number to compare with; of a range, its lower end."""
        value = getattr(self, self.operator)
        number: Number = value[0] if isinstance(value, tuple) else value
        return number

    def admits(self, value: Number) -> bool:
        """Compare exactly: a value on its limit meets `at_least` and `at_most`, not `above` and `below`."""
        if self.operator == "at_least":
            # By far the most of all comparisons, in whole numbers.
            over, under = self.parts
            return value.numerator * under >= over * value.denominator
        return compare(self.operator, value, self.between or self.limit)

    @cached_property
    def parts(self) -> tuple[int, int]:
        """The limit as numerator and denominator."""
        return self.limit.numerator, self.limit.denominator

    def admits_square(self, square: Number) -> bool:
        """Compare a root with the limit by their squares, so that no root is ever rounded."""
        if self.limit < 0:
            # A root is never below zero, and the square of the limit would say otherwise.
            above = self.between is not None and square > self.between[1] * self.between[1]
            return compare(self.operator, 0, self.between or self.limit) and not above
        high = self.between[1] if self.between else None
        return compare(self.operator, square, self.square if high is None else (self.square, high * high))

    @cached_property
    def square(self) -> Number:
        """The square of the limit: what the square of a root is compared with."""
        return self.limit * self.limit

    def text(self, share: bool = False) -> str:
        """Write the bound as inspectors do: ≥ 3.5, 25–30."""
        write = exact.percent if share else exact.plain
        if self.between:
            return f"{write(self.between[0])}–{write(self.between[1])}"
        return f"{SYMBOLS[self.operator]}{write(self.limit)}"

    def floor(self, share: Number) -> Number:
        """Say what the remaining item must still reach: 85 % of 2.3 is exactly 1.955.

        >>> Bound(at_least=Fraction("2.3")).floor(Fraction(85, 100))
        Fraction(391, 200)
        """
        known = self._floors.get(share)
        if known is None:
            limit = Fraction(self.limit)
            known = self._floors[share] = limit * share if self.rising else limit / share
        return known

    @cached_property
    def _floors(self) -> dict[Number, Number]:
        """Every section is held against the same floor."""
        return {}

    def scaled(self, factor: Number) -> "Bound":
        """Ease or tighten the bound by a factor."""
        if self.between:
            return Bound.range(self.between[0] * factor, self.between[1] * factor)
        return Bound.single(self.operator, self.limit * factor)

    def reaches(self, value: Number, share: Number) -> bool:
        """Say whether a value that misses the limit still reaches its floor; a range and an equality have none."""
        if self.operator in ("between", "equals"):
            return False
        return value >= self.floor(share) if self.rising else value <= self.floor(share)

    @property
    def rising(self) -> bool:
        """Whether more is better."""
        return self.operator in ("at_least", "above")


def compare(operator: str, value: Number, limit: Number | tuple[Number, Number]) -> bool:
    """Compare two exact numbers by the operator's name."""
    if isinstance(limit, tuple):
        return limit[0] <= value <= limit[1]
    match operator:
        case "at_least":
            return value >= limit
        case "at_most":
            return value <= limit
        case "above":
            return value > limit
        case "below":
            return value < limit
        case _:
            return value == limit
