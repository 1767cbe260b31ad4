"""The coefficient of variation (差异系数) between schools, weighted by pupils, exact."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from math import lcm
from operator import mul

from msgspec import Struct

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number

# So many sections have a common denominator that is still short.
_FEW = 64


class Dispersion(Struct, frozen=True, eq=False, dict=True):
    """How unequal the sections of a county are in one indicator.

    mean: county mean, total resource / total pupils. cv_squared: the square of the coefficient
    of variation, exact, because verdicts compare CV² with limit². resources, pupils, under: what it was formed from.
    """

    mean: Fraction
    cv_squared: Fraction
    resources: Sequence[Number]
    pupils: Sequence[int]
    under: int = 1

    @cached_property
    def largest(self) -> int | None:
        """The position of the section that contributes most to the variance; None where everybody is equal."""
        if not self.cv_squared:
            return None
        # Only the ranking uses floats; the share that is shown is exact again.
        middle, pairs = float(self.mean), zip(self.resources, self.pupils, strict=True)
        parts = [p * (x.numerator / (x.denominator * self.under) / p - middle) ** 2 for x, p in pairs]
        return parts.index(max(parts))

    @cached_property
    def largest_share(self) -> Fraction:
        """The part of the variance that this section contributes; 0 where everybody is equal."""
        return Fraction(0) if self.largest is None else self.share(self.largest)

    def value(self, at: int) -> Fraction:
        """What a section has for each of its pupils."""
        return Fraction(self.resources[at]) / (self.pupils[at] * self.under)

    def share(self, at: int) -> Fraction:
        """The part of the variance that a section contributes; 0 where everybody is equal."""
        if not self.cv_squared:
            return Fraction(0)
        deviation = self.value(at) - self.mean
        return self.pupils[at] * deviation**2 / (self.cv_squared * self.mean**2 * sum(self.pupils))

    @property
    def cv(self) -> Fraction:
        """The coefficient of variation to 40 digits, for showing."""
        return exact.root(self.cv_squared)


def coefficient_range(mean: Number, cv_squared: Number, within: Number) -> tuple[Fraction, Fraction | None]:
    """Say between which numbers the coefficient lies, if every value may be off by so much.

    The weighted standard deviation S of values that are off by at most t lies within S - t and S + t, because it is a
    norm, and the mean m within m - t and m + t. So the coefficient lies between (S - t) / (m + t) and
    (S + t) / (m - t); not above anything, None, where the mean may be zero.

    >>> low, high = coefficient_range(4, Fraction(1, 16), Fraction("0.005"))
    >>> exact.fixed(low, 4), exact.fixed(high, 4)
    ('0.2484', '0.2516')
    """
    deviation = exact.root(cv_squared) * mean
    low = max(Fraction(0), deviation - within) / (mean + within)
    return low, (deviation + within) / (mean - within) if mean > within else None


def dispersion(resources: Sequence[Number], pupils: Sequence[int], under: int = 1) -> Dispersion | None:
    """Say how far the schools of a county lie apart, big schools counting by their pupils.

    Formula, with xᵢ the resource and Pᵢ the pupils of section i (population form, no n - 1)::

        X̄ = Σxᵢ / ΣPᵢ      S² = Σ (Pᵢ/ΣP) (xᵢ/Pᵢ − X̄)²      CV = S / X̄
        CV² = ΣP · Σ(xᵢ²/Pᵢ) / (Σxᵢ)² − 1

    The second line follows from the first and needs no division before the last step.

    Args:
        resources: one total per section (teachers, ㎡, 元, rooms), zero included.
        pupils: the same number of pupil counts, all above zero.
        under: the unit of the resources is one part in so many: 100 for hundredths of a ㎡.

    Returns:
        None where the mean is 0 or there is no section: the coefficient is then not defined.

    Source: 教督〔2017〕6号 and its calculation notes; the published example of five schools.

    >>> five = dispersion([279, 137, 935, 160, 402], [45, 37, 89, 76, 55])
    >>> five is not None and exact.fixed(five.cv, 6)
    '0.515257'
    """
    list(zip(resources, pupils, strict=True))  # as many of one as of the other, or it is a mistake of the caller
    (amount, parts), (squares, common) = _moments(resources, pupils)
    heads = sum(pupils)
    if not heads or not amount:
        return None
    below = common * amount * amount
    spread = Fraction(heads * squares * parts * parts - below, below)
    return Dispersion(Fraction(amount, parts * under * heads), spread, resources, pupils, under)


def _moments(resources: Sequence[Number], pupils: Sequence[int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Add up xᵢ, and xᵢ²/Pᵢ, exactly, each as a whole number over another.

    With xᵢ = Xᵢ/d and 1/Pᵢ = wᵢ/c they are ΣXᵢ / d and Σ(Xᵢ² wᵢ) / (d² c). Of many sections d and c would be numbers of
    thousands of digits, and so every product; so many are added up by halves.
    """
    if len(pupils) > _FEW:
        half = len(pupils) // 2
        pairs = zip(_moments(resources[:half], pupils[:half]), _moments(resources[half:], pupils[half:]), strict=True)
        amount, squares = (Fraction(*one) + Fraction(*other) for one, other in pairs)
        return amount.as_integer_ratio(), squares.as_integer_ratio()
    under, whole = 1, resources
    if Fraction in set(map(type, resources)):
        under = lcm(*{x.denominator for x in resources})
        whole = [x.numerator * (under // x.denominator) for x in resources]
    common, weights = _weights(tuple(pupils))
    squares = sum(map(mul, map(mul, whole, whole), weights))
    return (int(sum(whole)), under), (int(squares), under * under * common)


@lru_cache(maxsize=1024)
def _weights(pupils: tuple[int, ...]) -> tuple[int, list[int]]:
    """Bring 1/Pᵢ to one denominator; all indicators of a stage have the same pupils."""
    common = lcm(*set(pupils))
    return common, [common // each for each in pupils]
