"""Holds figures that a sheet repeats of the schools of others against those: parts of one table, or another time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct, field

from eqeval.core.figures.exact import Number, finer, plain, whole_or
from eqeval.core.grid import Raw, word
from eqeval.core.intake import cells
from eqeval.core.intake.headings.block import Block, Column
from eqeval.core.intake.headings.lexicon import Lexicon
from eqeval.core.intake.headings.meanings import UNSAID
from eqeval.core.intake.sheets import callings, continued
from eqeval.core.intake.sheets.callings import Called
from eqeval.core.intake.sheets.continued import Held
from eqeval.core.origin import Key, Row, Table

# The figures of one school agree by chance.
_FEWEST = 2
# Of the rows of a sheet that repeats figures one in so many may be of a school that is not known.
_STRANGE = 10
# Of the figures of a column one in so many may differ, or one by itself where twice as many agree.
_SLIPS = 10
_BESIDE = 2


class Cell(Struct, frozen=True):
    """A figure with its place."""

    value: Number
    row: Row
    column: int

    @property
    def name(self) -> str:
        """Name the cell."""
        return self.row.name(self.column)

    @property
    def shown(self) -> str:
        """Write the figure."""
        return plain(self.value)


class Differing(Struct, frozen=True):
    """A figure of a school that two sheets state otherwise: here, and on a sheet that is read."""

    school: str
    item: str
    here: Cell
    there: Cell


class Repeated(Struct):
    """A column that a sheet repeats: how many of its figures agree, and those that differ.

    rounded: whether any agrees but for its decimals. more: whether it has a cell with which nothing was compared.
    total: whether the others state it by stages.
    """

    block: Block
    key: Key
    agreeing: int = 0
    differing: list[Differing] = field(default_factory=list)
    rounded: bool = False
    more: bool = False
    total: bool = False

    @property
    def agrees(self) -> bool:
        """Whether hardly a figure differs; a total of stages that differs is no figure that could be put right here."""
        slips, same = len(self.differing), self.agreeing
        if self.total:
            return not slips and not self.more
        return slips == 0 or (_BESIDE * slips <= same and slips <= max(1, (slips + same) // _SLIPS))


class Comparison(Struct):
    """What a sheet says again of schools that are known. unlike: whether it says anything that cannot be compared."""

    columns: list[Repeated]
    unlike: bool = False

    @property
    def agrees(self) -> bool:
        """Whether the sheets are parts of one table: they say the same where they speak of the same."""
        told = any(one.agreeing for one in self.columns)
        return told and not self.unlike and all(one.agrees for one in self.columns)

    @property
    def differing(self) -> list[Differing]:
        """All figures that differ."""
        return [each for one in self.columns for each in one.differing]


def compared(found: list[Block], lexicon: Lexicon) -> set[str]:
    """List the items of some blocks that are figures or years, and can be held against each other."""
    return {name for name in continued.told(found, lexicon) if lexicon.vocabulary.items[name].kind != "choice"}


def settle(pair: Held, taken: Sequence[Held], lexicon: Lexicon) -> bool:
    """Say whether a sheet is part of the same table as others whose figures it repeats, and read each figure once.

    A column all of whose figures stand on the others is left to them. One in which a few differ is read, so that they
    are asked about, and one that is rounded on either side, so that the more exact figures are found.
    """
    found = compare(pair, taken, lexicon)
    if found is None or not found.agrees:
        return False
    left = {id(one.block): continued.told([one.block], lexicon) for one in found.columns}
    spare = [one for one in found.columns if not (one.differing or one.more or one.rounded)]
    for one in spare:
        left[id(one.block)].discard(one.key[0])
    for one in found.columns:
        # A sheet that says nothing else is read as it stands.
        if one not in spare or not left[id(one.block)]:
            one.block.repeated |= {one.key[0]}
            continue
        column = one.block.whole.pop(one.key)
        one.block.spare[column.index] = column.heading
        one.block.layouts.clear()
        if not one.block.unsaid:
            # Nothing is left whose stage its rows would have to say.
            one.block.row_stages.clear()
    return True


def compare(pair: Held, taken: Sequence[Held], lexicon: Lexicon, strict: bool = True) -> Comparison | None:
    """Hold a sheet against others of the same schools; nothing where it is of others.

    strict: whether nearly all of its schools have to be known.
    """
    known = _Known(taken, lexicon)
    result = Comparison([])
    for block in pair[1]:
        rows = list(callings.called(block, lexicon))
        meant = list(known.meet(rows, lexicon))
        often = Counter(name for _, name in meant)
        # A school in several rows may have one for every grade.
        met = {row.index: name for row, name in meant if often[name] == 1}
        if strict and (len(met) < _FEWEST or _STRANGE * (len(rows) - len(met)) > len(rows)):
            return None
        again = compared([block], lexicon) & known.items
        whole = {key for key in block.whole if key[0] in again}
        result.unlike |= bool(again - {name for name, _ in whole})
        for key in sorted(whole, key=lambda key: block.whole[key].index):
            one = _column(block, key, rows, met, known, lexicon)
            if one is None:
                result.unlike = True
            else:
                result.columns.append(one)
    return result


def _column(
    block: Block, key: Key, rows: Sequence[Called], met: dict[int, str], known: "_Known", lexicon: Lexicon
) -> Repeated | None:
    """Hold one column against the same figures of others; None where they are stated otherwise there."""
    own = _staged(block, key)
    stages = known.stages[key[0]]
    if own[1] not in stages and own[1] != UNSAID:
        return None
    result = Repeated(block, key, total=own[1] not in stages)
    column, measured = block.whole[key], lexicon.vocabulary.items[key[0]].kind == "number"
    for row in rows:
        raw = _raw(block, row.index, column)
        if raw is None or (type(raw) is str and (not raw.strip() or word(raw) in lexicon.vocabulary.blank_words)):
            continue
        here = _cell(block, row.index, column, lexicon)
        there = known.figure(met.get(row.index), own, result.total)
        if here is None or there is None:
            result.more = True
        elif here.value == there.value:
            result.agreeing += 1
        elif not result.total and measured and finer(here.value, there.value) is not None:
            result.agreeing += 1
            result.rounded = True
        else:
            result.differing.append(Differing(met[row.index], key[0], here, there))
    return result


class _Known:
    """What the sheets that are read say of every school: its figures by items and stages, with their cells."""

    def __init__(self, taken: Sequence[Held], lexicon: Lexicon) -> None:
        self.items: set[str] = set()
        self.stages: dict[str, set[str | None]] = {}
        self._figures: dict[str, dict[Key, Cell | None]] = {}
        self._rows: list[Called] = []
        self._codes: dict[str, str] = {}
        for _, found in taken:
            for block in found:
                self._take(block, lexicon)

    def _take(self, block: Block, lexicon: Lexicon) -> None:
        items = compared([block], lexicon)
        self.items |= items
        columns = {_staged(block, key): column for key, column in block.whole.items() if key[0] in items}
        for item, stage in columns:
            self.stages.setdefault(item, set()).add(stage)
        for item in items:
            self.stages.setdefault(item, set())
        for row in callings.called(block, lexicon):
            self._rows.append(row)
            if row.code:
                self._codes.setdefault(row.code, row.name)
            own = self._figures.setdefault(self._codes.get(row.code, row.name), {})
            for key, column in columns.items():
                cell = _cell(block, row.index, column, lexicon)
                if cell is not None and (before := own.setdefault(key, cell)) is not None:
                    # A school in several rows has a figure in each of them.
                    own[key] = cell if before.value == cell.value else None

    def meet(self, rows: Sequence[Called], lexicon: Lexicon) -> Iterator[tuple[Called, str]]:
        """Say of every row which known school it is, where one is meant: by its code, its name or nearly so."""
        near = callings.pairs(self._rows, rows, lexicon)
        coded = set(self._codes.values())
        for row in rows:
            name = self._codes.get(row.code) or near.get(row, row.name)
            if name in self._figures and not (row.code and row.code not in self._codes and name in coded):
                yield row, name

    def figure(self, school: str | None, key: Key, total: bool) -> Cell | None:
        """Give a figure of a school; a total is that of its stages."""
        own = self._figures.get(school or "", {})
        if not total:
            return own.get(key)
        parts = [cell for (item, _), cell in own.items() if item == key[0]]
        found = [cell for cell in parts if cell is not None]
        if not found or len(found) < len(parts):
            return None
        filled = next((cell for cell in found if cell.value), found[0])
        return Cell(whole_or(Fraction(sum(cell.value for cell in found))), filled.row, filled.column)


def _staged(block: Block, key: Key) -> Key:
    """Give a column that leaves its stage open that of its sheet."""
    return (key[0], block.stage) if key[1] == UNSAID and block.stage else key


def _raw(block: Block, index: int, column: Column) -> Raw:
    row = block.rows[index]
    return row[column.index] if column.index < len(row) else None


def _cell(block: Block, index: int, column: Column, lexicon: Lexicon) -> Cell | None:
    """Read a figure in the unit of its item; None for what is none, which is named where it is read."""
    item, raw = lexicon.vocabulary.items[column.key[0]], _raw(block, index, column)
    value = cells.year(raw) if item.kind == "year" else cells.exactly(raw)
    if value is not None and item.kind != "year" and column.factor is not None:
        value = whole_or(Fraction(value * column.factor))
    elif value is None and type(raw) is str and raw and item.kind in ("whole", "number"):
        value, _ = cells.measured(raw, item, lexicon.vocabulary)
    return None if value is None else Cell(value, Row(Table.of(block.grid), index), column.index)
