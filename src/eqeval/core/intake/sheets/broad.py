"""Puts classes that stand beside each other in the row of their grade below each other, as in a list of classes."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from eqeval.core.grid import Grid, Raw, text, word
from eqeval.core.origin import Row, Table
from eqeval.core.vocabulary import Vocabulary

# 1班, (2)班, 三班: a column of every class that a grade may have.
_CLASS = re.compile(r"\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?班")
# So many stand beside each other at least.
_FEWEST = 2
# A name and a code.
_MARKS = 2


class _Heads(Struct, frozen=True):
    """The last row of headings, the columns of the school and of the grade, and those of the classes with theirs."""

    row: int
    schools: tuple[int, ...]
    grade: int | None
    classes: Mapping[int, tuple[str, str]]


def lists(grids: list[Grid], vocabulary: Vocabulary) -> dict[int, Grid]:
    """Give the list of classes for every sheet that has them side by side, by the identity of the sheet."""
    found = ((grid, _heads(grid, vocabulary)) for grid in grids)
    return {id(grid): _listed(grid, heads, vocabulary) for grid, heads in found if heads is not None}


def _heads(grid: Grid, vocabulary: Vocabulary) -> _Heads | None:
    """Find the headings: classes by their numbers, with a column for the grade, or below the headings of grades."""
    # Hardly any sheet has one.
    if sum(_CLASS.fullmatch(each) is not None for each in grid.upper_words) < _FEWEST:
        return None
    forms = {name: frozenset(map(word, each)) for name, each in vocabulary.sheets.class_columns.items()}
    grades = {each for stage in vocabulary.stages.values() for each in stage.grade_words}
    for number, row in enumerate(grid.upper):
        numbered = {at: text(raw) for at, raw in enumerate(row) if _CLASS.fullmatch(word(raw))}
        if len(numbered) < _FEWEST:
            continue
        above = grid.rows[number - 1] if number else []
        headed = [{word(one[at]) for one in (above, row) if at < len(one)} for at in range(len(row))]
        first = min(numbered)
        schools = tuple(at for at, said in enumerate(headed) if said & forms["school"] and at < first)[:_MARKS]
        grade = next((at for at, said in enumerate(headed) if said & forms["grade"] and at < first), None)
        over = dict(_over(above, numbered, grades))
        if schools and (grade is not None or over.keys() == numbered.keys()):
            classes = {at: (over.get(at, ""), name) for at, name in numbered.items()}
            return _Heads(number, schools, grade, classes)
    return None


def _over(above: list[Raw], numbered: Mapping[int, str], grades: set[str]) -> Iterator[tuple[int, str]]:
    """Give the grade above every class; it stands above the first of them."""
    last = ""
    for at in range(max(numbered) + 1):
        said = text(above[at]) if at < len(above) else ""
        last = said if word(said) in grades else "" if said else last
        if at in numbered and last:
            yield at, last


def _listed(grid: Grid, heads: _Heads, vocabulary: Vocabulary) -> Grid:
    """Write a row for every class; a cell without a number is no class."""
    forms = vocabulary.sheets.class_columns
    # A list may have names and codes, so that each heading stands for itself.
    named = forms["school"][: len(heads.schools)]
    rows: list[list[Raw]] = [[*named, *(forms[name][0] for name in ("grade", "name", "pupils"))]]
    table = Table.of(grid)
    places = [[Row(table, heads.row).name(0)] * len(rows[0])]
    called: list[Raw] = [None] * len(heads.schools)
    for index in range(heads.row + 1, len(grid.rows)):
        raws = grid.rows[index]
        said = [raws[at] if at < len(raws) else None for at in heads.schools]
        # A merged cell has its name in the first row only.
        called = said if any(text(raw) for raw in said) else called
        own = raws[heads.grade] if heads.grade is not None and heads.grade < len(raws) else None
        place = Row(table, index)
        for at, (grade, name) in heads.classes.items():
            raw = raws[at] if at < len(raws) else None
            if word(raw) in vocabulary.blank_words or not text(raw):
                continue
            rows.append([*called, own if heads.grade is not None else grade, name, raw])
            marks = [place.name(each) for each in heads.schools]
            places.append([*marks, place.name(heads.grade if heads.grade is not None else at), *[place.name(at)] * 2])
    return Grid(grid.file, grid.sheet, rows, grid.label, places=places)
