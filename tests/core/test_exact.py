"""Exact numbers: how cells are read, how figures are rounded, and that nothing passes through a binary float."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eqeval.core.figures import exact

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=300)

FULL_WIDTH = str.maketrans("0123456789.,+-", "０１２３４５６７８９．，＋－")

fractions = st.builds(Fraction, st.integers(-(10**9), 10**9), st.integers(1, 10**6))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", Fraction(12)),
        ("0", Fraction(0)),
        ("007", Fraction(7)),
        ("+5", Fraction(5)),
        ("-5", Fraction(-5)),
        ("4.20", Fraction(21, 5)),
        ("0.765", Fraction(153, 200)),
        (" 12 ", Fraction(12)),
        ("\u00a012\u00a0", Fraction(12)),
        ("\u300012\u3000", Fraction(12)),
        ("\t12\n", Fraction(12)),
        ("１２３", Fraction(123)),
        ("１２．５", Fraction(25, 2)),
        ("－３", Fraction(-3)),
        ("1,234", Fraction(1234)),
        ("1,234,567.89", Fraction(123456789, 100)),
        ("１，２３４", Fraction(1234)),
        ("1，234", Fraction(1234)),
        ("1234.5", Fraction(2469, 2)),
        ("123456789012345678901234567890", Fraction(123456789012345678901234567890)),
        ("0.1234567890123456789", Fraction(1234567890123456789, 10**19)),
    ],
)
def test_a_number_typed_as_text_is_read_exactly(text: str, number: Fraction) -> None:
    assert exact.from_text(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "　", "twelve", "十二", "—", "-", "--", "/", "+", ".", ".5", "5.", "1.2.3", "1,23", ",123",
        "12,34,567", "1,2345", "1 234", "1e3", "1E3", "0x10", "1_000", "nan", "inf", "Infinity", "85%",
        "1200㎡", "45人", "约45", "3/4", "½", "=45", "'45", "4 5", "12;", "#DIV/0!", "#N/A", "TRUE",
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert exact.from_text(text) is None


@repeatable
@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False))
def test_every_way_to_write_a_number_gives_the_same_number(value: Decimal) -> None:
    written = [f"{value:f}", f"{value:,f}", f"{value:f}".translate(FULL_WIDTH), f"{value:,f}".translate(FULL_WIDTH)]
    assert {exact.from_text(text) for text in written} == {Fraction(value)}


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (0.1 + 0.2, "0.3"),
        (0.1 * 3, "0.3"),
        (0.85 * 2.3, "1.955"),
        (4.505, "4.505"),
        (1.1 * 1.1, "1.21"),
        (2133.0, "2133"),
        (0.0, "0"),
        (-0.0, "0"),
        (-3.566, "-3.566"),
        (119.99, "119.99"),
        (1e-7, "0.0000001"),
        (123456789.123456, "123456789.123456"),
        (2 / 3, "0.666666666666667"),
    ],
)
def test_a_spreadsheet_number_is_read_as_the_fifteen_digits_that_are_seen(cell: float, number: str) -> None:
    assert exact.from_float(cell) == Fraction(number)


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf")])
def test_a_float_that_is_no_number_is_none(cell: float) -> None:
    assert exact.from_float(cell) is None


@repeatable
@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15))
def test_fifteen_digits_survive_storage_as_a_binary_float(digits: int, places: int) -> None:
    number = Fraction(digits, 10**places)
    assert exact.from_float(float(number)) == number


@pytest.mark.parametrize("written", ["4.20", "0.85", "2000", "1.32", "0.1"])
def test_a_decimal_of_a_clause_is_taken_as_written(written: str) -> None:
    assert exact.from_decimal(Decimal(written)) == Fraction(written)


def test_a_whole_number_stays_whole() -> None:
    assert isinstance(exact.from_decimal(Decimal("2000.0")), int)
    assert isinstance(exact.from_float(2000.0), int)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("4.505", 2, "4.51"),
        ("4.504999999", 2, "4.50"),
        ("4.515", 2, "4.52"),
        ("3.825", 2, "3.83"),
        ("0.765", 2, "0.77"),
        ("1.955", 2, "1.96"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("0.5", 0, "1"),
        ("0.4999", 3, "0.500"),
        ("0.5004", 3, "0.500"),
        ("0.5005", 3, "0.501"),
        ("999.995", 2, "1000.00"),
        ("0", 2, "0.00"),
        ("2000", 2, "2000.00"),
        ("1/3", 3, "0.333"),
        ("2/3", 3, "0.667"),
        ("1/3", 12, "0.333333333333"),
        ("-0.5", 0, "-1"),
        ("-4.505", 2, "-4.51"),
        ("-0.001", 2, "0.00"),
    ],
)
def test_figures_are_rounded_half_up(value: str, places: int, text: str) -> None:
    assert exact.fixed(Fraction(value), places) == text
    assert exact.rounded(Fraction(value), places) == Fraction(text)


@repeatable
@given(fractions, st.integers(0, 8))
def test_rounding_goes_to_the_nearest_and_halves_go_away_from_zero(value: Fraction, places: int) -> None:
    half = Fraction(1, 2 * 10**places)
    found = Fraction(exact.rounded(value, places))
    assert -half < abs(found) - abs(value) <= half


@repeatable
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5), st.integers(0, 5))
def test_a_figure_is_what_decimal_arithmetic_rounds_half_up(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert exact.fixed(Fraction(value), places) == f"{expected or abs(expected):f}"


@pytest.mark.parametrize(
    ("value", "text"),
    [("12.301", "12.31"), ("12.30", "12.3"), ("0.001", "0.01"), ("0", "0"), ("1/3", "0.34"), ("7.999", "8")],
)
def test_what_is_lacking_is_rounded_up(value: str, text: str) -> None:
    found = exact.rounded_up(Fraction(value), 2)
    assert exact.plain(found) == text
    assert 0 <= found - Fraction(value) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.955", "1.955"),
        ("2000", "2000"),
        ("0.50", "0.5"),
        ("100000000", "100000000"),
        ("1/3", "0.333333333333333"),
        ("2/3", "0.666666666666667"),
        ("200/3", "66.6666666666667"),
        ("0.00000012", "0.00000012"),
        ("-7/2", "-3.5"),
        ("0", "0"),
    ],
)
def test_a_number_is_written_without_exponent_and_with_fifteen_digits_at_most(value: str, text: str) -> None:
    assert exact.plain(Fraction(value)) == text


def test_a_whole_number_is_written_with_all_its_digits() -> None:
    assert exact.plain(123456789012345678901) == "123456789012345678901"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("0.85", None, "85%"), ("1", None, "100%"), ("0.095", None, "9.5%"), ("1/3", 1, "33.3%"), ("0.9995", 1, "100.0%")],
)
def test_a_share_is_written_in_percent(value: str, places: int | None, text: str) -> None:
    assert exact.percent(Fraction(value), places) == text


@pytest.mark.parametrize(("square", "root"), [("0.25", "0.5"), ("0.2025", "0.45"), ("9/4", "1.5"), ("0", "0")])
def test_the_root_of_a_square_is_exact(square: str, root: str) -> None:
    assert exact.root(Fraction(square)) == Fraction(root)


def test_any_other_root_has_forty_digits() -> None:
    assert exact.fixed(exact.root(2), 38) == "1.41421356237309504880168872420969807857"


@repeatable
@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(1, 10**4)), max_size=30))
def test_fractions_are_added_exactly(ratios: list[tuple[int, int]]) -> None:
    assert exact.total(ratios) == sum((Fraction(over, under) for over, under in ratios), Fraction(0))


def test_percents_of_limits_are_exact_where_binary_floats_are_not() -> None:
    assert 0.85 * 2.3 != 1.955
    assert Fraction("0.85") * Fraction("2.3") == Fraction("1.955")
