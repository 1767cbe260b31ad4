"""Reads one cell as its item asks; what cannot be read is a finding, and the value stays unknown."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from eqeval.core import exact
from eqeval.core.exact import Number
from eqeval.core.grid import Raw, Refused, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.items import Item
from eqeval.core.origin import Row

EARLIEST_YEAR, LATEST_YEAR = 1800, 2100


def number(item: Item, raw: Raw, row: Row, column: int, findings: Findings, school: str) -> Number | None:
    """Read a number that may not be negative, and not a fraction of a person or a room."""
    if isinstance(raw, Refused):
        return None
    value = year(raw) if item.kind == "year" else _percent(raw) if item.kind == "share" else exactly(raw)
    title = findings.words.text(item.title)
    code = None
    if value is None:
        code = "E206" if item.kind == "year" else "E201"
    elif value < 0:
        code = "E202"
    elif item.kind == "whole" and value.denominator != 1:
        code = "E203"
    elif item.kind == "year" and not EARLIEST_YEAR <= value <= LATEST_YEAR:
        code = "E206"
    if code is None:
        return value
    findings.add(code, row, column, raw, school, item=title)
    return None


def chosen(forms: Mapping[str, str], raw: Raw) -> str | None:
    """Recognise an answer by the forms in which it may be written."""
    return None if isinstance(raw, Refused) else forms.get(word(raw))


def exactly(raw: Raw) -> Number | None:
    """Read a number exactly as its cell shows it; None for what is none."""
    if isinstance(raw, bool | Refused):
        return None
    if isinstance(raw, int | Fraction):
        return raw
    if isinstance(raw, float):
        return exact.from_float(raw)
    return exact.from_text(raw) if isinstance(raw, str) else None


def _percent(raw: Raw) -> Number | None:
    """Read a rate of a school: 40 and 40% are the same."""
    value = exactly(word(raw).removesuffix("%")) if isinstance(raw, str) else exactly(raw)
    return None if value is None else Fraction(value) / 100


def year(raw: Raw) -> Number | None:
    """Read a year from a date, a number or a text such as 2010年."""
    if isinstance(raw, date):
        return raw.year
    return exact.from_text(text(raw).removesuffix("年")) if isinstance(raw, str) else exactly(raw)
