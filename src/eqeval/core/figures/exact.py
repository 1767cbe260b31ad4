"""Exact numbers: what a cell or a clause says, without binary rounding.

A number is an `int` or a `Fraction`. Nothing here is ever decided on a binary float: 0.1 + 0.2 is
0.3, not 0.30000000000000004. Rounding exists to show a figure, never to compare one.
"""

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import ceil, floor, isfinite, lcm

Number = int | Fraction

# Excel shows 15 significant digits; what lies beyond is an artefact of binary storage.
SIGNIFICANT = 15
# Beyond these no digit can be trusted, and no county counts so far.
LARGEST = 10**SIGNIFICANT
LONGEST = 40
_FIFTEEN = Context(prec=SIGNIFICANT, rounding=ROUND_HALF_EVEN)
_WIDE = Context(prec=40)
# Most figures have one decimal or two.
_SCALES = (10, 100)
_PLAIN = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")


def from_decimal(value: Decimal) -> Number:
    """Turn a decimal as written into an exact number.

    >>> from_decimal(Decimal("4.60"))
    Fraction(23, 5)
    """
    over, under = value.as_integer_ratio()
    return over if under == 1 else Fraction(over, under)


def from_float(value: float) -> Number | None:
    """Read a spreadsheet number as the 15 digits that its user sees; None for what is no number.

    >>> from_float(0.1 + 0.2)
    Fraction(3, 10)
    """
    if not isfinite(value) or abs(value) >= LARGEST:
        return None
    if value.is_integer():
        return int(value)
    for scale in _SCALES:
        digits = round(value * scale)
        if digits / scale == value and -LARGEST < digits < LARGEST:
            # So few digits are what the 15 are; there is no other number of so few that has the same float.
            return Fraction(digits, scale)
    return from_decimal(Decimal(format(value, f".{SIGNIFICANT}g")))


def from_text(text: str) -> Number | None:
    """Read a number that was typed as text; full-width digits and thousands separators are allowed.

    >>> from_text("１，２３４.5"), from_text("twelve")
    (Fraction(2469, 2), None)
    """
    if has_mark(text):
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    if len(plain) > LONGEST or not _PLAIN.fullmatch(plain):
        return None
    return from_decimal(Decimal(plain.replace(",", "")))


def has_mark(text: str) -> bool:
    """Say whether a text has a sign that could pass for a digit and is none: the ① or ² of a footnote, or ½.

    >>> has_mark("3600①"), has_mark("３６００㎡"), has_mark("3.5万")
    (True, False, False)
    """
    return not text.isascii() and any(unicodedata.category(sign) == "No" for sign in text)


def quotient(over: Number, under: Number) -> Number:
    """Divide exactly; a whole number stays one.

    >>> quotient(35000, 10000), quotient(20000, 10000)
    (Fraction(7, 2), 2)
    """
    return whole_or(Fraction(over) / under)


def whole_or(value: Fraction) -> Number:
    """Write a fraction that is a whole number as one."""
    return value.numerator if value.denominator == 1 else value


def rounded(value: Number, places: int) -> Number:
    """Round half up (away from zero for negative values) to `places` decimals.

    >>> rounded(Fraction("4.505"), 2)
    Fraction(451, 100)
    """
    return Fraction(_scaled(value, places), 10**places)


def _scaled(value: Number, places: int) -> int:
    """Round half up to a whole number of the last place; integers only, because reports round by the thousand."""
    over, under = value.numerator, value.denominator
    magnitude = (2 * abs(over) * 10**places + under) // (2 * under)
    return int(magnitude if over >= 0 else -magnitude)


def fixed(value: Number, places: int) -> str:
    """Write a number with exactly `places` decimals, rounded half up.

    >>> fixed(Fraction("3.566"), 2)
    '3.57'
    """
    scaled = _scaled(value, places)
    if not places:
        return str(scaled)
    digits = str(abs(scaled)).zfill(places + 1)
    return f"{'-' if scaled < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def plain(value: Number) -> str:
    """Write a number as short as it can be said exactly, at most 15 significant digits.

    >>> plain(Fraction("1.955")), plain(2000)
    ('1.955', '2000')
    """
    if isinstance(value, int):
        return str(value)
    return format(significant(value).normalize(), "f")


def apart(left: Number, right: Number, places: int) -> bool:
    """Say whether two numbers differ by at least one unit of the last place; whatever is, rounds to the same side.

    >>> apart(Fraction("4.507"), Fraction("4.505"), 2), apart(5, 4, 2)
    (False, True)
    """
    under, other = left.denominator, right.denominator
    return bool(abs(left.numerator * other - right.numerator * under) * 10**places >= under * other)


def finer(one: Number, other: Number) -> Number | None:
    """Give the more exact one of two numbers of which one is the other, rounded; None where neither is.

    >>> finer(4760, Fraction("4760.37")), finer(Fraction("12.25"), Fraction("12.3")), finer(700, 698)
    (Fraction(476037, 100), Fraction(49, 4), None)
    """
    (places, coarse), (more, fine) = sorted((len(plain(each).partition(".")[2]), each) for each in (one, other))
    return fine if places < more and rounded(fine, places) == coarse else None


def percent(value: Number, places: int | None = None) -> str:
    """Write a share as a percentage.

    >>> percent(Fraction(17, 20)), percent(Fraction(1, 3), 1)
    ('85%', '33.3%')
    """
    times = Fraction(value) * 100
    if places is None and times.denominator not in (1, 2, 4, 5, 8, 10, 20, 25, 50, 100, 1000):
        return f"{value.numerator}/{value.denominator}"
    return f"{plain(times) if places is None else fixed(times, places)}%"


def significant(value: Number) -> Decimal:
    """Divide out to 15 significant digits, for showing at full precision."""
    return _FIFTEEN.divide(Decimal(value.numerator), Decimal(value.denominator))


def root(value: Number) -> Fraction:
    """Square root to 40 digits, for showing only: verdicts compare squares.

    >>> float(root(Fraction(9, 4)))
    1.5
    """
    quotient = _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(_WIDE.sqrt(quotient))


def total(ratios: Iterable[tuple[int, int]]) -> Fraction:
    """Add fractions given as (numerator, denominator), exactly.

    One common denominator instead of a greatest common divisor at every step: a county of
    10,000 schools is added in milliseconds.

    >>> total([(1, 2), (1, 3)])
    Fraction(5, 6)
    """
    sums: dict[int, int] = {}
    for over, under in ratios:
        sums[under] = sums.get(under, 0) + over
    common = lcm(*sums)
    return Fraction(sum(over * (common // under) for under, over in sums.items()), common)


def rounded_down(value: Number, places: int) -> Number:
    """Round down to `places` decimals: what is there must not be overstated.

    >>> rounded_down(Fraction("0.2489"), 3)
    Fraction(31, 125)
    """
    return Fraction(floor(value * 10**places), 10**places)


def rounded_up(value: Number, places: int) -> Number:
    """Round up to `places` decimals: what is lacking must not be understated.

    >>> rounded_up(Fraction("12.301"), 2)
    Fraction(1231, 100)
    """
    return Fraction(ceil(value * 10**places), 10**places)
