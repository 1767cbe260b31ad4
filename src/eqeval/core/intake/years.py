"""Finds rows of earlier years, where a column says of which year a row is and a school has rows of several."""

import re
from collections.abc import Iterable

from eqeval.core.grid import Raw, text, word
from eqeval.core.intake.block import Block
from eqeval.core.vocabulary import Vocabulary

_YEAR = re.compile(r"20\d\d")


def year_in(said: str) -> str:
    """Give the year that a heading or a cell speaks of, of a school year its second one, or nothing."""
    return max(_YEAR.findall(word(said)), default="")


def rows(block: Block, schools: Iterable[int], vocabulary: Vocabulary) -> dict[int, str]:
    """Give the year of every row, where a column says it of all of them and there are several; nothing otherwise."""
    column = block.whole.get((vocabulary.roles.get("year", ""), None))
    if column is None:
        return {}
    found = {index: year_in(text(_at(block, index, column.index))) for index in schools}
    return found if all(found.values()) and len(set(found.values())) > 1 else {}


def passed(block: Block, years: dict[int, str], name: int) -> tuple[list[int], list[int]]:
    """Part the rows of earlier years: those of schools that have one of the latest year, and those that have none."""
    latest = max(years.values())
    current = {word(_at(block, index, name)) for index, year in years.items() if year == latest}
    old = [index for index, year in years.items() if year != latest]
    again = [index for index in old if word(_at(block, index, name)) in current]
    return again, [index for index in old if index not in again]


def _at(block: Block, index: int, column: int) -> Raw:
    row = block.rows[index]
    return row[column] if column < len(row) else None
