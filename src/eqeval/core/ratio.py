"""The closed arithmetic of every indicator: signed sums of items, and the quotient of two sums."""

from collections.abc import Mapping
from fractions import Fraction

from eqeval.core.exact import Number


def add(values: Mapping[str, Number], terms: Mapping[str, Number]) -> Number | None:
    """Add up items with their factors; None as soon as one of them is missing.

    >>> add({"area": 500, "indoor": 80}, {"area": 1, "indoor": -1})
    420
    """
    amount: Number = 0
    for item, factor in terms.items():
        value = values.get(item)
        if value is None:
            return None
        amount += factor * value
    return amount


def ratio(values: Mapping[str, Number], of: Mapping[str, Number], per: Mapping[str, Number] | None) -> Number | None:
    """Divide one sum by another; None where a number is missing or the divisor is zero.

    >>> ratio({"migrants": 30, "pupils": 50}, {"migrants": 1}, {"pupils": 1})
    Fraction(3, 5)
    """
    over = add(values, of)
    if over is None or per is None:
        return over
    under = add(values, per)
    return None if not under else Fraction(over) / under
