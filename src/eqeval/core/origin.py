"""Where a value stands: sheet, row and column, from which the cell's name is derived."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from msgspec import Struct

from eqeval.core.grid import Grid

# A column of the census: the item, and the stage where the table has one column per stage.
Key = tuple[str, str | None]


@lru_cache(maxsize=4096)
def item_and_stage(name: str) -> tuple[str, str | None]:
    """Take the name of a part apart; without a stage it is the item itself.

    >>> item_and_stage("classes@primary"), item_and_stage("classes")
    (('classes', 'primary'), ('classes', None))
    """
    item, _, stage = name.partition("@")
    return item, stage or None


@cache
def column_letters(index: int) -> str:
    """Name a column, counted from 0, as a spreadsheet does.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Nowhere(str):
    """The name of where a value would stand: of a form that has no cell for it, the nearest cell or the sheet."""

    __slots__ = ()


class Table(Struct, frozen=True):
    """A sheet that was read, and which of its columns hold which item; several are added up.

    label: how the sheet is called in the names of cells; with the file where several were read. places: the names of
    cells that were put together from elsewhere, by row and column. header: the last row of its headings, as a sheet
    may hold several tables.
    """

    file: str
    sheet: str
    label: str
    columns: Mapping[Key, tuple[int, ...]]
    places: Sequence[Sequence[str]] | None = None
    header: int = 0

    @classmethod
    def of(cls, grid: Grid, columns: Mapping[Key, tuple[int, ...]] = MappingProxyType({}), header: int = 0) -> "Table":
        """Name the cells of a grid; without columns, those of a sheet that is no table of schools."""
        return cls(grid.file, grid.sheet, grid.name, columns, grid.places, header)


class Row(Struct, frozen=True):
    """One row of a table, counted from 0; a school that consists of several sites has several."""

    table: Table
    index: int

    def name(self, column: int) -> str:
        """Name a cell of this row as a person would look it up."""
        if self.table.places is not None:
            return str(self.table.places[self.index][column])
        return cell_name(self.table.label, self.index, column)

    def lacks(self, column: int) -> bool:
        """Whether there is no such cell in the form that this row was put together from."""
        return self.table.places is not None and isinstance(self.table.places[self.index][column], Nowhere)

    def cells(self, key: Key) -> Iterator[str]:
        """Name the cells of this row that hold `key`, if the table has such columns."""
        for column in self.table.columns.get(key, ()):
            yield self.name(column)


def cell_name(sheet: str, row: int, column: int) -> str:
    """Join sheet, column and row, both counted from 0.

    >>> cell_name("学校", 6, 17)
    '学校!R7'
    """
    return f"{sheet}!{column_letters(column)}{row + 1}"
