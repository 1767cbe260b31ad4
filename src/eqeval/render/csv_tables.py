"""A table as CSV, as Excel and WPS read it: UTF-8 with its mark, CRLF, numbers exact, text never a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

from eqeval.core.figures.exact import plain
from eqeval.core.reports.tables import Cell, FlatTable, Row
from eqeval.render.signs import printable

# What makes a spreadsheet calculate, full-width twins included; a tab or a line break before them is dropped by some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(table: FlatTable) -> bytes:
    """Write one table."""
    return b"".join(pieces(table.headings, table.rows))


def pieces(headings: Iterable[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Write a table row by row, where the whole would take much memory."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_text(heading) for heading in headings])
    yield text.getvalue().encode("utf-8-sig", "replace")
    for row in rows:
        text.seek(0)
        text.truncate()
        writer.writerow([_cell(cell) for cell in row])
        yield text.getvalue().encode(errors="replace")


def _cell(cell: Cell) -> str:
    return _text(cell.text) if cell.number is None else plain(cell.number)


def _text(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would calculate: a school can be called =1+1."""
    text = printable(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
