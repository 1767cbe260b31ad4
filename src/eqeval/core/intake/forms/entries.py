"""One entry of a form: what is written beside a label, its unit and its cell; and how entries become one answer."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from eqeval.core.figures.exact import Number, whole_or
from eqeval.core.grid import Grid, Raw, Refused, bare, text, word
from eqeval.core.intake import cells
from eqeval.core.intake.findings import Findings
from eqeval.core.origin import Nowhere, Row, Table
from eqeval.core.parts.form import Field, Forms
from eqeval.core.parts.items import Item
from eqeval.core.vocabulary import Vocabulary

# 1. 一、 (一) （3） 1.1 before a label, # and * around it.
_NUMBERED = re.compile(
    r"^(?:[#*]|\d{1,2}(?:\.\d{1,2}){1,3}(?=[^\d.、．)])|\(?(?:\d+|[一二三四五六七八九十]+)(?:[、.．)]|(?<=\d)\s))+"
)
# They number a label, or point to a note; as a word they would be digits.
_CIRCLED = re.compile("[①-⑳]")

# A label with what it asks for in the same cell; more of them may follow behind a blank.
_STATED = re.compile(r"([^\s:]+):\s*([^\s:]+)(?=\s|$)")

Find = Callable[[str], "list[Entry]"]


class Entry(Struct, frozen=True):
    """What stands beside a label; required: whether the form says that it must be filled in.

    around: the units that lines above the form name for all figures that have none of their own.
    """

    label: str
    raw: Raw
    unit: str
    required: bool
    row: Row
    column: int
    around: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The name of its cell."""
        return self.row.name(self.column)

    @property
    def blank(self) -> bool:
        """Whether nothing is written there."""
        return not text(self.raw)


class Answer(Struct, frozen=True):
    """What a form says of an item; raw is None where it has the row and nothing is written.

    missing: the blank rows; partly: whether others of the same sum are filled in. nowhere: where it would stand, if
    the form has no cell for it.
    """

    raw: Raw
    entries: tuple[Entry, ...]
    missing: tuple[str, ...] = ()
    partly: bool = False
    nowhere: Nowhere | None = None

    @property
    def place(self) -> str:
        """The cells it was read from; of a sum the further ones without the sheet again."""
        if self.nowhere is not None:
            return self.nowhere
        first, *others = self.entries
        return "+".join([first.place, *(other.place.rpartition("!")[2] for other in others)])


def entry(
    grid: Grid,
    label: Raw,
    at: tuple[int, int],
    unit: Raw = None,
    required: bool = False,
    around: tuple[str, ...] = (),
) -> Entry:
    """Take the entry in row and column `at` of a sheet."""
    return Entry(text(label), raw_at(grid, *at), text(unit), required, Row(Table.of(grid), at[0]), at[1], around)


def raw_at(grid: Grid, row: int, column: int) -> Raw:
    """Read a cell; outside the rows that were read there is nothing."""
    return grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else None


def forms_of(label: Raw, forms: Forms) -> tuple[str, ...]:
    """List what a label may be recognised by: as written, without number and lead (其中：), without unit or remark."""
    return read_as(spelled(label), forms.lead_words, forms.stage_words)


def spelled(label: Raw) -> str:
    """Read a label as a word, without the signs that number it: ①."""
    return word(_CIRCLED.sub("", label) if type(label) is str else label)


@lru_cache(maxsize=8192)
def read_as(whole: str, leads: tuple[str, ...], stages: frozenset[str]) -> tuple[str, ...]:
    """Do so with what a kind of forms has before its labels, and the words of its stages."""
    # The same labels come again in every form of a county.
    short = whole
    for _ in range(2):
        short = _NUMBERED.sub("", short).rstrip("*:")
        for lead in leads:
            short = short.removeprefix(lead)
    plain = bare(short)
    # A stage may stand in brackets before or behind a unit or a remark: 教师数(学段)(人).
    said = [each for each in _brackets(short[len(plain) :]) if each in stages]
    if said:
        return whole, short, f"{plain}({said[0]})"
    # Brackets may stand within a label as well: 体育、艺术(美术、音乐)教师数(人).
    last = short[: short.rindex("(")] if short.endswith(")") and "(" in short else plain
    return (whole, short, plain) if last == plain else (whole, short, plain, last)


def _brackets(behind: str) -> list[str]:
    """List what stands in the brackets behind a label: (学段)(人)."""
    return behind[1:-1].split(")(") if behind else []


def pairs_in(raw: Raw) -> list[tuple[str, str]]:
    """List the labels with their values that stand in one cell."""
    return _STATED.findall(unicodedata.normalize("NFKC", raw)) if type(raw) is str else []


def unit_behind(label: Raw, vocabulary: Vocabulary) -> str:
    """Find the unit in brackets behind a label, where its form has no column of units."""
    whole = word(label)
    found = (each for each in _brackets(whole[len(bare(whole)) :]) if vocabulary.convertible(each))
    return next(found, "")


