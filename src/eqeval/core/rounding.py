"""Rounding before comparing, only where an authority declares it."""

from fractions import Fraction
from math import floor
from typing import Annotated, Literal

from pydantic import Field

from eqeval.core import exact
from eqeval.core.exact import Number
from eqeval.core.written import Model, Whole

# As many as means of roots are compared to, and more than any authority prints.
MOST_DECIMALS = 30


class Rounding(Model):
    """So many decimals, half up or cut off."""

    decimals: Annotated[Whole, Field(ge=0, le=MOST_DECIMALS)]
    mode: Literal["half_up", "down"]

    def of(self, value: Number) -> Number:
        """Round a value that is not negative.

        >>> from fractions import Fraction
        >>> exact.fixed(Rounding(decimals=3, mode="down").of(Fraction("0.5625")), 3)
        '0.562'
        """
        if self.mode == "half_up":
            return exact.rounded(value, self.decimals)
        scale = 10**self.decimals
        return Fraction(floor(value * scale), scale)

    def of_root(self, square: Number) -> Number:
        """Round a root."""
        return self.of(exact.root(square))
