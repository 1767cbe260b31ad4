"""Finds rows of earlier years, where a column says of which year a row is and a school has rows of several."""

import re
from collections.abc import Iterable

from eqeval.core.grid import Raw, text, word
from eqeval.core.intake.headings.block import Block
from eqeval.core.vocabulary import Vocabulary

_YEAR = re.compile(r"20\d\d")
# 2026年, 2025-2026学年度, 2026年秋季, 截至2026年6月底: when something was counted.
DATED = (
    r"(?:截[至止]到?|至)?20\d\d(?:[-/—~]20\d\d)?(?:学?年度?)?"
    r"(?:\d{1,2}月(?:\d{1,2}日)?|[春秋]季?(?:学期)?|[上下]半年)?[初末底]?"
)
_DATE = re.compile(DATED)
_MONTH = re.compile(r"(\d{1,2})月")
# The month in which such a part of a year ends, or a count at its beginning is made.
_PARTS = {"上半年": 6, "下半年": 12, "春": 3, "秋": 9, "初": 1, "底": 12, "末": 12}


def year_in(said: str) -> str:
    """Give the year that a heading or a cell speaks of, of a school year its second one, or nothing."""
    return max(_YEAR.findall(word(said)), default="")


def month_in(said: str) -> int:
    """Give the month that a heading speaks of, in numbers or as a part of the year; 0 where it speaks of none."""
    found = _MONTH.findall(word(said))
    return int(found[-1]) if found else next((month for part, month in _PARTS.items() if part in word(said)), 0)


def when(said: str, latest: str) -> str:
    """Give the year that a remark speaks of, with its month where the year is that of the latest one: 2026-03."""
    year = year_in(said)
    return f"{year}-{month_in(said):02}" if year == year_in(latest) else year


def dates_only(said: str) -> bool:
    """Whether a remark says a time and nothing else."""
    return _DATE.fullmatch(said) is not None


def rows(block: Block, schools: Iterable[int], vocabulary: Vocabulary) -> dict[int, str]:
    """Give the year of every row, where a column says it of all of them and there are several; nothing otherwise."""
    column = block.whole.get((vocabulary.roles.get("year", ""), None))
    if column is None:
        return {}
    found = {index: year_in(text(_at(block, index, column.index))) for index in schools}
    return found if all(found.values()) and len(set(found.values())) > 1 else {}


def passed(block: Block, years: dict[int, str], name: int) -> tuple[list[int], list[int]]:
    """Part the rows of earlier years: those of schools that have one of the latest year, and those that have none."""
    latest = max(years.values())
    current = {word(_at(block, index, name)) for index, year in years.items() if year == latest}
    old = [index for index, year in years.items() if year != latest]
    again = [index for index in old if word(_at(block, index, name)) in current]
    return again, [index for index in old if index not in again]


def _at(block: Block, index: int, column: int) -> Raw:
    row = block.rows[index]
    return row[column] if column < len(row) else None
