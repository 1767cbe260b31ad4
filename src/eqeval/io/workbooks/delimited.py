"""Text tables: comma, semicolon, tab or full-width comma, whichever makes columns."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from eqeval.core.grid import Grid, Notice, Raw, Refused
from eqeval.io.workbooks import calamine
from eqeval.io.workbooks.places import Seen
from eqeval.io.workbooks.source import Source

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = ",\t;，"
# So many lines decide which sign parts the columns.
_SAMPLE = 50
# After so many rows the limits are looked at again.
_AT_ONCE = 1000
# A row of headings has so many cells at least, and no number among them.
_HEADINGS = 3
# So much of a row is shown.
_SHOWN = 60


def read(text: str, source: Source) -> Grid:
    """Read a text as one sheet named as the file.

    Raises:
        InputError: where a quote is never closed within a cell's length, or a limit is exceeded.
    """
    # Nothing follows upon the blank lines at the end, however many there are.
    text, given = _given(text.rstrip("\r\n"))
    seen = Seen(source.path.stem)
    seen.doubtful = len(text) > source.limits["characters"]
    delimiter = given or _delimiter(text)
    if '="' in text:
        text = _plainly_quoted(text, delimiter)
    rows: list[list[Raw]] = []
    width = 0
    for some in _rows(text, delimiter, source):
        rows += some
        width = max(width, *map(len, some))
        if width:
            seen.value_at(len(rows) - 1, width - 1, source)
        source.in_time()
    wide = list(_too_wide(rows, delimiter))
    grid = calamine.grid(rows, seen, source)
    return replace(grid, notices=(*grid.notices, *wide)) if wide else grid


def _plainly_quoted(text: str, delimiter: str) -> str:
    """Take the sign of a formula off the cells by which systems keep Excel from shortening codes: ="3342000013"."""
    sign = re.escape(delimiter)
    for written in (r'="([^"\r\n]*)"', r'"=""([^"\r\n]*)"""'):
        text = re.sub(rf"(?m)(^|{sign}){written}(?=\r?$|{sign})", r'\1"\2"', text)
    return text


def _rows(text: str, delimiter: str, source: Source) -> Iterator[list[list[Raw]]]:
    """Part the lines into cells, many lines at once; where nothing is quoted, every line is a row."""
    quoted = '"' in text
    # A list of lines is gone through faster than a file; between quotes a line goes on behind its end.
    reader = csv.reader(io.StringIO(text, newline="") if quoted else _lines(text), delimiter=delimiter)
    rows = _closed(reader, delimiter, source) if quoted else cast("Iterator[list[Raw]]", reader)
    try:
        while some := list(islice(rows, _AT_ONCE)):
            yield some
    except csv.Error:
        raise source.refuse("E146", line=reader.line_num) from None


def _lines(text: str) -> list[str]:
    """Part a text into its lines, whichever of the three signs ends each of them."""
    lines = text.split("\r\n")
    # Windows ends all lines alike. To replace that sign first takes longer than all else that is done with a text.
    within = "".join(lines)
    if "\n" in within or "\r" in within:
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines


def _closed(reader: "Reader", delimiter: str, source: Source) -> Iterator[list[Raw]]:
    """Give the rows of a text with quotes, as long as each quote is closed."""
    begun = width = 0
    try:
        for row in reader:
            if reader.line_num > begun + 1 and _swallows(row, delimiter, width):
                raise source.refuse("E146", line=begun + 1)
            begun, width = reader.line_num, width or len(row)
            yield [*row]
    except csv.Error:
        raise source.refuse("E146", line=begun + 1) from None


def _too_wide(rows: list[list[Raw]], delimiter: str) -> Iterator[Notice]:
    """Find rows of figures with more cells than their headings, and refuse what stands in them.

    A comma in a number (1,200) has made two cells of one, and moved all figures behind it.
    """
    width = 0
    if len(set(map(len, rows))) < 2:
        return
    for number, row in enumerate(rows):
        if len(row) == width:
            continue
        filled = [raw for raw in row if isinstance(raw, str) and raw.strip()]
        figures = sum(raw.strip().replace(".", "", 1).isdecimal() for raw in filled)
        if not figures and len(filled) >= _HEADINGS:
            width = len(row)
        elif width and len(row) > width and 2 * figures >= len(filled):
            shown = delimiter.join(map(str, row))[:_SHOWN]
            row[:] = [Refused(raw) for raw in row]
            yield Notice("E148", number, None, shown, {"cells": str(len(row)), "headings": str(width)})


def _swallows(row: list[str], delimiter: str, width: int) -> bool:
    """Whether a quote that was not closed has made whole lines into one cell."""
    lines = (line for cell in row if "\n" in cell for line in cell.split("\n")[1:])
    return any(line.count(delimiter) >= max(2, width - 2) for line in lines)


def _given(text: str) -> tuple[str, str]:
    """Take off the line `sep=;` by which Excel names the sign."""
    first, _, rest = text.partition("\n")
    first = first.strip()
    if len(first) == len("sep=;") and first.lower().startswith("sep=") and first[-1] in _DELIMITERS:
        return rest, first[-1]
    return text, ""


def _delimiter(text: str) -> str:
    """Choose the sign that parts most lines into the same number of columns, and into most columns."""

    def even(sign: str) -> tuple[int, int]:
        try:
            rows = [len(row) for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), _SAMPLE)]
        except csv.Error:
            return 0, 0
        wide = Counter(width for width in rows if width > 1)
        if not wide:
            return 0, 0
        width, lines = wide.most_common(1)[0]
        return width * lines, width

    found = [sign for sign in _DELIMITERS if sign in text] or [_DELIMITERS[0]]
    return found[0] if len(found) == 1 else max(found, key=even)
