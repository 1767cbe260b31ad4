"""Reads one cell as its item asks; what cannot be read is a finding, and the value stays unknown."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from fractions import Fraction

from eqeval.core.figures import exact
from eqeval.core.figures.exact import Number
from eqeval.core.grid import Labelled, Percent, Raw, Refused, bare, text, word
from eqeval.core.intake.findings import Findings
from eqeval.core.origin import Row
from eqeval.core.parts.items import Item, StatedItem
from eqeval.core.vocabulary import Vocabulary
from eqeval.words import Words

# 2010年9月, 2010-09-01, 2010.9, 20100901; 2008年建，2015年改扩建 are two years.
_DATED = r"(\d{4})(?:年(?:(?!\d{4}).)*|[-./]\d{1,2}(?:[-./]\d{1,2})?|(?:0\d|1[0-2])[0-3]\d)"
# A formula that was never calculated, or an error, where a text would stand: how it begins, and how it goes on.
CALCULATED = ("=", "#", "Err:")
_UNFINISHED = (
    r"=[+-]?(?:\$?[A-Z]{1,3}\$?\d|[A-Z_][\w.]*\(|'[^']{1,99}'!|[^\s!()]{1,99}!).*|#[A-Z][A-Z0-9/_]*[!?]?|Err:\d+"
)
# A number with its unit behind it.
_MEASURED = re.compile(r"([+-]?[\d,]*\.?\d+)([^\d.,]\S*)")
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100


def number(
    item: Item,
    raw: Raw,
    row: Row,
    column: int,
    findings: Findings,
    school: str,
    factor: Number = 1,
    vocabulary: Vocabulary | None = None,
) -> Number | None:
    """Read a number that may not be negative, and not a fraction of a person or a room.

    factor: how many of the item's unit one of the column's is. vocabulary: the units that may stand behind a number;
    without it, none may.
    """
    if isinstance(raw, Refused):
        return None
    raw = held(item, raw, row, column, findings, school)
    if isinstance(raw, Refused):
        return None
    if isinstance(raw, Labelled):
        # Words that are no unit, as of 第5名, change nothing.
        raw = text(raw) if vocabulary and word(raw.sign) in vocabulary.unit_forms else float(raw)
    value = year(raw) if item.kind == "year" else _percent(raw) if item.kind == "share" else exactly(raw)
    code, unit = None, ""
    if value is None and vocabulary is not None and isinstance(raw, str) and item.kind in ("whole", "number"):
        value, unit = measured(raw, item, vocabulary)
        title, wanted = findings.words.text(item.title), findings.words.text(item.unit)
        if value is None and unit:
            findings.add("E211", row, column, raw, school, item=title, unit=unit, wanted=wanted)
            return None
        bare_number = exact.from_text(word(raw).removesuffix(unit))
        if value is not None and bare_number is not None and value != bare_number * factor:
            findings.add("N651", row, column, raw, school, item=title, value=exact.plain(value), unit=wanted)
    elif value is not None and factor != 1:
        value = exact.whole_or(Fraction(value * factor))
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
    findings.add(code, row, column, raw, school, item=findings.words.text(item.title), how=mending(raw, findings.words))
    return None


def mending(raw: Raw, words: Words) -> str:
    """Say how to mend a cell that is no number: a formula has none yet, and the format of a date may hide one."""
    if isinstance(raw, date | time | timedelta):
        return words("E201.date")
    return words("E201.formula" if isinstance(raw, str) and raw.startswith("=") and unfinished(raw) else "E201.digits")


def held(item: Item, raw: Raw, row: Row, column: int, findings: Findings, school: str) -> Raw:
    """Take a figure that is no rate as the number that its cell holds, and say where the cell shows it as percent.

    Nothing is multiplied: whoever types 800 into such a cell holds 8, but 800 that was there before is still 800. Of a
    stated value per hundred pupils 0.0542 is as likely as 5.42, and nothing else in the row tells: it is asked about.
    """
    if not isinstance(raw, Percent) or item.kind == "share":
        return raw
    number = float(raw)
    if number and isinstance(item, StatedItem):
        shown, title = text(raw), findings.words.text(item.title)
        how = findings.words("E209.general")
        findings.add(
            "E209", row, column, raw, school, item=title, one=text(number), other=shown.removesuffix("%"), how=how
        )
        return Refused(shown)
    if number and (item.unit or item.kind != "number"):
        title = findings.words.text(item.title)
        findings.add("W542", row, column, raw, school, item=title, held=text(number))
    return number


def chosen(forms: Mapping[str, str], raw: Raw, remarked: bool = True) -> str | None:
    """Recognise an answer by the forms in which it may be written.

    remarked: whether a remark in brackets changes nothing. 镇区（镇中心） is 镇区, and 是（两所除外） is no 是.
    """
    written = "" if isinstance(raw, Refused) else word(raw)
    return forms.get(written) or (forms.get(bare(written)) if remarked else None)


def unfinished(said: str) -> bool:
    """Whether a text is a formula without a result, or an error, and no text.

    >>> unfinished("=TRIM(B2)"), unfinished("#N/A"), unfinished("=Hope")
    (True, True, False)
    """
    return said.startswith(CALCULATED) and re.fullmatch(_UNFINISHED, said, re.DOTALL) is not None


def measured(raw: str, item: Item, vocabulary: Vocabulary) -> tuple[Number | None, str]:
    """Read 1200㎡, 12 人, 3.5万元 in the unit of the item; None with the unit where it is another quantity."""
    shown = word(raw)
    if exact.has_mark(raw.rstrip("²³")):
        return None, ""
    # A pattern may try a text of many digits in as many ways as it has digits, squared.
    match = _MEASURED.fullmatch(shown) if len(shown) <= 2 * exact.LONGEST else None
    if match is None or match[2] not in vocabulary.unit_forms:
        return None, ""
    wanted, unit = item.unit["zh"] if isinstance(item.unit, dict) else item.unit or "", match[2]
    if isinstance(item, StatedItem):
        # Of a value per pupil the pupil may be left out: 5.30㎡.
        wanted, unit = wanted.partition("/")[0], unit.partition("/")[0]
    factor, value = vocabulary.factor(unit, wanted), exact.from_text(match[1])
    if factor is None or value is None:
        return None, match[2] if factor is None else ""
    return exact.whole_or(Fraction(value * factor)), match[2]


def exactly(raw: Raw) -> Number | None:
    """Read a number exactly as its cell shows it; None for what is none."""
    if isinstance(raw, bool | Refused):
        return None
    if isinstance(raw, int | Fraction):
        return raw
    if isinstance(raw, float):
        return exact.from_float(raw)
    return exact.from_text(text(raw)) if isinstance(raw, str) else None


def _percent(raw: Raw) -> Number | None:
    """Read a rate: 40, 40% and 0.4 in a cell that shows percent are the same."""
    if isinstance(raw, str) and exact.has_mark(raw):
        return None
    value = exactly(word(raw).removesuffix("%")) if isinstance(raw, str | Percent) else exactly(raw)
    return None if value is None else Fraction(value) / 100


def year(raw: Raw) -> Number | None:
    """Read a year from a date, a number or a text: 2010年, 2010年9月, 2010.9."""
    if isinstance(raw, date):
        return raw.year
    if isinstance(raw, float) and raw.is_integer() and raw < 10_000:
        return int(raw)  # nearly every one
    if isinstance(raw, str) and exact.has_mark(raw):
        return None
    if isinstance(raw, str | float | int) and (dated := re.fullmatch(_DATED, word(raw))):
        return int(dated[1])
    return exact.from_text(text(raw)) if isinstance(raw, str) else exactly(raw)
