"""The names of cells, and what is gathered beside their values while a sheet is looked through."""

import re
from dataclasses import dataclass, field

from eqeval.core.grid import Notice, Range, Raw
from eqeval.core.origin import column_letters
from eqeval.io.source import Source

# The last row and column of the largest sheet that any program writes.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
# A message names so many cells, and counts the rest.
NAMED = 3


@dataclass(slots=True)
class Seen:
    """What a sheet has beside the values that its reader gives.

    values: by row and column counted from 0, what the reader would show as blank or as something else.
    doubtful: whether there may be numbers that are none or lost digits, or texts that are too long.
    foreign: formulas that take values from other files.
    """

    sheet: str
    values: dict[tuple[int, int], Raw] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    doubtful: bool = True
    foreign: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1

    def value_at(self, row: int, column: int, source: Source) -> None:
        """Note that a value stands in a cell; everything between it and A1 will take memory.

        Raises:
            InputError: where it stands further away than any county's.
        """
        if row > self.last_row:
            self.last_row = row
        elif column <= self.last_column:
            return
        self.last_column = max(self.last_column, column)
        found = {"rows": row + 1, "columns": column + 1, "cells": (self.last_row + 1) * (self.last_column + 1)}
        for limit, reached in found.items():
            if reached > source.limits[limit]:
                raise source.far(self.sheet, name(row, column), limit, reached)

    def hide_columns(self, first: int, last: int) -> None:
        """Note columns that are hidden; first and last counted from 0."""
        self.hidden_columns.update(range(max(first, 0), min(last, LAST_COLUMN - 1) + 1))

    def notices(self) -> list[Notice]:
        """Put into words what was noticed of the whole sheet."""
        if not self.foreign:
            return []
        row, column = self.foreign[0]
        return [Notice("W540", row, column, values=named(self.foreign))]


def named(cells: list[tuple[int, int]]) -> dict[str, str]:
    """Name the first cells of a list, and say how many there are."""
    shown = ", ".join(name(*cell) for cell in cells[:NAMED]) + (" …" if len(cells) > NAMED else "")
    return {"count": str(len(cells)), "cells": shown}


def name(row: int, column: int) -> str:
    """Name a cell, counted from 0, as a spreadsheet does."""
    return f"{column_letters(column)}{row + 1}"


def place(reference: str) -> tuple[int, int] | None:
    """Find row and column, counted from 0, of a cell named A1; None for what names no cell."""
    found = _REFERENCE.fullmatch(reference.replace("$", ""))
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row - 1, column - 1) if row <= LAST_ROW and column <= LAST_COLUMN else None


def span(reference: str) -> Range | None:
    """Find the range of a reference such as A1:C2."""
    first, _, last = reference.partition(":")
    start, end = place(first), place(last or first)
    return (*start, *end) if start and end else None
