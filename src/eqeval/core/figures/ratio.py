"""The closed arithmetic of every indicator: signed sums of items, and the quotient of two sums."""

from collections.abc import Mapping
from fractions import Fraction

from eqeval.core.figures.exact import Number


def add(values: Mapping[str, Number], terms: Mapping[str, Number]) -> Number | None:
    """Add up items with their factors; None as soon as one of them is missing.

    >>> add({"area": 500, "indoor": 80}, {"area": 1, "indoor": -1})
    420
    """
    if len(terms) == 1:
        # Nearly every sum has one member, and nearly every factor is 1 or -1: fractions are dear.
        ((item, factor),) = terms.items()
        value = values.get(item)
        return value if factor == 1 or value is None else factor * value
    amount: Number | None = None
    for item, factor in terms.items():
        value = values.get(item)
        if value is None:
            return None
        part = value if factor == 1 else -value if factor == -1 else factor * value
        amount = part if amount is None else amount + part
    return 0 if amount is None else amount


def quotient(over: Number, under: Number, times: Number = 1) -> Fraction:
    """Divide exactly: times x over / under, reduced once.

    >>> quotient(Fraction(1, 2), 3, 100)
    Fraction(50, 3)
    """
    return Fraction(
        times.numerator * over.numerator * under.denominator, times.denominator * over.denominator * under.numerator
    )


def ratio(values: Mapping[str, Number], of: Mapping[str, Number], per: Mapping[str, Number] | None) -> Number | None:
    """Divide one sum by another; None where a number is missing or the divisor is zero.

    >>> ratio({"migrants": 30, "pupils": 50}, {"migrants": 1}, {"pupils": 1})
    Fraction(3, 5)
    """
    over = add(values, of)
    if over is None or per is None:
        return over
    under = add(values, per)
    return None if not under else quotient(over, under)


# Forms state rates with one decimal of a percent; what differs by more is another figure.
STATED_PRECISION = Fraction(1, 1000)


def doubt(value: Number, stated: Number | None, gross: bool = False) -> str | None:
    """Say why a rate cannot be right: above 100 %, or stated otherwise than its parts give.

    >>> doubt(Fraction(104, 100), None), doubt(Fraction(9, 10), Fraction(95, 100)), doubt(Fraction(9, 10), None)
    ('above_hundred', 'stated_otherwise', None)
    """
    if value > 1 and not gross:
        return "above_hundred"
    differs = stated is not None and not -STATED_PRECISION <= stated - value <= STATED_PRECISION
    return "stated_otherwise" if differs else None
