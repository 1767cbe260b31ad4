"""A sheet as it was read: rows of raw values, addressable, nothing decided yet."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Raw = str | float | int | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. The cell in row r and column c, both counted from 0, is rows[r][c]."""

    file: str
    sheet: str
    rows: list[list[Raw]]


def word(raw: Raw) -> str:
    """Read a cell as a word to be recognised: full-width signs made narrow, all blanks taken out.

    >>> word(" 完 全 中 学（Ａ） ")
    '完全中学(A)'
    """
    return "".join(unicodedata.normalize("NFKC", text(raw)).split())


def text(raw: Raw) -> str:
    """Read a cell as the text that its user sees; a whole number has no decimals.

    >>> text(2133001234.0), text(None), text("  实验 小学 ")
    ('2133001234', '', '实验 小学')
    """
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else format(raw, ".15g")
    return str(raw).strip()


def bare(heading: str) -> str:
    """Take the unit or remark in brackets off a heading.

    >>> bare(word("教学仪器设备资产值（万元）"))
    '教学仪器设备资产值'
    """
    cut = heading.find("(")
    return heading[:cut] if cut > 0 and heading.endswith(")") else heading
