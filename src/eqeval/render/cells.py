"""Writes single cells of a workbook as an office expects them: text that stays text, headings, rows high enough."""

from collections.abc import Sequence
from math import ceil

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from eqeval.render.breaks import width_of

FACE = "微软雅黑"
EDGE = Side(style="thin", color="BFBFBF")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
LINE_HEIGHT = 16


def write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write text that stays text, also where it begins like a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is written into the hidden part of a merged cell
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"
    cell.font = Font(name=FACE, size=10)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def head(sheet: Worksheet, row: int, column: int, text: str, colour: str) -> Cell:
    """Write a heading."""
    cell = write(sheet, row, column, text)
    cell.font = Font(name=FACE, size=10, bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = BOX
    return cell


def labelled(sheet: Worksheet, row: int, label: str, text: str, widths: Sequence[int]) -> int:
    """Write a label and beside it a text over all other columns; the row below them is given back."""
    write(sheet, row, 1, label)
    write(sheet, row, 2, text)
    sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=len(widths))
    sheet.row_dimensions[row].height = height_of([(label, widths[0]), (text, sum(widths[1:]))])
    return row + 1


def height_of(cells: Sequence[tuple[str, int]]) -> float:
    """How high a row has to be so that all its texts are seen."""
    return LINE_HEIGHT * max(1, *(ceil(width_of(text) / width) for text, width in cells)) + 4