def answer(
    field: Field, find: Find, item: Item, vocabulary: Vocabulary, findings: Findings, school: str
) -> Answer | None:
    """Read what a form says of an item: its own row, the sum of its parts, what stands in, a makeshift; or None."""
    own = _one(field.labels, find, item, vocabulary, findings, school)
    other = _one(field.otherwise, find, item, vocabulary, findings, school)
    if own and own.raw is not None:
        if other and other.raw is not None and word(other.raw) != word(own.raw):
            at = other.entries[0]
            findings.add(
                "W532",
                at.row,
                at.column,
                at.raw,
                school,
                label=at.label,
                used=own.place,
                first=text(own.raw),
                item=findings.words.text(item.title),
            )
        return own
    parts = [_one(labels, find, item, vocabulary, findings, school) for labels in field.sum]
    there = [part for part in parts if part]
    if there and (own is None or any(part.raw is not None for part in there)):
        return _added(field.sum, parts, item, vocabulary, findings, school)
    if own is None and other is None and (last := _one(field.instead, find, item, vocabulary, findings, school)):
        at = last.entries[0]
        findings.add("N635", at.row, at.column, at.label, school, item=findings.words.text(item.title))
        return last
    return other if other and other.raw is not None else own or other


def joined(found: Sequence[Entry], item: Item, vocabulary: Vocabulary, findings: Findings, school: str) -> Answer:
    """Read one cell, or add several up."""
    parts = [
        Answer(None if each.blank else _in_unit(each, item, vocabulary, findings, school), (each,)) for each in found
    ]
    return (
        parts[0]
        if len(parts) == 1
        else _added([[each.label] for each in found], parts, item, vocabulary, findings, school)
    )


def _one(
    labels: Sequence[str], find: Find, item: Item, vocabulary: Vocabulary, findings: Findings, school: str
) -> Answer | None:
    """Read a row by any of its labels; two that differ cannot both hold."""
    found = [each for label in labels for each in find(label)]
    if not found:
        return None
    filled = [each for each in found if not each.blank]
    if not filled:
        return Answer(None, (found[0],), (found[0].label,))
    first = filled[0]
    for second in filled[1:]:
        if word(second.raw) != word(first.raw) or vocabulary.unit(second.unit) != vocabulary.unit(first.unit):
            findings.add(
                "E133", second.row, second.column, second.raw, school, label=first.label, first=first.place,
                other=text(first.raw),
            )  # fmt: skip
            return Answer(Refused(text(first.raw)), (first, second))
    return Answer(_in_unit(first, item, vocabulary, findings, school), (first,))


def _in_unit(entry: Entry, item: Item, vocabulary: Vocabulary, findings: Findings, school: str) -> Raw:
    """Turn a number into the unit of its item (元 into 万元), exactly; what is no number stays as it is."""
    wanted = item.unit["zh"] if isinstance(item.unit, dict) else item.unit or ""
    if item.kind in ("text", "choice", "type", "share"):
        return entry.raw
    raw = cells.held(item, entry.raw, entry.row, entry.column, findings, school)
    fitting = [entry.unit] if entry.unit else []
    behind = unit_behind(entry.label, vocabulary)
    if entry.unit and behind and vocabulary.factor(behind, entry.unit) not in (1, None):
        # The column of units contradicts the label: 万元 behind it, and 元 beside it.
        fitting.insert(0, behind)
    if wanted and not entry.unit and cells.exactly(raw) is not None:
        fitting = [each for each in entry.around if vocabulary.factor(each, wanted)]
    if not fitting or not wanted:
        return raw
    # Of two units for one quantity nobody knows which figures have which.
    factor = vocabulary.factor(fitting[0], wanted) if len(fitting) == 1 else None
    if factor is None:
        if not vocabulary.convertible(wanted) and not any(map(vocabulary.convertible, fitting)):
            # Counted in 个 or 间: the number is the same.
            return raw
        title = findings.words.text(item.title)
        unit = findings.words.join(fitting)
        findings.add("E130", entry.row, entry.column, entry.raw, school, item=title, unit=unit, wanted=wanted)
        return Refused(text(entry.raw))
    value = cells.exactly(raw)
    return raw if value is None or factor == 1 else whole_or(Fraction(value) * factor)


def _added(
    labels: list[list[str]],
    parts: Sequence[Answer | None],
    item: Item,
    vocabulary: Vocabulary,
    findings: Findings,
    school: str,
) -> Answer:
    """Add up the parts; one that is missing leaves the sum open, one that is no proper number is named."""
    missing = [part.entries[0].label if part else names[0] for part, names in zip(parts, labels, strict=True)
               if part is None or part.raw is None]  # fmt: skip
    there = [part for part in parts if part]
    if missing:
        blank = tuple(each for part in there if part.raw is None for each in part.entries)
        partly = any(part.raw is not None for part in there)
        return Answer(None, blank or tuple(each for part in there for each in part.entries), tuple(missing), partly)
    total: Number = 0
    for part in there:
        value = cells.exactly(part.raw)
        if value is None and isinstance(part.raw, str):
            value, _ = cells.measured(part.raw, item, vocabulary)
        if value is None:
            at = part.entries[0]
            findings.add(
                "E201", at.row, at.column, part.raw, school, item=at.label, how=cells.mending(part.raw, findings.words)
            )
            return Answer(Refused(text(part.raw)), part.entries)
        if value < 0 or (item.kind == "whole" and value.denominator != 1):
            # Named where the table is read.
            return part
        total += value
    return Answer(total, tuple(each for part in there for each in part.entries))
