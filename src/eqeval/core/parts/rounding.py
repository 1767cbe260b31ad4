"""Rounding before comparing, only where an authority declares it."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.parts.written import Model, Whole

# As many as means of roots are compared to, and more than any authority prints.
MOST_DECIMALS = 30
# With how many decimals forms print values, however many the cell of a spreadsheet then shows.
PRINTED = 2


def half_of_last_place(value: Number, decimals: int = PRINTED) -> Number:
    """Say how far a number may lie from the one that it was rounded from: 3.6 was printed 3.60, so 0.005.

    decimals: how many the figure usually has; a cell that holds more of them was rounded later.

    >>> half_of_last_place(Fraction("3.6")), half_of_last_place(Fraction("0.0625"))
    (Fraction(1, 200), Fraction(1, 20000))
    """
    places = min(decimals, PRINTED)
    while (value * 10**places).denominator != 1 and places < exact.SIGNIFICANT:
        places += 1
    return Fraction(1, 2 * 10**places)


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
        return exact.rounded_down(value, self.decimals)

    def of_root(self, square: Number) -> Number:
        """Round a root."""
        return self.of(exact.root(square))
