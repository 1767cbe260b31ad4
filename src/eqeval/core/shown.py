"""Figures as shown: rounded half up, but never so short that they contradict their verdict."""

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.parts.bound import Bound, compare

MOST_PLACES = 12
# A value within one fiftieth (2 %) of its limit is worth a second look, on either side of it.
NEAR = 50


def near(value: Number, mark: Number) -> bool:
    """Say whether a value lies within 2 % of its limit, whichever side it is on: |value - limit| <= limit / 50.

    >>> near(51, 50), near(52, 50)
    (True, False)
    """
    left, right = value.numerator * mark.denominator, mark.numerator * value.denominator
    return bool(abs(left - right) * NEAR <= right)


def places(value: Number, limit: Number, least: int) -> int:
    """Say how many decimals keep a value visibly on its own side of a limit.

    >>> from fractions import Fraction
    >>> places(Fraction("0.5003"), Fraction("0.50"), 2)
    4
    """
    if exact.apart(value, limit, least):
        return least
    for digits in range(least, MOST_PLACES):
        near = exact.rounded(value, digits)
        if (near > limit) == (value > limit) and (near < limit) == (value < limit):
            return digits
    # On a limit of endless decimals, such as 2/3, no figure is more right than the short one.
    return least if value == limit else MOST_PLACES


def figure(value: Number, least: int, *limits: Number | None) -> str:
    """Write a value beside its limits: 3.566 against 3.57 is not written 3.57.

    >>> from fractions import Fraction
    >>> figure(Fraction("3.566"), 2, Fraction("5.1"), Fraction("3.57"))
    '3.566'
    """
    needed = [places(value, limit, least) for limit in limits if limit is not None]
    return exact.fixed(value, max(needed, default=least))


def share(value: Number, limit: Number | None, least: int = 1) -> str:
    """Write a rate in percent beside its limit."""
    return figure(value * 100, least, None if limit is None else limit * 100) + "%"


def undecided(value: Number, within: Number, operator: str, mark: Number) -> bool:
    """Say whether the value that was rounded to this one may lie on the other side of a limit.

    It lies in [value - within, value + within): 3.60 may have been 3.595, which misses 3.6; 3.51 was at least 3.505.

    >>> from fractions import Fraction as F
    >>> undecided(F("3.6"), F("0.005"), "at_least", F("3.6")), undecided(F("3.51"), F("0.005"), "at_least", F("3.505"))
    (True, False)
    """
    low, high = value - within, value + within
    return low < mark < high or (low == mark and operator not in ("at_least", "below"))


def hangs_on_rounding(value: Number, bound: Bound, limit: Number, digits: int) -> bool:
    """Say whether a reader of printed figures would come to another verdict.

    The verdict is exact. Another reading compares the printed value, or with the printed limit:
    4.507 reaches 4.505 but not the 4.51 that a form prints.
    """
    if exact.apart(value, limit, digits):
        return False
    near, mark = exact.rounded(value, digits), exact.rounded(limit, digits)
    readings = ((near, limit), (value, mark), (near, mark))
    truth = compare(bound.operator, value, limit)
    return any(compare(bound.operator, left, right) != truth for left, right in readings)
