"""Fits lines and tables to the width of a terminal: Chinese breaks between its signs, and no column is cut off."""

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eqeval.render.breaks import breaks
from eqeval.words import Words

# A column that may be folded is not made narrower than this, unless its cells are.
NARROWEST = 14
# What stands between two columns of a table.
_BETWEEN = 3


def broken(text: Text, width: int) -> Text:
    """Break a text into lines: at blanks, and between the signs of Chinese; a line after the first is set in alike.

    >>> print(broken(Text("  结论：16 项中 3 项未达标，共（8 所）"), 16).plain)
      结论：16 项中
      3 项未达标，共
      （8 所）
    """
    plain = text.plain
    if "\n" in plain or cell_len(plain) <= width:
        return text
    indent = " " * (len(plain) - len(plain.lstrip(" ")))
    pieces = text.divide(breaks(plain, width, len(indent)))
    for piece in pieces:
        piece.rstrip()
    return Text("\n" + indent).join(pieces)


def put(table: Table, console: Console, words: Words) -> bool:
    """Print a table; where the terminal is too narrow for its columns, every row as lines of its own, and say so."""
    columns = table.columns
    cells = [[cell for cell in column.cells if isinstance(cell, Text)] for column in columns]
    titles = [str(column.header) for column in columns]
    needed = _BETWEEN * (len(columns) - 1)
    for column, title, inside in zip(columns, titles, cells, strict=True):
        natural = max(map(cell_len, [title, *(cell.plain for cell in inside)]))
        needed += natural if column.no_wrap else min(natural, NARROWEST)
    if needed <= console.width:
        console.print(table)
        return False
    above = ""
    for row in zip(*cells, strict=True):
        if row[0].plain != above:
            console.print(row[0])
        above = row[0].plain
        line = Text(" ")
        for title, cell in zip(titles[1:], row[1:], strict=True):
            if cell.plain:
                pair = Text.assemble((f"{title}{words('list.colon')}", "dim"), cell)
                if line.plain.strip() and line.cell_len + 2 + pair.cell_len > console.width:
                    console.print(line)
                    line = Text("   ")
                line.append("  " if line.plain.strip() else " ").append_text(pair)
        console.print(line)
    return True
