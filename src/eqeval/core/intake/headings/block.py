"""A block: rows of schools under their headings, and which of its columns hold which item."""

from collections.abc import Mapping
from itertools import chain

from msgspec import Struct, field

from eqeval.core.figures.exact import Number
from eqeval.core.grid import Grid, Raw
from eqeval.core.intake.headings.meanings import UNSAID, Rule
from eqeval.core.origin import Key
from eqeval.core.parts.items import Item


class Column(Struct, frozen=True):
    """A column that was recognised.

    heading: its path as it is written. factor: how many of the item's unit one of the column's is; None where it is
    none of them at all. unexplained: levels above it that were not understood. weak: whether it is the item only for
    want of another.
    """

    index: int
    heading: str
    key: Key
    rule: Rule
    unit: str = ""
    factor: Number | None = 1
    remark: str = ""
    unexplained: tuple[str, ...] = ()
    weak: bool = False


class Layout(Struct, frozen=True):
    """The columns of the items for rows of one stage; several columns are added up."""

    columns: Mapping[Key, tuple[int, ...]]
    # Sums that lack columns: the item, and the headings of the parts that are not there.
    incomplete: Mapping[Key, tuple[str, ...]]


class Doubt(Struct, frozen=True):
    """A line around a table that may change what an item is: its row and column, the item, and what it says."""

    row: int
    column: int
    key: Key
    said: str


