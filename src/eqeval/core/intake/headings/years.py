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
# 二〇二五, 2025.9, 2025-09-01, and 24 or 25 alone: other ways to write them.
_CHINESE = re.compile("二[〇零○O][〇零○O一二三四五六七八九]{2}")
_FIGURES = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
_DAYS = re.compile(r"(20\d\d)[./-](0?[1-9]|1[0-2])(?:[./-](0?[1-9]|[12]\d|3[01]))?(?![\d年])")
# Of a range they are where it is that of a school year.
_SHORT = re.compile(r"(?<!\d)2\d(?=[-/—~]2\d学年)|(?<=2\d[-/—~])2\d(?=学年)|(?<![-/—~\d])2[1-9](?=学?年)")
# 2025年, 2024-2025学年, 2024-25学年度; what is quoted is a document.
_MAY_SPEAK = re.compile(r"\d\d|二[〇零○O]")
_PERIOD = re.compile(r"(20\d\d)年?(?:[-/—~至到]{1,2}(20\d\d|\d\d))?(?:学年度?|年度?)")
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_TITLES = re.compile(r"《[^》]*》|〔[^〕]*〕|\[[^\]]*\]")
_DIGITS = 4
_MONTH = re.compile(r"(\d{1,2})月")
# The month in which such a part of a year ends, or a count at its beginning is made.
_PARTS = {"上半年": 6, "下半年": 12, "春": 3, "秋": 9, "初": 1, "底": 12, "末": 12}


def plainly(said: str) -> str:
    """Write the times that a folded text speaks of as most tables do: 二〇二五年, 2025.9 and 25年 as 2025年9月.

    Two figures are a year only where nothing but a time stands there: 25年以上 is none.
    """
    if _CHINESE.search(said):
        said = _CHINESE.sub(lambda found: found[0].translate(_FIGURES), said)
    if not any(map(str.isdecimal, said)):
        return said
    said = _DAYS.sub(lambda day: f"{day[1]}年{int(day[2])}月" + (f"{int(day[3])}日" if day[3] else ""), said)
    if _DATE.fullmatch(whole := _SHORT.sub(r"20\g<0>", said)):
        return whole
    return said


def year_in(said: str) -> str:
    """Give the year that a heading or a cell speaks of, of a school year its second one, or nothing."""
    return max(_YEAR.findall(plainly(word(said))), default="")


def latest_in(path: Iterable[str]) -> str:
    """Give the latest year that the levels of a heading may speak of: 25年清查 may be one of 2025."""
    said = [plainly(word(each)) for each in path]
    found = [*map(year_in, said), *(f"20{short[0]}" for each in said for short in _SHORT.finditer(each))]
    return max(found, default="")


def spoken_of(said: str, documents: Iterable[str]) -> tuple[int, int] | None:
    """Give the first and the last year of which a title speaks; not those of documents, nor the days of signatures.

    >>> spoken_of("2024—2025学年统计表（2026年9月1日填）", ()), spoken_of("按2017年版统计", ("版",))
    ((2024, 2025), None)
    """
    found: list[int] = []
    if not _MAY_SPEAK.search(said):
        return None
    plain = _TITLES.sub("", plainly(word(said)))
    for one in _PERIOD.finditer(plain):
        if _DAY.match(plain, one.end()) or plain.startswith(tuple(documents), one.end()):
            continue
        first, last = int(one[1]), one[2] or one[1]
        found += [first, int(last if len(last) == _DIGITS else one[1][:2] + last)]
    return (min(found), max(found)) if found else None


def month_in(said: str) -> int:
    """Give the month that a heading speaks of, in numbers or as a part of the year; 0 where it speaks of none."""
    found = _MONTH.findall(plainly(word(said)))
    return int(found[-1]) if found else next((month for part, month in _PARTS.items() if part in word(said)), 0)


def when(said: str, latest: str) -> str:
    """Give the year that a remark speaks of, with its month where the year is that of the latest one: 2026-03."""
    year = year_in(said)
    return f"{year}-{month_in(said):02}" if year == year_in(latest) else year


def dates_only(said: str) -> bool:
    """Whether a remark says a time and nothing else."""
    return _DATE.fullmatch(plainly(said)) is not None


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
