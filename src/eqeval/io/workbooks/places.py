"""The names of cells, and what is gathered beside their values while a sheet is looked through."""

import re
from array import array
from collections.abc import Iterator

from msgspec import Struct, field

from eqeval.core.grid import Notice, Range, Raw
from eqeval.core.origin import column_letters
from eqeval.io.workbooks.source import Source

# The last row and column of the largest sheet that any program writes.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
# A message names so many cells, and counts the rest.
NAMED = 3
# Row and column of a cell in one number, each in a half of it.
_HALF = 32


class Seen(Struct):
    """What a sheet has beside the values that its reader gives.

    values: by row and column counted from 0, what the reader would show as blank or as something else.
    doubtful: whether there may be numbers that are none or lost digits, or texts that are too long.
    foreign: formulas that take values from other files.
    shown: cells that show something behind their number, by what it is, each as one number; a sheet may be full of
        them.
    given: how many cells seem to have a value; where fewer arrive, one may have been given twice.
    """

    sheet: str
    values: dict[tuple[int, int], Raw] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    doubtful: bool = True
    foreign: "Named" = field(default_factory=lambda: Named())
    given: int = 0
    last_row: int = -1
    last_column: int = -1
    shown: "dict[str, array[int]]" = field(default_factory=dict)

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
        found = {"rows": row + 1, "columns": column + 1, "cells": source.cells + self.cells}
        for limit, reached in found.items():
            if reached > source.limits[limit]:
                raise source.far(self.sheet, name(row, column), limit, reached)

    @property
    def cells(self) -> int:
        """How many cells stand between A1 and the last value."""
        return (self.last_row + 1) * (self.last_column + 1)

    def show(self, sign: str, row: int, column: int) -> None:
        """Note that a cell shows a sign behind its number, if it holds one."""
        self.shown.setdefault(sign, array("Q")).append(row << _HALF | column)

    def signs(self) -> Iterator[tuple[str, int, int]]:
        """List the cells that show something behind their number, by what it is, row and column."""
        for sign, places in self.shown.items():
            yield from ((sign, place >> _HALF, place & (1 << _HALF) - 1) for place in places)

    def merge(self, found: Range, source: Source) -> None:
        """Note a merged range."""
        self.merged.append(found)
        source.hold("merged", len(self.merged))


class Named(Struct):
    """Cells of which a message names the first few and counts the rest."""

    first: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: int) -> None:
        """Note a cell."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append((row, column))

    def notice(self, code: str, raw: Raw = None) -> list[Notice]:
        """Put the cells into a notice, if there are any."""
        if not self.first:
            return []
        shown = ", ".join(name(*cell) for cell in self.first) + (" …" if self.count > NAMED else "")
        return [Notice(code, *self.first[0], raw, {"count": str(self.count), "cells": shown})]


def covered(ranges: list[tuple[int, int]], size: int) -> frozenset[int]:
    """List the numbers below `size` that lie in any of the ranges, each from its first to its last."""
    found: list[int] = []
    following = 0
    for first, last in sorted(ranges):
        found += range(max(first, following, 0), min(last + 1, size))
        following = max(following, last + 1)
    return frozenset(found)


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
