"""The coefficient of variation: the published example, exactness, and what any such coefficient must satisfy."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.figures.statistics import Dispersion, dispersion
from eqeval.core.parts.bound import Bound

# Five primary schools and their library books: the one completely published example.
PUPILS = [45, 37, 89, 76, 55]
BOOKS = [279, 137, 935, 160, 402]

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=100)

# A section: its resource with two decimals, zero included, and its pupils.
sections = st.tuples(
    st.integers(0, 10**7).map(lambda cents: Fraction(cents, 100)),
    st.integers(1, 5000),
)
counties = st.lists(sections, min_size=1, max_size=12).filter(lambda county: any(x for x, _ in county))


def naive(resources: Sequence[Number], pupils: Sequence[int]) -> Fraction:
    """Follow the published formula step by step, in fractions; return CV²."""
    heads = sum(pupils)
    mean = Fraction(sum(resources)) / heads
    variance = sum(
        (Fraction(p, heads) * (Fraction(x) / p - mean) ** 2 for x, p in zip(resources, pupils, strict=True)),
        Fraction(0),
    )
    return variance / mean**2


def of(county: Sequence[tuple[Number, int]]) -> Dispersion:
    found = dispersion([x for x, _ in county], [p for _, p in county])
    assert found is not None
    return found


def five() -> Dispersion:
    return of(list(zip(BOOKS, PUPILS, strict=True)))


def test_the_published_example_comes_out_to_six_decimals() -> None:
    found = five()
    variance = found.cv_squared * found.mean**2
    assert found.mean == Fraction(1913, 302)
    assert exact.fixed(found.mean, 6) == "6.334437"
    assert exact.fixed(variance, 6) == "10.652787"
    assert exact.fixed(exact.root(variance), 6) == "3.263861"
    assert exact.fixed(found.cv, 6) == "0.515257"


def test_the_published_example_comes_out_as_it_was_printed() -> None:
    found = five()
    variance = found.cv_squared * found.mean**2
    assert exact.fixed(found.mean, 2) == "6.33"
    assert exact.fixed(variance, 2) == "10.65"
    assert exact.fixed(exact.root(variance), 2) == "3.26"
    assert exact.fixed(found.cv, 2) == "0.52"


def test_the_third_school_of_the_published_example_adds_most_to_the_variance() -> None:
    found = five()
    assert found.largest == 2
    assert exact.fixed(found.largest_share * found.cv_squared * found.mean**2, 2) == "5.13"


def test_the_published_example_fails_the_limit_of_primary_schools() -> None:
    assert not Bound(at_most=Fraction("0.50")).admits_square(five().cv_squared)


def unweighted(degrees_lost: int) -> Fraction:
    values = [Fraction(x, p) for x, p in zip(BOOKS, PUPILS, strict=True)]
    mean = sum(values, Fraction(0)) / len(values)
    return sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - degrees_lost) / mean**2


@pytest.mark.parametrize(
    ("what", "squared", "shown"),
    [
        ("unweighted, population", unweighted(0), "0.488771"),
        ("unweighted, sample", unweighted(1), "0.546462"),
        ("weighted, n / (n - 1)", naive(BOOKS, PUPILS) * Fraction(5, 4), "0.576074"),
    ],
)
def test_no_other_form_of_the_coefficient_comes_out(what: str, squared: Fraction, shown: str) -> None:
    assert exact.fixed(exact.root(squared), 6) == shown
    assert five().cv_squared != squared


def test_the_unweighted_form_would_pass_the_county_that_fails() -> None:
    limit = Bound(at_most=Fraction("0.50"))
    assert limit.admits_square(unweighted(0))
    assert not limit.admits_square(five().cv_squared)


@repeatable
@given(counties)
def test_it_is_exactly_what_the_published_formula_gives(county: list[tuple[Fraction, int]]) -> None:
    resources, pupils = [x for x, _ in county], [p for _, p in county]
    found = of(county)
    assert found.cv_squared == naive(resources, pupils)
    assert found.mean == sum(resources, Fraction(0)) / sum(pupils)


@repeatable
@given(counties, st.integers(1, 10**6), st.integers(1, 10**6))
def test_another_unit_of_the_resource_changes_the_mean_and_not_the_coefficient(
    county: list[tuple[Fraction, int]], over: int, under: int
) -> None:
    factor = Fraction(over, under)
    before, after = of(county), of([(x * factor, p) for x, p in county])
    assert after.cv_squared == before.cv_squared
    assert after.mean == before.mean * factor


@repeatable
@given(counties, st.integers(2, 7))
def test_a_county_taken_several_times_has_the_same_coefficient(county: list[tuple[Fraction, int]], times: int) -> None:
    assert of(county * times).cv_squared == of(county).cv_squared


@repeatable
@given(counties, st.integers(2, 7))
def test_schools_that_are_all_larger_in_the_same_way_have_the_same_coefficient(
    county: list[tuple[Fraction, int]], times: int
) -> None:
    assert of([(x * times, p * times) for x, p in county]).cv_squared == of(county).cv_squared


@repeatable
@given(counties.flatmap(lambda county: st.tuples(st.just(county), st.permutations(county))))
def test_the_order_of_schools_does_not_matter(
    pair: tuple[list[tuple[Fraction, int]], list[tuple[Fraction, int]]],
) -> None:
    county, mixed = pair
    before, after = of(county), of(mixed)
    assert (after.mean, after.cv_squared) == (before.mean, before.cv_squared)


@repeatable
@given(st.lists(st.integers(1, 5000), min_size=1, max_size=12), st.integers(1, 10**6))
def test_equal_schools_have_a_coefficient_of_zero_and_none_that_adds_most(pupils: list[int], cents: int) -> None:
    found = of([(Fraction(cents, 100) * p, p) for p in pupils])
    assert found.cv_squared == 0
    assert found.cv == 0
    assert found.largest is None
    assert found.largest_share == 0


@repeatable
@given(counties, st.integers(1, 5000))
def test_a_school_with_nothing_counts_as_zero(county: list[tuple[Fraction, int]], pupils: int) -> None:
    before, after = of(county), of([*county, (0, pupils)])
    heads = sum(p for _, p in county)
    assert after.cv_squared > before.cv_squared
    assert after.cv_squared + 1 == (before.cv_squared + 1) * Fraction(heads + pupils, heads)


@repeatable
@given(counties.filter(lambda county: len({x / p for x, p in county}) > 1))
def test_the_school_that_is_named_adds_what_is_said(county: list[tuple[Fraction, int]]) -> None:
    found = of(county)
    parts = [p * (x / p - found.mean) ** 2 for x, p in county]
    assert found.largest is not None
    assert found.largest_share == parts[found.largest] / sum(parts, Fraction(0))
    # Which of two that are all but equal is named first is of no consequence.
    assert max(parts) - parts[found.largest] <= max(parts) * Fraction(1, 10**6)


def test_weights_are_pupils_and_not_schools() -> None:
    # 900 pupils with 1 each, 100 pupils with 11 each: mean 2, variance 0.9 × 1 + 0.1 × 81 = 9.
    found = of([(900, 900), (1100, 100)])
    assert found.mean == 2
    assert (found.cv_squared, found.cv) == (Fraction(9, 4), Fraction(3, 2))


@pytest.mark.parametrize(("resources", "pupils"), [([], []), ([0], [100]), ([0, 0, 0], [1, 2, 3])])
def test_without_sections_or_without_any_resource_there_is_no_coefficient(
    resources: list[int], pupils: list[int]
) -> None:
    assert dispersion(resources, pupils) is None


def test_one_section_alone_is_equal_to_itself() -> None:
    assert of([(279, 45)]).cv_squared == 0


def test_resources_and_pupils_must_belong_together() -> None:
    with pytest.raises(ValueError, match="argument"):
        dispersion([1, 2], [10])


# Two schools of equal size with 1 and 3: mean 2, deviation 1, coefficient exactly one half; 11 and 29 give 0.45.
ON_THE_LIMIT = [("0.50", 1, 3), ("0.45", 11, 29)]


@pytest.mark.parametrize(("limit", "small", "large"), ON_THE_LIMIT)
def test_a_coefficient_exactly_on_its_limit_is_met(limit: str, small: int, large: int) -> None:
    found = of([(small * 600, 600), (large * 600, 600)])
    assert found.cv == Fraction(limit)
    assert found.cv_squared == Fraction(limit) ** 2
    assert Bound(at_most=Fraction(limit)).admits_square(found.cv_squared)


@pytest.mark.parametrize(("limit", "small", "large"), ON_THE_LIMIT)
def test_a_coefficient_one_hair_above_its_limit_is_not_met(limit: str, small: int, large: int) -> None:
    hair = Fraction(1, 10**15)
    found = of([(small * 600, 600), (large * 600 + hair, 600)])
    assert found.cv_squared > Fraction(limit) ** 2
    assert float(found.cv) == float(limit)  # a binary float no longer sees the hair
    assert not Bound(at_most=Fraction(limit)).admits_square(found.cv_squared)


@pytest.mark.parametrize(("limit", "small", "large"), ON_THE_LIMIT)
def test_a_coefficient_one_hair_below_its_limit_is_met(limit: str, small: int, large: int) -> None:
    found = of([(small * 600, 600), (large * 600 - Fraction(1, 10**15), 600)])
    assert found.cv_squared < Fraction(limit) ** 2
    assert Bound(at_most=Fraction(limit)).admits_square(found.cv_squared)


def test_a_county_of_ten_thousand_schools_is_exact_too() -> None:
    schools = [(Fraction(4200 + number % 97, 10), 400 + number % 89) for number in range(10_000)]
    assert of(schools).cv_squared == naive([x for x, _ in schools], [p for _, p in schools])
