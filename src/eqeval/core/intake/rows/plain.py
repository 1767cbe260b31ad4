"""Reads the columns of a block at once, as far as their cells are what they seem: numbers, years and known answers."""

from collections.abc import Container, Sequence
from types import NoneType

from msgspec import Struct

from eqeval.core.figures.exact import LARGEST, SIGNIFICANT, Number, from_float
from eqeval.core.grid import Raw
from eqeval.core.intake.cells import EARLIEST_YEAR, LATEST_YEAR, chosen
from eqeval.core.origin import Key
from eqeval.core.parts.items import Item
from eqeval.core.vocabulary import Vocabulary

# An item with its columns; several are added up.
Spec = tuple[Key, Item, tuple[int, ...]]
_TEXTS = frozenset((str, NoneType))


class Plain(Struct):
    """What the rows of a block hold; rows that need a closer look, cell by cell, are `odd`.

    keys, numbers: the items and what every row says of them, None where it says nothing; choices: the same of answers.
    """

    keys: list[Key]
    numbers: list[tuple[Number | None, ...]]
    chosen: list[str]
    choices: list[tuple[str | None, ...]]
    odd: Container[int]

    def values(self, row: int) -> dict[Key, Number]:
        """Give the numbers of a row."""
        return {key: value for key, value in zip(self.keys, self.numbers[row], strict=True) if value is not None}

    def answers(self, row: int) -> dict[str, str]:
        """Give the answers of a row."""
        return {name: value for name, value in zip(self.chosen, self.choices[row], strict=True) if value is not None}


def plain(rows: Sequence[list[Raw]], specs: Sequence[Spec], converted: Container[int], vocabulary: Vocabulary) -> Plain:
    """Read some rows column by column. converted: the columns in another unit than that of their item."""
    width = min(map(len, rows), default=0)
    if any(len(places) > 1 or places[0] >= width for _, _, places in specs):
        return Plain([], [], [], [], range(len(rows)))
    odd: set[int] = set()
    keys: list[Key] = []
    numbers: list[list[Number | None]] = []
    names: list[str] = []
    choices: list[list[str | None]] = []
    for key, item, (place,) in specs:
        cells = [row[place] for row in rows]
        if item.kind == "choice":
            names.append(key[0])
            choices.append(_answers(cells, item, vocabulary, odd))
        else:
            keys.append(key)
            numbers.append(_numbers(cells, "" if place in converted else item.kind, odd))
    blank: list[tuple[None, ...]] = [()] * len(rows)
    return Plain(
        keys,
        [*zip(*numbers, strict=True)] or [*blank],
        names,
        [*zip(*choices, strict=True)] or [*blank],
        odd,
    )


def _numbers(cells: list[Raw], kind: str, odd: set[int]) -> list[Number | None]:
    """Read a column of numbers. kind: of its item; none where its cells are never what they seem."""
    # By far the most cells are whole numbers or blank.
    found: list[Number | None]
    if kind in ("whole", "number"):
        found = [int(raw) if type(raw) is float and raw.is_integer() and 0 <= raw < LARGEST else None for raw in cells]
    else:
        found = [None] * len(cells)
    if found.count(None) > cells.count("") + cells.count(None):
        for row, raw in enumerate(cells):
            if found[row] is None and raw is not None and raw != "":
                found[row] = _number(raw, kind)
                if found[row] is None:
                    odd.add(row)
    return found


def _number(raw: Raw, kind: str) -> Number | None:
    """Read a number that is what it seems under an item of a kind; None for what needs a closer look."""
    if kind == "number" and type(raw) is float and raw >= 0:
        return from_float(raw)
    if kind not in ("whole", "number", "year"):
        return None
    found = _whole(raw)
    return None if kind == "year" and found is not None and not EARLIEST_YEAR <= found <= LATEST_YEAR else found


def _whole(raw: Raw) -> int | None:
    """Read a whole number that is what it seems: not negative, and of no more digits than are kept."""
    if type(raw) is float and raw.is_integer() and 0 <= raw < LARGEST:
        return int(raw)
    if type(raw) is int and raw >= 0:
        return raw
    return int(raw) if type(raw) is str and len(raw) <= SIGNIFICANT and raw.isascii() and raw.isdigit() else None


def _answers(cells: list[Raw], item: Item, vocabulary: Vocabulary, odd: set[int]) -> list[str | None]:
    """Read a column of answers; there are few, and they come again and again."""
    if not set(map(type, cells)) <= _TEXTS:
        odd.update(row for row, raw in enumerate(cells) if raw not in (None, ""))
        return [None] * len(cells)
    forms = item.forms or vocabulary.answer_forms
    known = {raw: chosen(forms, raw, remarked=bool(item.forms)) for raw in set(cells)}
    strange = {raw for raw, answer in known.items() if answer is None and raw not in (None, "")}
    if strange:
        odd.update(row for row, raw in enumerate(cells) if raw in strange)
    return [known[raw] for raw in cells]
