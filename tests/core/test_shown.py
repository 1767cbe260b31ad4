"""Figures as shown: half up, never so short that they contradict their verdict, and rounding named where it matters."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eqeval.core import shown
from eqeval.core.parts.bound import Bound

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=300)


def near(limit: Fraction) -> st.SearchStrategy[Fraction]:
    """Values close to a limit, such as counties have: a resource with two decimals over some pupils."""
    return st.integers(1, 20_000).flatmap(
        lambda pupils: st.integers(-20, 20).map(
            lambda cents: max(Fraction(0), Fraction(int(limit * pupils * 100) + cents, 100 * pupils))
        )
    )


# Limits and floors of the standard.
MARKS = ["4.2", "3.57", "5.3", "4.505", "0.9", "0.765", "4.5", "3.825", "5.8", "4.93", "2000", "2.3", "1.955", "0.45"]
limits = st.sampled_from([Fraction(mark) for mark in MARKS])
pairs = limits.flatmap(lambda limit: st.tuples(near(limit), st.just(limit)))


@pytest.mark.parametrize(
    ("value", "limit", "least", "text"),
    [
        ("3.566", "3.57", 2, "3.566"),
        ("3.57", "3.57", 2, "3.57"),
        ("3.5699", "3.57", 2, "3.5699"),
        ("3.5701", "3.57", 2, "3.5701"),
        ("4.507", "4.505", 2, "4.51"),
        ("4.505", "4.505", 2, "4.505"),
        ("0.765", "0.765", 2, "0.765"),
        ("4.199999", "4.2", 2, "4.199999"),
        ("0.5003", "0.50", 2, "0.5003"),
        ("0.5004", "0.50", 3, "0.5004"),
        ("0.50000002", "0.50", 3, "0.50000002"),
        ("0.5", "0.50", 3, "0.500"),
        ("0.515257", "0.50", 3, "0.515"),
        ("2000", "2000", 2, "2000.00"),
        ("1999.999", "2000", 2, "1999.999"),
        ("0.1496", "0.15", 3, "0.1496"),
    ],
)
def test_a_figure_has_as_many_decimals_as_its_verdict_needs(value: str, limit: str, least: int, text: str) -> None:
    assert shown.figure(Fraction(value), least, Fraction(limit)) == text


def test_a_figure_without_a_limit_is_only_rounded() -> None:
    assert shown.figure(Fraction("3.566"), 2, None) == "3.57"


@repeatable
@given(pairs, st.integers(0, 3))
def test_a_figure_never_stands_on_the_other_side_of_its_limit(pair: tuple[Fraction, Fraction], least: int) -> None:
    value, limit = pair
    text = shown.figure(value, least, limit)
    assert (Fraction(text) > limit, Fraction(text) < limit) == (value > limit, value < limit)
    assert len(text.partition(".")[2]) >= least


@repeatable
@given(pairs, st.sampled_from(["at_least", "at_most", "above", "below", "equals"]))
def test_whoever_judges_the_shown_figure_comes_to_the_same_verdict(
    pair: tuple[Fraction, Fraction], operator: str
) -> None:
    value, limit = pair
    bound = Bound.model_validate({operator: limit})
    assert bound.admits(Fraction(shown.figure(value, 2, limit))) == bound.admits(value)


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        ("0.1", "0.1", "10.0%"),
        ("0.0999", "0.1", "9.99%"),
        ("0.99996", "1", "99.996%"),
        ("1", "1", "100.0%"),
        ("0.857", "0.85", "85.7%"),
        ("0.8496", "0.85", "84.96%"),
    ],
)
def test_a_rate_is_shown_in_percent_and_keeps_its_side(value: str, limit: str, text: str) -> None:
    assert shown.share(Fraction(value), Fraction(limit)) == text


@pytest.mark.parametrize(
    ("value", "operator", "limit", "digits", "hangs"),
    [
        # 4.507 reaches 4.505, but not the 4.51 that a form prints.
        ("4.507", "at_least", "4.505", 2, True),
        # 3.566 misses 3.57, although both print 3.57.
        ("3.566", "at_least", "3.57", 2, True),
        # 0.5004 is above 0.50, but prints 0.500.
        ("0.5004", "at_most", "0.5", 3, True),
        ("0.5006", "at_most", "0.5", 3, False),
        ("0.5", "at_most", "0.5", 3, False),
        ("0.4999", "at_most", "0.5", 3, False),
        ("3.57", "at_least", "3.57", 2, False),
        ("3.5649", "at_least", "3.57", 2, False),
        ("3.565", "at_least", "3.57", 2, True),
        ("4.51", "at_least", "4.505", 2, False),
        ("4.505", "at_least", "4.505", 2, True),
        ("4.504", "at_least", "4.505", 2, False),
        ("4.5049", "at_least", "4.505", 2, False),
        ("4.199", "at_least", "4.2", 2, True),
        ("4.19", "at_least", "4.2", 2, False),
        ("4.2", "at_least", "4.2", 2, False),
        ("0.1496", "below", "0.15", 3, True),
        ("0.149", "below", "0.15", 3, False),
        ("0.15", "below", "0.15", 3, False),
    ],
)
def test_a_verdict_that_another_rounding_would_turn_is_named(
    value: str, operator: str, limit: str, digits: int, hangs: bool
) -> None:
    mark = Fraction(limit)
    bound = Bound.model_validate({operator: mark})
    assert shown.hangs_on_rounding(Fraction(value), bound, mark, digits) is hangs


@repeatable
@given(pairs, st.integers(0, 4))
def test_far_from_the_limit_no_verdict_hangs_on_rounding(pair: tuple[Fraction, Fraction], digits: int) -> None:
    value, limit = pair
    bound = Bound(at_least=limit)
    if shown.hangs_on_rounding(value, bound, limit, digits):
        assert abs(value - limit) <= Fraction(1, 10**digits)


def test_on_an_endless_limit_a_figure_stays_short() -> None:
    two_thirds = Fraction(2, 3)
    assert shown.share(two_thirds, two_thirds) == "66.7%"
    assert shown.figure(two_thirds, 2, two_thirds) == "0.67"
    assert shown.share(two_thirds - Fraction(1, 10**6), two_thirds) == "66.6666%"
    assert shown.share(Fraction("0.6665"), Fraction("0.6665")) == "66.65%"
