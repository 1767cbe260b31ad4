"""A map: what people say about the sheets and columns of a file, instead of what would be recognised."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Literal, Self

from msgspec import Struct
from pydantic import Field, model_validator

from eqeval.core.grid import Grid
from eqeval.core.origin import column_letters
from eqeval.core.parts.written import Model, Whole, YesNo
from eqeval.core.vocabulary import Vocabulary


class ColumnMap(Model):
    """What a column is: an item, perhaps at one stage and in another unit, or nothing that is needed.

    part: one of several columns that are added up. heading: what stands above it; where that has changed, the map no
    longer fits and is refused.
    """

    item: str | None = None
    stage: str | None = None
    unit: str | None = None
    part: YesNo = False
    ignore: YesNo = False
    heading: str | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.item is None) != self.ignore:
            raise ValueError("map_item_or_ignore")
        return self


class TableMap(Model):
    """What is said of one sheet, or of one block of it.

    file: the name of the file, where several are read. header: the first and the last row of headings, as the
    spreadsheet counts them. stage: the one of columns that do not say theirs. columns: by the letters above them.
    """

    sheet: str
    file: str | None = None
    header: tuple[Whole, Whole] | None = None
    stage: str | None = None
    ignore: YesNo = False
    columns: dict[str, ColumnMap] = {}

    @model_validator(mode="after")
    def _header_in_order(self) -> Self:
        if self.header and not 1 <= self.header[0] <= self.header[1]:
            raise ValueError("map_header")
        if self.ignore and (self.columns or self.header or self.stage):
            raise ValueError("map_ignored")
        return self

    def speaks_of(self, grid: Grid) -> bool:
        """Whether a sheet is the one that is meant."""
        return grid.sheet == self.sheet and self.file in (None, file_name(grid))


class SheetMap(Model):
    """All that a map says."""

    eqeval_map: Literal[1]
    tables: list[TableMap] = Field(min_length=1)


class Slip(Struct, frozen=True):
    """A name in a map that nothing has: where, and what comes nearest."""

    place: tuple[str | int, ...]
    sentence: Literal[
        "map.no_item", "map.no_stage", "map.no_column", "map.no_sheet", "map.no_unit", "map.no_such_file",
        "map.beyond_rows", "map.beyond_columns",
    ]  # fmt: skip
    name: str
    near: tuple[str, ...] = ()
    last: str = ""


def slips(one: SheetMap, vocabulary: Vocabulary, grids: list[Grid]) -> Iterator[Slip]:
    """List the items, stages, units, columns and sheets of a map that do not exist."""
    items = [name for name, item in vocabulary.items.items() if item.of == "school"]
    files = [file_name(grid) for grid in grids]
    for number, table in enumerate(one.tables):
        place = ("tables", number)
        meant = [grid for grid in grids if table.speaks_of(grid)]
        if table.file and table.file not in files:
            yield Slip((*place, "file"), "map.no_such_file", table.file, _near(table.file, sorted(set(files))))
        elif not meant:
            sheets = [grid.sheet for grid in grids if table.file in (None, file_name(grid))]
            yield Slip((*place, "sheet"), "map.no_sheet", table.sheet, _near(table.sheet, sheets))
        meant = [grid for grid in meant if not grid.hidden]
        height, width = (max((size(grid) for grid in meant), default=0) for size in (_height, _width))
        if meant and table.header and table.header[1] > height:
            yield Slip((*place, "header"), "map.beyond_rows", str(table.header[1]), last=str(height))
        if table.stage and table.stage not in vocabulary.stages:
            yield Slip((*place, "stage"), "map.no_stage", table.stage, tuple(vocabulary.stages))
        for letters, column in table.columns.items():
            inside = (*place, "columns", letters)
            if not letters.isascii() or not letters.isalpha() or not letters.isupper():
                yield Slip(inside, "map.no_column", letters)
            elif meant and _number(letters) > width:
                yield Slip(inside, "map.beyond_columns", letters, last=column_letters(width - 1) if width else "—")
            if column.item and column.item not in items:
                yield Slip((*inside, "item"), "map.no_item", column.item, _near(column.item, items))
            elif column.item and column.stage and column.stage not in vocabulary.items[column.item].stages:
                known = vocabulary.items[column.item].stages
                yield Slip((*inside, "stage"), "map.no_stage", column.stage, known)
            if column.unit and column.unit not in vocabulary.unit_forms:
                yield Slip((*inside, "unit"), "map.no_unit", column.unit, _near(column.unit, vocabulary.unit_forms))


def file_name(grid: Grid) -> str:
    """Take the name of the file off the path of a sheet."""
    return grid.file.replace("\\", "/").rpartition("/")[2]


def _height(grid: Grid) -> int:
    return len(grid.rows)


def _width(grid: Grid) -> int:
    return max(map(len, grid.rows), default=0)


def _number(letters: str) -> int:
    """Count a column from 1; beyond the last that any program has, all are alike."""
    return sum((ord(sign) - 64) * 26**place for place, sign in enumerate(reversed(letters[:8])))


def _near(name: str, known: "list[str] | tuple[str, ...]") -> tuple[str, ...]:
    return tuple(get_close_matches(name, known, n=3, cutoff=0.4))