class Block(Struct):
    """Rows of schools under their headings; a sheet may have several, one below the other.

    first, row: the first and the last row of headings. end: the row after the last one that may be a school. whole:
    columns that hold an item; parts, bands: those that hold a part of it; added: those that a map adds up. doubled:
    items that several columns claim. unknown: headings that mean nothing here. spare: headings that are known and not
    needed, or that only repeat or detail another column. stage: the one that its columns speak of where they do not
    say it, and why.
    """

    grid: Grid
    first: int
    row: int
    end: int = 0
    whole: dict[Key, Column] = field(default_factory=dict)
    parts: dict[Key, dict[tuple[int, int], Column]] = field(default_factory=dict)
    added: dict[Key, list[Column]] = field(default_factory=dict)
    bands: dict[Key, dict[int, Column]] = field(default_factory=dict)
    doubled: dict[Key, tuple[int, ...]] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    spare: dict[int, str] = field(default_factory=dict)
    # Columns that would be an item if a remark did not say otherwise: the item, and the remark.
    denied: dict[int, tuple[Key, str]] = field(default_factory=dict)
    # Those of them that include columns beside them which do not count.
    beside: dict[int, tuple[int, ...]] = field(default_factory=dict)
    # Those of them that may be the total with stages that have columns of their own.
    left_stages: dict[Key, Column] = field(default_factory=dict)
    # Columns that would be such a total if their rows did not say their stage: the columns of those stages.
    told_stages: dict[Key, tuple[int, ...]] = field(default_factory=dict)
    # Those of them beside which one of a later year was not understood: their year, and the others.
    later: dict[int, tuple[str, tuple[int, ...]]] = field(default_factory=dict)
    # Headings that are not what a map says they are: what stands there, and what the map says.
    changed: dict[int, tuple[str, str]] = field(default_factory=dict)
    # Columns of earlier years beside that of the latest one: the heading, and the year.
    earlier: dict[int, tuple[str, str]] = field(default_factory=dict)
    # Parts of sums that are not needed beside a column of the whole item.
    detailed: dict[Key, dict[tuple[int, int], Column]] = field(default_factory=dict)
    # Columns that are the total of those of the stages, by the item.
    together: dict[str, Column] = field(default_factory=dict)
    # The columns that hold numbers, those of whole schools first: there a row of headings has none.
    figures: list[int] = field(default_factory=list)
    # What stands above every column, level by level.
    levels: tuple[tuple[str, ...], ...] = ()
    stage: str | None = None
    stage_from: str = ""
    # What says a stage that no type of the schools teaches, and that stage.
    disbelieved: tuple[str, str] | None = None
    # The type of all schools, where the sheet is called by it, and that name.
    kind: str | None = None
    kind_from: str = ""
    # The rows of the sheet where cells that are merged over several of them are filled in.
    filled: list[list[Raw]] | None = None
    # Parts of sums that are the total of others beside them, and those of which nobody knows: the columns.
    totals: dict[Key, tuple[int, ...]] = field(default_factory=dict)
    disputed: dict[Key, tuple[int, ...]] = field(default_factory=dict)
    # The cell above the table, or none for the name of the sheet, that calls its figures planned.
    planned: tuple[int, int | None, str] | None = None
    # What speaks of the years of the figures: its row and column (none: a name), its text, the first and the last year.
    years: list[tuple[int, int | None, str, int, int]] = field(default_factory=list)
    # Columns that a line around the table calls another quantity, with its row and column; lines that may do so.
    noted: dict[int, tuple[int, int]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    # Rows with a single text that is merged over several columns: captions of groups.
    titles: frozenset[int] = frozenset()
    # Cells around the table that speak of units and were not understood: row and column.
    unread_units: list[tuple[int, int]] = field(default_factory=list)
    # Rows below the schools that speak of units.
    unit_rows: set[int] = field(default_factory=set)
    # Merged figures that belong to no row alone: first row, column, last row.
    shared: list[tuple[int, int, int]] = field(default_factory=list)
    # A column of stages that names types of schools as well, and the types that only bear out what else says it.
    kinds_at: int | None = None
    row_meant: dict[int, str] = field(default_factory=dict)
    # The stages of rows that nothing above them says.
    row_stages: dict[int, str] = field(default_factory=dict)
    # The names and the types that other tables give the schools of rows.
    called: dict[int, str] = field(default_factory=dict)
    row_kinds: dict[int, str] = field(default_factory=dict)
    # The items that it repeats of schools of other tables, where hardly a figure differs.
    repeated: frozenset[str] = frozenset()
    layouts: dict[str | None, Layout] = field(default_factory=dict)

    def over(self, grid: Grid, first: int, row: int) -> "Block":
        """Give the same columns above the rows of a sheet."""
        return Block(
            grid,
            first,
            row,
            len(grid.rows),
            dict(self.whole),
            {key: dict(found) for key, found in self.parts.items()},
            {key: list(found) for key, found in self.added.items()},
            {key: dict(found) for key, found in self.bands.items()},
            dict(self.doubled),
            dict(self.unknown),
            dict(self.spare),
            dict(self.denied),
            {},
            {},
            {},
            dict(self.later),
            dict(self.changed),
            dict(self.earlier),
            self.detailed,
            self.together,
            self.figures,
            self.levels,
        )

    @property
    def rows(self) -> list[list[Raw]]:
        """The rows of the sheet, as they are to be read."""
        return self.grid.rows if self.filled is None else self.filled

    @property
    def width(self) -> int:
        """How many columns the headings have."""
        headings = self.grid.rows[self.first : self.row + 1]
        return 1 + max((at for row in headings for at, raw in enumerate(row) if raw not in (None, "")), default=-1)

    @property
    def recognised(self) -> list[Column]:
        """Every column that means something, whole ones first."""
        return [
            *self.whole.values(),
            *chain.from_iterable(self.added.values()),
            *(column for parts in self.parts.values() for column in parts.values()),
            *(column for bands in self.bands.values() for column in bands.values()),
        ]

    @property
    def column(self) -> dict[int, Column]:
        """The recognised columns by their place."""
        return {one.index: one for one in self.recognised}

    @property
    def unsaid(self) -> bool:
        """Whether a column leaves its stage open."""
        return UNSAID in [stage for _, stage in (*self.whole, *self.added, *self.parts, *self.bands)]

    @property
    def only_stage(self) -> str | None:
        """The stage of all its columns that speak of one; None where they speak of several, or leave one open."""
        found = {key[1] for key in (*self.whole, *self.added, *self.parts, *self.bands)} - {None}
        return found.pop() if len(found) == 1 and UNSAID not in found else None

    def layout(self, stage: str | None, items: Mapping[str, Item]) -> Layout:
        """Say which columns hold which item in rows of a stage; None where the stage is not known."""
        if stage not in self.layouts:
            self.layouts[stage] = self._layout(stage, items)
        return self.layouts[stage]

    def _layout(self, stage: str | None, items: Mapping[str, Item]) -> Layout:
        columns: dict[Key, tuple[int, ...]] = {}
        incomplete: dict[Key, tuple[str, ...]] = {}
        least: dict[Key, tuple[int, int]] = {}
        for key, column in self.whole.items():
            own = _own(key, stage, items)
            if own is not None:
                columns[own] = (column.index,)
        for key, added in self.added.items():
            own = _own(key, stage, items)
            if own is not None:
                columns[own] = tuple(column.index for column in added)
        for key, found in self.parts.items():
            own = _own(key, stage, items)
            if own is None or own in columns:
                continue
            for number, parts in enumerate(items[key[0]].sums):
                if parts.stages and own[1] not in parts.stages:
                    continue
                missing = tuple(words[0] for part, words in enumerate(parts.of) if (number, part) not in found)
                if not missing:
                    columns[own] = tuple(sorted(found[number, part].index for part in range(len(parts.of))))
                    incomplete.pop(own, None)
                    break
                # The sum of which the least is missing, of such ones that of which the most is there.
                lacks = (len(missing), len(missing) - len(parts.of))
                if len(missing) < len(parts.of) and lacks < least.get(own, (len(missing) + 1, 0)):
                    incomplete[own], least[own] = missing, lacks
        return Layout(columns, {key: missing for key, missing in incomplete.items() if key not in columns})


def _own(key: Key, stage: str | None, items: Mapping[str, Item]) -> Key | None:
    """Give a column that leaves its stage open the stage of its row; None where that has no such column."""
    if key[1] != UNSAID:
        return key
    return (key[0], stage) if stage in items[key[0]].stages else None
