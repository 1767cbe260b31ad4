"""A sheet as it was read: rows of raw values, addressable, nothing decided yet."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache

from msgspec import Struct, field

from eqeval.core.figures import exact

# Blanks inside a Chinese name; compiled only where there is one.
_BROKEN = r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
# Of a sheet without a column of schools, headings are looked for in so many rows.
SEARCHED_ROWS = 30
# A row of headings may hold a number or two, such as a year; so many make a row of figures.
LEAST_FIGURES = 2
# No sheet has fewer headings.
_LEAST_WORDS = 2
_FIGURES = (float, int)
# What stands around the name of a total, and how many schools it counts; looked for only where one may stand.
_AROUND, _BEHIND = "【】[]〔〕《》<>*:.。、,;", (")", "所", "校", "个", "班", "人")
_COUNTED = r"(?<=.)[:(]?(?:共[有计]?)?\d+[所校个班人](?:学校)?\)?$"
_CONTROL: dict[int, str | None] = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
# Signs that nobody sees: blanks without width, marks of direction, hyphens where a word may be parted.
_CONTROL |= dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF])

# A fraction comes only from cells that were worked out: a sum, or a number in another unit.
Raw = str | float | int | bool | Fraction | date | datetime | time | timedelta | None


class Refused(str):
    """What a cell says that was found unusable already: it stays unknown, and nothing is said of it twice."""

    __slots__ = ()


# What a cell shows behind a number that it shows as percent.
PERCENT = "%"


class Percent(float):
    """A number in a cell that shows percent: 0.98 is seen as 98%, and nothing else was meant."""

    __slots__ = ()


class Labelled(float):
    """A number in a cell that shows words behind it: 1900 is seen as 1900千元."""

    __slots__ = ("sign",)
    sign: str

    def __new__(cls, number: float, sign: str) -> "Labelled":
        """Take a number and the words behind it."""
        made = super().__new__(cls, number)
        made.sign = sign
        return made

    def __reduce__(self) -> tuple[type["Labelled"], tuple[float, str]]:
        """Go to another process with its words."""
        return type(self), (float(self), self.sign)


# Rows and columns counted from 0: first row, first column, last row, last column.
Range = tuple[int, int, int, int]


class Notice(Struct, frozen=True):
    """What the reader of a file noticed and a county has to hear: the code of a finding, its place, its blanks."""

    code: str
    row: int = 0
    column: int | None = None
    raw: Raw = None
    values: dict[str, str] = field(default_factory=dict)


class Grid(Struct, frozen=True, dict=True):
    """One sheet. The cell in row r and column c, both counted from 0, is rows[r][c].

    label: what cells are called by where several files were read. hidden: seen in the file and not read. places: the
    names of the cells where a grid was put together from cells that stood elsewhere; None for a sheet as it was read.
    merged: ranges that show one value, which stands in their first cell. hidden_rows, hidden_columns: read, but not
    seen by who opens the file. notices: what the reader noticed.
    """

    file: str
    sheet: str
    rows: list[list[Raw]]
    label: str = ""
    hidden: bool = False
    places: list[list[str]] | None = None
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    notices: tuple[Notice, ...] = ()

    @property
    def name(self) -> str:
        """How the sheet is called in the names of cells."""
        return self.label or self.sheet

    @property
    def stem(self) -> str:
        """How its file is called, without folder and ending."""
        return self.file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]

    @cached_property
    def upper(self) -> list[list[Raw]]:
        """The rows in which the headings of a small sheet may stand: above the first row of figures, not far down.

        A date may stand there in pieces, 2026 | 年 | 9 | 月; figures are more than half of what their row holds.
        What has no words above it that could be headings, and numbers that count the columns, are not meant.
        """
        headed = False
        for number, row in enumerate(self.rows[:SEARCHED_ROWS]):
            filled = [raw for raw in row if raw is not None and raw != ""]
            numbers = [raw for raw in filled if type(raw) is not str or raw[-1:].isdigit()]
            figures = sum(map(_figure, numbers))
            if headed and len(filled) > LEAST_FIGURES and 2 * figures > len(filled) and not _counted(filled):
                return self.rows[:number]
            headed |= len(filled) - figures >= _LEAST_WORDS
        return self.rows[:SEARCHED_ROWS]

    @cached_property
    def upper_words(self) -> frozenset[str]:
        """The words in those rows, with and without what stands in brackets behind them.

        What a sheet is can only be told by a heading that is among them.
        """
        words = {word(raw) for row in self.upper for raw in row if type(raw) is str and raw}
        return frozenset((*words, *(bare(each) for each in words if "(" in each)))


def _counted(filled: Sequence[Raw]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3."""
    return all(text(raw) == str(number) for number, raw in enumerate(filled, 1))


def _figure(raw: Raw) -> bool:
    return type(raw) in _FIGURES or (type(raw) is str and raw.replace(".", "", 1).isdigit())


def word(raw: Raw) -> str:
    """Read a cell as a word to be recognised: full-width signs made narrow, all blanks taken out.

    >>> word(" 完 全 中 学（Ａ） ")
    '完全中学(A)'
    """
    if raw is None:
        return ""
    return _folded(raw) if type(raw) is str else _folded(text(raw))


@lru_cache(maxsize=8192)
def _folded(written: str) -> str:
    # The words of a table are few and come again in every row.
    return "".join(unicodedata.normalize("NFKC", text(written)).split())


def text(raw: Raw) -> str:
    """Read a cell as the text that its user sees; a whole number has no decimals.

    >>> text(2133001234.0), text(None), text("  实验 学校 "), text(Percent(0.985))
    ('2133001234', '', '实验 学校', '98.5%')
    """
    if type(raw) is str and raw.isprintable():
        # By far the most cells that are read as text.
        return raw.strip()
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        if isinstance(raw, Percent) and (share := exact.from_float(raw)) is not None:
            return f"{exact.plain(share * 100)}%"
        behind = raw.sign if isinstance(raw, Labelled) else ""
        return (str(int(raw)) if raw.is_integer() else format(raw, ".15g")) + behind
    if not isinstance(raw, str) and isinstance(raw, Fraction):
        return exact.plain(raw)
    # Control characters would move the cursor of a terminal or break a line of the report; others nobody sees.
    written = str(raw)
    return (written if written.isprintable() else written.translate(_CONTROL)).strip()


def unbroken(name: str) -> str:
    """Take the blanks out of a name that was broken over several lines of a narrow cell.

    >>> unbroken("庐 阳 区"), unbroken("Los Angeles")
    ('庐阳区', 'Los Angeles')
    """
    return name if len(name.split()) < 2 else re.sub(_BROKEN, "", name)


def bare(heading: str) -> str:
    """Take the unit or remark in brackets off a heading.

    >>> bare(word("教学仪器设备资产值（万元）"))
    '教学仪器设备资产值'
    """
    cut = heading.find("(")
    return heading[:cut] if cut > 0 and heading.endswith(")") else heading


def bare_label(label: str) -> str:
    """Take off the name of a total what stands around it, and how many it counts.

    >>> bare_label(word("【合计】：")), bare_label(word("合计（共6所）")), bare_label("甲镇合计:6所")
    ('合计', '合计', '甲镇合计')
    """
    core = label.strip(_AROUND)
    return bare(re.sub(_COUNTED, "", core)) if core[-1:] in _BEHIND else core
