"""Tables as a workbook: one sheet each, numbers as numbers, text as text, the same bytes every time."""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from eqeval import REPORT
from eqeval.core.figures import exact
from eqeval.core.reports.tables import Cell, FlatTable
from eqeval.core.verdict import Outcome
from eqeval.render.repeatable import repeatable
from eqeval.render.signs import printable
from eqeval.words import Words

LONGEST_TEXT = 32_767
LONGEST_NAME = 31
# A SHA-256 stands in one line.
WIDEST, NARROWEST = 68, 6
# Points in a line of text; rows keep the height that they are given.
LINE = 15
# As many signs side by side as can be read on a printed page.
PAGE_WIDTH = 300
# Fill and font; the words beside it say the same, for those who see no colours.
_COLOURS = {
    Outcome.NOT_MET: ("FFC7CE", "9C0006"),
    Outcome.UNDETERMINED: ("E4DFEC", "60497A"),
    Outcome.TOLERATED: ("FFEB9C", "7F6000"),
    Outcome.AWAITING: ("DDEBF7", "1F4E78"),
}
_LINE = Side(style="thin", color="D9D9D9")
_FIGURE = re.compile(r"(\D*?)(-?\d+(?:\.(\d+))?)(%?)(\D*)")


def render(tables: Sequence[FlatTable], words: Words) -> bytes:
    """Write a workbook with a sheet for every table."""
    book = Workbook(write_only=True)
    book.properties.creator = "eqeval"
    book.properties.category = REPORT
    taken: set[str] = set()
    for table in tables:
        _Sheet(book, table, _name(table.title, taken), words).write()
    content = io.BytesIO()
    book.save(content)
    return repeatable(content.getvalue(), packed=True)


def _name(title: str, taken: set[str]) -> str:
    """Name a sheet as workbooks allow: at most 31 signs, none of []:*?/\\, and no name twice."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", printable(title)).strip("' ") or "eqeval"
    name, number = plain[:LONGEST_NAME].rstrip("' "), 2
    while name.casefold() in taken:
        suffix = f" ({number})"
        name, number = plain[: LONGEST_NAME - len(suffix)].rstrip() + suffix, number + 1
    taken.add(name.casefold())
    return name


class _Style(NamedTuple):
    """What a cell looks like; the same for thousands of cells, so each is made once a sheet."""

    form: str = "General"
    outcome: Outcome | None = None
    quoted: bool = False
    wrapped: bool = False
    heading: bool = False

    def dress(self, cell: Any) -> None:
        """Give a cell this style."""
        cell.number_format = self.form
        cell.border = Border(bottom=_LINE)
        cell.alignment = Alignment(vertical="center" if self.heading else "top", wrap_text=self.wrapped or self.heading)
        if self.quoted:
            cell.quotePrefix = True
        if self.heading:
            cell.fill = PatternFill("solid", fgColor="44546A")
            cell.font = Font(bold=True, color="FFFFFF")
        elif self.outcome in _COLOURS:
            fill, font = _COLOURS[self.outcome]
            cell.fill = PatternFill("solid", fgColor=fill)
            cell.font = Font(color=font, bold=self.outcome == Outcome.NOT_MET)


class _Sheet:
    """One table on its sheet."""

    def __init__(self, book: Workbook, table: FlatTable, name: str, words: Words) -> None:
        self.sheet, self.table, self.words = book.create_sheet(name), table, words
        self.styles: dict[_Style, Any] = {}
        columns = zip(table.headings, *([cell.text for cell in row] for row in table.rows), strict=True)
        self.widths = [_width(heading, texts) for heading, *texts in columns]

    def write(self) -> None:
        """Write headings and rows; in a write-only sheet widths, heights and panes come first."""
        table, sheet = self.table, self.sheet
        for number, width in enumerate(self.widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for number, texts in enumerate([table.headings, *([cell.text for cell in row] for row in table.rows)], 1):
            lines = max(-(-_cells_wide(text) // (width - 2)) for text, width in zip(texts, self.widths, strict=True))
            if lines > 1:
                sheet.row_dimensions[number].height = LINE * lines
        # A table of two columns is a list of facts: nothing to scroll sideways, nothing to filter.
        facts = len(table.headings) == 2
        sheet.freeze_panes = "A2" if facts else "B2"
        if not facts:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
        sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
        sheet.page_setup.orientation = "landscape"
        if sum(self.widths) <= PAGE_WIDTH:
            sheet.page_setup.fitToHeight = 0
            sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.append([self.text(text, _Style(heading=True)) for text in table.headings])
        for row in table.rows:
            sheet.append([self.cell(cell) for cell in row])

    def cell(self, cell: Cell) -> Any:
        """Make a cell: a figure where the text is one number with words around it, else text."""
        found = None if cell.number is None else _FIGURE.fullmatch(cell.text)
        if not found or cell.number is None:
            return self.text(cell.text, _Style(outcome=cell.outcome))
        before, digits, decimals, percent, after = found.groups()
        places = len(decimals or "")
        value = exact.significant(_value(cell.number, digits, places, bool(percent)))
        form = _literal(before) + "0" + ("." + "0" * places if places else "") + percent + _literal(after)
        return self.styled(int(value) if value == int(value) else value, _Style(form, cell.outcome))

    def text(self, text: str, style: _Style) -> Any:
        """Make a text cell, whatever it begins with; one that is too long says so at its end."""
        text = printable(text)
        if len(text) > LONGEST_TEXT:
            cut = self.words("table.cut")
            text = text[: LONGEST_TEXT - len(cut)] + cut
        quoted, wrapped = text.startswith(("=", "+", "-", "@", "'")), _cells_wide(text) > WIDEST
        cell = self.styled(text or None, style._replace(quoted=quoted, wrapped=wrapped))
        if text:
            cell.data_type = "s"
        return cell

    def styled(self, value: str | int | Decimal | None, style: _Style) -> Any:
        """Make a cell in one of the styles made so far."""
        cell: Any = WriteOnlyCell(self.sheet)
        cell.value = value
        if style not in self.styles:
            style.dress(cell)
            self.styles[style] = cell._style
        cell._style = self.styles[style]
        return cell


def _value(number: exact.Number, digits: str, places: int, percent: bool) -> exact.Number:
    """Give the exact number, or the one that is shown where a spreadsheet would round it to another."""
    # What a school lacks is rounded up.
    times = 100 if percent else 1
    return number if exact.fixed(number * times, places) == digits else Fraction(digits) / times


def _literal(text: str) -> str:
    """Put words into a number format."""
    plain = printable(text).replace('"', "")
    return f'"{plain}"' if plain else ""


@lru_cache(4096)
def _cells_wide(text: str) -> int:
    """Measure a text: a Chinese sign is as wide as two letters."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _width(heading: str, texts: Iterable[str]) -> int:
    """Say how wide a column is: wide enough for most of what it holds, and never wider than people can read."""
    widths = [_cells_wide(text) for text in texts]
    # A heading may stand in two lines.
    return max(NARROWEST, min(WIDEST, max([*widths, (_cells_wide(heading) + 1) // 2 + 3], default=0) + 2))
