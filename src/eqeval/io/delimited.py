"""Text tables: comma, semicolon, tab or full-width comma, whichever makes columns."""

import csv
import io
from collections import Counter
from itertools import islice

from eqeval.core.grid import Grid, Raw
from eqeval.io import calamine
from eqeval.io.places import Seen
from eqeval.io.source import Source

_DELIMITERS = ",\t;，"
# So many lines decide which sign parts the columns.
_SAMPLE = 50


def read(text: str, source: Source) -> Grid:
    """Read a text as one sheet named as the file.

    Raises:
        InputError: where a quote is never closed within a cell's length, or a limit is exceeded.
    """
    text, given = _given(text)
    seen = Seen(source.path.stem)
    seen.doubtful = len(text) > source.limits["characters"]
    rows: list[list[Raw]] = []
    begun, delimiter = 0, given or _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if reader.line_num > begun + 1 and _swallows(row, delimiter, len(rows[0]) if rows else 0):
                raise source.refuse("E146", line=begun + 1)
            begun = reader.line_num
            if row:
                seen.value_at(len(rows), len(row) - 1, source)
            rows.append([*row])
            if not len(rows) % 1000:
                source.in_time()
    except csv.Error:
        raise source.refuse("E146", line=begun + 1) from None
    return calamine.grid(rows, seen, source)


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

    return max(_DELIMITERS, key=even)
