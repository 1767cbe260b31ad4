"""Limits: every operator on its boundary, and the exact 85 % of every limit of the seven indicators."""

from fractions import Fraction
from typing import Any

import pytest
from county import standard
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from eqeval.core.parts.bound import Bound
from eqeval.core.rules.quorum import Quorum

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=200)

SHARE = Fraction(85, 100)
HAIR = Fraction(1, 10**30)

# 85 % of each limit, exact: indicator, stage, limit, floor.
FLOORS = [
    ("A1", "primary", "4.2", "3.57"),
    ("A2", "primary", "1", "0.85"),
    ("A3", "primary", "0.9", "0.765"),
    ("A4", "primary", "4.5", "3.825"),
    ("A5", "primary", "7.5", "6.375"),
    ("A6", "primary", "2000", "1700"),
    ("A7", "primary", "2.3", "1.955"),
    ("A1", "junior", "5.3", "4.505"),
    ("A2", "junior", "1", "0.85"),
    ("A3", "junior", "0.9", "0.765"),
    ("A4", "junior", "5.8", "4.93"),
    ("A5", "junior", "10.2", "8.67"),
    ("A6", "junior", "2500", "2125"),
    ("A7", "junior", "2.4", "2.04"),
]


def bound(**written: Any) -> Bound:
    """Read a limit as it stands in a standard."""
    return Bound.model_validate({name: _exact(value) for name, value in written.items()})


def _exact(value: Any) -> Any:
    if isinstance(value, list):
        return [_exact(part) for part in value]
    return Fraction(value) if isinstance(value, str) and "%" not in value else value


@pytest.mark.parametrize(
    ("operator", "below", "on", "above"),
    [
        ("at_least", False, True, True),
        ("at_most", True, True, False),
        ("above", False, False, True),
        ("below", True, False, False),
        ("equals", False, True, False),
    ],
)
@pytest.mark.parametrize("limit", ["4.2", "0.765", "0.15", "2000", "1"])
def test_every_operator_is_exact_on_its_boundary(operator: str, below: bool, on: bool, above: bool, limit: str) -> None:
    exact = Fraction(limit)
    found = bound(**{operator: limit})
    assert (found.admits(exact - HAIR), found.admits(exact), found.admits(exact + HAIR)) == (below, on, above)


@pytest.mark.parametrize(
    ("value", "admitted"), [("24.9999", False), ("25", True), ("27", True), ("30", True), ("30.0001", False)]
)
def test_a_range_includes_both_ends(value: str, admitted: bool) -> None:
    assert bound(between=["25", "30"]).admits(Fraction(value)) is admitted


@repeatable
@given(
    st.sampled_from(["at_least", "at_most", "above", "below", "equals"]),
    st.fractions(0, 5, max_denominator=1000),
    st.fractions(0, 5, max_denominator=1000),
)
def test_squares_compare_as_the_numbers_do(operator: str, value: Fraction, limit: Fraction) -> None:
    found = bound(**{operator: limit})
    assert found.admits_square(value**2) == found.admits(value)
    assert found.admits_square(limit**2) == found.admits(limit)


@pytest.mark.parametrize(
    ("value", "admitted"), [("0.2499", False), ("0.25", True), ("0.3", True), ("0.5", True), ("0.5001", False)]
)
def test_squares_compare_with_both_ends_of_a_range(value: str, admitted: bool) -> None:
    assert bound(between=["0.25", "0.5"]).admits_square(Fraction(value) ** 2) is admitted


@pytest.mark.parametrize(("indicator", "stage", "limit", "floor"), FLOORS)
def test_the_floor_is_exactly_85_percent_of_the_limit(indicator: str, stage: str, limit: str, floor: str) -> None:
    found = bound(at_least=limit)
    assert found.floor(SHARE) == Fraction(floor)
    assert found.reaches(Fraction(floor), SHARE)
    assert not found.reaches(Fraction(floor) - HAIR, SHARE)


def test_the_standard_has_exactly_these_limits_and_this_share() -> None:
    (quorum,) = (rule for rule in standard().standard.rules if isinstance(rule, Quorum))
    assert quorum.rest_at_least is not None
    written = [
        (name, limit.stage, limit.fixed.limit, limit.fixed.floor(quorum.rest_at_least), limit.operator)
        for name, member in quorum.members.items()
        for limit in member.limits
        if limit.fixed is not None
    ]
    assert (quorum.at_least, len(quorum.of), quorum.rest_at_least) == (6, 7, SHARE)
    assert sorted(written, key=str) == sorted(
        ((indicator, stage, Fraction(limit), Fraction(floor), "at_least") for indicator, stage, limit, floor in FLOORS),
        key=str,
    )


def test_where_less_is_better_the_rest_may_be_a_little_more() -> None:
    found = bound(at_most="0.85")
    assert found.floor(SHARE) == 1
    assert found.reaches(Fraction(1), SHARE)
    assert not found.reaches(1 + HAIR, SHARE)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ({"at_least": "4.20"}, "≥4.2"),
        ({"at_most": "0.50"}, "≤0.5"),
        ({"above": "50"}, ">50"),
        ({"below": "0.15"}, "<0.15"),
        ({"equals": "1"}, "=1"),
        ({"between": ["25", "30"]}, "25–30"),
    ],
)
def test_a_limit_is_written_with_its_operator(written: dict[str, Any], text: str) -> None:
    assert bound(**written).text() == text


def test_a_limit_that_is_a_share_is_written_in_percent() -> None:
    found = bound(at_least="85%")
    assert found.limit == SHARE
    assert found.text(share=True) == "≥85%"


@pytest.mark.parametrize("written", [{}, {"at_least": 1, "at_most": 2}, {"above": 1, "between": [1, 2]}])
def test_a_limit_has_exactly_one_operator(written: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="one_operator"):
        Bound.model_validate(written)


@pytest.mark.parametrize("value", [4.2, True, "4.2", "four", None])
def test_a_limit_that_is_not_exact_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        Bound.model_validate({"at_least": value})


@pytest.mark.parametrize("name", ["minimum", "at-least", "least"])
def test_an_operator_that_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Bound.model_validate({name: 1})
