"""Tables of a web page, as many systems export them under the name .xls."""

import re
from html.parser import HTMLParser

from eqeval.core.grid import Grid, Percent, Raw
from eqeval.io.workbooks import calamine
from eqeval.io.workbooks.places import Seen
from eqeval.io.workbooks.source import Source

_NAMES = re.compile(r"<x:ExcelWorksheet>.{0,200}?<x:Name>([^<]{1,100})</x:Name>", re.IGNORECASE | re.DOTALL)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
# How much is read before the time is looked at.
_PIECE = 1 << 20
# Markup that is longer than this and never ends is no markup: html.parser would search it to its end at every sign.
_LONGEST = 1 << 16
# No page means a cell that covers more.
_WIDEST = 1000
_CELLS, _SILENT = ("td", "th"), ("script", "style", "noscript", "template")


def read(text: str, source: Source) -> list[Grid]:
    """Read every table of the page as a sheet; a cell that spans others stands in the first of them.

    Raises:
        InputError: where the page has no table, or a limit is exceeded.
    """
    names = _NAMES.findall(text)
    reader = _Reader(source)
    try:
        for start in range(0, len(text), _PIECE):
            reader.feed(text[start : start + _PIECE])
            source.in_time()
        if len(reader.rawdata) > _LONGEST:
            line = text.count("\n", 0, len(text) - len(reader.rawdata)) + 1
            raise source.damaged("unclosed", line=line)
        reader.close()
    except AssertionError:
        raise source.damaged("page") from None  # what html.parser says of markup that it cannot follow
    reader.finish()
    tables = [table for table in reader.tables if table.filled]
    if not tables:
        raise source.kind("web")
    stem = source.path.stem
    if len(names) != len(tables):
        names = [stem if len(tables) == 1 else f"{stem} {number}" for number in range(1, len(tables) + 1)]
    for table, name in zip(tables, names, strict=True):
        table.seen.sheet = name
    return [calamine.grid(table.grid(), table.seen, source) for table in tables]


class _Table:
    """The cells of one table, each where the spans above and before it leave room."""

    def __init__(self) -> None:
        self.seen = Seen("")
        self.cells: dict[tuple[int, int], Raw] = {}
        # The row from which on a column is free again.
        self.free: dict[int, int] = {}
        self.row, self.column = -1, 0
        self.filled = False

    def add(self, value: Raw, down: int, across: int, source: Source) -> None:
        self.row = max(self.row, 0)
        while self.free.get(self.column, 0) > self.row:
            self.column += 1
        row, column = self.row, self.column
        # Some pages write a span of 1000 where they mean: to the end.
        across = min(across, max(1, source.limits["columns"] - column))
        if (down, across) != (1, 1):
            self.free.update(dict.fromkeys(range(column, column + across), row + down))
            self.seen.merge((row, column, row + down - 1, column + across - 1), source)
        self.column += across
        if value != "":
            self.seen.value_at(row, column, source)
            self.cells[row, column] = value
            self.filled = True

    def grid(self) -> list[list[Raw]]:
        rows: list[list[Raw]] = [[""] * (self.seen.last_column + 1) for _ in range(self.seen.last_row + 1)]
        for (row, column), value in self.cells.items():
            rows[row][column] = value
        return rows


class _Reader(HTMLParser):
    def __init__(self, source: Source) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.tables: list[_Table] = []
        # Tables within tables: those that are open, each with the cell that is open in it.
        self.open: list[tuple[_Table, dict[str, str] | None, list[str]]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        if tag == "table":
            self.source.hold("sheets", len(self.open) + 1)
            self.open.append((_Table(), None, []))
            return
        if not self.open:
            return
        table, cell, texts = self.open[-1]
        given = {name: value or "" for name, value in attrs}
        if tag == "tr":
            self.end_cell()
            table.row, table.column = table.row + 1, 0
            if _NOT_SHOWN.search(given.get("style", "")):
                table.seen.hidden_rows.append((table.row, table.row))
            self.source.in_time()
        elif tag in _CELLS:
            self.end_cell()
            self.open[-1] = (table, given, [])
        elif tag == "br" and cell is not None:
            texts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][1] is not None and not self.silent:
            self.open[-1][2].append(re.sub(r"[ \t\r\n]+", " ", data))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        if tag in (*_CELLS, "tr"):
            self.end_cell()
        elif tag == "table":
            self.end_table()

    def end_cell(self) -> None:
        if not self.open:
            return
        table, cell, texts = self.open[-1]
        if cell is not None:
            shown = "\n".join(line.strip(" ") for line in "".join(texts).split("\n")).strip("\n")
            exact = cell.get("x:num", "")
            kind = Percent if shown.endswith("%") else float
            value: Raw = kind(exact) if _NUMBER.fullmatch(exact) and len(exact) < 400 else shown
            table.add(value, _span(cell, "rowspan"), _span(cell, "colspan"), self.source)
            self.open[-1] = (table, None, [])

    def end_table(self) -> None:
        if self.open:
            self.end_cell()
            self.source.hold("sheets", len(self.tables) + 1)
            table, _, _ = self.open.pop()
            self.source.cells += table.seen.cells
            self.tables.append(table)

    def finish(self) -> None:
        """Close what the page left open."""
        while self.open:
            self.end_table()


def _span(cell: dict[str, str], name: str) -> int:
    written = cell.get(name, "1").strip()
    return min(max(int(written[:9]), 1), _WIDEST) if written.isdecimal() else 1
